from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.text.dates import (
    UnreadableDate,
    date_line,
    date_words,
    day,
    month,
    number_line,
    number_text,
    parse_date,
    short_date,
)

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2999, 12, 31))


def test_a_zero_stands_before_days_and_numbers_below_ten():
    assert [day(number) for number in (1, 9, 10, 31)] == ["01", "09", "10", "31"]
    assert [number_text(number) for number in (1, 9, 10, 3510)] == ["01", "09", "10", "3510"]


def test_a_zero_stands_only_before_the_first_two_months():
    assert [month(number) for number in range(1, 13)] == [
        *("01", "02", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")
    ]


def test_the_number_line_is_printed_as_the_decree_wants():
    assert number_line(5, "BC-VP") == "Số: 05/BC-VP"
    assert number_line(506, "BC-VP") == "Số: 506/BC-VP"


def test_the_number_line_has_a_blank_before_a_number_is_taken():
    assert number_line(None, "BC-VP") == "Số: …/BC-VP"


@pytest.mark.parametrize("number", [0, -1])
def test_a_number_starts_at_one(number):
    with pytest.raises(ValueError, match="starts at 1"):
        number_text(number)


def test_the_date_line_is_printed_as_the_decree_wants():
    assert date_line("Quảng Ngãi", date(2026, 1, 5)) == "Quảng Ngãi, ngày 05 tháng 01 năm 2026"
    assert date_line("Quảng Ngãi", date(2024, 3, 22)) == "Quảng Ngãi, ngày 22 tháng 3 năm 2024"


def test_the_date_line_has_blanks_before_the_day_of_issue():
    assert date_line("Trà Vinh", None) == "Trà Vinh, ngày … tháng … năm …"
    assert date_line("Trà Vinh", None, year=2026) == "Trà Vinh, ngày … tháng … năm 2026"


def test_a_day_inside_a_text_follows_the_same_rule():
    printed = [short_date(date(2022, 4, 9)), short_date(date(2019, 2, 12))]

    assert printed == ["09/4/2022", "12/02/2019"]


@pytest.mark.parametrize(
    "typed",
    [
        *("5/1/2026", "05/01/2026", " 05/1/2026 ", "5-1-2026", "05.01.2026", "5 / 1 / 2026"),
        *("ngày 05 tháng 01 năm 2026", "Ngày 5 tháng 1 năm 2026", "5 tháng 1 năm 2026"),
        "nga\u0300y 05 tha\u0301ng 01 na\u0306m 2026",
    ],
)
def test_a_day_is_read_as_officials_type_it(typed):
    assert parse_date(typed) == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Chưa nhập ngày."),
        ("  ", "Chưa nhập ngày."),
        (
            "hôm nay",
            "Không đọc được ngày «hôm nay»: nhập ngày/tháng/năm, ví dụ 05/01/2026.",
        ),
        (
            "2026-01-05",
            "Không đọc được ngày «2026-01-05»: nhập ngày/tháng/năm, ví dụ 05/01/2026.",
        ),
        ("5/1-2026", "Không đọc được ngày «5/1-2026»: nhập ngày/tháng/năm, ví dụ 05/01/2026."),
        ("5/1/26", "Năm «26» phải đủ bốn chữ số, ví dụ 2026."),
        ("5/1/20266", "Năm «20266» phải đủ bốn chữ số, ví dụ 2026."),
        ("5/1/0026", "Năm 0026 không hợp lệ."),
        ("5/13/2026", "Không có tháng 13: tháng là một số từ 1 đến 12."),
        ("31/4/2026", "Không có ngày 31 tháng 4 năm 2026: tháng này có 30 ngày."),
        ("29/2/2026", "Không có ngày 29 tháng 2 năm 2026: tháng này có 28 ngày."),
        ("0/2/2028", "Không có ngày 0 tháng 2 năm 2028: tháng này có 29 ngày."),
    ],
)
def test_what_is_no_day_is_refused_with_the_reason(typed, message):
    with pytest.raises(UnreadableDate) as caught:
        parse_date(typed)

    assert caught.value.message == message


def test_a_long_input_is_not_repeated_whole():
    with pytest.raises(UnreadableDate) as caught:
        parse_date("9" * 10_000)

    assert len(caught.value.message) < 120


@given(days)
def test_every_printed_day_is_read_as_the_same_day(on):
    assert parse_date(short_date(on)) == on
    assert parse_date(date_words(on)) == on
