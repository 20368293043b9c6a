"""What waits for an official and what waits elsewhere; where a document stands."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from ninja import Query, Router

from agencies.models import Official
from documents.actions.drafting import latest_revision
from documents.api.asking import ApiRequest, Asker
from documents.api.operations import reads
from documents.api.shapes import (
    All,
    DocumentShown,
    Listed,
    Named,
    document_shown,
    named,
    own_document,
    page_of,
    people,
)
from documents.api.values import Flag, Key, Paged, Shown
from documents.errors import NotFound
from documents.models import Document, Rendition, Stage, Urgency
from workflow import inbox, standing, turn
from workflow.actions import door
from workflow.flows.issuing import IssuingFlow
from workflow.models import WorkTask

router = Router(tags=["Việc"])
Step = StrEnum("Step", {name.upper(): name for name in inbox.SLUGS})  # type: ignore[misc]


class TaskFilters(Paged):
    """Which of the official's tasks."""

    step: Step | None = None
    urgency: Urgency | None = None
    late: Flag = False


class TaskShown(Shown):
    """One visit to one step; `shown` is the hash of the file that would be signed."""

    id: int
    step: str
    title: str
    is_open: bool
    is_mine: bool
    people: list[Named]
    department: Named | None
    since: datetime
    due_at: datetime | None
    is_late: bool
    outcome: str
    revision: int
    shown: str | None
    document: DocumentShown


class HandShown(Shown):
    """Who has a document, at which step."""

    step: str
    people: str
    since: datetime
    due_at: datetime | None


class StandingShown(Shown):
    """Where a document is, and what it waits for."""

    hands: list[HandShown]
    then: str
    waits_for: list[str]
    tasks: list[TaskShown]


class Moved(Shown):
    """What an act came to: the document, and the tasks that are open on it now."""

    message: str
    document: DocumentShown
    tasks: list[TaskShown]


class WaitingShown(Shown):
    """A document of one's own that is in other hands."""

    document: DocumentShown
    step: str
    people: str
    since: datetime


class ReturnShown(Shown):
    """What a recipient sent back."""

    document: DocumentShown
    recipient: str
    reason: str
    at: datetime


class SentShown(Shown):
    """What was sent to the official or to a unit of theirs."""

    document: DocumentShown
    sent_at: datetime | None


@reads(router, "tasks", Listed[TaskShown], "Việc đang chờ bạn, cũ nhất trước")
def list_tasks(request: ApiRequest, filters: Query[TaskFilters]) -> Listed[TaskShown]:
    asker = request.auth
    tasks = turn.open_tasks(asker.official, on=asker.on).prefetch_related("department__names")
    if filters.step:
        tasks = tasks.filter(flow_task=getattr(IssuingFlow, filters.step))
    if filters.urgency is not None:
        tasks = tasks.filter(process__document__urgency=filters.urgency)
    if filters.late:
        tasks = tasks.filter(due_at__lt=asker.at)
    page, following = page_of(tasks, filters, newest_first=False)
    return Listed(items=tasks_shown(page, asker), next=following)


@reads(router, "tasks/{task}", TaskShown, "Một việc")
def read_task(request: ApiRequest, task: Key) -> TaskShown:
    (shown,) = tasks_shown([task_of(request.auth, task)], request.auth)
    return shown


@reads(router, "documents/{uuid:document}/standing", StandingShown, "Văn bản đang ở đâu")
def read_standing(request: ApiRequest, document: UUID) -> StandingShown:
    asker = request.auth
    found = own_document(asker, document)
    stands = standing.standing_of(found, at=asker.at)
    return StandingShown(
        hands=[
            HandShown(step=one.step, people=one.people, since=one.since, due_at=one.due_at)
            for one in stands.hands
        ],
        then=stands.then,
        waits_for=standing.waits_for(found),
        tasks=tasks_shown(standing.open_tasks_of(found), asker),
    )


@reads(router, "waiting", All[WaitingShown], "Văn bản của bạn đang ở người khác")
def list_waiting(request: ApiRequest) -> All[WaitingShown]:
    asker = request.auth
    found = inbox.waiting_elsewhere(asker.official, at=asker.at)
    return All(
        items=[
            WaitingShown(
                document=document_shown(one.document),
                step=one.step,
                people=one.people,
                since=one.since,
            )
            for one in found
        ]
    )


@reads(router, "returns", All[ReturnShown], "Nơi nhận trả lại trong 30 ngày qua")
def list_returns(request: ApiRequest) -> All[ReturnShown]:
    asker = request.auth
    found = inbox.returns_for(asker.official, at=asker.at)
    return All(
        items=[
            ReturnShown(
                document=document_shown(one.dispatch.document),
                recipient=str(one.dispatch),
                reason=one.reason,
                at=one.at,
            )
            for one in found[:100]
        ]
    )


@reads(router, "received", All[SentShown], "Văn bản gửi đến bạn hoặc đơn vị của bạn")
def list_received(request: ApiRequest) -> All[SentShown]:
    asker = request.auth
    return All(
        items=[
            SentShown(document=document_shown(one.document), sent_at=one.sent_at)
            for one in inbox.sent_to(asker.official, on=asker.on)
        ]
    )


def task_of(asker: Asker, pk: int) -> WorkTask:
    """Return a task on a document whose making the official takes part in. Raises NotFound."""
    task = inbox.task_inside(asker.official, pk, on=asker.on)
    if task is None:
        raise NotFound("Không có việc này, hoặc bạn không có quyền xem.")
    return task


def done_before(request: ApiRequest, task: WorkTask, outcome: str) -> bool:
    """Tell whether this very call did it, when its server died before it could answer."""
    since, task = request.auth.since, door.fresh(task)
    return (
        since is not None
        and task.outcome == outcome
        and task.acted_by_id == request.auth.official.pk
        and task.finished is not None
        and task.finished >= since
    )


def moved(asker: Asker, document: Document, message: str) -> Moved:
    """Say what an act came to; for whoever takes part in the making of the document."""
    document.refresh_from_db()
    return Moved(
        message=message,
        document=document_shown(document),
        tasks=tasks_shown(standing.open_tasks_of(document), asker),
    )


def tasks_shown(tasks: Iterable[WorkTask], asker: Asker) -> list[TaskShown]:
    tasks = list(tasks)
    able = turn.able_each(tasks, on=asker.on)
    return [_shown(task, able.get(task.pk, []), asker) for task in tasks]


def _shown(task: WorkTask, able: list[Official], asker: Asker) -> TaskShown:
    document = task.process.document
    revision = latest_revision(document)
    prepared = Rendition.objects.filter(revision=revision, stage=Stage.PREPARED).select_related(
        "object"
    )
    file = prepared.first() if task.step == "sign" else None
    return TaskShown(
        id=task.pk,
        step=task.step,
        title=str(task.flow_task.task_title),
        is_open=task.is_open,
        is_mine=task.is_open and door.has_turn(task, by=asker.official, at=asker.at),
        people=people(able if task.is_open else []),
        department=named(task.department),
        since=task.created,
        due_at=task.due_at,
        is_late=task.is_open and task.due_at is not None and task.due_at < asker.at,
        outcome=task.outcome,
        revision=revision.n,
        shown=file.object.sha256 if file else None,
        document=document_shown(document),
    )
