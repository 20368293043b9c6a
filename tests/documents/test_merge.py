"""What two people made of one draft becomes one draft, or says where they contradict each other."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from documents.text import van_ban
from documents.text.content import Content
from documents.text.merge import merge
from tests.documents.drafts import a_report, paragraph


def block(name: str, text: str) -> dict[str, Any]:
    return {"id": name, **paragraph(text)}


def item(name: str, number: str) -> dict[str, Any]:
    return {"id": name, "t": "num", "num": number, "x": [{"s": f"Việc {name}"}]}


def draft(*blocks: dict[str, Any], **changes: Any) -> Content:
    return a_report(body=list(blocks), **changes)


def ids(content: Content) -> list[str]:
    return [one["id"] for one in content["body"]]


A, B, C = block("a", "Một"), block("b", "Hai"), block("c", "Ba")
BASE = draft(A, B, C)


def test_edits_of_different_blocks_join_by_themselves():
    merged = merge(BASE, draft(block("a", "Một, sửa"), B, C), draft(A, B, block("c", "Ba, sửa")))
    assert merged.conflicts == ()
    assert merged.content == draft(block("a", "Một, sửa"), B, block("c", "Ba, sửa"))


def test_the_same_block_changed_by_both_is_named_and_mine_stands():
    merged = merge(BASE, draft(A, block("b", "Của tôi"), C), draft(A, block("b", "Của họ"), C))
    assert merged.conflicts == ("b",)
    assert merged.content == draft(A, block("b", "Của tôi"), C)


def test_the_same_change_by_both_is_no_conflict():
    both = draft(A, block("b", "Như nhau"), C)
    assert merge(BASE, both, both).conflicts == ()


def test_a_block_removed_here_and_changed_there_is_named_and_kept():
    changed = draft(A, block("b", "Sửa"), C)
    for merged in (merge(BASE, draft(A, C), changed), merge(BASE, changed, draft(A, C))):
        assert (merged.conflicts, merged.content) == (("b",), changed)


def test_a_block_removed_here_and_left_alone_there_goes():
    merged = merge(BASE, draft(A, C), draft(A, B, block("c", "Ba, sửa")))
    assert (merged.conflicts, ids(merged.content)) == ((), ["a", "c"])


def test_what_each_put_in_stands_behind_what_it_stood_behind():
    mine, theirs = draft(A, block("x", "Tôi"), B, C), draft(A, B, block("y", "Họ"), C)
    merged = merge(BASE, mine, theirs)
    assert (merged.conflicts, ids(merged.content)) == ((), ["a", "x", "b", "y", "c"])


def test_what_one_moved_and_the_other_changed_is_both():
    merged = merge(BASE, draft(C, A, B), draft(A, block("b", "Sửa"), C))
    assert (merged.conflicts, merged.content) == ((), draft(C, A, block("b", "Sửa")))


def test_two_different_orders_contradict_each_other():
    assert merge(BASE, draft(B, A, C), draft(A, C, B)).conflicts != ()


def test_facts_of_the_header_join_one_by_one():
    mine = draft(A, B, C, subject=[{"s": "Của tôi"}])
    theirs = draft(A, B, C, recipients=["Sở Nội vụ;"])
    merged = merge(BASE, mine, theirs)
    assert merged.conflicts == ()
    assert (merged.content["subject"], merged.content["recipients"]) == (
        [{"s": "Của tôi"}],
        ["Sở Nội vụ;"],
    )
    other = draft(A, B, C, subject=[{"s": "Của họ"}])
    assert merge(BASE, mine, other).conflicts == ("subject",)


def test_numbers_follow_the_joined_order_and_are_no_conflict():
    base = draft(item("a", "1"), item("b", "2"))
    mine = draft(item("x", "1"), item("a", "2"), item("b", "3"))
    theirs = draft(item("a", "1"), item("y", "2"), item("b", "3"))
    merged = merge(base, mine, theirs)
    assert merged.conflicts == ()
    assert [(one["id"], one["num"]) for one in merged.content["body"]] == [
        ("x", "1"),
        ("a", "2"),
        ("y", "3"),
        ("b", "4"),
    ]


def test_a_block_put_in_here_lets_the_other_change_the_words_of_what_it_renumbered():
    base = draft(item("a", "1"), item("b", "2"))
    mine = draft(item("x", "1"), item("a", "2"), item("b", "3"))
    theirs = draft(item("a", "1"), {**item("b", "2"), "x": [{"s": "Việc khác"}]})
    merged = merge(base, mine, theirs)
    assert merged.conflicts == ()
    assert merged.content["body"][2] == {**item("b", "3"), "x": [{"s": "Việc khác"}]}


def test_a_join_that_would_be_no_draft_is_a_conflict_of_the_body():
    base, mine, theirs = draft(A, B), draft(A), draft(B)
    merged = merge(base, mine, theirs)
    assert (merged.conflicts, merged.content) == (("body",), mine)


texts = st.sampled_from(["Một", "Hai", "Ba"])
bodies = st.lists(
    st.tuples(st.sampled_from("abcdef"), texts),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one[0],
)


def typed(said: list[tuple[str, str]]) -> Content:
    return draft(*(block(name, text) for name, text in said))


@given(base=bodies, side=bodies)
@settings(max_examples=60, deadline=None)
def test_joined_with_one_who_changed_nothing_a_text_is_the_other_s(base, side):
    before, after = typed(base), typed(side)
    for merged in (merge(before, before, after), merge(before, after, before)):
        assert (merged.conflicts, merged.content) == ((), after)


@given(base=bodies, mine=bodies, theirs=bodies)
@settings(max_examples=120, deadline=None)
def test_without_conflicts_it_matters_not_whose_is_whose(base, mine, theirs):
    one = merge(typed(base), typed(mine), typed(theirs))
    other = merge(typed(base), typed(theirs), typed(mine))
    van_ban.check(one.content)
    assert bool(one.conflicts) == bool(other.conflicts)
    if not one.conflicts:
        assert one.content == other.content
