from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.moments import VIETNAM, vn_day
from documents.actions import receiving
from documents.actions.assigning import Order
from documents.models import Dispatch, Document
from tests import life
from tests.documents.arrivals import arrive
from workflow import inbox, navigation, standing, tray, turn
from workflow.actions import assigning, drafting, reviewing
from workflow.models import WorkTask

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(cast, cheap_files):
    return life.begin(cast).to("receive")


@pytest.fixture
def returned(cast, issued):
    receiving.send_back(issued.arrival, reason="Thiếu phụ lục.", by=cast.receiver, at=life.now())
    return issued


def tray_of(browser):
    return browser.get(reverse("tray")).content.decode()


@pytest.mark.parametrize("who", ["drafter", "clerk"])
def test_drafter_and_clerk_of_the_sender_read_who_sent_it_back_and_why(
    cast, returned, signed_in, who
):
    page = tray_of(signed_in(cast.everyone()[who]))
    panel = page.split('id="tra-lai"')[1].split("</section>")[0]
    assert "Sở Nội vụ tỉnh Sơn Hà trả lại lúc" in panel
    assert "Thiếu phụ lục." in panel
    assert f'href="/van-ban/{returned.document.public_id}/"' in panel


def test_nobody_else_reads_of_a_return_and_it_leaves_after_thirty_days(cast, returned):
    at = life.now()
    told = {name for name, one in cast.everyone().items() if inbox.returns_for(one, at=at).exists()}
    assert told == {"drafter", "clerk"}
    later = at + inbox.RETURNS_STAY + timedelta(minutes=1)
    assert not inbox.returns_for(cast.drafter, at=later).exists()


def test_units_and_leaders_find_what_was_sent_to_them_once(cast, issued, signed_in):
    sent_to_units = {
        name for name, one in cast.everyone().items() if inbox.sent_to(one, on=vn_day(life.now()))
    }
    units = set(Dispatch.objects.exclude(department=None).values_list("department", flat=True))
    assert sent_to_units == {
        name
        for name, one in cast.everyone().items()
        if one.appointments.get().post.department_id in units
    }
    assert "investment_head" in sent_to_units

    official = cast.investment_head
    Dispatch.objects.create(
        document=issued.document,
        channel="INTERNAL",
        official=official,
        state="SENT",
        sent_at=life.now(),
    )
    assert len(inbox.sent_to(official, on=vn_day(life.now()))) == 1

    panel = tray_of(signed_in(official)).split('id="moi"')[1].split("</section>")[0]
    document = issued.document
    assert f'href="/van-ban/{document.public_id}/"' in panel
    assert f"01/BC-BQLKKT: {document.subject}" in panel


def headings(official, at, asked=None):
    asked = asked or tray.Asked()
    return [(one.title, len(one.rows)) for one in tray.groups(official, asked, at=at)]


def test_the_tray_is_in_groups_by_lateness(cast):
    at = life.now()
    today = end_of(at)
    for due_at in (at - timedelta(days=3), None, at - timedelta(minutes=1), today):
        report = life.begin(cast)
        WorkTask.objects.filter(pk=report.task.pk).update(due_at=due_at)
    assert headings(cast.drafter, at) == [("Quá hạn", 2), ("Hôm nay", 1), ("Không có hạn", 1)]


def end_of(at):
    return at.astimezone(VIETNAM).replace(hour=23, minute=59, second=59)


def test_the_most_urgent_of_one_due_day_stands_first(cast):
    due_at = life.now() + timedelta(days=2)
    for urgency in ("", "KHAN", "HOA_TOC", "THUONG_KHAN"):
        report = life.begin(cast)
        Document.objects.filter(pk=report.document.pk).update(urgency=urgency)
        WorkTask.objects.filter(pk=report.task.pk).update(due_at=due_at)
    (group,) = tray.groups(cast.drafter, tray.Asked(), at=life.now())
    assert [row.document.urgency for row in group.rows] == ["HOA_TOC", "THUONG_KHAN", "KHAN", ""]


