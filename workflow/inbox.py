"""What waits for an official, and what waits elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from agencies import roles
from agencies.models import Duty, Official
from agencies.moments import vn_day
from agencies.remembering import while_reading
from documents import access, arrivals, assignees, urgency
from documents.models import (
    Assignment,
    Channel,
    Dispatch,
    Document,
    IncomingEntry,
    IncomingState,
    Receipt,
    ReceiptKind,
    Status,
)
from workflow import turn
from workflow.flows.issuing import IssuingFlow
from workflow.models import OPEN, Notice, WorkTask

MOST_SENT = MOST_WAITING = MOST_ASSIGNED = MOST_ARRIVED = (
    20  # documents; others are found by searching
)
RETURNS_STAY = timedelta(days=30)

# The words on the button that opens a task, and the address of its page.
BUTTONS = {
    "draft": "Soạn tiếp",
    "review": "Cho ý kiến",
    "initial": "Xem và ký nháy",
    "form_check": "Kiểm tra",
    "sign": "Xem và ký",
    "register": "Cấp số, đóng dấu",
    "issue": "Phát hành",
}
SLUGS = {
    "draft": "soan",
    "review": "y-kien",
    "initial": "ky-nhay",
    "form_check": "the-thuc",
    "sign": "ky",
    "register": "cap-so",
    "issue": "phat-hanh",
}


def task_inside(official: Official, pk: int, *, on: date) -> WorkTask | None:
    """Return a person's task on a document in whose making the official takes part.

    How a document is made is its own house's concern, whoever may read what came of it.
    """
    visible = access.visible_to(official, on=on)
    task: WorkTask | None = (
        WorkTask.objects.filter(pk=pk, process__document__in=visible, flow_task_type="HUMAN")
        .select_related(
            "process__document__agency",
            "process__document__department",
            "process__document__drafter",
            "owner",
            "department",
            "acted_by",
        )
        .first()
    )
    if task is None or not access.is_inside(official, task.process.document, on=on):
        return None
    return task


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document of mine that is in other hands: whose, at which step, since when."""

    document: Document
    step: str
    people: str
    since: datetime


def tasks_of(official: Official, *, on: date) -> list[WorkTask]:
    """Return the tasks that wait for an official, the most urgent due day first."""
    return list(turn.open_tasks(official, on=on))


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits for an official: his tasks, and what arrived, by what is wanted of him."""

    tasks: int
    to_receive: int
    to_assign: int
    assigned: int

    @property
    def arrivals(self) -> int:
        return self.to_receive + self.to_assign

    @property
    def all(self) -> int:
        return self.tasks + self.arrivals + self.assigned


@while_reading
def counts(official: Official, *, on: date) -> Counts:
    return Counts(
        tasks=number_of_tasks(official, on=on),
        to_receive=arrivals_for(official, on=on).count(),
        to_assign=to_assign(official, on=on).count(),
        assigned=assignees.open_for(official, on=on).count(),
    )


def number_of_tasks(official: Official, *, on: date) -> int:
    return turn.open_tasks(official, on=on).count()


def number_to_sign(official: Official, *, on: date) -> int:
    return turn.open_tasks(official, on=on).filter(flow_task=IssuingFlow.sign).count()


def address(task: WorkTask) -> str:
    """Return the address of a task's page."""
    return reverse(f"task-{task.step}", args=[task.pk])


def arrivals_for(official: Official, *, on: date) -> QuerySet[IncomingEntry]:
    """Return what arrived at the agencies where the official receives, and waits."""
    agencies = _agencies_where(official, Duty.RECEIVE, on=on)
    return (
        IncomingEntry.objects.filter(agency_id__in=agencies, state=IncomingState.ARRIVED)
        .select_related("document")
        .order_by(urgency.rank("document__urgency"), "arrived_at", "pk")
    )


