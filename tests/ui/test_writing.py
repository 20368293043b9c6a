from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.ui.gallery import HANOI
from ui import writing

NOW = datetime(2026, 11, 16, 9, 30, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1234, "1.234"),
        (1234.5, "1.234,5"),
        (Decimal("94.10"), "94,10"),
        (-1234567, "-1.234.567"),
    ],
)
def test_numbers_are_grouped_by_dots_with_a_decimal_comma(value, text):
    assert writing.number(value) == text


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        (0, "0 byte"),
        (999, "999 byte"),
        (1000, "1 kB"),
        (48_210, "48 kB"),
        (999_499, "999 kB"),
        (999_500, "1,0 MB"),
        (1_412_331, "1,4 MB"),
        (2_345_000_000, "2.345,0 MB"),
    ],
)
def test_sizes_are_said_in_the_unit_that_fits(octets, text):
    assert writing.size(octets) == text


def test_a_day_and_a_moment_are_those_of_hanoi():
    late_in_the_evening = datetime(2026, 11, 15, 17, 5, tzinfo=UTC)
    assert writing.day(late_in_the_evening) == "16/11/2026"
    assert writing.moment(late_in_the_evening) == "16/11/2026 00:05"
    assert writing.day(date(2026, 1, 2)) == "02/01/2026"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Nguyễn Đình Khải", "NK"), ("lê  thu hằng", "LH"), ("Ân", "Â"), ("", "")],
)
def test_a_face_shows_the_family_and_the_given_name(name, letters):
    assert writing.initials(name) == letters


@pytest.mark.parametrize(
    ("left", "text", "tone"),
    [
        (timedelta(days=-3, hours=-2), "Quá hạn 3 ngày", "late"),
        (timedelta(hours=-23), "Quá hạn 23 giờ", "late"),
        (timedelta(minutes=-59), "Quá hạn 59 phút", "late"),
        (timedelta(seconds=-1), "Quá hạn 1 phút", "late"),
        (timedelta(seconds=0), "Còn 1 phút", "soon"),
        (timedelta(hours=7, minutes=20), "Còn 7 giờ", "soon"),
        (timedelta(hours=14, minutes=30), "Hạn ngày mai", "soon"),
        (timedelta(hours=38), "Hạn ngày mai", "soon"),
        (timedelta(hours=39), "Còn 2 ngày", ""),
    ],
)
def test_a_deadline_is_counted_as_an_official_counts(left, text, tone):
    assert writing.deadline(NOW + left, now=NOW) == writing.Deadline(text, tone)


def test_tomorrow_is_tomorrow_in_hanoi_however_the_moment_is_stored():
    half_past_midnight = datetime(2026, 11, 16, 17, 30, tzinfo=UTC)
    assert writing.deadline(half_past_midnight, now=NOW).text == "Hạn ngày mai"
