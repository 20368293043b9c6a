"""Assigning in the browser: who is asked for what, who is told, and nothing typed is lost."""

from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.moments import VIETNAM
from documents.actions import receiving
from documents.models import Assignment, Document, Urgency
from tests.cast import TODAY
from tests.documents.arrivals import arrive
from workflow import deadlines, inbox


@pytest.fixture(autouse=True)
def cheap(cheap_files):
    """Let files cost nothing."""


@pytest.fixture
def entry(cast):
    return receiving.receive(arrive(cast), by=cast.receiver, at=timezone.now())


@pytest.fixture
def office(cast):
    return cast.receiver.appointments.get().post.department


@pytest.fixture
def given(cast, entry, signed_in):
    leader = signed_in(cast.receiving_leader)
    leader.post(
        reverse("assign-incoming", args=[entry.pk]),
        {"lead": f"official-{cast.stranger.pk}", "due_on": f"{TODAY:%d/%m/%Y}"},
    )
    return Assignment.objects.get()


def told(official):
    return [notice.sentence for notice in inbox.unseen_notices(official)]


def act(signed_in, official, assignment, **sent):
    return signed_in(official).post(reverse("assignment", args=[assignment.pk]), sent)


def test_a_leader_assigns_without_saying_whose_decision_it_is(cast, entry, office, signed_in):
    leader, url = signed_in(cast.receiving_leader), reverse("assign-incoming", args=[entry.pk])
    assert list(leader.get(url).context["form"].fields) == ["lead", "helpers", "due_on", "opinion"]
    answer = leader.post(
        url,
        {
            "lead": f"official-{cast.stranger.pk}",
            "helpers": [f"department-{office.pk}"],
            "due_on": f"{TODAY:%d/%m/%Y}",
            "opinion": "Tham mưu trả lời.",
        },
    )
    assert answer["Location"] == reverse("read-incoming", args=[entry.pk])
    assert [(str(one), one.leads, one.opinion) for one in Assignment.objects.order_by("pk")] == [
        ("Cao Văn Lạ (Văn phòng Sở)", True, "Tham mưu trả lời."),
        ("Văn phòng Sở", False, "Tham mưu trả lời."),
    ]
    until = f"hạn {TODAY:%d/%m/%Y}. Văn bản đến số 1: 07/BC-BQLKKT."
    assert told(cast.stranger) == [
        f"Đinh Văn Giám giao Văn phòng Sở phối hợp xử lý, {until}",
        f"Đinh Văn Giám giao Cao Văn Lạ (Văn phòng Sở) chủ trì xử lý, {until}",
    ]


def test_a_clerk_is_asked_whose_decision_it_is_and_loses_nothing(cast, entry, office, signed_in):
    clerk, url = signed_in(cast.receiver), reverse("assign-incoming", args=[entry.pk])
    sent = {"lead": f"department-{office.pk}", "due_on": "mai", "opinion": "Xem xét."}
    answer = clerk.post(url, sent)
    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {
        "directed_by": ["Văn thư ghi phân công thì phải chọn lãnh đạo đã cho ý kiến."],
        "due_on": ["Không đọc được ngày «mai»: nhập ngày/tháng/năm, ví dụ 05/01/2026."],
    }
    assert answer.context["form"]["opinion"].value() == "Xem xét."
    clerk.post(url, sent | {"due_on": "", "directed_by": cast.receiving_leader.pk})
    assert Assignment.objects.get().directed_by == cast.receiving_leader


def test_the_form_marks_what_may_stay_empty_and_proposes_a_working_day(cast, entry, signed_in):
    url = reverse("assign-incoming", args=[entry.pk])
    form = signed_in(cast.receiver).get(url).context["form"]
    assert {name: field.required for name, field in form.fields.items()} == {
        "directed_by": True,
        "lead": True,
        "helpers": False,
        "due_on": False,
        "opinion": False,
    }
    at = datetime(2026, 11, 26, 9, 0, tzinfo=VIETNAM)  # a Thursday
    days = {urgency: deadlines.day_to_deal_with(urgency, at=at) for urgency in Urgency.values}
    assert {urgency: f"{one:%d/%m}" for urgency, one in days.items()} == {
        "": "03/12",
        "KHAN": "30/11",
        "THUONG_KHAN": "27/11",
        "HOA_TOC": "27/11",
    }
    Document.objects.filter(pk=entry.document_id).update(urgency="HOA_TOC")
    proposed = signed_in(cast.receiver).get(url).context["form"]["due_on"].value()
    assert proposed == f"{deadlines.day_to_deal_with('HOA_TOC', at=timezone.now()):%d/%m/%Y}"


