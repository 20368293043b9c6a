"""Who may sign in whose place: every row of Nghị định 30/2020/NĐ-CP, Điều 13, and the refusals."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from agencies import capacity
from agencies.capacity_words import parse
from agencies.errors import MayNotSign
from agencies.models import (
    Agency,
    AgencyName,
    Appointment,
    Department,
    DepartmentName,
    Mandate,
    Official,
    Post,
    Rank,
    Regime,
)

DAY = date(2026, 3, 10)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


@dataclass
class House:
    """One agency whose posts a test fills."""

    agency: Agency
    office: Department

    def put(self, full_name: str, title: str, rank: Rank, **facts) -> Official:
        department = self.office if rank in (Rank.UNIT_HEAD, Rank.UNIT_DEPUTY) else None
        post = Post.objects.create(
            agency=self.agency, department=department, title=title, rank=rank
        )
        official = Official.objects.create_user(full_name, full_name=full_name)
        appointment = {"valid_from": date(2020, 1, 1)} | facts
        Appointment.objects.create(post=post, official=official, **appointment)
        return official


def house(name: str, issuer: str, *, regime: Regime = Regime.HEAD) -> House:
    agency = Agency.objects.create(regime=regime)
    AgencyName.objects.create(
        agency=agency,
        full_name=name,
        issuer_line=issuer,
        abbreviation=issuer[:3],
        place="Sơn Hà",
        valid_from=date(2020, 1, 1),
    )
    office = Department.objects.create(agency=agency)
    DepartmentName.objects.create(
        department=office, full_name="Văn phòng", abbreviation="VP", valid_from=date(2020, 1, 1)
    )
    return House(agency, office)


@pytest.fixture
def board(db) -> House:
    """Give a board whose head decides."""
    return house("Ban Quản lý Khu kinh tế tỉnh Sơn Hà", "BAN QUẢN LÝ KHU KINH TẾ")


@pytest.fixture
def committee(db) -> House:
    """Give a people's committee, which decides together."""
    return house(
        "Ủy ban nhân dân tỉnh Sơn Hà",
        "ỦY BAN NHÂN DÂN TỈNH SƠN HÀ",
        regime=Regime.COLLECTIVE,
    )


def sign(official: Official, lines: str, of: House, *, kind: str = "BC", on: date = DAY) -> Post:
    """Ask whether an official may sign under lines parted by " / "."""
    above, _, last = lines.rpartition(" / ")
    printed = parse(above or None, last)
    return capacity.require(official, printed, agency=of.agency, kind=kind, on=on)


def post_of(official: Official) -> Post:
    return official.appointments.get().post


def mandate(grantor: Official, holder: Official, code: str, **facts) -> Mandate:
    return Mandate.objects.create(
        **{
            "capacity": code,
            "grantor": post_of(grantor),
            "holder": post_of(holder),
            "kinds": ["BC"],
            "subject": "Báo cáo định kỳ",
            "document": "Quy chế làm việc",
            "valid_from": DAY,
            "valid_to": AFTER,
        }
        | facts
    )


def test_the_head_of_an_agency_signs_as_head(board):
    head = board.put("Nguyễn Văn Ký", "Trưởng ban", Rank.HEAD)
    assert sign(head, "TRƯỞNG BAN", board) == post_of(head)


def test_a_deputy_signs_for_the_head(board):
    board.put("Nguyễn Văn Ký", "Trưởng ban", Rank.HEAD)
    deputy = board.put("Vũ Thị Phó", "Phó Trưởng ban", Rank.DEPUTY)
    assert sign(deputy, "KT. TRƯỞNG BAN / PHÓ TRƯỞNG BAN", board) == post_of(deputy)


def test_a_deputy_in_charge_signs_the_same_way_while_the_seat_of_the_head_is_empty(board):
    board.put("Nguyễn Văn Ký", "Trưởng ban", Rank.HEAD, valid_to=BEFORE)
    deputy = board.put("Vũ Thị Phó", "Phó Trưởng ban", Rank.DEPUTY)
    assert sign(deputy, "KT. TRƯỞNG BAN / PHÓ TRƯỞNG BAN", board) == post_of(deputy)


def test_an_acting_head_signs_with_q(board):
    acting = board.put("Nguyễn Văn Ký", "Giám đốc", Rank.HEAD, acting=True)
    assert sign(acting, "Q. GIÁM ĐỐC", board) == post_of(acting)


def test_the_chair_of_a_collective_signs_on_its_behalf(committee):
    chair = committee.put("Trần Văn Chủ", "Chủ tịch", Rank.HEAD)
    assert sign(chair, "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH", committee) == post_of(chair)


