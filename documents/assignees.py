"""Who assigns what arrived, to whom, and who finds it among his work."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Q, QuerySet

from agencies import roles
from agencies.models import (
    Agency,
    Appointment,
    Department,
    DepartmentName,
    Duty,
    Official,
    Rank,
)
from agencies.models.periods import holds_on
from agencies.remembering import while_reading
from documents import urgency
from documents.models import Assignment, IncomingEntry
from ui.alphabet import name_key, sort_key
from ui.typed import whole_number

Assignee = Department | Official
Choices = list[tuple[str, list[tuple[str, str]]]]

LEADING = (Rank.HEAD, Rank.DEPUTY)
HEADING_A_UNIT = (Rank.UNIT_HEAD, Rank.UNIT_DEPUTY)
# The clerk writes down what a leader decided (Nghị định 30/2020/NĐ-CP, Điều 23).
ON_THEIR_BEHALF = (Duty.RECEIVE, Duty.CLERK)


# Whom and what an assignment names, fetched with it.
NAMED = (
    "official",
    "department",
    "assigned_by",
    "directed_by",
    "begun_by",
    "done_by",
    "withdrawn_by",
    "answered_by__register_entry",
)


def leads(official: Official, entry: IncomingEntry, *, on: date) -> bool:
    """Tell whether an official leads the receiving agency, or stands in for who does."""
    posts = _posts(official, on=on).filter(post__agency=entry.agency_id)
    return posts.filter(post__rank__in=LEADING).exists()


@while_reading
def agencies_led(official: Official, *, on: date) -> set[int]:
    """Return the agencies that an official leads, or stands in for who does."""
    posts = _posts(official, on=on).filter(post__rank__in=LEADING)
    return set(posts.values_list("post__agency", flat=True))


def may_direct(official: Official, entry: IncomingEntry, *, on: date) -> bool:
    """Tell whether an official assigns an arrival: leads the agency, or writes for who does."""
    posts = _posts(official, on=on).filter(post__agency=entry.agency_id)
    writes = Q()
    for duty in ON_THEIR_BEHALF:
        writes |= Q(post__duties__contains=[duty])
    return posts.filter(Q(post__rank__in=LEADING) | writes).exists()


def may_give_on(official: Official, assignment: Assignment, *, on: date) -> bool:
    """Tell whether an official gives an assignment to somebody else.

    The head of the unit does, within the unit; who directs does everywhere.
    """
    return may_direct(official, assignment.entry, on=on) or (
        assignment.department_id in units_headed(official, on=on)
    )


def may_take_back(official: Official, assignment: Assignment, *, on: date) -> bool:
    """Tell whether an official takes an assignment back: whose it was to give.

    What the leaders gave to a unit its head gives on, but cannot undo.
    """
    if may_direct(official, assignment.entry, on=on):
        return True
    given_on = assignment.instead_of_id is not None
    return given_on and may_give_on(official, assignment, on=on)


def may_work_on(official: Official, assignment: Assignment, *, on: date) -> bool:
    return Assignment.objects.filter(worked_on_by(official, on=on), pk=assignment.pk).exists()


def open_for(official: Official, *, on: date) -> QuerySet[Assignment]:
    """Return what an official has to work on, what is due first at the top."""
    return (
        Assignment.objects.filter(worked_on_by(official, on=on), done_at=None, withdrawn_at=None)
        .select_related("entry__document", "official", "department", "assigned_by", "directed_by")
        .prefetch_related("department__names")
        .order_by("due_on", urgency.rank("entry__document__urgency"), "pk")
    )


def workers(assignment: Assignment, *, on: date) -> list[Official]:
    """Return who finds an assignment among his work, in his own right."""
    if assignment.official is not None:
        return [assignment.official]
    held = Appointment.objects.filter(
        holds_on(on), post__department=assignment.department_id, official__is_active=True
    ).select_related("post", "official")
    heads = [one.official for one in held if one.post.rank in HEADING_A_UNIT]
    return list(dict.fromkeys(heads or [one.official for one in held.order_by("pk")]))


def unit_of(official: Official, agency: Agency, *, on: date) -> Department | None:
    """Return the unit of the agency in which an official holds the highest post."""
    held = roles.posts_held(official, on=on)
    units = [one.post.department for one in held if one.post.agency_id == agency.pk]
    return next((unit for unit in units if unit is not None), None)


def choices(agency: Agency, *, on: date, within: Iterable[int] | None = None) -> Choices:
    """Return units and officials that an arrival can go to, by name; `within` some units only."""
    units = DepartmentName.objects.filter(holds_on(on), department__agency=agency)
    people = roles.people_of(agency, on=on)
    if within is not None:
        inside = list(within)
        units = units.none()
        posts = Appointment.objects.filter(holds_on(on), post__department__in=inside)
        people = people.filter(appointments__in=posts)
    found = [
        ("Đơn vị", _options("department", units.values_list("department", "full_name"), sort_key)),
        ("Công chức", _options("official", people.values_list("pk", "full_name"), name_key)),
    ]
    return [(title, options) for title, options in found if options]


def chosen(key: str, agency: Agency, *, on: date) -> Assignee | None:
    """Return the unit or official that one of the `choices` means."""
    kind, _, text = key.partition("-")
    number = whole_number(text) or 0
    if kind == "department":
        return Department.objects.filter(agency=agency, pk=number).first()
    return roles.people_of(agency, on=on).filter(pk=number).first()


@while_reading
def units_headed(official: Official, *, on: date) -> set[int]:
    """Return the units that an official, or who is stood in for, heads."""
    posts = _posts(official, on=on).filter(post__rank__in=HEADING_A_UNIT)
    units = posts.values_list("post__department", flat=True)
    return {pk for pk in units if pk is not None}


def _options(
    kind: str, named: Iterable[tuple[int, str]], order: Callable[[str], str | tuple[str, str]]
) -> list[tuple[str, str]]:
    by_name = sorted(set(named), key=lambda one: order(one[1]))
    return [(f"{kind}-{key}", name) for key, name in by_name]


@while_reading
def worked_on_by(official: Official, *, on: date) -> Q:
    """Return the rule for what is an official's to work on: by name, or as head of the unit.

    In a unit without a head everybody finds it: what waits is never nobody's. Whoever leaves the
    agency leaves its work behind.
    """
    people = [official, *roles.people_stood_in_for(official, on=on)]
    held = roles.posts_acted_for(people, on=on)
    mine = {one.post.department_id for one in held if one.post.department_id}
    agencies = {one.post.agency_id for one in held}
    headed = {one.post.department_id for one in held if one.post.rank in HEADING_A_UNIT}
    others = Appointment.objects.filter(
        holds_on(on), post__department__in=mine - headed, post__rank__in=HEADING_A_UNIT
    )
    led = set(others.values_list("post__department", flat=True))
    units = headed | (mine - led)
    by_name = Q(official__in=people, entry__agency__in=agencies)
    return by_name | Q(official=None, department__in=units)


def _posts(official: Official, *, on: date) -> QuerySet[Appointment]:
    people = [official, *roles.people_stood_in_for(official, on=on)]
    return Appointment.objects.filter(holds_on(on), official__in=people)
