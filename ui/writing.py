"""How an office writes numbers, sizes, names and deadlines."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal, overload

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Number = int | float | Decimal


def number(value: Number) -> str:
    """Group by dots, decimals after a comma: 1234.5 is «1.234,5»."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def size(octets: int) -> str:
    """The size of a file to two places at most: «340 byte», «12 kB», «1,4 MB»."""
    if octets < 1000:
        return f"{octets} byte"
    kilo = octets / 1000
    if kilo < 999.5:
        return f"{kilo:.0f} kB"
    # A file is called 1,0 MB from the moment that 1000 kB would be printed.
    mega = max(kilo / 1000, 1.0)
    return f"{number(round(mega, 1))} MB"


def day(value: date | datetime) -> str:
    """«16/11/2026», by the local calendar."""
    return f"{_local(value):%d/%m/%Y}"


def moment(value: datetime) -> str:
    """«16/11/2026 16:30», by the local clock."""
    return f"{_local(value):%d/%m/%Y %H:%M}"


WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def weekday(value: date | datetime) -> str:
    """«Thứ Hai», by the local calendar."""
    return _(WEEKDAYS[_local(value).weekday()])


def since(when: datetime, now: datetime) -> str:
    """How long something has lasted, in the unit that an official counts in: «3 giờ», «2 ngày»."""
    span = max(now - when, timedelta())
    return _days(span.days) if span >= timedelta(days=1) else _hours(span)


def initials(name: str) -> str:
    """Family and given name, as «NK» for Nguyễn Đình Khải."""
    words = name.split()
    if not words:
        return ""
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@dataclass(frozen=True)
class Deadline:
    """How near a deadline is: the words, and how loud they are."""

    text: str
    tone: Literal["late", "soon", ""]


def deadline(when: datetime, *, now: datetime) -> Deadline:
    """Say how much time is left or over, in the unit that an official counts in."""
    if when < now:
        return Deadline(_("Quá hạn %(span)s") % {"span": since(when, now)}, "late")
    left = when - now
    days = (_local(when).date() - _local(now).date()).days
    if days == 0:
        return Deadline(_("Còn %(span)s") % {"span": _hours(left)}, "soon")
    if days == 1:
        return Deadline(_("Hạn ngày mai"), "soon")
    return Deadline(_("Còn %(span)s") % {"span": _days(days)}, "")


def _days(n: int) -> str:
    return ngettext("%(n)s ngày", "%(n)s ngày", n) % {"n": n}


def _hours(span: timedelta) -> str:
    hours = span // timedelta(hours=1)
    if hours:
        return ngettext("%(n)s giờ", "%(n)s giờ", hours) % {"n": hours}
    minutes = max(span // timedelta(minutes=1), 1)
    return ngettext("%(n)s phút", "%(n)s phút", minutes) % {"n": minutes}


@overload
def _local(value: datetime) -> datetime: ...
@overload
def _local(value: date) -> date: ...
def _local(value: date) -> date:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
