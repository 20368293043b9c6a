"""The editor of a draft's body in a real browser: what is typed, pasted and read back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.ui.editor import Bench, mounted
from ui import build

NewContext = Callable[..., BrowserContext]
Mount = Callable[..., Bench]


@pytest.fixture
def mount(new_context: NewContext) -> Iterator[Mount]:
    """Open the editor with some blocks; at the end nothing may have been complained of."""
    build.build()
    complaints: list[str] = []

    def open_(*blocks: Any, readonly: bool = False, **options: Any) -> Bench:
        context = new_context(**options)
        context.on("console", lambda message: complaints.append(message.text))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        return mounted(context, list(blocks), readonly=readonly)

    yield open_
    assert complaints == []


def block(name: str, words: str, t: str = "p", **more: Any) -> Any:
    return {"t": t, "id": name, "x": [{"s": words}] if words else [], **more}


EMPTY = block("b1", "")
WHOLE = [
    block("c", "Căn cứ Luật;", "basis"),
    block("m1", "Tình hình", "h", lvl=1, num="I"),
    block("k1", "Một", "num", num="1"),
    block("a1", "Điểm", "point", num="a"),
    block("a2", "Điểm", "point", num="a"),
    block("a3", "Điểm", "point", num="b"),
    block("k9", "Chín", "num", num="9"),
    block("k10", "Mười", "num", num="10"),
    block("kx", "Lạ", "num", num="1.2"),
    block("k12", "Mười hai", "num", num="12"),
    block("g", "Ý", "li", lvl=1, mark="-"),
    block("g2", "Ý nhỏ", "li", lvl=2, mark="+"),
    block("g3", "Ý lạ", "li", lvl=2, mark="-"),
    {
        "t": "p",
        "id": "r",
        "x": [{"s": "a", "b": True, "u": True}, {"s": ""}, {"s": "2", "sup": True}],
    },
    {
        "t": "table",
        "id": "t",
        "cols": [1, 2.5],
        "head": [["TT", {"x": [{"s": "Việc", "i": True}], "al": "c"}]],
        "rows": [[{"x": [{"s": "1"}], "rs": 2}, "Một"], ["Hai"], [{"x": [], "cs": 2}]],
    },
]


def test_what_is_loaded_is_given_back_unchanged(mount: Mount):
    assert mount(*WHOLE).blocks() == WHOLE


def test_signs_typed_at_the_beginning_make_the_blocks(mount: Mount):
    bench = mount(EMPTY).at("b1")
    bench.type("I. Tình hình").press("Enter").type("1. Khoản").press("Enter").type("a) Điểm")
    bench.press("Enter").type("- Ý").press("Enter").type("+ Nhỏ")
    assert bench.lines() == ["h1 I Tình hình", "num 1 Khoản", "point a Điểm", "li1 Ý", "li2 Nhỏ"]
