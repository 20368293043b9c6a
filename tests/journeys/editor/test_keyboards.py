"""Vietnamese as it is really typed: composed, or corrected by a keyboard that sends Backspace."""

from typing import Any

import pytest

from tests.journeys.editor.bench import EMPTY, Bench, Mount, block

# What keyboards send before a correction, so that a browser offers no completion meanwhile.
SENTINELS = ["", "\u202f", "\u200c"]
BACK = "\b"


class Keyboard:
    """Sends keys 5 ms apart, as a keyboard program on the official's machine does."""

    def __init__(self, bench: Bench, sentinel: str = "") -> None:
        self.bench, self.sentinel = bench, sentinel
        self.debugger = bench.page.context.new_cdp_session(bench.page)

    def send(self, keys: str) -> None:
        for key in keys:
            self._send(key)
            self.bench.wait(5)

    def correct(self, letters: int, instead: str) -> None:
        """Take letters back and write others; a sentinel is taken back with them."""
        self.send(self.sentinel + BACK * (letters + len(self.sentinel)) + instead)

    def compose(self, *steps: str) -> None:
        for step in steps:
            where = {"selectionStart": len(step), "selectionEnd": len(step)}
            self.debugger.send("Input.imeSetComposition", {"text": step, **where})
            self.bench.wait(5)
        self.debugger.send("Input.insertText", {"text": steps[-1]})
        self.bench.wait(60)

    def _send(self, key: str) -> None:
        event: dict[str, Any]
        if key == BACK:
            event = {"key": "Backspace", "code": "Backspace", "windowsVirtualKeyCode": 8}
        else:
            # Windows wraps a letter that no key bears as VK_PACKET.
            event = {"key": key, "text": key, "windowsVirtualKeyCode": 231}
        for kind in ("keyDown", "keyUp"):
            self.debugger.send("Input.dispatchKeyEvent", {"type": kind, **event})


def viet(keyboard: Keyboard) -> None:
    """Telex `Vieejt ddeens`."""
    keyboard.send("Vie")
    keyboard.correct(1, "ê")
    keyboard.send("t")
    keyboard.correct(2, "ệt")
    keyboard.send(" d")
    keyboard.correct(1, "đ")
    keyboard.send("e")
    keyboard.correct(1, "ê")
    keyboard.send("n")
    keyboard.correct(2, "ến")


@pytest.mark.parametrize("sentinel", SENTINELS)
def test_corrected_letters_stand_as_they_were_meant(mount: Mount, sentinel: str):
    bench = mount(EMPTY).at("b1")
    viet(Keyboard(bench, sentinel))
    assert bench.lines() == ["p Việt đến"]


@pytest.mark.parametrize("sentinel", SENTINELS)
def test_corrections_leave_the_block_what_it_is(mount: Mount, sentinel: str):
    bench = mount(EMPTY).at("b1")
    keyboard = Keyboard(bench, sentinel)
    keyboard.send("I. d")
    keyboard.correct(1, "đ")
    keyboard.send("a")
    keyboard.correct(2, "đâ")
    bench.press("Enter")
    keyboard.send("a) ")
    viet(keyboard)
    bench.press("Enter")
    viet(keyboard)
    assert bench.lines() == ["h1 I đâ", "point a Việt đến", "point b Việt đến"]


@pytest.mark.parametrize("sentinel", SENTINELS)
def test_corrections_are_undone_and_done_again(mount: Mount, sentinel: str):
    bench = mount(block("b1", "Trước.")).at("b1")
    bench.wait(600)
    viet(Keyboard(bench, sentinel))
    for _ in range(12):
        bench.press("Control+z")
    assert bench.lines() == ["p Trước."]
    for _ in range(12):
        bench.press("Control+y")
    assert bench.lines() == ["p Trước.Việt đến"]


@pytest.mark.parametrize("sentinel", ["\u202f", "\u200c", "\u200b", "\ufeff"])
def test_a_sign_left_behind_is_seen_by_nobody(mount: Mount, sentinel: str):
    bench = mount(EMPTY).at("b1")
    keyboard = Keyboard(bench)
    keyboard.send(f"{sentinel}1. {sentinel}Vi{sentinel}e{sentinel}")
    assert bench.blocks() == [block("b1", "Vie", "num", num="1")]
    bench.page.locator("#after").focus()
    assert bench.text.evaluate("(text) => text.textContent") == "Vie"


def test_composed_letters_stand_as_they_were_meant(mount: Mount):
    bench = mount(EMPTY).at("b1")
    keyboard = Keyboard(bench)
    keyboard.compose("V", "Vi", "Vie", "Viê", "Viêt", "Việt")
    keyboard.send(" ")
    keyboard.compose("đ", "đe", "đê", "đên", "đến")
    assert bench.lines() == ["p Việt đến"]
    bench.press("Control+z", "Control+z", "Control+z")
    assert bench.lines() == ["p"]


def test_a_composed_sign_makes_its_block_too(mount: Mount):
    bench = mount(EMPTY).at("b1")
    keyboard = Keyboard(bench)
    keyboard.compose("a", "a)", "a) ")
    keyboard.compose("V", "Vi", "Vị")
    assert bench.lines() == ["point a Vị"]


def test_composing_in_a_numbered_block_keeps_its_neighbours(mount: Mount):
    blocks = [block(f"k{n}", f"Khoản {n}", "num", num=str(n)) for n in (1, 2, 3)]
    bench = mount(*blocks).at("k2")
    Keyboard(bench).compose("đ", "đe", "đê", "đến")
    assert bench.lines() == ["num 1 Khoản 1", "num 2 Khoản 2đến", "num 3 Khoản 3"]
    assert [one["id"] for one in bench.blocks()] == ["k1", "k2", "k3"]


def test_letters_typed_in_two_parts_are_saved_as_one(mount: Mount):
    bench = mount(EMPTY).at("b1")
    Keyboard(bench).send("Vie\u0302\u0323t")
    assert bench.lines() == ["p Việt"]
    assert bench.accepted()["body"] == bench.blocks()
