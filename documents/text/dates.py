"""Numbers and days as the decree prints and officials type them.

Nghị định 30/2020/NĐ-CP, Phụ lục I: a zero stands before numbers and days below 10, but only
before months 1 and 2.
"""

import calendar
import re
import unicodedata
from datetime import date
from typing import Final

BLANK: Final = "…"  # stands where the clerk has not yet written

_TYPED = re.compile(r"(?P<day>\d{1,2})\s*([/.-])\s*(?P<month>\d{1,2})\s*\2\s*(?P<year>\d+)")
_SPOKEN = re.compile(
    r"(?:ngày\s+)?(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d+)",
    re.IGNORECASE,
)


class UnreadableDate(Exception):
    """What was typed is not a day; the message says why and how to type it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def number_text(number: int) -> str:
    """Print a document's number: 05, 10, 506."""
    if number < 1:
        raise ValueError(f"a document's number starts at 1, not {number}")
    return f"{number:02d}"


def day(number: int) -> str:
    """Print a day of the month: 05, 22."""
    return f"{number:02d}"


def month(number: int) -> str:
    """Print a month: 01 and 02, but 3 to 12."""
    return f"{number:02d}" if number <= 2 else str(number)


def number_line(number: int | None, notation: str) -> str:
    """Print «Số: 05/BC-VP», or «Số: …/BC-VP» before a number is taken."""
    shown = BLANK if number is None else number_text(number)
    return f"Số: {shown}/{notation}"


def date_words(on: date) -> str:
    """Print «ngày 05 tháng 01 năm 2026»."""
    return f"ngày {day(on.day)} tháng {month(on.month)} năm {on.year}"


def date_line(place: str, on: date | None, *, year: int | None = None) -> str:
    """Print «Quảng Ngãi, ngày 05 tháng 01 năm 2026».

    Without a day of issue the line has blanks; a year already known stays in it.
    """
    if on is not None:
        return f"{place}, {date_words(on)}"
    return f"{place}, ngày {BLANK} tháng {BLANK} năm {BLANK if year is None else year}"


def short_date(on: date) -> str:
    """Print a day inside running text: 09/4/2022, 12/02/2019."""
    return f"{day(on.day)}/{month(on.month)}/{on.year}"


def parse_date(text: str) -> date:
    """Read a day as officials type it: 5/1/2026, 05-01-2026, ngày 05 tháng 01 năm 2026."""
    typed = " ".join(unicodedata.normalize("NFC", text).split())
    if not typed:
        raise UnreadableDate("Chưa nhập ngày.")
    found = _TYPED.fullmatch(typed) or _SPOKEN.fullmatch(typed)
    if found is None:
        raise UnreadableDate(
            f"Không đọc được ngày «{_shown(typed)}»: nhập ngày/tháng/năm, ví dụ 05/01/2026."
        )
    if len(found["year"]) != 4:
        raise UnreadableDate(f"Năm «{_shown(found['year'])}» phải đủ bốn chữ số, ví dụ 2026.")
    return _calendar_day(int(found["year"]), int(found["month"]), int(found["day"]))


def _calendar_day(year: int, in_month: int, on_day: int) -> date:
    if not 1900 <= year <= 2999:
        raise UnreadableDate(f"Năm {year:04d} không hợp lệ.")
    if not 1 <= in_month <= 12:
        raise UnreadableDate(f"Không có tháng {in_month}: tháng là một số từ 1 đến 12.")
    last = calendar.monthrange(year, in_month)[1]
    if not 1 <= on_day <= last:
        raise UnreadableDate(
            f"Không có ngày {on_day} tháng {in_month} năm {year}: tháng này có {last} ngày."
        )
    return date(year, in_month, on_day)


def _shown(typed: str) -> str:
    return typed if len(typed) <= 30 else f"{typed[:30]}…"
