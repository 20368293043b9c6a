"""The page of a document and of its steps: taking it back, and who may look over the shoulder."""

import pytest
from django.urls import reverse

from documents.models import Status
from tests import life
from workflow import inbox
from workflow.models import WorkTask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_files")]


@pytest.fixture
def under_way(cast):
    return life.begin(cast).to("register")


def address(report) -> str:
    return reverse("document", args=[report.document.public_id])


@pytest.mark.parametrize("reason", ["a\x00b", "a" * 1001])
def test_a_reason_that_cannot_be_kept_is_refused_and_nothing_moves(
    cast, under_way, signed_in, reason
):
    before = WorkTask.objects.count()
    answer = signed_in(cast.drafter).post(address(under_way), {"reason": reason})
    assert answer.status_code == 422
    assert WorkTask.objects.count() == before


def test_its_drafter_takes_it_back_and_says_why(cast, under_way, signed_in):
    answer = signed_in(cast.drafter).post(address(under_way), {"reason": "Sửa số liệu"})
    assert answer.status_code == 302
    under_way.document.refresh_from_db()
    assert under_way.document.status == Status.DRAFTING


def test_who_received_a_document_does_not_see_the_steps_of_its_making(cast, signed_in):
    issued = life.begin(cast).to("receive")
    assert signed_in(cast.receiver).get(address(issued)).status_code == 200
    tasks = WorkTask.objects.filter(
        process__document=issued.document, flow_task_type="HUMAN"
    ).order_by("pk")
    assert tasks
    for task in tasks:
        page = inbox.address(task)
        assert signed_in(cast.receiver).get(page).status_code == 404
        assert signed_in(cast.drafter).get(page).status_code in (403, 409)
