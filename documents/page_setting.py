"""Setting a revision's pages and its two lines: the page engine's door for this room.

Its faults become the room's own errors: `PagesNotSet` when the draft is at fault,
`SetterUnavailable` when the machine is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from documents import pictures, storage, typesetting
from documents.actions import picturing
from documents.errors import PagesNotSet, SetterUnavailable
from documents.models import Document, Revision
from documents.text.content import Content
from documents.typesetting import Lines, Page, Place
from documents.typesetting import preview as drawing
from documents.typesetting.preview import Preview

WIDEST = (99_999, date(2000, 12, 30))  # five digits, and two in day and month


def typeset(revision: Revision, **options: Any) -> Page:
    with _own_errors():
        return typesetting.typeset(
            revision.content,
            created_at=revision.at,
            image=_bytes_of(revision.document),
            **options,
        )


def preview(
    document: Document, content: Content, *, near: str | int, known: Sequence[str]
) -> Preview:
    """Draw the pages of a text that is being written; see documents/typesetting/preview.py.

    A picture is shown in a lighter copy, which takes the same room. Raises BadDraft where the text
    shows one that the document does not have.
    """
    picturing.require(document, content)
    whole = _bytes_of(document)
    with _own_errors():
        return drawing.preview(
            content, near=near, known=known, image=lambda name: pictures.small(whole(name))
        )


def _bytes_of(document: Document) -> Callable[[str], bytes]:
    """Return what reads a picture of the document by its hash, proved by it."""

    def read(sha256: str) -> bytes:
        picture = document.pictures.select_related("object").get(sha256=sha256)
        return storage.read(picture.object)

    return read


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