def test_nobody_signs_on_behalf_of_another_body(committee):
    chair = committee.put("Trần Văn Chủ", "Chủ tịch", Rank.HEAD)
    with pytest.raises(MayNotSign):
        sign(chair, "TM. QUỐC HỘI / CHỦ TỊCH", committee)


def test_a_deputy_of_a_collective_signs_in_three_lines(committee):
    committee.put("Trần Văn Chủ", "Chủ tịch", Rank.HEAD)
    deputy = committee.put("Lý Thị Phó", "Phó Chủ tịch", Rank.DEPUTY)
    lines = "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"
    assert sign(deputy, lines, committee) == post_of(deputy)


def test_an_acting_chair_signs_on_behalf_of_the_collective_with_q(committee):
    acting = committee.put("Trần Văn Chủ", "Chủ tịch", Rank.HEAD, acting=True)
    assert sign(acting, "TM. ỦY BAN NHÂN DÂN / Q. CHỦ TỊCH", committee) == post_of(acting)


def test_the_head_of_a_unit_signs_by_order_what_the_work_rules_name(committee):
    chair = committee.put("Trần Văn Chủ", "Chủ tịch", Rank.HEAD)
    chief = committee.put("Hà Văn Chánh", "Chánh Văn phòng", Rank.UNIT_HEAD)
    mandate(chair, chief, "TL", valid_to=None)
    lines = "TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG"
    assert sign(chief, lines, committee) == post_of(chief)
    with pytest.raises(MayNotSign):
        sign(chief, lines, committee, kind="KH")


def test_the_deputy_of_a_unit_signs_by_order_for_its_head(committee):
    chair = committee.put("Trần Văn Chủ", "Chủ tịch", Rank.HEAD)
    chief = committee.put("Hà Văn Chánh", "Chánh Văn phòng", Rank.UNIT_HEAD)
    deputy = committee.put("Kim Thị Phó", "Phó Chánh Văn phòng", Rank.UNIT_DEPUTY)
    lines = "TL. CHỦ TỊCH / KT. CHÁNH VĂN PHÒNG / PHÓ CHÁNH VĂN PHÒNG"
    with pytest.raises(MayNotSign):
        sign(deputy, lines, committee)
    mandate(chair, chief, "TL")
    assert sign(deputy, lines, committee) == post_of(deputy)


@pytest.fixture
def by_attorney(board, committee) -> Official:
    """Give the head of a subordinate body with a power of attorney of the committee's chair."""
    chair = committee.put("Trần Văn Chủ", "Chủ tịch", Rank.HEAD)
    director = board.put("Nguyễn Văn Ký", "Trưởng ban", Rank.HEAD)
    mandate(chair, director, "TUQ")
    return director


def test_the_head_of_a_subordinate_body_signs_by_attorney_under_its_name(by_attorney, committee):
    lines = "TUQ. CHỦ TỊCH / TRƯỞNG BAN BAN QUẢN LÝ KHU KINH TẾ"
    assert sign(by_attorney, lines, committee) == post_of(by_attorney)


@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_outside_its_dates_a_mandate_gives_nothing(by_attorney, committee, day):
    with pytest.raises(MayNotSign) as refused:
        sign(by_attorney, "TUQ. CHỦ TỊCH / TRƯỞNG BAN BAN QUẢN LÝ KHU KINH TẾ", committee, on=day)
    assert refused.value.message == ("Nguyễn Văn Ký không giữ chức vụ nào được ký văn bản này.")


def test_a_power_of_attorney_goes_no_further(by_attorney, board, committee):
    deputy = board.put("Vũ Thị Phó", "Phó Trưởng ban", Rank.UNIT_DEPUTY)
    with pytest.raises(MayNotSign):
        sign(deputy, "TUQ. CHỦ TỊCH / PHÓ TRƯỞNG BAN BAN QUẢN LÝ KHU KINH TẾ", committee)


def test_a_power_of_attorney_always_ends(committee, board):
    chair = committee.put("Trần Văn Chủ", "Chủ tịch", Rank.HEAD)
    director = board.put("Nguyễn Văn Ký", "Trưởng ban", Rank.HEAD)
    with pytest.raises(IntegrityError, match="mandate_by_attorney_has_an_end"):
        mandate(chair, director, "TUQ", valid_to=None)


def test_a_mandate_of_one_agency_signs_nothing_of_another(by_attorney, board):
    with pytest.raises(MayNotSign):
        sign(by_attorney, "TUQ. CHỦ TỊCH / TRƯỞNG BAN BAN QUẢN LÝ KHU KINH TẾ", board)


