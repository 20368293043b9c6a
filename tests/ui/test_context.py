from dataclasses import dataclass

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from tests.ui import gallery
from ui import context
from ui.navigation import Badge, Bell

asked: list[str] = []


def sections(request: HttpRequest):
    asked.append(request.path)
    return gallery.NAVIGATION


def bell(request: HttpRequest) -> Bell:
    return gallery.BELL


def badge(request: HttpRequest) -> Badge:
    return gallery.BADGE


@pytest.fixture(autouse=True)
def rooms_that_know(settings: Settings) -> None:
    settings.UI_NAVIGATION = f"{__name__}.sections"
    settings.UI_BADGE = f"{__name__}.badge"
    settings.UI_BELL = f"{__name__}.bell"
    asked.clear()


@dataclass
class Account:
    full_name: str
    is_authenticated: bool

    def __str__(self) -> str:
        return self.full_name


def request_of(*, signed_in: bool) -> HttpRequest:
    request = RequestFactory().get("/viec/")
    account = Account("Lê Thu Hằng", is_authenticated=signed_in)
    request.user = account  # type: ignore[assignment]
    return request


def test_a_stranger_is_shown_no_way_and_no_name():
    frame = context.frame(request_of(signed_in=False))
    assert [frame[name] for name in ("official", "badge", "bell")] == [None, None, None]
    assert frame["navigation"] == ()


def test_a_request_without_any_account_still_has_a_frame():
    assert context.frame(RequestFactory().get("/"))["official"] is None


def test_an_official_is_shown_by_name_post_and_agency():
    request = request_of(signed_in=True)
    frame = context.frame(request)
    assert frame["official"] is request.user
    assert frame["badge"]() == gallery.BADGE
    assert frame["bell"]() == gallery.BELL


def test_the_ways_are_counted_once_a_page_and_only_when_shown():
    frame = context.frame(request_of(signed_in=True))
    assert asked == []
    assert frame["navigation"]() == frame["navigation"]() == gallery.NAVIGATION
    assert asked == ["/viec/"]


def test_without_a_room_that_knows_the_account_speaks_for_itself(settings: Settings):
    settings.UI_NAVIGATION = settings.UI_BADGE = settings.UI_BELL = ""
    frame = context.frame(request_of(signed_in=True))
    assert frame["badge"]() == Badge("Lê Thu Hằng")
    assert frame["navigation"]() == ()
    assert frame["bell"]() is None


@pytest.mark.parametrize("rehearsal", [True, False])
def test_a_page_knows_whether_the_province_is_invented(settings: Settings, rehearsal):
    settings.REHEARSAL = rehearsal
    assert context.frame(request_of(signed_in=True))["rehearsal"] is rehearsal
