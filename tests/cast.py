"""The officials of every test: one of each role, and a stranger from another agency.

Two invented agencies. Certificates come from the throw-away authority of this test run; every
PIN is `PIN`, every password `PASSWORD`.
"""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from django.conf import settings

import signing
from agencies.models import (
    Agency,
    AgencyName,
    Appointment,
    Credential,
    Department,
    DepartmentName,
    Duty,
    Numbering,
    Official,
    Post,
    Rank,
    SealImage,
    SignatureImage,
)
from agencies.moments import vn_day
from rehearsal import pictures
from rehearsal.authority import Authority, Issued

PIN, PASSWORD = "246810", "mat-khau-thu-nghiem"
LONG_AGO = date(2020, 1, 1)
TODAY = vn_day(datetime.now(UTC))
FONTS = Path(settings.ROOT) / "node_modules/@expo-google-fonts/tinos"


@dataclass
class Cast:
    """Who plays; the agency's own people first."""

    agency: Agency
    unit: Department  # the drafting unit: Phòng Tổ chức - Hành chính
    investment: Department
    environment: Department
    drafter: Official
    head: Official
    investment_head: Official
    environment_head: Official
    checker: Official
    leader: Official
    deputy: Official
    clerk: Official
    archivist: Official
    administrator: Official
    receiving_agency: Agency
    receiver: Official
    receiving_leader: Official
    stranger: Official

    def everyone(self) -> dict[str, Official]:
        return {name: one for name, one in vars(self).items() if isinstance(one, Official)}


def make() -> Cast:
    """Put the cast into the database."""
    agency = _agency(
        "Ban Quản lý Khu kinh tế tỉnh Sơn Hà",
        issuer="BAN QUẢN LÝ KHU KINH TẾ",
        parent="UBND TỈNH SƠN HÀ",
        abbreviation="BQLKKT",
        also=["Ban Quản lý Khu kinh tế"],
    )
    other = _agency(
        "Sở Nội vụ tỉnh Sơn Hà",
        issuer="SỞ NỘI VỤ",
        parent="UBND TỈNH SƠN HÀ",
        abbreviation="SNV",
        also=["Sở Nội vụ"],
    )
    unit = _department(agency, "Phòng Tổ chức - Hành chính", "TCHC")
    investment = _department(agency, "Phòng Quản lý đầu tư", "QLĐT")
    environment = _department(agency, "Phòng Tài nguyên - Môi trường", "TNMT")
    office = _department(other, "Văn phòng Sở", "VP")
    cast = Cast(
        agency=agency,
        unit=unit,
        investment=investment,
        environment=environment,
        drafter=_official("chuyenvien", "Trần Thị Soạn", unit, "Chuyên viên", duties=[Duty.DRAFT]),
        head=_official("truongphong", "Lê Văn Trưởng", unit, "Trưởng phòng", rank=Rank.UNIT_HEAD),
        investment_head=_official(
            "tp-dautu", "Ngô Thị Đầu", investment, "Trưởng phòng", rank=Rank.UNIT_HEAD
        ),
        environment_head=_official(
            "tp-moitruong", "Đỗ Văn Môi", environment, "Trưởng phòng", rank=Rank.UNIT_HEAD
        ),
        checker=_official(
            "thethuc", "Phạm Thị Thức", unit, "Chuyên viên", duties=[Duty.CHECK_FORM]
        ),
        leader=_official("truongban", "Nguyễn Văn Ký", agency, "Trưởng ban", rank=Rank.HEAD),
        deputy=_official("photruongban", "Vũ Thị Phó", agency, "Phó Trưởng ban", rank=Rank.DEPUTY),
        clerk=_official("vanthu", "Bùi Thị Thư", unit, "Văn thư", duties=[Duty.CLERK]),
        archivist=_official("luutru", "Hồ Văn Lưu", unit, "Lưu trữ viên", duties=[Duty.ARCHIVE]),
        administrator=_official(
            "quantri", "Ninh Văn Trị", unit, "Chuyên viên", duties=[Duty.ADMINISTER]
        ),
        receiving_agency=other,
        receiver=_official("tiepnhan", "Mai Thị Nhận", office, "Văn thư", duties=[Duty.RECEIVE]),
        receiving_leader=_official("giamdoc", "Đinh Văn Giám", other, "Giám đốc", rank=Rank.HEAD),
        stranger=_official("nguoila", "Cao Văn Lạ", office, "Chuyên viên", duties=[Duty.DRAFT]),
    )
    for signer in (cast.leader, cast.deputy):
        give_credential(signer, signer.username, signer.full_name)
        SignatureImage.objects.create(
            official=signer, picture=_signature(signer.full_name), valid_from=LONG_AGO
        )
    give_credential(agency, "dau-bqlkkt", "Ban Quản lý Khu kinh tế tỉnh Sơn Hà")
    SealImage.objects.create(
        agency=agency, picture=_seal(), diameter_mm="36.0", valid_from=LONG_AGO
    )
    return cast


