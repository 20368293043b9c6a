"""What came back to its drafter: who returned it, at which step, when and why."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from agencies.models import Official
from workflow.flows.issuing import IssuingFlow
from workflow.models import WorkTask


@dataclass(frozen=True, slots=True)
class Return:
    """The last word of whoever sent a document back to its drafter."""

    by: Official | None
    as_what: str
    step: str
    at: datetime
    reason: str


def with_returns(tasks: QuerySet[WorkTask]) -> QuerySet[WorkTask]:
    """Mark with `came_back` the drafters' tasks that somebody's return opened.

    What the drafter himself took back did not come back: no return follows his last submission.
    """
    before = WorkTask.objects.filter(process=OuterRef("process"), pk__lt=OuterRef("pk"))
    returned = before.filter(outcome="send_back").order_by("-pk").values("pk")[:1]
    submitted = before.filter(flow_task=IssuingFlow.draft).order_by("-pk").values("pk")[:1]
    marked: QuerySet[WorkTask] = tasks.annotate(
        returned=Subquery(returned), submitted=Subquery(submitted)
    ).annotate(
        came_back=Case(
            When(Q(flow_task=IssuingFlow.draft, returned__gt=F("submitted")), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
    )
    return marked


def return_of(task: WorkTask) -> Return | None:
    """Return who opened a drafter's task by sending the document back; None if nobody did."""
    found = with_returns(WorkTask.objects.filter(pk=task.pk, flow_task=IssuingFlow.draft)).first()
    if found is None or not found.came_back:
        return None
    back = WorkTask.objects.select_related("acted_by").get(pk=found.returned)
    return Return(
        back.acted_by, back.as_what, str(back.flow_task.task_title), back.finished, back.opinion
    )