def test_who_can_be_chosen_stands_by_the_alphabet_people_by_their_given_names(
    cast, entry, signed_in
):
    url = reverse("assign-incoming", args=[entry.pk])
    form = signed_in(cast.receiving_leader).get(url).context["form"]
    _, (_, units), (_, people) = form.fields["lead"].choices
    assert [name for _, name in units] == ["Văn phòng Sở"]
    assert [name for _, name in people] == ["Đinh Văn Giám", "Cao Văn Lạ", "Mai Thị Nhận"]


def test_given_on_to_whoever_has_it_already_is_refused(cast, given, office, signed_in):
    sent = {"do": "give_on", "to": f"official-{cast.stranger.pk}", "opinion": "Gấp."}
    answer = act(signed_in, cast.receiving_leader, given, **sent)
    assert answer.status_code == 409
    assert answer.context["form"].non_field_errors() == [
        "Cao Văn Lạ đang xử lý việc này rồi; hãy chọn người hoặc đơn vị khác."
    ]
    assert answer.context["form"]["opinion"].value() == "Gấp."
    to_unit = sent | {"to": f"department-{office.pk}"}
    assert act(signed_in, cast.receiving_leader, given, **to_unit).status_code == 302
    unit = Assignment.objects.latest("pk")
    answer = act(signed_in, cast.receiving_leader, unit, **to_unit)
    assert answer.context["form"].non_field_errors() == [
        "Văn phòng Sở đang xử lý việc này rồi; hãy chọn người hoặc đơn vị khác."
    ]
    assert Assignment.objects.count() == 2


def test_nobody_chosen_is_told_at_the_field(cast, entry, signed_in):
    answer = signed_in(cast.receiving_leader).post(
        reverse("assign-incoming", args=[entry.pk]), {"opinion": "Gấp."}
    )
    assert (answer.status_code, dict(answer.context["form"].errors)) == (
        422,
        {"lead": ["Chưa chọn đơn vị hoặc người xử lý."]},
    )


def test_who_may_not_assign_is_refused_and_what_waits_is_not_assigned(cast, given, signed_in):
    url = reverse("assign-incoming", args=[given.entry_id])
    assert [signed_in(who).get(url).status_code for who in (cast.stranger, cast.leader)] == [
        403,
        404,
    ]
    waiting = arrive(cast, code="08/BC-BQLKKT")
    url = reverse("assign-incoming", args=[waiting.pk])
    assert signed_in(cast.receiving_leader).get(url).status_code == 409


def test_who_has_it_finds_it_in_the_tray_with_its_day(cast, given, signed_in):
    page = signed_in(cast.stranger).get("/")
    assert page.context["assignments"] == [(given, False)]
    assert f'href="{reverse("assignment", args=[given.pk])}"' in page.content.decode()
    assert signed_in(cast.receiving_leader).get("/").context["assignments"] == []


def test_the_work_is_begun_and_done_and_the_leader_is_told(cast, given, signed_in):
    assert act(signed_in, cast.stranger, given, do="begin").status_code == 302
    answer = act(signed_in, cast.stranger, given, do="done", note="")
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"note": ["Báo xong thì phải ghi kết quả xử lý."]}
    act(signed_in, cast.stranger, given, do="done", note="Đã lưu theo dõi.")
    assert told(cast.receiving_leader) == [
        "Cao Văn Lạ (Văn phòng Sở) đã xử lý xong: Đã lưu theo dõi. Văn bản đến số 1: 07/BC-BQLKKT."
    ]
    page = signed_in(cast.receiver).get(reverse("read-incoming", args=[given.entry_id]))
    assert [line.text for line in page.context["history"]][:3] == [
        "Cao Văn Lạ (Văn phòng Sở) xử lý xong",
        "Cao Văn Lạ (Văn phòng Sở) bắt đầu xử lý",
        f"Giao Cao Văn Lạ (Văn phòng Sở) chủ trì, hạn {TODAY:%d/%m/%Y}",
    ]


