"""The leader signs one document, or many with one PIN; or sends back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from agencies.models import Official
from documents.actions import journal, signing
from documents.actions.drafting import latest_revision
from documents.errors import ReasonMissing
from documents.models import Rendition, Signature, Stage
from ui.refusal import Refusal
from workflow import batches
from workflow.actions import door, notices
from workflow.errors import NothingChosen, NotYourTurn, TooManyChosen
from workflow.models import RowState, SigningBatch, SigningRow, WorkTask

MOST = 200  # documents of one batch; a request holds a thread of the server while it signs


@dataclass(frozen=True, slots=True)
class Chosen:
    """A task to be signed, and the SHA-256 of the file that its signer was shown."""

    task: WorkTask
    shown: str


def sign(task: WorkTask, *, shown: str, pin: str, by: Official, at: datetime) -> WorkTask:
    """Sign the prepared file whose SHA-256 was shown. Signing itself runs outside the lock."""
    chosen = Chosen(task, shown)
    return _sign(chosen, lambda: signing.unlock(by, pin=pin, at=at), by=by, at=at)


def sign_many(
    chosen: Sequence[Chosen], *, key: UUID, pin: str, by: Official, clock: Callable[[], datetime]
) -> SigningBatch:
    """Sign one after the other with one PIN; each row settles by itself, none stops the others.

    The PIN is tried once, before anything is signed: a wrong one leaves no batch. A batch of the
    same `key` is never begun twice. The key of the certificate lives only as long as this call.
    """
    if known := batches.of(by, key):
        return known
    require_chosen(chosen, by=by, at=clock())
    opened = signing.unlock(by, pin=pin, at=clock())
    try:
        with transaction.atomic():
            batch = SigningBatch.objects.create(official=by, key=key, begun_at=clock())
            SigningRow.objects.bulk_create(
                [
                    SigningRow(batch=batch, task=one.task, shown=one.shown)
                    for one in {one.task.pk: one for one in chosen}.values()
                ]
            )
            batches.hold(batch)
    except IntegrityError:
        if known := batches.of(by, key):  # the other click was faster
            return known
        raise
    try:
        for row in batch.rows.select_related("task").order_by("pk"):
            _settle(row, lambda: opened, by=by, at=clock())
        batch.ended_at = clock()
        batch.save(update_fields=["ended_at"])
    finally:
        batches.release(batch)
    return batch


def require_chosen(chosen: Sequence[Chosen], *, by: Official, at: datetime) -> None:
    """Refuse a choice of nothing, of too much, or of what is altogether somebody else's."""
    if not chosen:
        raise NothingChosen
    if len(chosen) > MOST:
        raise TooManyChosen
    for one in chosen:
        door.require_step(one.task, "sign")
    if all(one.task.is_open and not door.has_turn(one.task, by=by, at=at) for one in chosen):
        raise NotYourTurn


def send_back(task: WorkTask, *, reason: str, by: Official, at: datetime) -> WorkTask:
    """Send a document back unsigned, with the reason."""
    door.require_step(task, "sign")
    if not reason.strip():
        raise ReasonMissing

    def effect(task: WorkTask, as_what: str) -> None:
        document = task.process.document
        journal.record(
            document,
            "SENT_BACK_BY_SIGNER",
            by=by,
            at=at,
            as_what=as_what,
            revision=latest_revision(document).n,
            reason=reason.strip(),
        )
        sentence = f"{by.full_name} trả lại khi trình ký: {reason.strip()}"
        notices.tell_drafter(document, sentence, by=by, at=at)

    return door.finish(task, "send_back", by=by, at=at, effect=effect, opinion=reason)


def _sign(
    chosen: Chosen,
    unlock: signing.Unlock,
    *,
    by: Official,
    at: datetime,
    then: Callable[[Signature], None] = lambda _: None,
) -> WorkTask:
    """Sign one file; `then` writes what else must stand or fall with the signature."""
    door.require_step(chosen.task, "sign")
    with door.alone(chosen.task):
        task = door.fresh(chosen.task)
        door.require_turn(task, by=by, at=at)
        made = signing.make(task.process.document, shown=chosen.shown, unlock=unlock, by=by, at=at)

        def effect(task: WorkTask, as_what: str) -> None:
            document = task.process.document
            then(signing.record(made, document=document, by=by, as_what=as_what, at=at))
            sentence = f"{by.full_name} đã ký; văn bản chờ văn thư cấp số, đóng dấu."
            notices.tell_drafter(document, sentence, by=by, at=at)

        return door.finish(task, "sign", by=by, at=at, effect=effect)


def _settle(row: SigningRow, unlock: signing.Unlock, *, by: Official, at: datetime) -> None:
    """Sign one row of a batch, or write down why not; in the transaction of the signature."""

    def signed(signature: Signature) -> None:
        _close(row, RowState.SIGNED, owed(signature), at=at)

    try:
        _sign(Chosen(row.task, row.shown), unlock, by=by, at=at, then=signed)
    except Refusal as refusal:
        sentence = _changed(row) or refusal.message
        document = row.task.process.document
        with transaction.atomic():
            _close(row, RowState.REFUSED, sentence, at=at)
            # Whoever closed the page finds it in the bell.
            notices.tell([by], f"Chưa ký được: {sentence}", document=document, at=at)


def owed(signature: Signature) -> str:
    """Say what a signature still owes; nothing where it has its proof of time."""
    if not signature.debt:
        return ""
    why = signature.why_unproved
    return f"Mức B: chưa có dấu thời gian vì {why}; hệ thống tự bổ sung khi lưu trữ."


def _close(row: SigningRow, state: RowState, sentence: str, *, at: datetime) -> None:
    batch_row = SigningRow.objects.filter(pk=row.pk, state=RowState.WAITING)
    batch_row.update(state=state, sentence=sentence[:1000], settled_at=at)


def _changed(row: SigningRow) -> str:
    """Say that another revision waits for the signature than the one that was shown, if so."""
    document = row.task.process.document
    latest = latest_revision(document)
    shown = Rendition.objects.filter(
        revision__document=document, stage=Stage.PREPARED, object__sha256=row.shown
    ).first()
    waits = batches.task_to_sign(document) is not None
    if not waits or (shown is not None and shown.revision_id == latest.pk):
        return ""
    return f"Bản trình đã đổi (bản {latest.n}); hãy xem lại trước khi ký."
