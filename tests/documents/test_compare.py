"""What a comparison tells of two texts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.text import word_diff
from documents.text.compare import compare
from documents.text.figures import Figure
from documents.text.word_diff import Piece, Work
from tests.documents.drafts import a_report, paragraph

words = st.lists(st.sampled_from(["một", "hai", "ba", "92,4", "%", "(x)", "a."]), max_size=14)


def block(name: str, text: str) -> dict[str, object]:
    return {"id": name, **paragraph(text)}


def hows(old: list[dict[str, object]], new: list[dict[str, object]]) -> list[tuple[str, str]]:
    compared = compare(a_report(body=old), a_report(body=new))
    return [(one.id, one.how) for one in compared.blocks]


A, B, C = block("a", "Mở đầu"), block("b", "Ở giữa"), block("c", "Kết thúc./.")


def test_a_text_compared_with_itself_has_no_change():
    compared = compare(a_report(), a_report())
    assert (compared.is_same, compared.changes, compared.figures, compared.header) == (
        True,
        0,
        (),
        (),
    )


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ([A, C], [("a", "same"), ("b", "removed"), ("c", "same")]),
        (
            [A, B, block("n", "Thêm"), C],
            [("a", "same"), ("b", "same"), ("n", "added"), ("c", "same")],
        ),
        ([B, C, A], [("b", "same"), ("c", "same"), ("a", "moved")]),
        ([A, block("b", "Ở cuối"), C], [("a", "same"), ("b", "changed"), ("c", "same")]),
        ([A, {**B, "t": "basis"}, C], [("a", "same"), ("b", "retyped"), ("c", "same")]),
        ([A, block("khac", "Ở giữa"), C], [("a", "same"), ("khac", "same"), ("c", "same")]),
    ],
)
def test_each_block_says_what_became_of_it(new, told):
    assert hows([A, B, C], new) == told


def test_a_block_rewritten_under_another_id_is_changed_not_replaced():
    old = [A, block("cu", "Tổng số công chức là 86 người"), C]
    new = [A, block("moi", "Tổng số công chức là 88 người"), C]
    assert hows(old, new) == [("a", "same"), ("moi", "changed"), ("c", "same")]


def test_bold_letters_are_a_change_of_looks_however_the_text_is_cut():
    old = [{"id": "a", "t": "p", "x": [{"s": "Mở"}, {"s": " đầu"}]}]
    bold = [{"id": "a", "t": "p", "x": [{"s": "Mở", "b": True}, {"s": " đầu"}]}]
    assert hows(old, [A]) == [("a", "same")]
    assert hows(old, bold) == [("a", "retyped")]


def test_numbers_that_moved_on_are_no_change():
    first = {"id": "n", "t": "num", "num": "1", "x": [{"s": "Việc"}]}
    compared = compare(a_report(body=[first]), a_report(body=[{**first, "num": "2"}]))
    (one,) = compared.blocks
    assert (one.how, one.notes) == ("renumbered", ("Số thứ tự 1. thành 2.",))
    assert compared.changes == 0


def test_a_changed_figure_is_told_with_the_words_around_it():
    old = a_report(body=[block("a", "Hồ sơ đúng hạn 92,4 % trong quý.")])
    new = a_report(body=[block("a", "Hồ sơ đúng hạn 94,1 % trong quý.")])
    assert compare(old, new).figures == (
        Figure("a", "Hồ sơ đúng hạn", "92,4 %", "94,1 %", "trong quý"),
    )


def test_the_words_after_a_figure_end_where_the_clause_does():
    old = a_report(body=[block("a", "Đúng hạn 92,4 %, không có đơn; có 5 việc/12 việc.")])
    new = a_report(body=[block("a", "Đúng hạn 94,1 %, không có đơn; có 6 việc/12 việc.")])
    assert [(one.old, one.new, one.after) for one in compare(old, new).figures] == [
        ("92,4 %", "94,1 %", ""),
        ("5", "6", "việc/12 việc"),
    ]


def table(*rows: list[str]) -> dict[str, object]:
    return {"id": "t", "t": "table", "head": [["TT", "Đơn vị", "Số hồ sơ"]], "rows": list(rows)}


def test_tables_are_compared_cell_by_cell_and_figures_called_by_row_and_column():
    old = a_report(body=[table(["1", "Sở A", "12"], ["2", "Sở B", "14"])])
    new = a_report(body=[table(["1", "Sở A", "13"], ["2", "Sở D", "1"], ["3", "Sở B", "14"])])
    compared = compare(old, new)
    (one,) = compared.blocks
    assert [row.how for row in one.rows] == ["same", "changed", "added", "changed"]
    assert one.rows[1].cells[2] == (Piece("removed", "12"), Piece("added", "13"))
    assert compared.figures == (Figure("t", "Sở A, Số hồ sơ", "12", "13", ""),)


def test_rows_that_went_are_told():
    old, new = [table(["1", "Sở A", "12"], ["2", "Sở B", "14"])], [table(["2", "Sở B", "14"])]
    (one,) = compare(a_report(body=old), a_report(body=new)).blocks
    assert [row.how for row in one.rows] == ["same", "removed", "same"]


def test_facts_of_the_header_are_compared_by_name():
    old = a_report()
    new = a_report(
        subject=[{"s": "Kết quả công tác quý II năm 2026"}],
        recipients=["Sở Nội vụ;", "UBND tỉnh;", "Lưu: VT, TH."],
        signature={"title": "PHÓ TRƯỞNG BAN", "name": "Lê Thị Hạnh"},
    )
    compared = compare(old, new)
    assert [one.label for one in compared.header] == ["Trích yếu", "Người ký", "Nơi nhận"]
    assert compared.header[2].lines == (
        (Piece("same", "Sở Nội vụ;"),),
        (Piece("added", "UBND tỉnh;"),),
        (Piece("same", "Lưu: VT, TH."),),
    )


def test_unchanged_neighbours_make_one_stretch():
    new = [A, B, block("c", "Kết thúc quý I./.")]
    stretches = compare(a_report(body=[A, B, C]), a_report(body=new)).stretches
    assert [(one.is_quiet, one.same) for one in stretches] == [(True, 2), (False, 1)]


@given(old=words, new=words)
def test_the_pieces_hold_both_texts_whole(old, new):
    before, after = " ".join(old), " ".join(new)
    told = word_diff.pieces(before, after, Work())
    assert "".join(one.text for one in told if one.change != "added") == before
    assert "".join(one.text for one in told if one.change != "removed") == after


@given(
    old=st.lists(st.tuples(st.sampled_from("abcdefg"), words), unique_by=lambda one: one[0]),
    new=st.lists(st.tuples(st.sampled_from("abcdefg"), words), unique_by=lambda one: one[0]),
)
@settings(max_examples=60, deadline=None)
def test_a_comparison_tells_every_block_of_both_texts_once(old, new):
    before = [block(name, " ".join([*text, "."])) for name, text in old] or [A]
    after = [block(name, " ".join([*text, "."])) for name, text in new] or [B]
    told = compare(a_report(body=before), a_report(body=after)).blocks
    said = [one.how for one in told]
    assert [one.id for one in told if one.how != "removed"] == [one["id"] for one in after]
    assert len(before) == len(said) - said.count("added")


def test_the_work_on_hostile_texts_is_bounded():
    spent, work = 400_000, Work(400_000)
    for _ in range(40):
        word_diff.pieces("a b " * 2000, "b c " * 2000, work)
    # One text more may begin while a little is left: never forty.
    assert work.left > -spent
