"""126 agencies and 5,200 officials, each under a key that SQL can count out.

Agency `a` has five units and 41 posts: its head and two deputies; clerk, form checker and
archivist in the first unit; in each unit a head, a deputy and five who draft. 34 of the agencies
have one more who drafts.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from agencies.models import (
    Agency,
    AgencyName,
    Appointment,
    Department,
    DepartmentName,
    Duty,
    Official,
    Post,
    Rank,
)
from agencies.roles import LEADERS
from documents.models import DocumentKind, IncomingBook, RegisterBook

AGENCIES: Final = 126
UNITS: Final = 5
POSTS: Final = 41
OFFICIALS: Final = 5_200
FIRST_YEAR, LAST_YEAR = 2014, 2026
SINCE: Final = date(2010, 1, 1)
# In this order: the keys of their groups are counted from it.
ROLES: Final = (LEADERS, Duty.CLERK, Duty.RECEIVE, Duty.ARCHIVE, Duty.CHECK_FORM)
_FAMILY: Final = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý"
_MIDDLE: Final = "Văn Thị Hữu Đức Minh Quang Thanh Ngọc Xuân Thu Hồng Đình Công Bảo Gia"
_GIVEN: Final = (
    "An Bình Chi Dũng Đạt Em Giang Hà Hạnh Hải Hiếu Hòa Hùng Hương Khánh Kiên Lan Liên Linh Long "
    "Mai Nam Nga Nhung Oanh Phong Phúc Quân Quyên Sơn Tâm Thảo Thắng Thủy Trang Tuấn Uyên Vinh Yến"
)


def names() -> Iterator[str]:
    """Give every name that the lists make; neighbours differ in all three words."""
    family, middle, given = _FAMILY.split(), _MIDDLE.split(), _GIVEN.split()
    total = len(family) * len(middle) * len(given)
    for n in range(total):
        place = n * 7919 % total  # 7919 is a prime: each place comes once
        rest, last = divmod(place, len(given))
        yield f"{family[rest // len(middle)]} {middle[rest % len(middle)]} {given[last]}"


def abbreviation(agency: int) -> str:
    tens, ones = divmod(agency - 1, 26)
    return f"CQ{chr(65 + tens)}{chr(65 + ones)}"


def fill() -> None:
    """Put all of them into an empty database."""
    keys = range(1, AGENCIES + 1)
    units = range(1, AGENCIES * UNITS + 1)
    Agency.objects.bulk_create(Agency(pk=key) for key in keys)
    AgencyName.objects.bulk_create(
        AgencyName(
            agency_id=key,
            full_name=f"Cơ quan {abbreviation(key)} tỉnh Sơn Hà",
            parent_line="UBND TỈNH SƠN HÀ",
            issuer_line=f"CƠ QUAN {abbreviation(key)}",
            abbreviation=abbreviation(key),
            place="Sơn Hà",
            valid_from=SINCE,
        )
        for key in keys
    )
    Department.objects.bulk_create(
        Department(pk=key, agency_id=1 + (key - 1) // UNITS) for key in units
    )
    DepartmentName.objects.bulk_create(
        DepartmentName(
            department_id=key,
            full_name=f"Phòng Nghiệp vụ {1 + (key - 1) % UNITS}",
            abbreviation=f"NV{1 + (key - 1) % UNITS}",
            valid_from=SINCE,
        )
        for key in units
    )
    _groups()
    _officials()
    _books()


def _groups() -> None:
    """Keys 1 to 630 are the units'; then five an agency, in the order of ROLES."""
    of_units = [Group(pk=key, name=f"department:{key}") for key in range(1, AGENCIES * UNITS + 1)]
    of_agencies = [
        Group(
            pk=AGENCIES * UNITS + (agency - 1) * len(ROLES) + place + 1,
            name=f"agency:{agency}:{role}",
        )
        for agency in range(1, AGENCIES + 1)
        for place, role in enumerate(ROLES)
    ]
    Group.objects.bulk_create([*of_units, *of_agencies])


def _officials() -> None:
    password = make_password(None)
    called = names()
    Official.objects.bulk_create(
        Official(pk=key, username=f"nguoi-{key}", full_name=next(called), password=password)
        for key in range(1, OFFICIALS + 1)
    )
    Post.objects.bulk_create(_post(key) for key in range(1, OFFICIALS + 1))
    Appointment.objects.bulk_create(
        Appointment(pk=key, post_id=key, official_id=key, valid_from=SINCE)
        for key in range(1, OFFICIALS + 1)
    )


def _post(key: int) -> Post:
    agency, slot = divmod(key - 1, POSTS)
    if agency >= AGENCIES:  # the 34 who are left
        agency, slot = key - AGENCIES * POSTS - 1, POSTS - 1
    first = agency * UNITS + 1
    if slot < 3:
        rank = Rank.HEAD if slot == 0 else Rank.DEPUTY
        return Post(pk=key, agency_id=agency + 1, title="Lãnh đạo", rank=rank)
    if slot < 6:
        duties = ([Duty.CLERK, Duty.RECEIVE], [Duty.CHECK_FORM], [Duty.ARCHIVE])[slot - 3]
        title = ("Văn thư", "Chuyên viên", "Lưu trữ viên")[slot - 3]
        return Post(pk=key, agency_id=agency + 1, department_id=first, title=title, duties=duties)
    unit, place = divmod(slot - 6, 7)
    rank = (Rank.UNIT_HEAD, Rank.UNIT_DEPUTY)[place] if place < 2 else Rank.STAFF
    return Post(
        pk=key,
        agency_id=agency + 1,
        department_id=first + unit,
        title="Trưởng phòng" if place == 0 else "Chuyên viên",
        rank=rank,
        duties=[] if place == 0 else [Duty.DRAFT],
    )


def _books() -> None:
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        RegisterBook.objects.bulk_create(
            RegisterBook(agency_id=agency, year=year, series=kind)
            for agency in range(1, AGENCIES + 1)
            for kind in DocumentKind.values
        )
        IncomingBook.objects.bulk_create(
            IncomingBook(agency_id=agency, year=year) for agency in range(1, AGENCIES + 1)
        )
