from datetime import timedelta

import pytest
from django.urls import reverse

from tests import life
from workflow import inbox
from workflow.actions import notices
from workflow.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast):
    """Tell the drafter three things."""
    document = life.begin(cast).document
    for n in range(3):
        notices.tell([cast.drafter], f"Tin số {n}.", document=document, at=life.now())
    return document


def unseen(official):
    return sorted(inbox.unseen_notices(official).values_list("sentence", flat=True))


def test_the_bell_shows_how_much_is_unseen_on_every_page(cast, told, signed_in):
    page = signed_in(cast.drafter).get("/tuy-chon/").content.decode()
    assert 'data-count="3"' in page
    assert '<b class="count">3</b>' in page
    nobody = signed_in(cast.head).get("/tuy-chon/").content.decode()
    assert '<b class="count" hidden>0</b>' in nobody


def test_the_bell_is_answered_with_news_and_else_with_nothing(cast, told, signed_in):
    browser = signed_in(cast.drafter)
    news = browser.get("/thong-bao/moi/?so=1")
    assert news.json() == {"count": 3, "newest": "Tin số 2."}
    assert browser.get("/thong-bao/moi/?so=3").status_code == 204
    assert "no-store" in news.headers["Cache-Control"]
    assert browser.get("/thong-bao/moi/?so=abc").json()["count"] == 3


def test_what_is_put_away_can_be_taken_back(cast, told, signed_in):
    browser = signed_in(cast.drafter)
    page = browser.post("/thong-bao/da-xem/", {"thong-bao": "1"}, follow=True).content.decode()
    assert unseen(cast.drafter) == []
    assert "Đã cất 3 thông báo." in page
    back = page.split('action="/thong-bao/hoan-tac/')[1].split('"')[0]
    browser.post(f"/thong-bao/hoan-tac/{back}".replace("&amp;", "&"))
    assert unseen(cast.drafter) == ["Tin số 0.", "Tin số 1.", "Tin số 2."]


def test_what_came_after_the_page_was_shown_is_not_put_away(cast, told, signed_in):
    shown = Notice.objects.filter(official=cast.drafter).order_by("-pk")[1].pk
    signed_in(cast.drafter).post("/thong-bao/da-xem/", {"den": shown})
    assert unseen(cast.drafter) == ["Tin số 2."]


def test_only_what_was_put_away_at_that_moment_is_taken_back(cast, told, signed_in):
    before = life.now() - timedelta(minutes=5)
    first = Notice.objects.filter(official=cast.drafter).order_by("pk")[0]
    notices.seen(cast.drafter, at=before, up_to=first.pk)
    at = life.now()
    notices.seen(cast.drafter, at=at)
    notices.seen(cast.head, at=at)
    assert notices.unsee(cast.drafter, seen_at=at) == 2
    assert unseen(cast.drafter) == ["Tin số 1.", "Tin số 2."]


@pytest.mark.parametrize("moment", ["", "hôm qua", "2026-11-16", "2026-11-16T09:41:00", "\x00"])
def test_a_moment_that_is_none_takes_nothing_back(cast, told, signed_in, moment):
    notices.seen(cast.drafter, at=life.now())
    browser = signed_in(cast.drafter)
    answer = browser.post(f"{reverse('unsee-notices')}?luc={moment}")
    assert (answer.status_code, unseen(cast.drafter)) == (302, [])


def test_the_page_goes_on_below_and_back_to_the_top(cast, told, signed_in, monkeypatch):
    monkeypatch.setattr("workflow.pages.bell.A_PAGE", 2)
    browser = signed_in(cast.drafter)
    first = browser.get("/thong-bao/").content.decode()
    assert ["Tin số 2." in first, "Tin số 0." in first] == [True, False]
    last = Notice.objects.filter(official=cast.drafter).order_by("-pk")[1].pk
    below = browser.get(f"/thong-bao/?truoc={last}").content.decode()
    assert ["Tin số 2." in below, "Tin số 0." in below] == [False, True]


def test_an_empty_list_says_what_will_stand_there(cast, signed_in):
    page = signed_in(cast.drafter).get("/thong-bao/").content.decode()
    assert "Chưa có thông báo nào" in page