def give_credential(holder: Official | Agency, label: str, name: str) -> Credential:
    """Give a holder a certificate of the test run's authority, its key wrapped under PIN."""
    issued, wrapped = _issued(label, name)
    return Credential.objects.create(
        official=holder if isinstance(holder, Official) else None,
        agency=holder if isinstance(holder, Agency) else None,
        certificate=issued.certificate,
        chain=list(issued.chain),
        wrapped_key=wrapped,
        valid_from=datetime(2020, 1, 1, tzinfo=UTC),
        valid_to=datetime(2040, 1, 1, tzinfo=UTC),
    )


def add_unit(agency: Agency, name: str, abbreviation: str, *, head: str) -> Official:
    """Give an agency one more unit; return the head of it, whose account is the abbreviation."""
    unit = _department(agency, name, abbreviation)
    return _official(abbreviation, head, unit, "Trưởng phòng", rank=Rank.UNIT_HEAD)


def an_agency(name: str) -> Agency:
    """Make one more agency, that nobody of the cast works for."""
    return _agency(name, issuer=name, parent="TỈNH SƠN HÀ", abbreviation="", also=[])


def an_official(username: str, full_name: str, unit: Department) -> Official:
    """Make one more official, of the staff of a unit."""
    return _official(username, full_name, unit, "Chuyên viên")


@cache
def the_authority() -> Authority:
    return Authority(Path(os.environ["AUTHORITY_FOLDER"]), os.environ["AUTHORITY_URL"])


@cache
def _issued(label: str, name: str) -> tuple[Issued, bytes]:
    issued = the_authority().issue(label, common_name=name, organization="Tỉnh Sơn Hà")
    secret = settings.KEY_SECRET.encode()
    return issued, signing.wrap(issued.private_key_pkcs8, pin=PIN, secret=secret)


@cache
def _signature(name: str) -> bytes:
    return pictures.signature(name)


@cache
def _seal() -> bytes:
    return pictures.seal("BAN QUẢN LÝ KHU KINH TẾ", "TỈNH SƠN HÀ", diameter_mm=36.0, fonts=FONTS)


def _agency(name: str, *, issuer: str, parent: str, abbreviation: str, also: list[str]) -> Agency:
    agency = Agency.objects.create(numbering=Numbering.PER_KIND)
    AgencyName.objects.create(
        agency=agency,
        full_name=name,
        parent_line=parent,
        issuer_line=issuer,
        abbreviation=abbreviation,
        place="Sơn Hà",
        also_called=also,
        valid_from=LONG_AGO,
    )
    return agency


def _department(agency: Agency, name: str, abbreviation: str) -> Department:
    department = Department.objects.create(agency=agency)
    DepartmentName.objects.create(
        department=department, full_name=name, abbreviation=abbreviation, valid_from=LONG_AGO
    )
    return department


def _official(
    username: str,
    full_name: str,
    where: Department | Agency,
    title: str,
    *,
    rank: Rank = Rank.STAFF,
    duties: list[Duty] | None = None,
) -> Official:
    department = where if isinstance(where, Department) else None
    agency = where.agency if isinstance(where, Department) else where
    official = Official.objects.create_user(username, PASSWORD, full_name=full_name)
    post = Post.objects.create(
        agency=agency, department=department, title=title, rank=rank, duties=duties or []
    )
    Appointment.objects.create(post=post, official=official, valid_from=LONG_AGO)
    return official
