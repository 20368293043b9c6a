from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.moments import VIETNAM, vn_day
from documents.actions import receiving
from documents.models import Dispatch, Document
from tests import life
from workflow import inbox, standing, tray, turn
from workflow.actions import drafting
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


def test_a_filter_that_is_none_narrows_nothing(cast, signed_in):
    life.begin(cast)
    page = signed_in(cast.drafter).get(reverse("tray") + "?loc=' OR 1=1&khan=\x00&han=x")
    assert page.content.decode().count('<li class="task">') == 1


def test_who_has_more_than_the_page_shows_is_told_so(cast, signed_in, monkeypatch):
    monkeypatch.setattr(tray, "MOST", 1)
    life.begin(cast)
    life.begin(cast)
    assert "Còn 1 việc chưa hiện" in tray_of(signed_in(cast.drafter))


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
