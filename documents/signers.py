"""Who may sign a document, as the drafter chooses; and whom a typed signature block names."""

from dataclasses import dataclass
from datetime import date

from agencies import capacity_words, directory
from agencies.capacity import ways_to_sign
from agencies.capacity_words import Capacity
from agencies.models import Agency, Appointment, Official
from agencies.models.periods import holds_on
from documents.actions.drafting import Header
from documents.models import Revision
from documents.text.van_ban import Content


@dataclass(frozen=True, slots=True)
class Option:
    """One person in one capacity, with the lines that the block will show."""

    key: str
    label: str
    header: Header
    block: dict[str, str | None]


def options(agency: Agency, *, kind: str, on: date) -> list[Option]:
    """Return everybody who may sign the agency's documents of a kind on a day, in each capacity."""
    people = (
        Official.objects.filter(
            is_active=True,
            appointments__in=Appointment.objects.filter(holds_on(on), post__agency=agency),
        )
        .distinct()
        .order_by("pk")
    )
    found = []
    for person in people:
        for way in ways_to_sign(person, agency=agency, kind=kind, on=on):
            authority, title = capacity_words.print_fields(way.printed)
            lines = " / ".join(capacity_words.print_lines(way.printed)).upper()
            block = {
                "authority": authority.upper() if authority else None,
                "title": title.upper() if title else None,
                "name": person.full_name,
            }
            found.append(
                Option(
                    key=f"{person.pk}-{way.post.pk}-{way.printed.capacity.value}",
                    label=f"{person.full_name}: {lines}",
                    header=Header(signer=person, capacity=way.printed.capacity),
                    block=block,
                )
            )
    return found


def key_of(revision: Revision, among: list[Option]) -> str:
    """Return the option that a revision's signer, capacity and block are; "" when none is."""
    for option in among:
        same = (option.header.signer, option.header.capacity.value) == (
            revision.signer,
            revision.capacity,
        )
        if same and revision.content["signature"] == option.block:
            return option.key
    return ""


def header_for(content: Content, *, agency: Agency, on: date) -> Header:
    """Return the signer and capacity that a typed block names; unknown stays open."""
    block = content["signature"]
    try:
        capacity = capacity_words.parse(block["authority"], block["title"]).capacity
    except capacity_words.UnreadableCapacity:
        capacity = Capacity.NONE
    named = directory.officials_called(agency, block["name"] or "", on=on)
    return Header(signer=named[0] if len(named) == 1 else None, capacity=capacity)


def capacity_of(revision: Revision) -> Capacity:
    return Capacity(revision.capacity)
