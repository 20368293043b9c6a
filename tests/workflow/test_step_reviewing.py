"""What the others said stands before the one who judges."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents import queries
from documents.actions import reading
from documents.actions.drafting import latest_revision
from documents.models import Reading, Verdict
from tests import life
from tests.documents.drafts import paragraph
from workflow.actions import reviewing


@pytest.fixture(autouse=True)
def cheap(cheap_files):
    """Let files cost nothing."""


def page(official, begun, step, query=""):
    client = Client()
    client.force_login(official)
    return client.get(reverse(f"task-{step}", args=[begun.task.pk]) + query).content.decode()


def say(begun, cast, verdict, opinion):
    reviewing.review(
        begun.task, verdict=verdict, opinion=opinion, by=cast.investment_head, at=timezone.now()
    )


def test_the_unit_head_reads_what_the_departments_said_of_this_revision(cast):
    begun = life.begin(cast)
    begun.submit(cast.investment)
    say(begun, cast, Verdict.AGREED, "Số liệu đã khớp.")
    shown = page(cast.head, begun, "initial")
    assert shown.count("Số liệu đã khớp.") == 1
    assert shown.count("Đến phần ký") == 1


def test_the_form_checker_reads_it_too(cast):
    begun = life.begin(cast)
    begun.submit(cast.investment)
    say(begun, cast, Verdict.AGREED, "Số liệu đã khớp.")
    reviewing.initial(begun.task, opinion="", by=cast.head, at=timezone.now())
    assert page(cast.checker, begun, "form_check").count("Số liệu đã khớp.") == 1


def test_a_reviewer_reads_what_was_said_the_round_before_and_by_others(cast):
    begun = life.begin(cast)
    begun.submit(cast.investment, cast.environment)
    theirs, ours = begun.tasks
    reviewing.review(
        theirs, verdict=Verdict.AGREED, opinion="", by=cast.investment_head, at=timezone.now()
    )
    reviewing.review(
        ours,
        verdict=Verdict.SENT_BACK,
        opinion="Mục II thiếu số liệu.",
        by=cast.environment_head,
        at=timezone.now(),
    )
    begun.revise()
    begun.submit(cast.investment)
    shown = page(cast.investment_head, begun, "review")
    assert shown.count("Mục II thiếu số liệu.") == 1
    assert shown.count("Đồng ý.") == 1


@pytest.fixture
def asked(cast):
    """Give a report that its unit changed once, at the head who initials it."""
    begun = life.begin(cast, body=[{"id": "a", **paragraph("Tổng số 86 người./.")}])
    begun.revise(body=[{"id": "a", **paragraph("Tổng số 88 người./.")}])
    begun.submit()
    return begun


def test_the_changes_since_what_he_saw_last_stand_one_click_away(cast, asked):
    reading.opened(asked.document.revisions.get(n=1), by=cast.head, at=timezone.now())
    shown = page(cast.head, asked, "initial", "?xem=thay-doi")
    assert shown.count("Bản 2 so với bản 1.") == 1
    assert shown.count("<del> 86</del><ins> 88</ins>") == 1
    assert page(cast.head, asked, "initial").count("Thay đổi (1)") == 1


def test_looking_is_no_reading_but_judging_is(cast, asked):
    page(cast.head, asked, "initial")
    assert Reading.objects.count() == 0
    reviewing.initial(asked.task, opinion="", by=cast.head, at=timezone.now())
    assert Reading.objects.get().official == cast.head


def test_what_is_marked_at_a_block_comes_to_the_drafter(cast, asked):
    sent = {"do": "send_back", "reason": "Sửa một chỗ", "mark": ["a"], "note-a": "Ghi rõ kỳ"}
    client = Client()
    client.force_login(cast.head)
    answer = client.post(reverse("task-initial", args=[asked.task.pk]), sent)
    assert answer.status_code == 302
    (mark,) = queries.marks_on(asked.document)
    assert (mark.block_id, mark.note, mark.revision_n) == ("a", "Ghi rõ kỳ", 2)
    shown = page(cast.drafter, asked, "draft")
    assert shown.count("<q>Tổng số 88 người./.</q> Ghi rõ kỳ") == 1


def test_a_mark_without_a_reason_keeps_what_was_typed(cast, asked):
    client = Client()
    client.force_login(cast.head)
    sent = {"do": "send_back", "reason": "", "mark": ["a"], "note-a": "Ghi rõ kỳ"}
    answer = client.post(reverse("task-initial", args=[asked.task.pk]), sent)
    assert answer.status_code == 422
    assert answer.content.decode().count(">Ghi rõ kỳ</textarea>") == 1
    assert answer.content.decode().count('value="a" form="tra-lai" checked') == 1


def test_a_note_too_long_for_its_field_is_refused_in_words(cast, asked):
    client = Client()
    client.force_login(cast.head)
    sent = {"do": "send_back", "reason": "Sửa", "note-a": "x" * 1001}
    answer = client.post(reverse("task-initial", args=[asked.task.pk]), sent)
    assert answer.status_code == 422
    assert asked.status == "INITIALLING"


def sent(official, begun, typed):
    client = Client()
    client.force_login(official)
    return client.post(reverse("task-review", args=[begun.task.pk]), typed)


def test_what_was_remarked_at_a_block_is_kept_with_an_agreement(cast):
    begun = life.begin(cast)
    begun.submit(cast.investment)
    block = latest_revision(begun.document).content["body"][0]["id"]
    sent(cast.investment_head, begun, {"do": "agree", f"note-{block}": "Bổ sung danh mục."})
    (mark,) = queries.marks_on(begun.document)
    assert (mark.block_id, mark.note) == (block, "Bổ sung danh mục.")


def test_a_remark_with_an_unprintable_sign_is_refused_in_words(cast):
    begun = life.begin(cast)
    begun.submit(cast.investment)
    block = latest_revision(begun.document).content["body"][0]["id"]
    typed = {"do": "send_back", "reason": "x", f"note-{block}": "a\0b"}
    answer = sent(cast.investment_head, begun, typed)
    assert answer.status_code == 422
    assert "ký tự không in được" in answer.content.decode()


def test_a_reason_that_came_too_late_is_not_lost(cast, signed_in):
    begun = life.begin(cast)
    begun.submit(cast.investment)
    url = reverse("task-review", args=[begun.task.pk])
    block = latest_revision(begun.document).content["body"][0]["id"]
    say(begun, cast, Verdict.SENT_BACK, "Thiếu số liệu.")
    sent = {"do": "send_back", "reason": "Sai <căn cứ>.", f"note-{block}": "Viết lại."}
    answer = signed_in(cast.investment_head).post(url, sent)
    kept = answer.content.decode().split('id="vua-go"')[1].split("</section>")[0]
    assert answer.status_code == 409
    assert answer.context["typed"] == ["Sai <căn cứ>.", "Viết lại."]
    assert "Sai &lt;căn cứ&gt;." in kept
    assert 'id="vua-go"' not in signed_in(cast.investment_head).get(url).content.decode()
