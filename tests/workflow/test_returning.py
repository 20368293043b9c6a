"""What came back to its drafter stands in words in the drafting room, whatever is saved since."""

import pytest
from django.urls import reverse

from documents.models import Verdict
from documents.pages import opinions
from tests import life
from workflow import returning
from workflow.actions import drafting, registering, reviewing
from workflow.models import DocumentProcess

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cheap(cheap_files):
    """Let files cost nothing."""


@pytest.fixture
def twice_returned(cast):
    """Send a report back twice: from a unit that was asked, then from the initial."""
    report = life.begin(cast)
    report.submit(cast.investment, cast.environment)
    first, second = report.tasks
    by_unit = {first: cast.investment_head, second: cast.environment_head}
    agreed, back = (first, second) if first.department == cast.investment else (second, first)
    reviewing.review(agreed, verdict=Verdict.AGREED, opinion="", by=by_unit[agreed], at=life.now())
    reviewing.review(
        back, verdict=Verdict.SENT_BACK, opinion="Thiếu số liệu.", by=by_unit[back], at=life.now()
    )
    report.revise(subject=[{"s": "Bản sửa"}])
    report.submit()
    reviewing.send_back(report.task, reason="Sai căn cứ.", by=cast.head, at=life.now())
    return report


def room_of(signed_in, official, report):
    return signed_in(official).get(reverse("task-draft", args=[report.task.pk])).content.decode()


def test_the_room_says_who_returned_it_when_and_why_after_every_save(
    cast, twice_returned, signed_in
):
    said = "trả lại ở bước «Ký nháy» lúc "
    for n in range(2):
        page = room_of(signed_in, cast.drafter, twice_returned)
        notice = page.split('class="room-said"')[1].split("</div>")[0]
        assert "<b>Lê Văn Trưởng</b> (Trưởng phòng, Phòng Tổ chức - Hành chính)" in notice
        assert said in notice
        assert notice.split(said)[1].split("</p>")[0].strip().endswith(": Sai căn cứ.")
        twice_returned.revise(subject=[{"s": f"Bản sửa lần {n}"}])


def test_the_last_round_stands_first_and_the_others_stay_within_reach(
    cast, twice_returned, signed_in
):
    rounds = opinions.rounds(twice_returned.document)
    assert [one.text for one in rounds.last] == ["Sai căn cứ."]
    assert [one.text for one in rounds.before] == ["Thiếu số liệu.", "Đồng ý."]
    page = room_of(signed_in, cast.drafter, twice_returned)
    panel = page.split('id="gop-y"')[1].split("</section>")[0]
    last, before = panel.split("<summary>Các lần trước (2)</summary>")
    assert ["Sai căn cứ." in last, "Thiếu số liệu." in last] == [True, False]
    assert ["Sai căn cứ." in before, "Thiếu số liệu." in before] == [False, True]


def test_what_the_drafter_took_back_himself_did_not_come_back(cast, twice_returned):
    assert returning.return_of(twice_returned.task).reason == "Sai căn cứ."
    twice_returned.revise(subject=[{"s": "Bản sửa nữa"}])
    twice_returned.submit()
    process = DocumentProcess.objects.get(document=twice_returned.document)
    drafting.withdraw(process, reason="Nhầm.", by=cast.drafter, at=life.now())
    assert returning.return_of(twice_returned.task) is None
    assert returning.return_of(life.begin(cast).task) is None


def test_the_clerks_return_is_said_with_its_reason(cast):
    report = life.begin(cast).to("register")
    registering.send_back(report.task, reason="Sai tên.", by=cast.clerk, at=life.now())
    back = returning.return_of(report.task)
    assert (back.by, back.step, back.reason) == (cast.clerk, "Cấp số, đóng dấu", "Sai tên.")
