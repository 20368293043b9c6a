from hypothesis import given
from hypothesis import strategies as st

from documents.text import marks

styles = st.dictionaries(st.sampled_from(["b", "i", "u", "sup", "sub"]), st.just(True))
runs = st.lists(
    st.builds(
        lambda text, style: {"s": text, **style},
        st.text(alphabet="aộ *~+^,\\/.", min_size=1, max_size=8),
        styles,
    ),
    max_size=6,
)


def joined(runs):
    return marks.parse(marks.print_runs(runs))


@given(runs)
def test_printing_and_reading_gives_back_the_styled_text(runs):
    signs = [(sign, {k for k in run if k != "s"}) for run in runs for sign in run["s"]]
    again = [(sign, {k for k in run if k != "s"}) for run in joined(runs) for sign in run["s"]]

    assert again == signs


def test_marks_style_the_text_between_them():
    assert marks.parse("Sở **Nội vụ** và ~~**VP**~~") == [
        {"s": "Sở "},
        {"s": "Nội vụ", "b": True},
        {"s": " và "},
        {"s": "VP", "b": True, "i": True},
    ]


def test_a_mark_without_a_partner_is_printed_as_typed():
    assert marks.parse("2 ** 3") == [{"s": "2 ** 3"}]


def test_ordinary_text_needs_no_backslash():
    assert marks.print_runs([{"s": "Tăng 4,5% (+2), so với 2025"}]) == "Tăng 4,5% (+2), so với 2025"


def test_a_comma_beside_another_styles_mark_needs_no_backslash():
    runs = [{"s": "đậm", "b": True}, {"s": ", "}, {"s": "nghiêng", "i": True}, {"s": "."}]
    assert marks.print_runs(runs) == "**đậm**, ~~nghiêng~~."


def test_a_backslash_before_a_letter_stays_alone():
    assert marks.print_runs([{"s": "C:\\tep"}]) == "C:\\tep"
