"""What the lines of Nơi nhận mean, said while they are being typed; and names to choose from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from agencies.models import Agency, AgencyGroup, AgencyName, Department, DepartmentName, Official
from agencies.models.periods import holds_on
from documents import recipients, resolving
from documents.models import Document
from documents.recipients import UnreadableRecipients
from documents.text.folding import fold

MOST_NAMES = 20
MOST_SHOWN = 3  # names of one line; how many more is said
OPEN = "Danh bạ chưa biết nơi này; văn thư sẽ chọn nơi nhận trước khi phát hành."


@dataclass(frozen=True, slots=True)
class LineMeaning:
    """One line as it was typed: «known» with whom it means, «open», «filing» or «bad»."""

    text: str
    state: str
    means: str


def meanings(
    lines: list[str], *, document: Document, addressees: list[str], on: date
) -> list[LineMeaning]:
    """Return each line with whom the directory knows it to mean, or with what is wrong with it."""
    wrong = _wrong(lines)
    return [
        LineMeaning(line, "bad", wrong[at])
        if at in wrong
        else _meaning(line, document=document, addressees=addressees, on=on)
        for at, line in enumerate(lines[: recipients.MAX_LINES])
    ]


def names_like(typed: str, *, agency: Agency, on: date) -> list[str]:
    """Return the names of the directory that hold what was typed, with or without its marks."""
    wanted = fold(typed)
    if not wanted:
        return []
    found = (name for name in _names(agency, on=on) if wanted in fold(name))
    return sorted(dict.fromkeys(found), key=lambda name: not fold(name).startswith(wanted))[
        :MOST_NAMES
    ]


def _names(agency: Agency, *, on: date) -> Iterator[str]:
    own = DepartmentName.objects.filter(holds_on(on), department__agency=agency)
    yield from own.order_by("pk").values_list("full_name", flat=True)
    yield from AgencyGroup.objects.order_by("name").values_list("name", flat=True)
    others = AgencyName.objects.filter(holds_on(on)).exclude(agency=agency)
    yield from others.order_by("full_name").values_list("full_name", flat=True)


def _wrong(lines: list[str]) -> dict[int, str]:
    """Return what is wrong by line; what is wrong with all of them stands at the last."""
    try:
        recipients.parse_block(lines)
    except UnreadableRecipients as unreadable:
        return {_line(one.place, len(lines)): one.message for one in unreadable.problems}
    return {}


def _line(place: str, count: int) -> int:
    number = place.removeprefix("recipients[").removesuffix("]")
    return int(number) if number.isdecimal() else max(count - 1, 0)


def _meaning(line: str, *, document: Document, addressees: list[str], on: date) -> LineMeaning:
    if recipients.is_filing(line):
        return LineMeaning(line, "filing", "Bản lưu")
    recipient = recipients.parse_line(line)
    meant = resolving.resolve(recipient, document=document, addressees=addressees, on=on)
    if not meant:
        return LineMeaning(line, "open", OPEN)
    names = [_name(one, on=on) for one in meant.all()]
    rest = len(names) - MOST_SHOWN
    said = ", ".join(names[:MOST_SHOWN]) + (
        gettext(" và %(rest)s nơi khác") % {"rest": rest} if rest > 0 else ""
    )
    return LineMeaning(line, "known", said)


def _name(one: "Agency | Department | Official", *, on: date) -> str:
    if isinstance(one, Official):
        return one.full_name
    if isinstance(one, Agency):
        return one.name_on(on).full_name
    named = one.names.filter(holds_on(on)).first()
    return named.full_name if named else str(one)