def test_the_filters_are_addresses_that_keep_each_other(cast, signed_in):
    at = life.now()
    for urgency, late in (("KHAN", True), ("KHAN", False), ("", True)):
        report = life.begin(cast)
        Document.objects.filter(pk=report.document.pk).update(urgency=urgency)
        due_at = at + timedelta(days=-1 if late else 9)
        WorkTask.objects.filter(pk=report.task.pk).update(due_at=due_at)
    asked = tray.Asked.of(step="", urgency="khan", due="")
    chips = {one.label: one for one in tray.chips(cast.drafter, asked, at=at)}
    assert {label: one.count for label, one in chips.items()} == {
        "Tất cả": 3,
        "Soạn thảo": 2,
        "Quá hạn": 1,
        "Khẩn": 3,
    }
    assert chips["Quá hạn"].address == "?khan=khan&han=qua-han"
    page = signed_in(cast.drafter).get(reverse("tray") + chips["Quá hạn"].address)
    assert page.content.decode().count('<li class="task late">') == 1


def test_what_came_back_is_marked_counted_and_found_by_its_chip(cast, signed_in):
    came_back, other = life.begin(cast), life.begin(cast)
    came_back.submit()
    reviewing.send_back(came_back.task, reason="Sai căn cứ.", by=cast.head, at=life.now())
    browser = signed_in(cast.drafter)
    answer = browser.get(reverse("tray"))
    back = next(one for one in answer.context["chips"] if one.label == "Trả lại")
    assert (back.count, back.address, back.chosen) == (1, "?tra-lai=co", False)
    page = browser.get(reverse("tray") + back.address)
    rows = [row for group in page.context["groups"] for row in group.rows]
    assert [(row.document, row.came_back) for row in rows] == [(came_back.document, True)]
    assert page.content.decode().count('<strong class="tag bad">Trả lại</strong>') == 1
    came_back.revise(subject=[{"s": "Bản sửa"}])
    came_back.submit()
    chips = browser.get(reverse("tray")).context["chips"]
    assert [(one.label, one.count) for one in chips] == [("Tất cả", 1), ("Soạn thảo", 1)]
    assert other.task.is_open


def test_a_filter_that_is_none_narrows_nothing(cast, signed_in):
    life.begin(cast)
    page = signed_in(cast.drafter).get(reverse("tray") + "?loc=' OR 1=1&khan=\x00&han=x")
    assert page.content.decode().count('<li class="task">') == 1


def test_who_has_more_than_the_page_shows_is_told_so(cast, signed_in, monkeypatch):
    monkeypatch.setattr(tray, "MOST", 1)
    life.begin(cast)
    life.begin(cast)
    assert "Còn 1 việc chưa hiện" in tray_of(signed_in(cast.drafter))


def test_the_rail_counts_what_arrived_and_waits_for_this_person(cast, cheap_files, signed_in):
    entry, later = arrive(cast), arrive(cast, code="08/BC-BQLKKT")
    on = vn_day(life.now())

    def counts(official):
        found = inbox.counts(official, on=on)
        return found.to_receive, found.to_assign, found.assigned, found.all

    def of_rail(official):
        rail = navigation.sections(request_of(official))
        named = {item.label: item for section in rail for item in section.items}
        return named["Việc cần xử lý"].count, named["Văn bản đến"].count, named["Văn bản đến"].url

    def request_of(official):
        request = RequestFactory().get("/viec/")
        request.user = official
        return request

    receiving.receive(entry, by=cast.receiver, at=life.now())
    receiving.receive(later, by=cast.receiver, at=life.now())
    third = arrive(cast, code="09/BC-BQLKKT")
    assert counts(cast.receiver) == (1, 0, 0, 1)
    assert counts(cast.receiving_leader) == (0, 2, 0, 2)
    assert of_rail(cast.receiver) == (1, 1, "/van-ban-den/")
    to_assign = "/van-ban-den/?tinh-trang=chua-phan-cong"
    assert of_rail(cast.receiving_leader) == (2, 2, to_assign)
    assigning.assign(
        entry,
        lead=cast.stranger,
        helpers=[],
        order=Order(),
        by=cast.receiving_leader,
        at=life.now(),
    )
    assert counts(cast.receiving_leader) == (0, 1, 0, 1)
    assert counts(cast.stranger) == (0, 0, 1, 1)
    panel = tray_of(signed_in(cast.receiving_leader)).split('id="phan-cong"')[1]
    assert f'href="{reverse("assign-incoming", args=[later.pk])}"' in panel.split("</section>")[0]
    assert f'href="{reverse("assign-incoming", args=[third.pk])}"' not in panel


