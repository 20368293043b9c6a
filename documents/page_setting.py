"""Setting a revision's pages and its two lines: the page engine's door for this room.

Its faults become the room's own errors: `PagesNotSet` when the draft is at fault,
`SetterUnavailable` when the machine is.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from documents import typesetting
from documents.errors import PagesNotSet, SetterUnavailable
from documents.models import Revision
from documents.typesetting import Lines, Page, Place

WIDEST = (99_999, date(2000, 12, 30))  # five digits, and two in day and month


def typeset(revision: Revision, **options: Any) -> Page:
    with _own_errors():
        return typesetting.typeset(revision.content, created_at=revision.at, **options)


def blank_lines(revision: Revision, places: Mapping[str, Place]) -> Lines:
    """Return the two lines as they stand before issue: number and day blank."""
    written = revision.content["date"]
    return _lines(revision, places, month=written["m"], year=written["y"])


def filled_lines(
    revision: Revision, places: Mapping[str, Place], *, number: int, on: date
) -> Lines:
    """Return the two lines with the number and the day of issue."""
    return _lines(revision, places, number=number, day=on.day, month=on.month, year=on.year)


def widest_lines(revision: Revision, places: Mapping[str, Place]) -> Lines:
    """Return the widest lines that the clerk may have to write; refused if they do not fit."""
    number, on = WIDEST
    return filled_lines(revision, places, number=number, on=on)


def _lines(revision: Revision, places: Mapping[str, Place], **known: int | None) -> Lines:
    content = revision.content
    with _own_errors():
        return typesetting.lines(
            places, notation=content["number"]["symbol"], place=content["place"], **known
        )


@contextmanager
def _own_errors() -> Iterator[None]:
    try:
        yield
    except typesetting.SetterAway as away:
        raise SetterUnavailable(away.message) from away
    except typesetting.CannotTypeset as fault:
        raise PagesNotSet(fault.message) from fault