@pytest.mark.parametrize(
    "lines",
    [
        "PHÓ TRƯỞNG BAN",
        "TRƯỞNG BAN",
        "Q. TRƯỞNG BAN",
        "KT. GIÁM ĐỐC / PHÓ TRƯỞNG BAN",
        "KT. TRƯỞNG BAN / PHÓ GIÁM ĐỐC",
        "TM. BAN QUẢN LÝ KHU KINH TẾ / KT. TRƯỞNG BAN / PHÓ TRƯỞNG BAN",
        "TL. TRƯỞNG BAN / PHÓ TRƯỞNG BAN",
        "TUQ. TRƯỞNG BAN / PHÓ TRƯỞNG BAN",
    ],
)
def test_a_deputy_signs_in_no_other_way_and_is_told_which(board, lines):
    board.put("Nguyễn Văn Ký", "Trưởng ban", Rank.HEAD)
    deputy = board.put("Vũ Thị Phó", "Phó Trưởng ban", Rank.DEPUTY)
    with pytest.raises(MayNotSign) as refused:
        sign(deputy, lines, board)
    assert refused.value.message == (
        f"Vũ Thị Phó không được ký là «{lines}»; được ký là: KT. TRƯỞNG BAN / PHÓ TRƯỞNG BAN."
    )


@pytest.mark.parametrize(
    ("acting", "lines"),
    [(False, "Q. TRƯỞNG BAN"), (True, "TRƯỞNG BAN"), (False, "TM. BAN / TRƯỞNG BAN")],
)
def test_a_head_signs_as_what_the_head_is(board, acting, lines):
    head = board.put("Nguyễn Văn Ký", "Trưởng ban", Rank.HEAD, acting=acting)
    with pytest.raises(MayNotSign):
        sign(head, lines, board)


def test_the_chair_of_a_collective_never_signs_alone(committee):
    chair = committee.put("Trần Văn Chủ", "Chủ tịch", Rank.HEAD)
    with pytest.raises(MayNotSign) as refused:
        sign(chair, "CHỦ TỊCH", committee)
    assert refused.value.message == (
        "Trần Văn Chủ không được ký là «CHỦ TỊCH»; được ký là: TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH."
    )


@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        ({"valid_to": DAY}, False),
        ({"valid_to": AFTER}, True),
        ({"valid_from": AFTER}, False),
        ({"valid_from": DAY}, True),
    ],
)
def test_an_appointment_counts_from_its_first_day_to_the_day_before_its_end(board, facts, allowed):
    head = board.put("Nguyễn Văn Ký", "Trưởng ban", Rank.HEAD, **facts)
    if allowed:
        assert sign(head, "TRƯỞNG BAN", board)
    else:
        with pytest.raises(MayNotSign, match="không giữ chức vụ nào"):
            sign(head, "TRƯỞNG BAN", board)


def test_a_missing_title_is_never_guessed(board):
    head = board.put("Nguyễn Văn Ký", "Trưởng ban", Rank.HEAD)
    with pytest.raises(MayNotSign, match="Khối ký thiếu chức vụ"):
        sign(head, "", board)


def test_staff_and_heads_of_units_without_a_mandate_sign_nothing(board):
    board.put("Nguyễn Văn Ký", "Trưởng ban", Rank.HEAD)
    for name, title, rank in (
        ("Trần Thị Soạn", "Chuyên viên", Rank.STAFF),
        ("Lê Văn Trưởng", "Trưởng phòng", Rank.UNIT_HEAD),
    ):
        official = board.put(name, title, rank)
        assert capacity.ways_to_sign(official, agency=board.agency, kind="BC", on=DAY) == []


def test_who_holds_two_posts_may_sign_from_either(board):
    board.put("Nguyễn Văn Ký", "Trưởng ban", Rank.HEAD)
    deputy = board.put("Vũ Thị Phó", "Phó Trưởng ban", Rank.DEPUTY)
    chief = Post.objects.create(
        agency=board.agency, department=board.office, title="Chánh Văn phòng", rank=Rank.UNIT_HEAD
    )
    Appointment.objects.create(post=chief, official=deputy, valid_from=date(2020, 1, 1))
    Mandate.objects.create(
        capacity="TL",
        grantor=Post.objects.get(rank=Rank.HEAD),
        holder=chief,
        kinds=["BC"],
        subject="Báo cáo",
        document="Quy chế",
        valid_from=DAY,
    )

    assert sign(deputy, "KT. TRƯỞNG BAN / PHÓ TRƯỞNG BAN", board).rank == Rank.DEPUTY
    assert sign(deputy, "TL. TRƯỞNG BAN / CHÁNH VĂN PHÒNG", board) == chief


def test_the_head_of_another_agency_signs_nothing_here(board, committee):
    stranger = committee.put("Trần Văn Chủ", "Trưởng ban", Rank.HEAD)
    with pytest.raises(MayNotSign):
        sign(stranger, "TRƯỞNG BAN", board)
