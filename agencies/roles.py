"""Which groups an official belongs to: one a department, one a duty or rank of an agency.

Grants on documents go to these groups; membership follows the posts held today.
"""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import Group
from django.db import transaction

from agencies.models import Agency, Appointment, Department, Duty, Official, Post, Rank
from agencies.models.periods import holds_on

LEADERS = "LEADERS"


def group_of_department(department: Department | int) -> Group:
    key = department if isinstance(department, int) else department.pk
    return _group(f"department:{key}")


def group_of_agency(agency: Agency | int, role: str) -> Group:
    """`role` is a `Duty`, or `LEADERS` for the head and the deputies."""
    key = agency if isinstance(agency, int) else agency.pk
    return _group(f"agency:{key}:{role}")


def posts_held(official: Official, *, on: date) -> list[Appointment]:
    """Return the appointments that hold on a day, the highest first."""
    held = official.appointments.filter(holds_on(on)).select_related(
        "post__agency", "post__department"
    )
    order = list(Rank.values)
    return sorted(held, key=lambda held: (order.index(held.post.rank), held.pk))


def holders(agency: Agency, duty: Duty, *, on: date) -> list[Official]:
    """Return who does a duty in an agency on a day."""
    return list(
        Official.objects.filter(
            is_active=True,
            appointments__in=Appointment.objects.filter(
                holds_on(on), post__agency=agency, post__duties__contains=[duty]
            ),
        )
        .order_by("pk")
        .distinct()
    )


def has_duty(official: Official, agency: Agency | int, duty: Duty, *, on: date) -> bool:
    key = agency if isinstance(agency, int) else agency.pk
    return official.appointments.filter(
        holds_on(on), post__agency_id=key, post__duties__contains=[duty]
    ).exists()


@transaction.atomic
def join_groups(official: Official, *, on: date) -> None:
    """Make the official's groups those of the posts held on a day, no more and no fewer."""
    wanted = [
        group
        for appointment in posts_held(official, on=on)
        for group in _groups_of(appointment.post)
    ]
    official.groups.set(wanted)


def _groups_of(post: Post) -> Iterable[Group]:
    if post.department_id:
        yield group_of_department(post.department_id)
    if post.rank in (Rank.HEAD, Rank.DEPUTY):
        yield group_of_agency(post.agency_id, LEADERS)
    for duty in post.duties:
        yield group_of_agency(post.agency_id, duty)


def _group(name: str) -> Group:
    return Group.objects.get_or_create(name=name)[0]