def to_assign(official: Official, *, on: date) -> QuerySet[IncomingEntry]:
    """Return what was received at the agencies that the official leads, and nobody has in hand."""
    agencies = assignees.agencies_led(official, on=on)
    return (
        arrivals.waiting_for_assignment(agencies)
        .select_related("document")
        .order_by(urgency.rank("document__urgency"), "closed_at", "pk")
    )


def returns_for(official: Official, *, at: datetime) -> QuerySet[Receipt]:
    """Return what recipients sent back lately: of own drafts; for a clerk, of the agency's."""
    on = vn_day(at)
    agencies = _agencies_where(official, Duty.CLERK, on=on)
    return (
        Receipt.objects.filter(
            Q(dispatch__document__drafter=official) | Q(dispatch__document__agency_id__in=agencies),
            dispatch__document__in=access.visible_to(official, on=on),
            kind=ReceiptKind.RETURNED,
            at__gt=at - RETURNS_STAY,
        )
        .select_related("dispatch__document")
        .prefetch_related("dispatch__agency__names")
        .order_by("-at", "-pk")
    )


def sent_to(official: Official, *, on: date) -> list[Dispatch]:
    """Return the newest documents that were sent to the official or to a unit of theirs here."""
    held = roles.posts_held(official, on=on)
    units = {one.post.department_id for one in held if one.post.department_id}
    to_me = Dispatch.objects.filter(
        Q(official=official) | Q(department_id__in=units), channel=Channel.INTERNAL
    )
    # Sent to the official and to the unit too, a document is still one document.
    one_each = to_me.order_by("document_id", "-pk").distinct("document_id").values("pk")
    return list(
        Dispatch.objects.filter(pk__in=one_each)
        .select_related("document__agency", "document__register_entry")
        .prefetch_related("document__agency__names")
        .order_by("-sent_at", "-pk")[:MOST_SENT]
    )


def assignments_for(official: Official, *, on: date) -> list[Assignment]:
    """Return what arrived and was assigned to the official or his unit, what is due first."""
    return list(assignees.open_for(official, on=on)[:MOST_ASSIGNED])


def waiting_elsewhere(official: Official, *, at: datetime) -> list[Waiting]:
    """Return the drafter's documents that wait for somebody else, the longest first."""
    tasks = list(
        WorkTask.objects.filter(
            process__document__drafter=official, status__in=OPEN, flow_task_type="HUMAN"
        )
        .exclude(process__document__status=Status.DRAFTING)
        .select_related("process__document", "owner", "department")
        .prefetch_related("department__names")
        .order_by("created", "pk")[:MOST_WAITING]
    )
    able = turn.able_each(tasks, on=vn_day(at))
    return [
        Waiting(
            task.process.document,
            str(task.flow_task.task_title),
            _in_words(task, able[task.pk]),
            task.created,
        )
        for task in tasks
    ]


def who_has(task: WorkTask, *, on: date) -> str:
    """Say in whose hands an open task is: names, and the unit where there is one."""
    return _in_words(task, turn.able(task, on=on))


def _in_words(task: WorkTask, people: Sequence[Official]) -> str:
    names = ", ".join(official.full_name for official in people[:3])
    return f"{names} ({task.department})" if task.department else names


def unseen_notices(official: Official) -> QuerySet[Notice]:
    return (
        Notice.objects.filter(official=official, seen_at__isnull=True)
        .select_related("document")
        .order_by("-pk")
    )


def documents_readable(notices: Iterable[Notice], official: Official, *, on: date) -> set[int]:
    """Return which documents of some notices the official may still see, by one query for all.

    A notice outlives the sight of its document: whoever has given the work on is told of it.
    """
    told_of = {notice.document_id for notice in notices}
    if not told_of:
        return set()
    seen = access.visible_to(official, on=on).filter(pk__in=told_of)
    return set(seen.values_list("pk", flat=True))


def _agencies_where(official: Official, duty: Duty, *, on: date) -> set[int]:
    held = roles.posts_held(official, on=on)
    return {one.post.agency_id for one in held if duty in one.post.duties}
