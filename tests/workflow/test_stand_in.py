"""Who covers for an absent colleague finds the work, and the page, as if it were his own."""

from datetime import timedelta

import pytest
from django.urls import reverse

from agencies.models import Delegation
from documents import access
from tests import life
from tests.cast import TODAY


@pytest.fixture
def covered(cast):
    """Let the head of another unit cover for the head of the drafting unit, today and tomorrow."""
    return Delegation.objects.create(
        absent=cast.head,
        stand_in=cast.environment_head,
        valid_from=TODAY,
        valid_to=TODAY + timedelta(days=2),
        reason="Đi công tác",
    )


def test_a_stand_in_from_another_unit_opens_the_page_and_acts(client, cast, covered):
    report = life.begin(cast).to("initial")
    task = report.task
    client.force_login(cast.environment_head)
    page = reverse("task-initial", args=[task.pk])

    assert client.get(page).status_code == 200
    client.post(page, {"do": "initial"})

    task.refresh_from_db()
    assert task.acted_by == cast.environment_head
    assert task.as_what.startswith("xử lý thay Lê Văn Trưởng")


def test_sight_ends_with_the_delegation(cast, covered):
    document = life.begin(cast).document
    assert access.visible_to(cast.environment_head, on=TODAY).filter(pk=document.pk).exists()

    later = TODAY + timedelta(days=2)
    assert not access.visible_to(cast.environment_head, on=later).filter(pk=document.pk).exists()


def test_a_stand_in_from_another_agency_opens_the_page_too(client, cast):
    Delegation.objects.create(
        absent=cast.head,
        stand_in=cast.receiver,
        valid_from=TODAY,
        valid_to=TODAY + timedelta(days=2),
        reason="Đi công tác",
    )
    task = life.begin(cast).to("initial").task
    client.force_login(cast.receiver)
    assert client.get(reverse("task-initial", args=[task.pk])).status_code == 200
