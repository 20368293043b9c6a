"""The clerk: number, date and seal in one act; or back, which voids the leader's signature."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime

import signing as pades
from agencies.models import Official
from documents.actions import numbering, sealing, signing
from documents.errors import NumberTakenAlready, ReasonMissing
from documents.models import Document, RegisterEntry
from ui.refusal import Refusal
from ui.writing import day, moment
from workflow.actions import door, notices
from workflow.errors import (
    Busy,
    NothingToNumber,
    NotYourTurn,
    SeveralSeals,
    TooManyToNumber,
)
from workflow.models import WorkTask

MOST = 100  # documents at once; a request holds a thread of the server while it seals


@dataclass(frozen=True, slots=True)
class Chosen:
    """A task of the clerk's, and the day of issue that stands beside it."""

    task: WorkTask
    issued_on: date


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one that was chosen: its number, or in words why it has none."""

    task: WorkTask
    entry: RegisterEntry | None
    refusal: str = ""


def number_and_seal(
    task: WorkTask, *, issued_on: date, pin: str, by: Official, at: datetime
) -> RegisterEntry:
    """Take the next number, fill both lines, seal; resume where an earlier try failed.

    The number is committed before the seal is made: when the store or the machine fails in
    between, the document keeps it and the same act, done again, goes on from there.
    """

    def unlock(document: Document) -> pades.Credential:
        return sealing.unlock(document, pin=pin, at=at)

    return _number_and_seal(Chosen(task, issued_on), unlock, by=by, at=at)


def number_and_seal_many(
    chosen: Sequence[Chosen], *, pin: str, by: Official, clock: Callable[[], datetime]
) -> list[Settled]:
    """Number and seal one after the other with one PIN; none stops the others.

    The PIN is tried once, before any number is taken, and only for somebody whose turn it is.
    The seal's key lives no longer than this call.
    """
    at = clock()
    waiting = _require_chosen(chosen, by=by, at=at)
    if not waiting:
        return [Settled(one.task, None, door.what_happened(one.task)) for one in chosen]
    key = sealing.unlock(waiting[0].task.process.document, pin=pin, at=at)
    return [_settle(one, key, by=by, at=clock()) for one in chosen]


def _require_chosen(chosen: Sequence[Chosen], *, by: Official, at: datetime) -> list[Chosen]:
    """Return what of a choice still waits; refuse nothing, too much, others' work, two seals."""
    if not chosen:
        raise NothingToNumber
    if len(chosen) > MOST:
        raise TooManyToNumber(
            f"Mỗi lần cấp số được nhiều nhất {MOST} văn bản; hãy bỏ bớt rồi cấp tiếp phần còn lại."
        )
    for one in chosen:
        door.require_step(one.task, "register")
    if len({one.task.process.document.agency_id for one in chosen}) > 1:
        raise SeveralSeals
    waiting = [one for one in chosen if one.task.is_open]
    mine = [one for one in waiting if door.has_turn(one.task, by=by, at=at)]
    if waiting and not mine:
        raise NotYourTurn
    return mine


def _settle(one: Chosen, key: pades.Credential, *, by: Official, at: datetime) -> Settled:
    try:
        return Settled(one.task, _number_and_seal(one, lambda _: key, by=by, at=at))
    except (Refusal, pades.SigningError) as refusal:
        return Settled(one.task, None, _told_with_number(one.task, refusal.message))


def _told_with_number(task: WorkTask, why: str) -> str:
    """Say with a refusal that the number is taken all the same, where it is."""
    entry = RegisterEntry.objects.filter(document=task.process.document_id).first()
    if entry is None or entry.code in why:
        return why
    return f"Đã cấp số {entry.code}, chưa đóng dấu xong: {why}"


def _number_and_seal(
    chosen: Chosen,
    unlock: Callable[[Document], pades.Credential],
    *,
    by: Official,
    at: datetime,
) -> RegisterEntry:
    door.require_step(chosen.task, "register")
    with _alone(chosen.task):
        task = door.fresh(chosen.task)
        door.require_turn(task, by=by, at=at)
        # No PIN is tried for a day that is impossible.
        if faults := numbering.day_faults([(task.process.document, chosen.issued_on)], at=at):
            raise faults[task.process.document_id]
        key = unlock(task.process.document)
        entry = _number(task, issued_on=chosen.issued_on, by=by, at=at)
        made = sealing.make(task.process.document, key=key, at=at)

        def effect(task: WorkTask, as_what: str) -> None:
            document = task.process.document
            sealing.record(made, document=document, by=by, as_what=as_what, at=at)
            sentence = (
                f"{by.full_name} đã cấp số {entry.code}, ngày {day(entry.issued_on)}, và đóng dấu."
            )
            notices.tell_drafter(document, sentence, by=by, at=at)

        door.finish(task, "seal", by=by, at=at, effect=effect)
    entry.refresh_from_db()
    return entry


@contextmanager
def _alone(task: WorkTask) -> Iterator[None]:
    """Seal alone; whoever comes second is told the number, where it is taken already."""
    with ExitStack() as held:
        try:
            held.enter_context(door.alone(task))
        except Busy as busy:
            raise Busy(_under_way(task)) from busy
        yield


def _under_way(task: WorkTask) -> str:
    entry = (
        RegisterEntry.objects.filter(document=task.process.document_id)
        .select_related("registered_by")
        .first()
    )
    if entry is None:
        return "Văn thư khác đang cấp số văn bản này; hãy tải lại trang sau vài giây."
    return (
        f"{entry.registered_by} đã cấp số {entry.code} cho văn bản này lúc "
        f"{moment(entry.registered_at)} và đang đóng dấu; hãy tải lại trang sau vài giây."
    )


def _number(task: WorkTask, *, issued_on: date, by: Official, at: datetime) -> RegisterEntry:
    with door.locked(task.process_id, at=at):
        task = door.fresh(task)
        as_what = door.require_turn(task, by=by, at=at)
        document = task.process.document
        return numbering.take(document, issued_on=issued_on, by=by, as_what=as_what, at=at)


def send_back(task: WorkTask, *, reason: str, by: Official, at: datetime) -> WorkTask:
    """Send a signed document back before it has a number; the signed file is kept, marked void."""
    door.require_step(task, "register")
    if not reason.strip():
        raise ReasonMissing

    def effect(task: WorkTask, as_what: str) -> None:
        document = task.process.document
        if RegisterEntry.objects.filter(document=document).exists():
            raise NumberTakenAlready
        signature = signing.leader_signature(document)
        if signature is not None:
            signing.void(signature, reason=reason.strip(), by=by, at=at)
            notices.tell(
                [signature.applied_by],
                f"{by.full_name} ({as_what}) trả lại văn bản đã ký: {reason.strip()}",
                document=document,
                at=at,
            )
        sentence = f"{by.full_name} trả lại ở bước cấp số: {reason.strip()}"
        notices.tell_drafter(document, sentence, by=by, at=at)

    return door.finish(task, "send_back", by=by, at=at, effect=effect, opinion=reason)
