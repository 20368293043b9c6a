"""Whose turn it is: who may act on an open task, and as what."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Case, Q, QuerySet

from agencies.models import Appointment, Official, Rank
from agencies.models.periods import holds_on
from agencies.roles import people_stood_in_for, posts_held
from documents import urgency
from workflow.models import OPEN, WorkTask

LONGEST = 250  # letters; every record that says as what somebody acted is as wide
HEADS_OF_UNITS = (Rank.UNIT_HEAD, Rank.UNIT_DEPUTY)
UNIT_HEADS = "UNIT_HEADS"  # the role of a task that the head of a department, or a deputy, does


def acting_as(official: Official, task: WorkTask, *, on: date) -> str | None:
    """Return as what an official may act on a task («Văn thư, Văn phòng»), None if not at all."""
    if not official.is_active:
        return None
    if own := _in_own_right(official, task, on=on):
        return own[:LONGEST]
    for absent in people_stood_in_for(official, on=on):
        if theirs := _in_own_right(absent, task, on=on):
            return f"xử lý thay {absent.full_name} ({theirs})"[:LONGEST]
    return None


def able(task: WorkTask, *, on: date) -> list[Official]:
    """Return who can do a task in their own right on a day."""
    if task.owner is not None:
        return [task.owner] if task.owner.is_active else []
    return list(
        Official.objects.filter(
            is_active=True, appointments__in=_appointments_for(task, on=on)
        ).distinct()
    )


def able_each(tasks: Sequence[WorkTask], *, on: date) -> dict[int, list[Official]]:
    """Return who can do each of these tasks, by its key: as `able`, in one query for them all."""
    unowned = [task for task in tasks if task.owner is None]
    wanted = Q(pk__in=())
    for agency_id, role, department_id in {
        (task.agency_id, task.role, task.department_id) for task in unowned
    }:
        wanted |= _of_role(agency_id, role, department_id)
    held = list(
        Appointment.objects.filter(wanted, holds_on(on), official__is_active=True)
        .select_related("official", "post")
        .order_by("official_id", "pk")
    )
    found: dict[int, list[Official]] = {}
    for task in tasks:
        if task.owner is not None:
            found[task.pk] = [task.owner] if task.owner.is_active else []
        else:
            people = {one.official_id: one.official for one in held if _fits(one, task)}
            found[task.pk] = list(people.values())
    return found


def open_tasks(official: Official, *, on: date) -> QuerySet[WorkTask]:
    """Return the tasks that wait for an official: own, of own posts, of those stood in for."""
    people = [official, *people_stood_in_for(official, on=on)]
    mine = Q(owner__in=[person.pk for person in people])
    for person in people:
        for held in posts_held(person, on=on):
            mine |= _of_post(held)
    tasks: QuerySet[WorkTask] = (
        WorkTask.objects.filter(mine, status__in=OPEN, flow_task_type="HUMAN")
        .select_related(
            "process__document__agency", "process__document__department", "owner", "department"
        )
        .order_by("due_at", "pk")
    )
    return tasks


def by_urgency() -> Case:
    """Return what sorts tasks by the urgency of their documents, the most urgent first."""
    return urgency.rank("process__document__urgency")


def describe(held: Iterable[Appointment]) -> str:
    """Return posts in words: «Trưởng phòng, Phòng Tổ chức - Hành chính»."""
    first = next(iter(held), None)
    if first is None:
        return ""
    unit = first.post.department
    title = f"Quyền {first.post.title}" if first.acting else first.post.title
    return f"{title}, {unit}" if unit else title


def _in_own_right(official: Official, task: WorkTask, *, on: date) -> str:
    held = posts_held(official, on=on)
    if task.owner_id is not None:
        return (describe(held) or "người soạn") if task.owner_id == official.pk else ""
    fitting = set(_appointments_for(task, on=on).values_list("pk", flat=True))
    return describe(one for one in held if one.pk in fitting)


def _appointments_for(task: WorkTask, *, on: date) -> QuerySet[Appointment]:
    return Appointment.objects.filter(
        _of_role(task.agency_id, task.role, task.department_id), holds_on(on)
    )


def _of_role(agency_id: int | None, role: str, department_id: int | None) -> Q:
    if role == UNIT_HEADS:
        return Q(post__department=department_id, post__rank__in=HEADS_OF_UNITS)
    return Q(post__agency=agency_id, post__duties__contains=[role])


def _fits(held: Appointment, task: WorkTask) -> bool:
    """Tell in Python what `_of_role` tells the database."""
    post = held.post
    if task.role == UNIT_HEADS:
        return post.department_id == task.department_id and post.rank in HEADS_OF_UNITS
    return post.agency_id == task.agency_id and task.role in post.duties


def _of_post(held: Appointment) -> Q:
    post = held.post
    wanted = Q(owner=None, agency=post.agency_id, role__in=post.duties)
    if post.rank in HEADS_OF_UNITS:
        wanted |= Q(owner=None, department=post.department_id, role=UNIT_HEADS)
    return wanted
