"""The block form of a draft: what is typed, moved, numbered and kept."""

import json

import pytest
from django.http import QueryDict

from documents.pages import draft_form
from documents.pages.draft_form import DraftForm
from documents.text import shape
from documents.text.problems import BadDraft
from tests.documents.drafts import a_plan, a_report, paragraph

TABLE = {
    "t": "table",
    "head": [["STT", "Nội dung"]],
    "rows": [["1", {"x": [{"s": "Đậm", "b": True}]}]],
}


def typed(rows, *, base):
    post = QueryDict(mutable=True)
    post.update({"kind": "BC", "subject": "Kết quả", "recipients": "Lưu: VT"})
    for at, name in enumerate(("id", "kind", "number", "text")):
        post.setlist(f"block-{name}", [row[at] for row in rows])
    return DraftForm.typed(post, base=base)


def texts(form):
    return [row.text for row in form.blocks]


@pytest.fixture
def form():
    return DraftForm.of(a_report(body=[paragraph(text) for text in "ABC"]))


@pytest.mark.parametrize(
    ("act", "after", "focus"),
    [
        ("insert-1", ["A", "", "B", "C"], 1),
        ("insert-0", ["", "A", "B", "C"], 0),
        ("remove-2", ["A", "C"], 0),
        ("up-3", ["A", "C", "B"], 1),
        ("down-1", ["B", "A", "C"], 1),
        ("up-1", ["A", "B", "C"], 0),
        ("up-9", ["A", "B", "C"], None),
        ("down-x", ["A", "B", "C"], None),
    ],
)
def test_a_button_moves_the_blocks_and_says_where_to_look(form, act, after, focus):
    assert (form.do(act), texts(form)) == (focus, after)


def test_numbers_are_given_anew_in_the_order_of_the_page():
    rows = [
        ("", "h1", "V", "x"),
        ("", "num", "7", "y"),
        ("", "point", "z", "a"),
        ("", "p", "", "b"),
    ]
    form = typed(rows, base=a_plan())
    form.do("renumber")
    assert [row.number for row in form.blocks] == ["I", "1", "a", ""]


def test_a_table_with_styled_text_stays_as_it_was():
    base = a_report(body=[TABLE])
    (table,) = base["body"]
    form = typed([(table["id"], "table", "", "typed over")], base=base)
    assert form.content(base=base, signature=None)["body"] == [table]


def test_pasted_lines_become_blocks_of_one_kind_that_count_on():
    form = typed([("", "num", "1", "Một.\nHai.\nBa.")], base=a_report())
    body = form.content(base=a_report(), signature=None)["body"]
    assert [(block["t"], block["num"]) for block in body] == [
        ("num", "1"),
        ("num", "2"),
        ("num", "3"),
    ]


@pytest.mark.parametrize("kind", ["num", "h3", "h1", "li1"])
def test_too_many_pasted_lines_are_refused_before_they_are_counted(kind):
    form = typed([("", kind, "", "a\n" * 200_000)], base=a_report())
    with pytest.raises(BadDraft) as refused:
        form.content(base=a_report(), signature=None)
    assert refused.value.message == draft_form.TOO_MANY_BLOCKS


def test_the_most_blocks_are_those_of_the_format():
    schema = json.loads(shape.SCHEMA.read_text())
    assert schema["properties"]["body"]["maxItems"] == draft_form.MOST_BLOCKS


def test_a_line_that_no_page_could_hold_is_refused_before_its_marks_are_read(monkeypatch):
    read = []
    monkeypatch.setattr(draft_form.marks, "parse", lambda text: read.append(text) or [])
    with pytest.raises(BadDraft) as bad:
        draft_form._marked("*^" * draft_form.LONGEST_LINE, "Trích yếu")
    assert [problem.place for problem in bad.value.problems] == ["Trích yếu"]
    assert read == []
