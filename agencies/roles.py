"""Which groups an official belongs to: one a department, one a duty or rank of an agency.

Grants on documents go to these groups; who belongs to one follows from the posts of the day.
"""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import Group
from django.db.models import QuerySet

from agencies.models import Agency, Appointment, Delegation, Department, Duty, Official, Post, Rank
from agencies.models.periods import holds_on
from agencies.remembering import while_reading

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
    return list(_posts_held(official, on=on))


@while_reading
def _posts_held(official: Official, *, on: date) -> list[Appointment]:
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


def people_of(agency: Agency, *, on: date) -> QuerySet[Official]:
    """Return who holds a post of an agency on a day."""
    held = Appointment.objects.filter(holds_on(on), post__agency=agency)
    return Official.objects.filter(is_active=True, appointments__in=held).distinct()


def has_duty(official: Official, agency: Agency | int, duty: Duty, *, on: date) -> bool:
    key = agency if isinstance(agency, int) else agency.pk
    return official.appointments.filter(
        holds_on(on), post__agency_id=key, post__duties__contains=[duty]
    ).exists()


def duties_of(official: Official, *, on: date) -> set[Duty]:
    """Return all duties that an official has on a day, in whichever agency."""
    return {Duty(duty) for held in posts_held(official, on=on) for duty in held.post.duties}


def people_stood_in_for(official: Official, *, on: date) -> list[Official]:
    """Return whose absence an official covers on a day."""
    return list(_people_stood_in_for(official, on=on))


@while_reading
def _people_stood_in_for(official: Official, *, on: date) -> list[Official]:
    held = Delegation.objects.filter(holds_on(on), stand_in=official).select_related("absent")
    return [delegation.absent for delegation in held.order_by("pk")]


def posts_acted_for(people: Iterable[Official], *, on: date) -> list[Appointment]:
    """Return the posts that people hold on a day."""
    return list(_posts_acted_for(tuple(people), on=on))


@while_reading
def _posts_acted_for(people: tuple[Official, ...], *, on: date) -> list[Appointment]:
    held = Appointment.objects.filter(holds_on(on), official__in=people)
    return list(held.select_related("post").order_by("pk"))


def keys_of_groups(held: Iterable[Appointment]) -> list[int]:
    """Return the keys of the groups that `names_of_groups` names, of those that there are."""
    return list(_keys_of_groups(tuple(names_of_groups(held))))


@while_reading
def _keys_of_groups(names: tuple[str, ...]) -> list[int]:
    return list(Group.objects.filter(name__in=names).values_list("pk", flat=True))


def names_of_groups(held: Iterable[Appointment]) -> list[str]:
    """Return the groups to which somebody belongs by posts.

    Membership is never stored: a post that ends takes its sight along the same day.
    """
    return sorted({name for one in held for name in _names_of_groups(one.post)})


def _names_of_groups(post: Post) -> Iterable[str]:
    if post.department_id:
        yield f"department:{post.department_id}"
    if post.rank in (Rank.HEAD, Rank.DEPUTY):
        yield f"agency:{post.agency_id}:{LEADERS}"
    for duty in post.duties:
        yield f"agency:{post.agency_id}:{duty}"


def _group(name: str) -> Group:
    return Group.objects.get_or_create(name=name)[0]
