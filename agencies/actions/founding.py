"""Entering a real agency: its names, units, posts and the people who hold them, from a file.

What is there already stays as it is: the same file again, with more in it, adds what is new.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import jsonschema
from django.db import transaction

from agencies.errors import AgencyError
from agencies.models import (
    Agency,
    AgencyGroup,
    AgencyName,
    Appointment,
    Department,
    DepartmentName,
    Duty,
    Numbering,
    Official,
    Post,
    Rank,
    Regime,
)


class DirectoryUnreadable(AgencyError):
    """The file does not describe agencies; the sentence says where."""


def _object(needed: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": needed.split(),
        "properties": properties,
        "additionalProperties": False,
    }


_TEXT: Final = {"type": "string", "minLength": 1, "maxLength": 200}
_PERSON: Final = _object(
    "username full_name title",
    username={"type": "string", "pattern": r"^[\w.@+-]{1,150}$"},
    full_name={**_TEXT, "maxLength": 100},
    title={**_TEXT, "maxLength": 100},
    unit={"type": "string"},
    rank={"enum": Rank.values},
    duties={"type": "array", "items": {"enum": Duty.values}, "uniqueItems": True},
    acting={"type": "boolean"},
)
_AGENCY: Final = _object(
    "code full_name issuer_line abbreviation place people",
    code={**_TEXT, "maxLength": 35},
    full_name=_TEXT,
    parent_line={"type": "string", "maxLength": 200},
    issuer_line=_TEXT,
    abbreviation={**_TEXT, "maxLength": 30},
    place={**_TEXT, "maxLength": 100},
    also_called={"type": "array", "items": _TEXT},
    regime={"enum": Regime.values},
    numbering={"enum": Numbering.values},
    units={
        "type": "array",
        "items": _object("abbreviation name", abbreviation={**_TEXT, "maxLength": 30}, name=_TEXT),
    },
    people={"type": "array", "items": _PERSON},
)
SCHEMA: Final = _object(
    "agencies",
    agencies={"type": "array", "items": _AGENCY},
    groups={"type": "object", "additionalProperties": {"type": "array", "items": _TEXT}},
)


@dataclass(frozen=True)
class NewAccount:
    """An account that was made, and its first password; nobody can read that again."""

    official: Official
    password: str


@transaction.atomic
def found(directory: Any, *, on: date) -> list[NewAccount]:
    """Enter all agencies of a directory; names and posts hold from a day on.

    Raises DirectoryUnreadable, and then nothing is entered.
    """
    _require_readable(directory)
    accounts = [
        account for described in directory["agencies"] for account in _agency(described, on=on)
    ]
    for name, codes in directory.get("groups", {}).items():
        members = Agency.objects.filter(code__in=codes)
        if missing := set(codes) - {one.code for one in members}:
            raise DirectoryUnreadable(
                f"Nhóm «{name}» có mã không có: {', '.join(sorted(missing))}."
            )
        AgencyGroup.objects.get_or_create(name=name)[0].members.add(*members)
    return accounts


def _require_readable(directory: Any) -> None:
    fault = jsonschema.exceptions.best_match(
        jsonschema.Draft202012Validator(SCHEMA).iter_errors(directory)
    )
    if fault is not None:
        where = "/".join(str(part) for part in fault.absolute_path) or "(gốc)"
        raise DirectoryUnreadable(f"Danh bạ sai ở {where}: {fault.message}")


def _agency(described: dict[str, Any], *, on: date) -> Iterator[NewAccount]:
    agency, is_new = Agency.objects.get_or_create(
        code=described["code"],
        defaults={
            "regime": described.get("regime", Regime.HEAD),
            "numbering": described.get("numbering", Numbering.PER_KIND),
        },
    )
    if is_new:
        AgencyName.objects.create(
            agency=agency,
            full_name=described["full_name"],
            parent_line=described.get("parent_line", ""),
            issuer_line=described["issuer_line"],
            abbreviation=described["abbreviation"],
            place=described["place"],
            also_called=described.get("also_called", []),
            valid_from=on,
        )
    units = {
        unit["abbreviation"]: _unit(agency, unit, on=on) for unit in described.get("units", [])
    }
    for person in described["people"]:
        unit = person.get("unit", "")
        if unit and unit not in units:
            raise DirectoryUnreadable(
                f"{person['full_name']}: {described['code']} không có đơn vị «{unit}»."
            )
        yield from _person(person, agency=agency, unit=units.get(unit), on=on)


def _unit(agency: Agency, described: dict[str, str], *, on: date) -> Department:
    known = DepartmentName.objects.filter(
        department__agency=agency, abbreviation=described["abbreviation"]
    ).select_related("department")
    if (name := known.first()) is not None:
        return name.department
    department = Department.objects.create(agency=agency)
    DepartmentName.objects.create(
        department=department,
        full_name=described["name"],
        abbreviation=described["abbreviation"],
        valid_from=on,
    )
    return department


def _person(
    described: dict[str, Any], *, agency: Agency, unit: Department | None, on: date
) -> Iterator[NewAccount]:
    official = Official.objects.filter(username=described["username"]).first()
    if official is None:
        password = secrets.token_urlsafe(12)
        official = Official.objects.create_user(
            described["username"], password, full_name=described["full_name"]
        )
        yield NewAccount(official, password)
    post, is_new = Post.objects.get_or_create(
        agency=agency,
        department=unit,
        title=described["title"],
        rank=described.get("rank", Rank.STAFF),
        appointments__official=official,
        defaults={"duties": described.get("duties", [])},
    )
    if is_new:
        Appointment.objects.create(
            post=post, official=official, acting=described.get("acting", False), valid_from=on
        )
