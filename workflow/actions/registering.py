"""The clerk: number, date and seal in one act; or back, which voids the leader's signature."""

from datetime import date, datetime

from agencies.models import Official
from documents.actions import numbering, sealing, signing
from documents.errors import NumberTakenAlready, ReasonMissing
from documents.models import RegisterEntry
from workflow.actions import door, notices
from workflow.models import WorkTask


def number_and_seal(
    task: WorkTask, *, issued_on: date, pin: str, by: Official, at: datetime
) -> RegisterEntry:
    """Take the next number, fill both lines, seal; resume where an earlier try failed.

    The number is committed before the seal is made: when the store or the machine fails in
    between, the document keeps it and the same act, done again, goes on from there.
    """
    door.require_step(task, "register")
    with door.alone(task):
        task = door.fresh(task)
        door.require_turn(task, by=by, at=at)
        key = sealing.unlock(task.process.document, pin=pin, at=at)
        entry = _number(task, issued_on=issued_on, by=by, at=at)
        made = sealing.make(task.process.document, key=key, at=at)

        def effect(task: WorkTask, as_what: str) -> None:
            sealing.record(made, document=task.process.document, by=by, as_what=as_what, at=at)

        door.finish(task, "seal", by=by, at=at, effect=effect)
    entry.refresh_from_db()
    return entry


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
        notices.tell(
            [document.drafter],
            f"{by.full_name} trả lại ở bước cấp số: {reason.strip()}",
            document=document,
            at=at,
        )

    return door.finish(task, "send_back", by=by, at=at, effect=effect, opinion=reason)
