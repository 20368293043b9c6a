"""What the others said stands before the one who judges."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.models import Verdict
from tests import life
from workflow.actions import reviewing


@pytest.fixture(autouse=True)
def cheap(cheap_files):
    """Let files cost nothing."""


def page(official, begun, step):
    client = Client()
    client.force_login(official)
    return client.get(reverse(f"task-{step}", args=[begun.task.pk])).content.decode()


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
    assert shown.count('id="noi-dung"') == 1
    assert shown.count("Đến phần ký") == 1


def test_the_form_checker_reads_it_too(cast):
    begun = life.begin(cast)
    begun.submit(cast.investment)
    say(begun, cast, Verdict.AGREED, "Số liệu đã khớp.")
    reviewing.initial(begun.task, opinion="", by=cast.head, at=timezone.now())
    assert page(cast.checker, begun, "form_check").count("Số liệu đã khớp.") == 1


def test_a_reviewer_reads_what_his_department_said_the_round_before(cast):
    begun = life.begin(cast)
    begun.submit(cast.investment)
    say(begun, cast, Verdict.SENT_BACK, "Mục II thiếu số liệu.")
    begun.revise()
    begun.submit(cast.investment)
    shown = page(cast.investment_head, begun, "review")
    assert shown.count("Ý kiến lần trước của đơn vị") == 1
    assert shown.count("Mục II thiếu số liệu.") == 1
