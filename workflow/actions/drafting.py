"""The drafter's acts: begin, save, submit, withdraw, cancel."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from agencies import roles
from agencies.models import Department, Duty, Official
from agencies.moments import vn_day
from documents import attachments, pictures
from documents.actions import (
    attaching,
    drafting,
    journal,
    overtaking,
    picturing,
    relating,
    signing,
    standing,
)
from documents.actions.drafting import Header
from documents.errors import RevisionJudged
from documents.models import (
    Attachment,
    Document,
    Event,
    IncomingEntry,
    Picture,
    RegisterEntry,
    RelationKind,
    Revision,
    Status,
)
from documents.pictures import Plain
from documents.text.van_ban import Content
from workflow import turn
from workflow.actions import door, notices
from workflow.errors import (
    NobodyToReview,
    NotYourTurn,
    OwnUnitAsked,
    TooLateToWithdraw,
)
from workflow.flows.issuing import IssuingFlow
from workflow.models import OPEN, DocumentProcess, ReviewRequest, WorkTask


def begin(
    department: Department,
    *,
    content: Content,
    header: Header,
    brought: Iterable[Plain] = (),
    by: Official,
    at: datetime,
    answers: IncomingEntry | None = None,
    based_on: Document | None = None,
) -> WorkTask:
    """Open a document in a department and start its process; return the drafter's task.

    It may answer what arrived at the department's agency, or be written from another document,
    whose pictures it then has too; `brought` are those that came in a file.
    """
    if not roles.has_duty(by, department.agency, Duty.DRAFT, on=vn_day(at)):
        raise NotYourTurn("Chỉ người có nhiệm vụ soạn thảo mới lập được văn bản mới.")
    kept = [picturing.store(one) for one in brought]
    kept += picturing.of(based_on) if based_on is not None else []
    with transaction.atomic():
        document = drafting.begin(
            department, content=content, header=header, pictures=kept, by=by, at=at
        )
        if answers is not None:
            relating.answer(document, answers, by=by, at=at)
        if based_on is not None:
            relating.relate(document, RelationKind.BASED_ON, based_on, by=by, at=at)
        return door.start(document, at=at)


def save(
    task: WorkTask,
    *,
    content: Content,
    header: Header,
    base: int,
    at_once: bool = True,
    by: Official,
    at: datetime,
) -> Revision:
    """Save the next revision, while the draft is with the drafter."""
    door.require_step(task, "draft")
    with door.locked(task.process_id, at=at):
        task = door.fresh(task)
        door.require_turn(task, by=by, at=at)
        return drafting.revise(
            task.process.document,
            content=content,
            header=header,
            base=base,
            at_once=at_once,
            by=by,
            at=at,
        )


def attach(
    task: WorkTask, *, files: Sequence[tuple[str, bytes]], by: Official, at: datetime
) -> list[Attachment]:
    """Put files, each a name and its bytes, beside the draft while it is with the drafter.

    All of them or none: each is judged before the first is kept.
    """
    door.require_step(task, "draft")
    door.require_turn(task, by=by, at=at)
    judged = [(attachments.judge(name, data), data) for name, data in files]
    stored = [(one, attaching.store(one, data)) for one, data in judged]
    with door.locked(task.process_id, at=at):
        task = door.fresh(task)
        door.require_turn(task, by=by, at=at)
        return attaching.attach(task.process.document, files=stored, by=by, at=at)


def add_picture(task: WorkTask, *, data: bytes, by: Official, at: datetime) -> Picture:
    """Let the draft show a picture, made plain, while it is with the drafter."""
    door.require_step(task, "draft")
    door.require_turn(task, by=by, at=at)
    kept = picturing.store(pictures.judge(data))
    with door.locked(task.process_id, at=at):
        task = door.fresh(task)
        door.require_turn(task, by=by, at=at)
        return picturing.add(task.process.document, kept, by=by, at=at)


def put_back(task: WorkTask, *, detached: int, by: Official, at: datetime) -> Attachment:
    """Put a file back that was taken off the draft; `detached` is the number in its journal."""
    door.require_step(task, "draft")
    with door.locked(task.process_id, at=at):
        task = door.fresh(task)
        door.require_turn(task, by=by, at=at)
        return attaching.put_back(task.process.document, detached=detached, by=by, at=at)


def detach(task: WorkTask, *, attachment_id: int, by: Official, at: datetime) -> Event:
    """Take a file off the draft; return the journal's line, from which it can be put back."""
    door.require_step(task, "draft")
    with door.locked(task.process_id, at=at):
        task = door.fresh(task)
        door.require_turn(task, by=by, at=at)
        document = task.process.document
        return attaching.detach(document, attachment_id=attachment_id, by=by, at=at)


