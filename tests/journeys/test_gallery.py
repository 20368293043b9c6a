"""Every shared part of a page in a real browser: accessible, narrow, dark, strict."""

import mimetypes
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from playwright.sync_api import BrowserContext, Page, Route
from pytest_django import Settings

from tests.ui import gallery
from ui import build
from ui.csp import PAGE

STATIC = Path(__file__).resolve().parents[2] / "ui"
ADDRESS = "http://dau-son.test/"
WIDTHS = [320, 390, 820, 1440]
SCHEMES = ["light", "dark"]

NewContext = Callable[..., BrowserContext]


@pytest.fixture(autouse=True)
def plain_names(settings: Settings) -> None:
    build.build()
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}


def answer(route: Route) -> None:
    """Stand in for the server: the page itself, and the static files from where they lie."""
    path = urlsplit(route.request.url).path
    if path == "/":
        page = render_to_string("ui/gallery.html", gallery.context())
        headers = {"Content-Security-Policy": PAGE, "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(body=page, headers=headers)
    else:
        route.fulfill(path=STATIC / path.lstrip("/"), content_type=mimetypes.guess_type(path)[0])


def shown(context: BrowserContext) -> Page:
    context.route("**/*", answer)
    page = context.new_page()
    page.goto(ADDRESS)
    return page


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_accessibility_rules_find_nothing(new_context: NewContext, width: int, scheme: str):
    # The rules are run by a script put into the page, which the page's own policy forbids.
    size = {"width": width, "height": 900}
    page = shown(new_context(viewport=size, color_scheme=scheme, bypass_csp=True))
    found = Axe().run(page)
    assert [fault["id"] for fault in found.response["violations"]] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_screen(new_context: NewContext, width: int):
    page = shown(new_context(viewport={"width": width, "height": 900}))
    assert page.evaluate("document.documentElement.scrollWidth") == width


LETTERS = """() => document.fonts.ready.then((faces) => [...faces]
  .filter((face) => /^"?Plex"?$/.test(face.family) && face.status === "loaded")
  .map((face) => face.weight))"""


def test_the_policy_stops_nothing_and_the_console_stays_silent(new_context: NewContext):
    context = new_context()
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    page = shown(context)
    assert page.evaluate(LETTERS) == ["400", "600"]
    assert said == []


# A control in its label is pressed by the label; a link in a sentence is as high as the line.
TOO_SMALL = """() => [...document.querySelectorAll("a, button, input, select, textarea")]
  .filter((control) => control.offsetParent && !control.closest("label, .skip, .vh"))
  .filter((control) => getComputedStyle(control).display !== "inline")
  .filter((control) => control.getBoundingClientRect().height < 44)
  .map((control) => control.outerHTML)"""


def test_a_finger_finds_every_control(new_context: NewContext):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = shown(new_context(**phone))
    assert page.evaluate("matchMedia('(pointer: coarse)').matches")
    assert page.evaluate(TOO_SMALL) == []


def test_a_phone_opens_the_whole_rail_without_any_script(new_context: NewContext):
    phone = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}
    page = shown(new_context(**phone))
    rail = page.get_by_role("navigation", name="Chính")
    assert rail.is_visible() is False
    page.get_by_role("button", name="Tất cả").click()
    assert rail.get_by_role("link", name="Sổ văn bản đi").is_visible() is True


def test_the_summary_of_a_wrong_form_is_where_reading_begins(new_context: NewContext):
    page = shown(new_context())
    assert page.evaluate("document.activeElement.className") == "problems"
    page.get_by_role("link", name="Ngày ban hành: Nhập một ngày hợp lệ.").click()
    assert page.evaluate("document.activeElement.id") == "id_issued_on"
