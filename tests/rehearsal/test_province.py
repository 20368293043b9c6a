"""The invented province: everyone is there, everything can go on, and it loads only once."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain

import pytest
from asgiref.sync import sync_to_async
from django.apps import apps
from django.db import connections
from django.utils import timezone

from agencies.models import Agency, Department, Duty, Official, Rank
from agencies.moments import VIETNAM, vn_day
from agencies.roles import holders
from documents.models import Document, IncomingEntry, IncomingState, Status
from rehearsal import accounts, cast, loading, province, samples
from rehearsal.office_hours import OfficeHours
from workflow import turn
from workflow.models import OPEN, WorkTask

PEOPLE = list(chain.from_iterable(body.people for body in cast.BODIES))
PROVINCES = (
    "An Giang, Bắc Ninh, Cà Mau, Cao Bằng, Cần Thơ, Đà Nẵng, Đắk Lắk, Điện Biên, Đồng Nai,"
    " Đồng Tháp, Gia Lai, Hà Nội, Hà Tĩnh, Hải Phòng, Hồ Chí Minh, Huế, Hưng Yên, Khánh Hòa,"
    " Lai Châu, Lạng Sơn, Lào Cai, Lâm Đồng, Nghệ An, Ninh Bình, Phú Thọ, Quảng Ngãi,"
    " Quảng Ninh, Quảng Trị, Sơn La, Tây Ninh, Thái Nguyên, Thanh Hóa, Tuyên Quang, Vĩnh Long"
)


def test_the_province_is_none_of_the_real_ones() -> None:
    assert cast.PLACE not in PROVINCES.split(", ")


def test_names_and_accounts_are_used_once() -> None:
    assert [name for name, n in Counter(one.full_name for one in PEOPLE).items() if n > 1] == []
    assert [name for name, n in Counter(one.username for one in PEOPLE).items() if n > 1] == []


def test_every_agency_has_somebody_for_every_duty(db: None) -> None:
    loading.load_people()
    needed = (Duty.DRAFT, Duty.CHECK_FORM, Duty.CLERK, Duty.RECEIVE, Duty.ARCHIVE)
    missing = [
        f"{agency}: {duty}"
        for agency in Agency.objects.all()
        for duty in needed
        if not holders(agency, duty, on=_today())
    ]
    assert missing == []


def test_every_department_has_a_head(db: None) -> None:
    loading.load_people()
    headless = Department.objects.exclude(posts__rank=Rank.UNIT_HEAD)
    assert [str(unit) for unit in headless] == []


def test_people_load_twice_without_change(db: None) -> None:
    loading.load_people()
    before = _counts()
    loading.load_people()
    assert _counts() == before


def test_documents_stand_at_every_stage_and_load_once(
    committed: None, worker_session_closed: None, objects: dict[str, str], authority: str
) -> None:
    assert len(list(province.load(clock=timezone.now))) == 1 + len(cast.BODIES) + len(
        samples.SAMPLES
    )
    assert Counter(Document.objects.values_list("status", flat=True)) == {
        Status.DRAFTING: 2,
        Status.IN_REVIEW: 1,
        Status.INITIALLING: 1,
        Status.FORM_CHECK: 1,
        Status.AWAITING_SIGNATURE: 3,
        Status.AWAITING_NUMBER: 1,
        Status.AWAITING_DISPATCH: 1,
        Status.ISSUED: 2,
    }
    home_affairs = IncomingEntry.objects.filter(agency__code=cast.HOME_AFFAIRS.code)
    assert Counter(home_affairs.values_list("state", flat=True)) == {
        IncomingState.RECEIVED: 1,
        IncomingState.RETURNED: 1,
    }
    verdicts = {entry.verdict["verdict"] for entry in IncomingEntry.objects.all()}
    assert verdicts == {"valid"}
    nobody = [
        f"{task.process.document}: {task.step}"
        for task in WorkTask.objects.filter(status__in=OPEN, flow_task_type="HUMAN")
        if not turn.able(task, on=_today())
    ]
    assert nobody == []
    before = _counts()
    assert list(province.load(clock=timezone.now)) == []
    assert _counts() == before


def test_every_account_of_the_table_can_sign_in(db: None) -> None:
    loading.load_people()
    shown = [line.split() for line in accounts.table().splitlines()]
    usernames = {
        word for line in shown for word in line if word in {one.username for one in PEOPLE}
    }
    able = {one.username for one in Official.objects.all() if one.check_password(cast.PASSWORD)}
    assert usernames == able == {one.username for one in PEOPLE}


def test_the_pin_is_shown_for_those_who_need_one() -> None:
    with_pin = {
        line.split("  ")[0].strip() for line in accounts.table().splitlines() if cast.PIN in line
    }
    assert {"Trưởng ban", "Phó Trưởng ban", "Giám đốc", "Chủ tịch", "Văn thư VP"} <= with_pin
    assert "Trưởng phòng TCHC" not in with_pin


def test_the_past_happens_in_office_hours_and_before_today() -> None:
    monday_morning = datetime(2026, 11, 23, 7, 0, tzinfo=VIETNAM)
    clock = OfficeHours.days_before(monday_morning, 2)
    moments = [clock() for _ in range(8)]
    assert moments == sorted(moments)
    assert [f"{moment:%a %H:%M}" for moment in moments[:5]] == [
        "Thu 08:12",
        "Thu 10:46",
        "Thu 13:20",
        "Thu 15:54",
        "Fri 08:12",
    ]


@pytest.fixture
def worker_session_closed() -> Iterator[None]:
    """Close the session that a worker leaves open in its thread, so that the database can go."""
    yield
    asyncio.run(sync_to_async(connections.close_all)())


def _today() -> date:
    return vn_day(timezone.now())


def _counts() -> dict[str, int]:
    ours = ("agencies", "documents", "workflow")
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in ours
    }
