"""The page that compares two revisions, and the address that notes readings."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from documents import queries
from documents.actions.drafting import latest_revision
from documents.models import Reading
from tests import life
from tests.documents.drafts import paragraph
from tests.life import Life


@pytest.fixture(autouse=True)
def cheap(cheap_files):
    """Let files cost nothing."""


@pytest.fixture
def begun(cast) -> Life:
    """Give a document in three revisions."""
    begun = life.begin(cast, body=[{"id": "a", **paragraph("Tổng số 86 người")}])
    begun.revise(body=[{"id": "a", **paragraph("Tổng số 87 người")}])
    begun.revise(body=[{"id": "a", **paragraph("Tổng số 88 người")}])
    return begun


def signed_in(official) -> Client:
    client = Client()
    client.force_login(official)
    return client


def compared(begun, official, query=""):
    url = reverse("compare-revisions", args=[begun.document.public_id])
    return signed_in(official).get(url + query)


def test_any_two_revisions_are_compared(begun, cast):
    shown = compared(begun, cast.drafter, "?tu=1&den=3").content.decode()
    assert shown.count("<del> 86</del><ins> 88</ins>") == 1
    assert shown.count("<del>86</del> → <ins>88</ins>") == 1
    assert shown.count("Bản 1 thành bản 3") == 1


def test_without_a_choice_the_latest_change_is_shown(begun, cast):
    assert "Bản 2 thành bản 3" in compared(begun, cast.drafter).content.decode()


def test_every_revision_is_listed_with_the_one_before_it_and_the_way_back(begun, cast):
    begun.submit()
    shown = compared(begun, cast.drafter, f"?viec={begun.task.pk}").content.decode()
    assert re.findall(r'href="\?tu=(\d)&amp;den=(\d)', shown) == [("2", "3"), ("1", "2")]
    assert shown.count("Đã trình") == 1
    assert shown.count(f'href="/viec/{begun.task.pk}/soan/"') == 1
    assert "Về trang văn bản" in compared(begun, cast.drafter, "?viec=x").content.decode()


@pytest.mark.parametrize("query", ["?tu=9", "?den=abc", "?tu=-1&den=2", "?den=" + "9" * 40])
def test_a_revision_that_is_not_there_is_said(begun, cast, query):
    answer = compared(begun, cast.drafter, query)
    assert answer.status_code == 404
    assert answer.content.decode().count("Văn bản không có bản") == 1


def test_a_document_of_one_revision_says_that_there_is_nothing_to_compare(cast):
    answer = compared(life.begin(cast), cast.drafter)
    assert (answer.status_code, answer.content.decode().count("Văn bản mới có một bản")) == (200, 1)


def test_what_a_document_said_before_is_its_house_s_own_concern(cast):
    issued = life.begin(cast).to("receive")
    assert compared(issued, cast.drafter).status_code == 200
    assert compared(issued, cast.receiver).status_code == 404
    assert compared(issued, cast.stranger).status_code == 404


def tell(begun, official, **facts):
    url = reverse("reading", args=[begun.document.public_id])
    return signed_in(official).post(url, facts).status_code


def test_a_reading_is_noted_with_the_farthest_page(begun, cast):
    assert tell(begun, cast.drafter, revision=3, page=2, pages=4) == 204
    assert tell(begun, cast.drafter, revision=3, page=1) == 204
    noted = queries.reading_of(latest_revision(begun.document), cast.drafter)
    assert (noted.last_page, noted.pages) == (2, 4)


@pytest.mark.parametrize("facts", [{}, {"revision": "x"}, {"revision": 1, "page": 0}])
def test_a_reading_of_nothing_is_refused(begun, cast, facts):
    assert tell(begun, cast.drafter, **facts) == 422
    assert Reading.objects.count() == 0


def test_nobody_reads_what_he_may_not_see(begun, cast):
    assert tell(begun, cast.stranger, revision=1) == 404
    assert tell(begun, cast.drafter, revision=9) == 404
    assert Reading.objects.count() == 0
