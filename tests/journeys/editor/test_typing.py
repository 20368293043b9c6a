"""What is typed becomes the draft's structure, and what is loaded is given back."""

from typing import Any

import pytest

from documents.text.numbering import Numbers, kind_of
from tests.journeys.editor.bench import EMPTY, Mount, block

WHOLE: list[Any] = [
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
        "x": [{"s": "a", "b": True, "u": True}, {"s": "2", "sup": True}, {"s": "b", "i": True}],
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


def test_what_is_copied_and_undone_is_still_what_was_loaded(mount: Mount):
    bench = mount(*WHOLE).at("c")
    bench.press("Control+a", "Delete")
    assert bench.lines() == ["p"]
    bench.press("Control+z")
    assert bench.blocks() == WHOLE


def test_signs_typed_at_the_beginning_make_the_blocks(mount: Mount):
    bench = mount(EMPTY).at("b1")
    bench.type("I. Tình hình").press("Enter").type("1. Khoản").press("Enter").type("a) Điểm")
    bench.press("Enter").type("- Ý").press("Enter").type("+ Nhỏ")
    assert bench.lines() == ["h1 I Tình hình", "num 1 Khoản", "point a Điểm", "li1 Ý", "li2 Nhỏ"]


@pytest.mark.parametrize(
    ("sign", "line"),
    [("I. ", "h1 I"), ("1. ", "num 1"), ("a) ", "point a"), ("- ", "li1"), ("+ ", "li2")],
)
def test_backspace_at_the_beginning_takes_the_sign_back(mount: Mount, sign: str, line: str):
    bench = mount(EMPTY).at("b1").type(sign)
    assert bench.lines() == [line]
    assert bench.press("Backspace").lines() == ["p"]


def test_undone_a_sign_stands_as_it_was_typed(mount: Mount):
    bench = mount(EMPTY).at("b1").type("1. ").press("Control+z")
    assert bench.lines() == ["p 1. "]
    assert bench.press("Control+y").lines() == ["num 1"]


def test_signs_inside_a_sentence_or_a_cell_stay_words(mount: Mount):
    table = {"t": "table", "id": "t", "rows": [[""]]}
    bench = mount(EMPTY, table).at("b1").type("Mục 1. Và - thế")
    bench.at("t").type("- 1. ")
    assert bench.lines() == ["p Mục 1. Và - thế", "table row: - 1. "]


def test_enter_goes_on_with_a_list_and_ends_it_at_an_empty_item(mount: Mount):
    bench = mount(block("k", "Một", "num", num="1")).at("k").press("Enter").type("Hai")
    assert bench.lines() == ["num 1 Một", "num 2 Hai"]
    bench.press("Enter", "Enter").type("Lời")
    assert bench.lines() == ["num 1 Một", "num 2 Hai", "p Lời"]


def test_an_empty_small_item_first_becomes_a_greater_one(mount: Mount):
    bench = mount(block("g", "Ý", "li", lvl=2, mark="+")).at("g").press("Enter", "Enter")
    assert bench.lines() == ["li2 Ý", "li1"]
    assert bench.press("Enter").lines() == ["li2 Ý", "p"]


def test_a_heading_is_followed_by_a_paragraph_and_divided_it_stays_one(mount: Mount):
    bench = mount(block("m", "Một hai", "h", lvl=2, num="1")).at("m").press("Enter").type("Lời")
    assert bench.lines() == ["h2 1 Một hai", "p Lời"]
    bench.at("m").press(*["ArrowLeft"] * 3, "Enter")
    assert bench.lines() == ["h2 1 Một ", "h2 2 hai", "p Lời"]


def test_tab_makes_an_item_smaller_and_shift_tab_greater(mount: Mount):
    bench = mount(block("k", "Một", "num", num="1")).at("k").press("Enter").type("Hai")
    assert bench.press("Tab").lines() == ["num 1 Một", "point a Hai"]
    assert bench.press("Shift+Tab").lines() == ["num 1 Một", "num 2 Hai"]


def test_the_keys_set_kinds_and_styles(mount: Mount):
    bench = mount(block("b1", "Chữ")).at("b1")
    kinds = [bench.press(f"Control+Alt+{key}").lines() for key in "1230"]
    assert kinds == [["h1 I Chữ"], ["h2 1 Chữ"], ["h3 a Chữ"], ["p Chữ"]]
    bench.press("Control+a", "Control+b", "Control+i", "Control+u")
    assert bench.lines() == ["p <biu>Chữ</>"]


def test_words_keep_their_id_and_what_is_new_gets_one(mount: Mount):
    bench = mount(block("b1", "Một hai")).at("b1").type(" ba").press("Enter").type("Bốn")
    first, second = [one["id"] for one in bench.blocks()]
    assert first == "b1"
    assert second not in {"b1", ""}
    bench.at("b1").press("Home", "Enter")
    assert [one["id"] for one in bench.blocks()][1:] == ["b1", second]
    assert bench.accepted()["body"] == bench.blocks()


def test_joined_blocks_keep_the_id_of_the_first(mount: Mount):
    bench = mount(block("b1", "Một"), block("b2", "hai")).at("b2").press("Home", "Backspace")
    assert bench.blocks() == [block("b1", "Mộthai")]


def test_numbers_are_those_the_server_counts(mount: Mount):
    bench = mount(EMPTY).at("b1")
    chapter = ["h1", "h2", "num", "point", "point", "h3", "h2", "point", "li1", "num", "basis"]
    for kind in [*chapter, "point", "h1", "num", "h3", "p", "table", "num"]:
        bench.do(kind)
        if kind == "table":
            bench.press("ArrowDown", "ArrowDown", "ArrowDown")
        else:
            bench.type("x").press("Enter")
    for _ in range(30):
        bench.do("point")
        bench.type("x").press("Enter")
    numbers, blocks = Numbers(), bench.blocks()
    assert [one.get("num", "") for one in blocks] == [numbers.after(kind_of(one)) for one in blocks]
    assert bench.accepted()["body"] == blocks


def test_a_number_that_does_not_follow_is_kept_until_told_to_follow(mount: Mount):
    blocks = [block("k1", "Một", "num", num="1"), block("k5", "Năm", "num", num="5")]
    bench = mount(*blocks, block("k6", "Sáu", "num", num="6")).at("k1").press("Enter")
    assert [one["num"] for one in bench.blocks()] == ["1", "2", "5", "6"]
    bench.at("k5").do("follow")
    assert [one["num"] for one in bench.blocks()] == ["1", "2", "3", "4"]
    bench.do("restart")
    assert [one["num"] for one in bench.blocks()] == ["1", "2", "1", "2"]


def test_the_page_shows_each_number(mount: Mount):
    bench = mount(*WHOLE)
    shown = bench.page.evaluate(
        "[...document.querySelectorAll('.writing > p')].map((p) => p.dataset.no ?? '')"
    )
    numbers = ["I. ", "1. ", "a) ", "a) ", "b) ", "9. ", "10. ", "1.2. ", "12. "]
    assert shown == ["", *numbers, "", "", "", ""]


def test_other_blocks_come_in_without_moving_those_that_stay(mount: Mount):
    bench = mount(block("b1", "Một"), block("b2", "Hai"), block("b3", "Ba")).at("b3")
    theirs = [block("b0", "Mới"), block("b1", "Một"), block("b2", "Hai, khác"), block("b3", "Ba")]
    bench.page.evaluate("(blocks) => editor.setBlocks(blocks)", theirs)
    assert bench.page.evaluate("[editor.currentBlock(), changes]") == ["b3", 0]
    assert bench.blocks() == theirs
    bench.type(" bốn")
    assert bench.lines()[-1] == "p Ba bốn"
    bench.press("Control+z", "Control+z")
    assert bench.lines() == ["p Một", "p Hai", "p Ba"]


def test_what_is_read_only_is_not_written_in(mount: Mount):
    bench = mount(block("b1", "Một"), readonly=True)
    bench.text.focus()
    bench.type("x")
    assert bench.page.evaluate("[editor.run('h1'), editor.can('b'), changes]") == [False, False, 0]
    assert bench.lines() == ["p Một"]


def test_escape_lets_the_tab_key_out(mount: Mount):
    bench = mount(block("g", "Ý", "li", lvl=1, mark="-")).at("g").press("Escape", "Tab")
    assert bench.page.evaluate("document.activeElement.id") == "after"
    assert bench.lines() == ["li1 Ý"]


def test_a_key_in_a_long_draft_counts_one_block(mount: Mount):
    draft = [block(f"b{n}", f"Khoản {n}", "num", num=str(n + 1)) for n in range(5000)]
    bench = mount(*draft).at("b2500")

    def counted_by(key: str) -> int:
        before = bench.page.evaluate("editor.work()")
        bench.press(key)
        return int(bench.page.evaluate("editor.work()")) - before

    assert [counted_by(key) for key in ("x", " ", "Backspace", "Control+z")] == [1, 1, 1, 1]
    # The new one, it again once it has its id, and all whose number grows.
    assert counted_by("Enter") == 2 + 2500
    assert [bench.blocks()[at].get("num") for at in (2500, 2501, 5000)] == ["2501", "2502", "5001"]
