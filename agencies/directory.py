"""The directory: whom a name on a page means, on a given day."""

import unicodedata
from datetime import date

from django.db.models import Q

from agencies.models import (
    Agency,
    AgencyGroup,
    AgencyName,
    Department,
    DepartmentName,
    Official,
    Post,
    Rank,
)
from agencies.models.periods import holds_on
from ui.alphabet import name_key


def same(text: str) -> str:
    """Return a name as it is compared: NFC, one blank between words, no case."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def agencies_called(name: str, *, on: date) -> list[Agency]:
    """Return the agencies that bear a name on a day; more than one means nobody may guess."""
    wanted = same(name)
    found = [
        row
        for row in AgencyName.objects.filter(holds_on(on)).select_related("agency")
        if wanted
        in {same(called) for called in (row.full_name, row.abbreviation, *row.also_called)}
    ]
    return [row.agency for row in found]


def group_called(name: str) -> AgencyGroup | None:
    wanted = same(name)
    return next((group for group in AgencyGroup.objects.all() if same(group.name) == wanted), None)


def departments_called(agency: Agency, name: str, *, on: date) -> list[Department]:
    wanted = same(name)
    rows = DepartmentName.objects.filter(holds_on(on), department__agency=agency).select_related(
        "department"
    )
    return [
        row.department for row in rows if wanted in (same(row.full_name), same(row.abbreviation))
    ]


def leaders_of(agency: Agency, *, on: date) -> list[Official]:
    """Return the head and the deputies, the head first, the others by name."""
    posts = Post.objects.filter(agency=agency, rank__in=[Rank.HEAD, Rank.DEPUTY])
    people = Official.objects.filter(
        Q(is_active=True) & holds_on(on, "appointments__"), appointments__post__in=posts
    ).distinct()
    heads = set(people.filter(appointments__post__rank=Rank.HEAD).values_list("pk", flat=True))
    return sorted(
        people, key=lambda person: (person.pk not in heads, name_key(person.full_name), person.pk)
    )


def officials_called(agency: Agency, name: str, *, on: date) -> list[Official]:
    """Return the people of an agency who bear a name and hold a post on a day."""
    wanted = same(name)
    people = Official.objects.filter(
        holds_on(on, "appointments__"), is_active=True, appointments__post__agency=agency
    ).distinct()
    return [person for person in people if same(person.full_name) == wanted]
