"""The editor's buttons, with a pointer, with keys, for a screen reader; light, dark, narrow."""

import os
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.editor.bench import EMPTY, Mount, block
from tests.journeys.editor.test_typing import WHOLE


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_the_accessibility_rules_find_nothing(mount: Mount, width: int, scheme: str):
    size = {"width": width, "height": 900}
    # The rules are run by a script put into the page, which the page's own policy forbids.
    bench = mount(*WHOLE, viewport=size, color_scheme=scheme, bypass_csp=True).at("t")
    if folder := os.environ.get("DAUSON_PICTURES"):
        bench.page.screenshot(path=f"{folder}/editor-{width}-{scheme}.png", full_page=True)
    found = Axe().run(bench.page)
    assert [fault["id"] for fault in found.response["violations"]] == []
    assert bench.page.evaluate("document.documentElement.scrollWidth") == width


def test_buttons_do_and_show_what_holds_at_the_caret(mount: Mount):
    bench = mount(block("b1", "Chữ"), block("m", "Mục", "h", lvl=1, num="I")).at("b1")
    heading, bold = (bench.page.get_by_role("button", name=name) for name in ("Mục I.", "Chữ đậm"))
    assert heading.get_attribute("aria-pressed") == "false"
    bench.at("m")
    assert heading.get_attribute("aria-pressed") == "true"
    bench.press("Home", "Shift+End")
    bold.click()
    assert bold.get_attribute("aria-pressed") == "true"
    assert bench.lines() == ["p Chữ", "h1 I <b>Mục</>"]


def test_the_buttons_of_tables_are_there_inside_one(mount: Mount):
    bench = mount(EMPTY, {"t": "table", "id": "t", "rows": [["a", "b"]]}).at("b1")
    tools = bench.page.get_by_role("group", name="Bảng")
    assert tools.is_visible() is False
    bench.at("t")
    assert tools.is_visible() is True
    bench.page.get_by_role("button", name="Gộp các ô đã chọn").click(force=True)
    bench.page.get_by_role("button", name="Thêm dòng phía dưới").click()
    assert bench.lines() == ["p", "table row: a | b / row:  | "]


def test_keys_walk_the_buttons_and_one_stop_leads_to_them(mount: Mount):
    bench = mount(block("b1", "Chữ")).at("b1")
    assert bench.press("Shift+Tab").page.evaluate(FOCUSED) == "undo"
    assert bench.press("ArrowRight", "ArrowRight", "ArrowRight").page.evaluate(FOCUSED) == "basis"
    bench.press("Enter")
    assert bench.lines() == ["basis Chữ"]
    assert bench.page.evaluate("document.activeElement.role") == "textbox"
    assert bench.press("Shift+Tab").page.evaluate(FOCUSED) == "basis"


FOCUSED = "document.activeElement.dataset.command"


def test_a_finger_finds_every_button(mount: Mount):
    phone: dict[str, Any] = {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
    }
    bench = mount(*WHOLE, **phone).at("t")
    sizes = bench.page.eval_on_selector_all(
        ".tools-group:not([hidden]) button",
        "all => all.map((one) => one.getBoundingClientRect().height)",
    )
    assert min(sizes) >= 44
