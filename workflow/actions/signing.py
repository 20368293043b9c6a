"""The leader signs, or sends back."""

from datetime import datetime

from agencies.models import Official
from documents.actions import journal, signing
from documents.actions.drafting import latest_revision
from documents.errors import ReasonMissing
from workflow.actions import door, notices
from workflow.models import WorkTask


def sign(task: WorkTask, *, shown: str, pin: str, by: Official, at: datetime) -> WorkTask:
    """Sign the prepared file whose SHA-256 was shown. Signing itself runs outside the lock."""
    door.require_step(task, "sign")
    with door.alone(task):
        task = door.fresh(task)
        door.require_turn(task, by=by, at=at)
        made = signing.make(task.process.document, shown=shown, pin=pin, by=by, at=at)

        def effect(task: WorkTask, as_what: str) -> None:
            signing.record(made, document=task.process.document, by=by, as_what=as_what, at=at)

        return door.finish(task, "sign", by=by, at=at, effect=effect)


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
        notices.tell(
            [document.drafter],
            f"{by.full_name} trả lại khi trình ký: {reason.strip()}",
            document=document,
            at=at,
        )

    return door.finish(task, "send_back", by=by, at=at, effect=effect, opinion=reason)
