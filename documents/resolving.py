"""Whom a line of Nơi nhận means, by the directory of its day; what is not certain stays open."""

from dataclasses import dataclass
from datetime import date

from agencies import directory
from agencies.models import Agency, Department, Official, Rank
from documents.models import Document
from documents.recipients import Kind, Recipient
from documents.text.folding import fold

_WORDS_FOR_LEADERS = fold(
    "lãnh đạo cơ quan và các phó đồng chí đ/c ban CVP PCVP TB PTB GĐ PGĐ CT"
).split()


@dataclass(frozen=True, slots=True)
class Meaning:
    """Whom a line means; empty when the directory does not know for certain."""

    agencies: tuple[Agency, ...] = ()
    departments: tuple[Department, ...] = ()
    officials: tuple[Official, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.agencies or self.departments or self.officials)


def resolve(
    recipient: Recipient, *, document: Document, addressees: list[str], on: date
) -> Meaning:
    """Return whom one line means. Groups are expanded as they stand on the day."""
    agency = document.agency
    match recipient.kind:
        case Kind.ABOVE:
            return _addressees(addressees, on=on)
        case Kind.LEADERS if _are_our_own(recipient.name, agency=agency, on=on):
            return Meaning(officials=tuple(directory.leaders_of(agency, on=on)))
        case Kind.STAFF:
            return _units(agency)
    named = _named(recipient.name, agency=agency, on=on)
    if not named and recipient.kind is Kind.UNITS and recipient.name.casefold().startswith("các"):
        return _units(agency)
    if not named and recipient.kind is Kind.COMPOSITE:
        return _composite(recipient, agency=agency, on=on)
    return named


def _are_our_own(name: str, *, agency: Agency, on: date) -> bool:
    """Tell whether «Lãnh đạo Ban», «Trưởng ban và các Phó TB» speaks of this agency's leaders.

    Only words of its own name and titles may stand there: «Lãnh đạo các Ban HĐND tỉnh» are others.
    """
    own = agency.name_on(on)
    titles = agency.posts.filter(rank__in=[Rank.HEAD, Rank.DEPUTY]).values_list("title", flat=True)
    known = fold(" ".join([own.issuer_line, own.abbreviation, *titles])).split()
    return set(fold(name).split()) <= {*known, *_WORDS_FOR_LEADERS}


def _named(name: str, *, agency: Agency, on: date) -> Meaning:
    if found := directory.departments_called(agency, name, on=on):
        return Meaning(departments=tuple(found)) if len(found) == 1 else Meaning()
    if group := directory.group_called(name):
        members = group.members.exclude(pk=agency.pk).order_by("pk")
        return Meaning(agencies=tuple(members))
    found_agencies = directory.agencies_called(name, on=on)
    return Meaning(agencies=tuple(found_agencies)) if len(found_agencies) == 1 else Meaning()


def _addressees(addressees: list[str], *, on: date) -> Meaning:
    found = [directory.agencies_called(name.rstrip(" ;."), on=on) for name in addressees]
    if not found or any(len(agencies) != 1 for agencies in found):
        return Meaning()
    return Meaning(agencies=tuple(agencies[0] for agencies in found))


def _units(agency: Agency) -> Meaning:
    return Meaning(departments=tuple(agency.departments.order_by("pk")))


def _composite(recipient: Recipient, *, agency: Agency, on: date) -> Meaning:
    """«VPUB: CVP, PCVP, các phòng» names the agency's own people, when it names the agency."""
    owner = directory.agencies_called(recipient.name, on=on)
    if owner != [agency]:
        return Meaning()
    return Meaning(
        officials=tuple(directory.leaders_of(agency, on=on)),
        departments=tuple(agency.departments.order_by("pk")),
    )