def test_the_most_urgent_arrival_stands_first_with_its_tag(cast, cheap_files, signed_in):
    entries = [arrive(cast, code=f"{n:02d}/BC-BQLKKT") for n in range(1, 4)]
    Document.objects.filter(pk=entries[1].document_id).update(urgency="HOA_TOC")
    on = vn_day(life.now())
    codes = [one.code for one in inbox.arrivals_for(cast.receiver, on=on)]
    assert codes == ["02/BC-BQLKKT", "01/BC-BQLKKT", "03/BC-BQLKKT"]
    panel = tray_of(signed_in(cast.receiver)).split('id="den"')[1].split("</section>")[0]
    first, second, _ = panel.split('<li class="task">')[1:]
    assert ["Hỏa tốc" in first, "Hỏa tốc" in second] == [True, False]


def test_the_tray_asks_as_much_for_many_tasks_as_for_few(cast, signed_in):
    browser = signed_in(cast.drafter)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            tray_of(browser)
        return len(asked)

    life.begin(cast)
    life.begin(cast).submit(cast.investment)
    few = queries()
    for _ in range(3):
        life.begin(cast)
        life.begin(cast).submit(cast.investment)
        life.begin(cast).submit()
    assert queries() == few


def test_many_tasks_are_each_in_the_hands_of_the_same_people_as_one_alone(cast):
    first, second = life.begin(cast), life.begin(cast)
    first.submit(cast.investment)
    second.submit()
    tasks = [life.begin(cast).task, *first.tasks, *second.tasks]
    on = vn_day(life.now())
    each = turn.able_each(tasks, on=on)
    assert each == {task.pk: turn.able(task, on=on) for task in tasks}
    assert all(each.values())


def test_the_rail_counts_the_tasks_without_fetching_them(cast):
    life.begin(cast)
    life.begin(cast)
    on = vn_day(life.now())
    with CaptureQueriesContext(connection) as asked:
        assert inbox.number_of_tasks(cast.drafter, on=on) == 2
    of_tasks = [one["sql"] for one in asked if "workflow_worktask" in one["sql"]]
    assert [sql.split("(")[0] for sql in of_tasks] == ["SELECT COUNT"]


def states(report):
    report.document.refresh_from_db()
    return [(step.label, step.state) for step in standing.steps_of(report.document)]


def test_no_opinion_is_ticked_where_nobody_was_asked(cast):
    report = life.begin(cast)
    report.submit()
    assert states(report)[:2] == [("Soạn thảo", "done"), ("Ký nháy", "current")]


def test_opinions_that_were_asked_stand_on_the_line(cast):
    report = life.begin(cast)
    assert states(report)[:2] == [("Soạn thảo", "current"), ("Xin ý kiến", "waiting")]
    report.submit(cast.investment)
    assert states(report)[:2] == [("Soạn thảo", "done"), ("Xin ý kiến", "current")]


def test_a_cancelled_document_stands_at_no_step(cast):
    report = life.begin(cast)
    drafting.cancel(report.task, reason="Trùng.", by=cast.drafter, at=life.now())
    assert {state for _, state in states(report)} == {"waiting"}


def test_the_drafter_may_take_back_until_there_is_a_number(cast, cheap_files):
    report = life.begin(cast).to("register")
    assert standing.may_withdraw(report.document, report.tasks, by=cast.drafter)
    report.seal()
    assert not standing.may_withdraw(report.document, report.tasks, by=cast.drafter)