def test_after_the_lead_is_done_the_page_asks_for_a_new_one(cast, given, signed_in):
    leader, url = (
        signed_in(cast.receiving_leader),
        reverse("assign-incoming", args=[given.entry_id]),
    )
    assert "lead" not in leader.get(url).context["form"].fields
    act(signed_in, cast.stranger, given, do="done", note="Đã lưu theo dõi.")
    assert "lead" in leader.get(url).context["form"].fields
    leader.post(url, {"lead": f"official-{cast.receiver.pk}"})
    assert inbox.assignments_for(cast.receiver, on=TODAY) == [Assignment.objects.latest("pk")]


def test_an_old_page_is_told_what_happened_since(cast, given, signed_in):
    act(signed_in, cast.receiving_leader, given, do="withdraw", reason="Giao nhầm.")
    assert told(cast.stranger)[0] == (
        "Đinh Văn Giám đã rút lại phân công: Giao nhầm. Văn bản đến số 1: 07/BC-BQLKKT."
    )
    # It is no longer theirs to see.
    assert act(signed_in, cast.stranger, given, do="done", note="Xong.").status_code == 404
    answer = act(signed_in, cast.receiving_leader, given, do="withdraw", reason="Lần nữa.")
    assert answer.status_code == 409
    assert answer.context["form"].non_field_errors() == [
        "Đinh Văn Giám đã rút lại phân công này: Giao nhầm."
    ]


@pytest.mark.parametrize("address", ["tray", "notices"])
def test_the_notice_leads_to_the_document_while_one_may_see_it(cast, given, signed_in, address):
    browser, document = signed_in(cast.stranger), given.entry.document
    link = f'href="{reverse("document", args=[document.public_id])}"'
    page = browser.get(reverse(address)).content.decode()
    assert [link in page, document.subject in page] == [True, True]
    act(signed_in, cast.receiving_leader, given, do="withdraw", reason="Giao nhầm.")
    page = browser.get(reverse(address)).content.decode()
    assert "đã rút lại phân công: Giao nhầm." in page
    assert [link in page, document.subject in page] == [False, False]


def test_given_on_it_leaves_one_tray_for_another(cast, given, office, signed_in):
    answer = act(
        signed_in,
        cast.receiver,
        given,
        do="give_on",
        to=f"official-{cast.receiver.pk}",
        directed_by=cast.receiving_leader.pk,
        opinion="Văn thư theo dõi.",
    )
    assert answer.status_code == 302
    new = Assignment.objects.latest("pk")
    assert (new.instead_of, new.leads, new.official) == (given, True, cast.receiver)
    assert inbox.assignments_for(cast.receiver, on=TODAY) == [new]
    assert inbox.assignments_for(cast.stranger, on=TODAY) == []
    assert told(cast.stranger)[0].startswith("Mai Thị Nhận đã giao lại cho Mai Thị Nhận")
    page = signed_in(cast.receiver).get(reverse("read-incoming", args=[given.entry_id]))
    assert [line.text for line in page.context["history"]][:2] == [
        "Giao lại cho Mai Thị Nhận (Văn phòng Sở) chủ trì",
        f"Giao Cao Văn Lạ (Văn phòng Sở) chủ trì, hạn {TODAY:%d/%m/%Y}",
    ]


def test_a_button_that_no_page_wrote_is_told_so(cast, given, signed_in):
    answer = act(signed_in, cast.stranger, given, do="bo-qua")
    assert (answer.status_code, answer.context["refusal"]) == (
        422,
        "Chưa chọn việc cần làm; hãy bấm một nút.",
    )


def test_who_works_on_nothing_here_sees_it_and_no_button(cast, given, signed_in):
    page = signed_in(cast.receiver).get(reverse("assignment", args=[given.pk]))
    assert (page.context["may_work"], page.context["may_give_on"]) == (False, True)
    assert act(signed_in, cast.receiver, given, do="begin").status_code == 409
    assert act(signed_in, cast.drafter, given, do="begin").status_code == 404
