import pytest

from ui.typed import whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("12", 12), ("9" * 18, 10**18 - 1)])
def test_a_number_that_a_page_wrote_comes_back(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", "-1", "1.0", "x", " 1", "9" * 19, "9" * 5_000])
def test_all_else_is_no_number(text):
    assert whole_number(text) is None
