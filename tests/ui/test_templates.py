"""Rules for the templates of every room, kept by reading them."""

import re
from pathlib import Path

import pytest

from ui import icons

ROOT = Path(__file__).resolve().parents[2]
ROOMS = sorted(path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests")
TEMPLATES = sorted(page for room in ROOMS for page in room.rglob("templates/**/*.html"))

INLINE = {
    "style attribute": r"<[^>]*\sstyle\s*=",
    "style element": r"<style[\s>]",
    "event attribute": r"<[^>]*\son[a-z]+\s*=",
    "script without a file": r"<script(?![^>]*\ssrc=)",
    "address of code": r"javascript:",
    "other host": r"(?:src|href)=\"(?:https?:)?//",
    "attribute that htmx evaluates": r"\shx-on|\bjs:",
}


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.fixture(params=TEMPLATES, ids=named)
def text(request: pytest.FixtureRequest) -> str:
    page: Path = request.param
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds_code_or_style_or_leads_elsewhere(text, what):
    assert re.findall(INLINE[what], text, re.IGNORECASE) == []


@pytest.mark.parametrize(
    ("what", "bad"),
    [
        ("style attribute", '<p class="a"\n style="color: red">'),
        ("style element", "<style>"),
        ("event attribute", '<a onclick="go()">'),
        ("script without a file", "<script>go()</script>"),
        ("script without a file", '<script type="module">'),
        ("address of code", '<a href="javascript:go()">'),
        ("other host", '<img src="//cdn.example/x.png">'),
        ("attribute that htmx evaluates", '<a hx-on:click="go()">'),
    ],
)
def test_the_rules_catch_what_they_name(what, bad):
    assert re.search(INLINE[what], bad, re.IGNORECASE)


def test_no_form_lets_the_browser_speak_in_its_own_language(text):
    opened = re.findall(r"<form\b(?:\{%.*?%\}|\{\{.*?\}\}|[^>{])*>", text, re.DOTALL)
    assert len(opened) == text.count("<form")
    assert [one for one in opened if " novalidate" not in one] == []


def test_every_icon_of_a_template_is_one_that_the_build_takes(text):
    assert set(re.findall(r'\{% icon "([^"]+)"', text)) - icons.NAMES == set()


def test_every_form_that_is_sent_carries_its_token(text):
    sent = re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL | re.IGNORECASE)
    assert [form for form in sent if "{% csrf_token %}" not in form] == []


def test_the_templates_are_found():
    assert "ui/templates/ui/base.html" in map(named, TEMPLATES)
