"""Whom a line of Nơi nhận means, by the directory of its day; what is not certain stays open."""

from dataclasses import dataclass
from datetime import date

from agencies import directory
from agencies.models import Agency, Department, DepartmentName, Official, Rank
from agencies.models.periods import holds_on
from documents.models import Document
from documents.recipients import Kind, Recipient
from documents.text.folding import fold

# What may stand in a line for an agency's own people, beside the words of its name and titles.
_WORDS = {
    Kind.LEADERS: "lãnh đạo cơ quan và các phó đồng chí đ/c ban CVP PCVP TB PTB GĐ PGĐ CT",
    Kind.UNITS: "các phòng ban tổ đơn vị chi cục bộ phận trung tâm chuyên môn nghiệp vụ sự nghiệp"
    " thuộc trực và cơ quan",
    Kind.STAFF: "toàn thể tất cả các đồng chí cán bộ công chức viên chức và người lao động CBCC"
    " CBCCVC CCVC NLĐ của trong cơ quan đơn vị",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """Whom a line means; empty when the directory does not know for certain."""

    agencies: tuple[Agency, ...] = ()
    departments: tuple[Department, ...] = ()
    officials: tuple[Official, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.all())

    def all(self) -> tuple[Agency | Department | Official, ...]:
        """Return everybody meant, in the order in which they are written down."""
        return (*self.agencies, *self.departments, *self.officials)


def resolve(
    recipient: Recipient, *, document: Document, addressees: list[str], on: date
) -> Meaning:
    """Return whom one line means. Groups are expanded as they stand on the day."""
    agency = document.agency
    match recipient.kind:
        case Kind.ABOVE:
            return _addressees(addressees, on=on)
        case Kind.LEADERS if _are_our_own(recipient, agency=agency, on=on):
            return Meaning(officials=tuple(directory.leaders_of(agency, on=on)))
        case Kind.STAFF if _are_our_own(recipient, agency=agency, on=on):
            return Meaning(departments=_units(agency, on=on))
        case Kind.COMPOSITE if own := _composite(recipient, agency=agency, on=on):
            return own
    named = _named(recipient.name, agency=agency, on=on)
    every = recipient.kind is Kind.UNITS and recipient.name.casefold().startswith("các")
    if not named and every and _are_our_own(recipient, agency=agency, on=on):
        return Meaning(departments=_units(agency, on=on))
    return named


def _are_our_own(recipient: Recipient, *, agency: Agency, on: date) -> bool:
    """Tell whether «Lãnh đạo Ban», «Trưởng ban và các Phó TB» speaks of this agency's people.

    Only words of its own name and titles may stand there: «Lãnh đạo các Ban HĐND tỉnh»,
    «Các phòng Nội vụ huyện» are others.
    """
    own = agency.name_on(on)
    titles = agency.posts.filter(rank__in=[Rank.HEAD, Rank.DEPUTY]).values_list("title", flat=True)
    known = fold(" ".join([own.issuer_line, own.abbreviation, *titles])).split()
    return set(fold(recipient.name).split()) <= {*known, *fold(_WORDS[recipient.kind]).split()}


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


def _units(agency: Agency, *, on: date) -> tuple[Department, ...]:
    """Return the departments that exist on a day: those that bear a name."""
    named = DepartmentName.objects.filter(holds_on(on), department__agency=agency)
    return tuple(agency.departments.filter(names__in=named).order_by("pk"))


def _composite(recipient: Recipient, *, agency: Agency, on: date) -> Meaning:
    """«VPUB: CVP, PCVP, các phòng» names the agency's own people, when it names the agency."""
    owner = directory.agencies_called(recipient.name, on=on)
    if owner != [agency]:
        return Meaning()
    return Meaning(
        officials=tuple(directory.leaders_of(agency, on=on)),
        departments=_units(agency, on=on),
    )
