from datetime import UTC, datetime, timedelta

import pytest

from agencies.actions import pacing
from agencies.errors import TooFast
from agencies.models import Official

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


@pytest.fixture
def official():
    return Official.objects.create_user("soan", "mat-khau-rat-dai", full_name="Trần Thị Soạn")


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(pacing, "SEARCHES", 3)
    monkeypatch.setattr(pacing, "UPLOADS", 1)


def test_so_many_searches_a_minute_and_no_more(official):
    for _ in range(3):
        pacing.count_search(official, at=NOW)
    with pytest.raises(TooFast):
        pacing.count_search(official, at=NOW + timedelta(seconds=59))
    pacing.count_search(official, at=NOW + timedelta(seconds=60))


def test_each_kind_and_each_official_is_counted_alone_in_one_statement(
    official, django_assert_num_queries
):
    other = Official.objects.create_user("khac", "mat-khau-rat-dai", full_name="Vũ Thị Khác")
    for _ in range(3):
        pacing.count_search(official, at=NOW)
    with django_assert_num_queries(2):
        pacing.count_search(other, at=NOW)
        pacing.count_upload(official, at=NOW)
    with pytest.raises(TooFast):
        pacing.count_upload(official, at=NOW)


def test_a_page_asks_for_patience_and_says_how_much(client, official):
    client.force_login(official)
    answers = [client.get("/tim/?q=a") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert (answers[3]["Retry-After"], TooFast.message in answers[3].content.decode()) == (
        "60",
        True,
    )
    assert client.get("/tim/goi-y/?q=a").json() == {"found": []}
    assert client.get("/tim/").status_code == 200  # nothing was asked
