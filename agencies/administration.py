"""What an administrator finds: the people, posts, units and orders of the agency."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Prefetch, Q, QuerySet

from agencies.models import (
    Agency,
    Appointment,
    Credential,
    Delegation,
    Department,
    Duty,
    Mandate,
    Official,
    Post,
    Rank,
)
from agencies.models.periods import holds_on
from ui.alphabet import name_key, sort_key

SOON: Final = 30  # days before a certificate ends, from which on the administrator is told


@dataclass(frozen=True, slots=True)
class Person:
    """One official of the agency, and what he holds now or is to hold."""

    official: Official
    held: list[Appointment]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, or the agency's own lead, with its posts."""

    department: Department | None
    name: str
    abbreviation: str
    posts: list[Post]

    @property
    def anchor(self) -> str:
        return f"don-vi-{self.department.pk}" if self.department else "lanh-dao"


def administered_by(official: Official, *, on: date) -> QuerySet[Agency]:
    """Return the agencies that an official administers on a day."""
    held = Appointment.objects.filter(
        holds_on(on), official=official, post__duties__contains=[Duty.ADMINISTER]
    )
    return Agency.objects.filter(posts__appointments__in=held).distinct().order_by("pk")


def officials_of(agency: Agency, *, on: date) -> QuerySet[Official]:
    """Return whoever ever held a post here and holds none of another agency on a day."""
    elsewhere = Appointment.objects.filter(holds_on(on)).exclude(post__agency=agency)
    return (
        Official.objects.filter(appointments__post__agency=agency)
        .exclude(appointments__in=elsewhere)
        .distinct()
    )


def people(agency: Agency, *, on: date) -> list[Person]:
    """Return the agency's people as lists have them: by given name, closed accounts last."""
    held = _not_over(agency, on=on).order_by("valid_from")
    shown = officials_of(agency, on=on).prefetch_related(
        Prefetch("appointments", queryset=held, to_attr="held")
    )
    order = sorted(shown, key=lambda one: (not one.is_active, name_key(one.full_name)))
    return [Person(one, list(getattr(one, "held", []))) for one in order]


def history(official: Official, agency: Agency) -> list[Appointment]:
    """Return every post of the agency that an official ever held, the newest first."""
    found = official.appointments.filter(post__agency=agency)
    return list(
        found.select_related("post__department")
        .prefetch_related("post__department__names")
        .order_by("-valid_from", "-pk")
    )


def units(agency: Agency, *, on: date) -> list[Unit]:
    """Return the agency's lead and its units with their posts, each with who holds it."""
    posts = agency.posts.select_related("department").prefetch_related(
        "department__names",
        Prefetch(
            "appointments",
            queryset=_not_over(agency, on=on).select_related("official").order_by("valid_from"),
            to_attr="held",
        ),
    )
    by_unit: dict[int | None, list[Post]] = {}
    for post in sorted(posts, key=_order):
        by_unit.setdefault(post.department_id, []).append(post)
    found = [Unit(None, "", "", by_unit.get(None, []))]
    for department in agency.departments.prefetch_related("names"):
        name = next((one for one in department.names.all() if one.holds(on)), None)
        called = (name.full_name, name.abbreviation) if name else (str(department), "")
        found.append(Unit(department, *called, by_unit.get(department.pk, [])))
    return [found[0], *sorted(found[1:], key=lambda unit: sort_key(unit.name))]


def vacant_posts(agency: Agency, *, on: date) -> list[Post]:
    """Return the posts that nobody holds, or is to hold."""
    taken = _not_over(agency, on=on).values("post")
    vacant = agency.posts.exclude(pk__in=taken).select_related("department")
    return sorted(vacant.prefetch_related("department__names"), key=_order)


def delegations(agency: Agency, *, on: date) -> tuple[list[Delegation], list[Delegation]]:
    """Return those in force or to come, the nearest first, and the newest that are over."""
    here = Appointment.objects.filter(post__agency=agency).values("official")
    found = Delegation.objects.filter(absent__in=here).select_related("absent", "stand_in")
    over = Q(valid_to__lte=on)
    return (
        list(found.exclude(over).order_by("valid_from", "pk")),
        list(found.filter(over).order_by("-valid_to", "-pk")[:20]),
    )


def mandates(agency: Agency, *, on: date) -> tuple[list[Mandate], list[Mandate]]:
    """Return the orders to sign in force or to come, and the newest that are over."""
    found = (
        Mandate.objects.filter(grantor__agency=agency)
        .select_related("grantor__department", "holder__department")
        .prefetch_related("holder__department__names")
    )
    over = Q(valid_to__lte=on)
    return (
        list(found.exclude(over).order_by("valid_from", "pk")),
        list(found.filter(over).order_by("-valid_to", "-pk")[:20]),
    )


def credentials(agency: Agency, *, at: datetime, on: date) -> list[Credential]:
    """Return what the agency and its people sign with, the first to end first."""
    mine = Q(agency=agency) | Q(official__in=officials_of(agency, on=on))
    return list(
        Credential.objects.filter(mine, revoked_at=None, valid_to__gt=at)
        .select_related("official", "agency")
        .prefetch_related("agency__names")
        .defer("certificate", "chain", "wrapped_key")
        .order_by("valid_to", "pk")
    )


def _not_over(agency: Agency, *, on: date) -> QuerySet[Appointment]:
    return (
        Appointment.objects.filter(post__agency=agency)
        .filter(Q(valid_to=None) | Q(valid_to__gt=on))
        .select_related("post__department")
        .prefetch_related("post__department__names")
    )


def _order(post: Post) -> tuple[int, str, int]:
    return list(Rank.values).index(post.rank), sort_key(post.title), post.pk


def in_order(officials: Iterable[Official]) -> list[Official]:
    return sorted(officials, key=lambda one: name_key(one.full_name))
