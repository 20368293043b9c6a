"""Tables: Tab, rows, columns, merged cells, heads; what is saved always fills its grid."""

from typing import Any

import pytest

from tests.journeys.editor.bench import EMPTY, Bench, Mount, block


def table(*rows: list[Any], **more: Any) -> Any:
    return {"t": "table", "id": "t", **more, "rows": [list(row) for row in rows]}


GRID = table(["a", "b"], ["c", "d"], cols=[1, 3], head=[["A", "B"]])


def drag(bench: Bench, first: str, last: str) -> None:
    """Choose the cells from one to the other with the mouse."""
    for one in (first, last):
        cell = bench.text.get_by_text(one, exact=True)
        box = cell.bounding_box()
        assert box
        bench.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        if one == first:
            bench.page.mouse.down()
    bench.page.mouse.up()
    bench.wait(60)


def saved(bench: Bench) -> Any:
    """The table as it is saved, once the server has taken it."""
    assert bench.accepted()["body"] == bench.blocks()
    return next(one for one in bench.blocks() if one["t"] == "table")


def test_a_new_table_has_a_head_and_a_place_to_write_on_behind_it(mount: Mount):
    bench = mount(EMPTY).at("b1")
    assert bench.do("table")
    bench.type("TT").press("Tab").type("Việc")
    assert bench.lines() == ["table head: TT | Việc |  / row:  |  |  / row:  |  | ", "p"]


def test_tab_walks_the_cells_and_makes_a_row_behind_the_last(mount: Mount):
    bench = mount(table(["a", "b"])).at("t").press("Tab").type("c").press("Tab").type("d")
    assert bench.lines() == ["table row: a | b / row: c | d"]
    bench.press("Shift+Tab").type("x")
    assert bench.lines() == ["table row: a | b / row: x | d"]


def test_enter_goes_to_the_cell_below_and_then_out(mount: Mount):
    bench = mount(table(["a"], ["b"])).at("t").press("ArrowUp").type("1").press("Enter").type("2")
    bench.press("Enter").type("Lời")
    assert bench.lines() == ["table row: a1 / row: b2", "p Lời"]


def test_arrows_leave_a_table_that_nothing_stands_beside(mount: Mount):
    bench = mount(table(["a"])).at("t").press("ArrowUp").type("Trên")
    bench.at("t").press("ArrowDown").type("Dưới")
    assert bench.lines() == ["p Trên", "table row: a", "p Dưới"]


def test_arrows_keep_to_their_column(mount: Mount):
    bench = mount(table(["a", "b"], ["c", "d"]), block("b1", "Sau")).at("t")
    bench.press("ArrowUp").type("1").press("ArrowDown").type("2").press("ArrowDown").type("3")
    assert bench.lines() == ["table row: a | b1 / row: c | d2", "p 3Sau"]


def test_cells_are_chosen_with_the_keyboard(mount: Mount):
    bench = mount(table(["a", "b"], ["c", "d"])).at("t").press("Shift+ArrowUp")
    assert bench.do("merge")
    assert saved(bench)["rows"] == [["a", {"x": [{"s": "b d"}], "rs": 2}], ["c"]]


def test_rows_and_columns_come_and_go_with_their_widths(mount: Mount):
    bench = mount(GRID).at("t")
    assert [bench.do(one) for one in ("rowBefore", "columnBefore", "columnAfter")] == [True] * 3
    assert saved(bench) == {
        **GRID,
        "cols": [1, 3, 3, 3],
        "head": [["A", "", "B", ""]],
        "rows": [["a", "", "b", ""], ["", "", "", ""], ["c", "", "d", ""]],
    }
    assert [bench.do(one) for one in ("deleteColumn", "deleteRow")] == [True] * 2
    assert bench.do("deleteTable")
    assert bench.lines() == ["p"]


def test_cells_become_one_with_all_their_words_and_are_parted_again(mount: Mount):
    bench = mount(GRID).at("t")
    drag(bench, "a", "d")
    assert bench.do("merge")
    assert saved(bench)["rows"] == [[{"x": [{"s": "a b c d"}], "cs": 2, "rs": 2}], []]
    assert bench.do("split")
    assert saved(bench)["rows"] == [["a b c d", ""], ["", ""]]


def test_the_head_grows_and_ends_where_it_is_told(mount: Mount):
    bench = mount(table(["a", "b"], ["c", "d"], ["e", "f"])).at("t").press("ArrowUp")
    assert bench.do("head")
    assert [len(saved(bench)[part]) for part in ("head", "rows")] == [2, 1]
    assert bench.do("head")
    assert [len(saved(bench)[part]) for part in ("head", "rows")] == [1, 2]
    bench.at("t")
    assert bench.page.evaluate("editor.can('head')") is False


def test_a_head_gives_way_to_a_cell_that_reaches_out_of_it(mount: Mount):
    bench = mount(GRID).at("t")
    drag(bench, "A", "c")
    assert bench.do("merge")
    assert saved(bench) == {
        "t": "table",
        "id": "t",
        "cols": [1, 3],
        "rows": [[{"x": [{"s": "A a c"}], "rs": 3}, "B"], ["b"], ["d"]],
    }


def test_cells_are_aligned_and_columns_widened(mount: Mount):
    bench = mount(GRID).at("t")
    assert [bench.do("center"), bench.do("wider")] == [True, True]
    assert saved(bench)["cols"] == [1, 3.75]
    assert saved(bench)["rows"][1] == ["c", {"x": [{"s": "d"}], "al": "c"}]
    assert bench.do("left")
    assert saved(bench)["rows"][1] == ["c", "d"]


@pytest.mark.parametrize("key", ["Backspace", "Delete"])
def test_keys_at_the_edges_join_nothing_to_a_table(mount: Mount, key: str):
    bench = mount(block("b1", "Trước"), table([""]), block("b2", "Sau"))
    where = {"Backspace": ("b2", "Home"), "Delete": ("b1", "End")}[key]
    bench.at(where[0]).press(where[1], key)
    bench.at("t").press(key)
    assert bench.lines() == ["p Trước", "table row: ", "p Sau"]


def test_no_table_is_wider_than_the_format_takes(mount: Mount):
    bench = mount(table(["x"] * 20)).at("t")
    assert bench.page.evaluate("['columnAfter', 'rowAfter'].map(editor.can)") == [False, True]