def submit(
    task: WorkTask,
    *,
    departments: Sequence[Department] = (),
    direct: bool = False,
    by: Official,
    at: datetime,
) -> WorkTask:
    """Send the latest revision to departments for their opinion, or (`direct`) to the initial."""
    if not departments and not direct:
        raise NobodyToReview

    def effect(task: WorkTask, as_what: str) -> None:
        document = task.process.document
        if any(unit.agency_id != document.agency_id for unit in departments):
            raise NobodyToReview
        if document.department in departments:
            raise OwnUnitAsked
        revision = drafting.latest_revision(document)
        if drafting.is_judged(revision):
            raise RevisionJudged
        overtaking.require(document)
        drafting.ask_for_pages(revision)
        # The same revision may have been withdrawn from other units that had not answered yet.
        asked = ReviewRequest.objects.filter(process=task.process, revision_n=revision.n)
        asked.exclude(department__in=departments).delete()
        ReviewRequest.objects.bulk_create(
            [
                ReviewRequest(process=task.process, revision_n=revision.n, department=department)
                for department in dict.fromkeys(departments)
            ],
            ignore_conflicts=True,
        )
        journal.record(
            document,
            "SUBMITTED",
            by=by,
            at=at,
            as_what=as_what,
            revision=revision.n,
            departments=[str(department) for department in departments],
        )

    outcome = "submit" if departments else "submit_direct"
    return door.finish(task, outcome, by=by, at=at, effect=effect)


def cancel(task: WorkTask, *, reason: str, by: Official, at: datetime) -> WorkTask:
    """Give a draft up; the document stays in history as cancelled."""

    def effect(task: WorkTask, as_what: str) -> None:
        document = task.process.document
        journal.record(document, "CANCELLED", by=by, at=at, as_what=as_what, reason=reason)
        standing.move(document, Status.CANCELLED)

    return door.finish(task, "cancel", by=by, at=at, effect=effect, opinion=reason)


def withdraw(process: DocumentProcess, *, reason: str, by: Official, at: datetime) -> WorkTask:
    """Take a document back to its drafter, who asks for it, from any stage before its number."""
    with door.locked(process.pk, at=at) as process:
        document = process.document
        waiting = list(process.task_set.filter(flow_task_type="HUMAN", status__in=OPEN))
        if document.drafter_id != by.pk or not waiting:
            raise NotYourTurn
        if any(task.flow_task == IssuingFlow.draft for task in waiting):
            raise NotYourTurn("Văn bản đang ở người soạn rồi.")
        if RegisterEntry.objects.filter(document=document).exists():
            raise TooLateToWithdraw
        concerned = [one for task in waiting for one in turn.able(task, on=vn_day(at))]
        signature = signing.leader_signature(document)
        if signature is not None:
            signing.void(signature, reason=reason or "Người soạn rút lại.", by=by, at=at)
            concerned.append(signature.applied_by)
        sentence = f"{by.full_name} đã rút lại văn bản{f': {reason.strip()}' if reason else '.'}"
        notices.tell(concerned, sentence, document=document, at=at)
        journal.record(document, "WITHDRAWN", by=by, at=at, reason=reason)
        return _back_to_draft(process)


def _back_to_draft(process: DocumentProcess) -> WorkTask:
    """Close everything that is open, the half-filled join included, and reopen the draft."""
    closed = ("DONE", "CANCELED", "REVIVED")
    for task in process.task_set.exclude(status__in=closed).order_by("pk"):
        task.flow_task.activation_class(task).cancel()
    root = process.task_set.get(flow_task=IssuingFlow.start)
    start = IssuingFlow.start.activation_class(root)
    draft = IssuingFlow.draft._create(start, root.token)  # noqa: SLF001 (as the engine's nodes do)
    reopened: WorkTask = draft.task
    return reopened
