"""Writing the people of the invented province into the database; what is there already stays."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db import transaction

from agencies.models import (
    Agency,
    AgencyGroup,
    AgencyName,
    Appointment,
    Department,
    DepartmentName,
    Mandate,
    Official,
    Post,
    Rank,
)
from agencies.models.delegation import MandateCapacity
from documents.models import DocumentKind, RetentionClass
from rehearsal import cast, certifying
from rehearsal.cast import Body, Person

SINCE: Final = date(2020, 1, 1)


@transaction.atomic
def load_people() -> None:
    """Load every agency, unit, post, official and group of the province."""
    password = make_password(cast.PASSWORD)  # slow on purpose, so once for all
    for body in cast.BODIES:
        load_body(body, password=password)
    for name, codes in cast.GROUPS.items():
        group, _ = AgencyGroup.objects.get_or_create(name=name)
        group.members.add(*Agency.objects.filter(code__in=codes))
    for name, years, kinds in cast.RETENTION:
        RetentionClass.objects.get_or_create(
            name=name, defaults={"years": years, "kinds": list(kinds)}
        )
    _let_office_sign_by_order()


def load_body(body: Body, *, password: str) -> Agency:
    agency, is_new = Agency.objects.get_or_create(
        code=body.code, defaults={"regime": body.regime, "numbering": body.numbering}
    )
    if is_new:
        name_agency(
            agency,
            full_name=body.full_name,
            parent_line=body.parent,
            issuer_line=body.issuer,
            abbreviation=body.abbreviation,
            place=body.place,
            also_called=body.also_called,
        )
    units = {
        abbreviation: load_unit(agency, abbreviation, name)
        for abbreviation, name in body.units.items()
    }
    for person in body.people:
        unit = units.get(person.unit)
        load_person(person, agency=agency, unit=unit, password=password)
    return agency


def name_agency(
    agency: Agency,
    *,
    full_name: str,
    parent_line: str,
    issuer_line: str,
    abbreviation: str,
    place: str,
    also_called: Sequence[str] = (),
) -> AgencyName:
    return AgencyName.objects.create(
        agency=agency,
        full_name=full_name,
        parent_line=parent_line,
        issuer_line=issuer_line,
        abbreviation=abbreviation,
        place=place,
        also_called=list(also_called),
        valid_from=SINCE,
    )


def load_unit(agency: Agency, abbreviation: str, name: str) -> Department:
    known = DepartmentName.objects.filter(department__agency=agency, abbreviation=abbreviation)
    if found := known.select_related("department").first():
        return found.department
    department = Department.objects.create(agency=agency)
    DepartmentName.objects.create(
        department=department, full_name=name, abbreviation=abbreviation, valid_from=SINCE
    )
    return department


def load_person(
    person: Person, *, agency: Agency, unit: Department | None, password: str
) -> Official:
    official, is_new = Official.objects.get_or_create(
        username=person.username, defaults={"full_name": person.full_name, "password": password}
    )
    if is_new:
        appoint(
            official,
            Post.objects.create(
                agency=agency,
                department=unit,
                title=person.title,
                rank=person.rank,
                duties=list(person.duties),
            ),
        )
    return official


def appoint(official: Official, post: Post, *, acting: bool = False) -> Appointment:
    return Appointment.objects.create(post=post, official=official, acting=acting, valid_from=SINCE)


def equip_everyone(*, on: date) -> Iterable[str]:
    """Give every leader and agency what they sign with; yield each agency's name when done."""
    for body in cast.BODIES:
        agency = Agency.objects.get(code=body.code)
        leaders = [person.username for person in body.people if person.is_leader]
        equip(agency, Official.objects.filter(username__in=leaders), on=on)
        yield body.full_name


def equip(agency: Agency, signers: Iterable[Official], *, on: date) -> None:
    """Give an agency its seal, and signers of it their signatures."""
    certifying.equip_agency(agency, on=on, since=SINCE)
    for signer in signers:
        certifying.equip_official(signer, organization=agency.name_on(on).full_name, since=SINCE)


def _let_office_sign_by_order() -> None:
    """Let the head of the office sign reports TL. CHỦ TỊCH, as the working rules say."""
    Mandate.objects.get_or_create(
        capacity=MandateCapacity.TL,
        grantor=Post.objects.get(agency__code=cast.PEOPLES_COMMITTEE.code, rank=Rank.HEAD),
        holder=Post.objects.get(agency__code=cast.OFFICE.code, rank=Rank.HEAD),
        defaults={
            "kinds": [DocumentKind.REPORT],
            "subject": "Báo cáo định kỳ về hoạt động của Ủy ban nhân dân tỉnh",
            "document": "Quy chế làm việc của Ủy ban nhân dân tỉnh Sơn Hà",
            "valid_from": SINCE,
        },
    )
