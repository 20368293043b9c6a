"""Codes of other documents inside a text: «Kế hoạch số 66/KH-UBND ngày 20/8/2019».

Three families (Nghị định 30/2020/NĐ-CP, Phụ lục I and III; the Party's own rules):
    32/KH-BQLKKT, 611/SNV-CCVC      number / kind or issuer - issuer or drafting unit
    82/2018/NĐ-CP, 33/2024/QH15     the same of legal instruments, with the year
    34-CT/TW                        number - kind / organ of the Party
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from documents.text.dates import UnreadableDate, parse_date

_LETTER: Final = "A-ZÐĂÂĐÊÔƠƯ"  # U+00D0 is a common mistyping of U+0110
_GROUP = rf"[{_LETTER}][A-Za-zÐĂÂĐÊÔƠƯđ]{{0,19}}\d{{0,2}}(?!\w)"
_DASH = "[-‐‑–−]"
_GAP = r"\s{0,3}"

# Only the gaps that are seen in real documents are bridged: around the slash, and around the
# first dash. Any later dash with blanks starts new text: «66/KH-UBND - Sở Nội vụ».
_CODE = re.compile(
    rf"(?<![\w/])(?<!\d[.,])(?P<number>\d{{1,5}}){_GAP}"
    rf"(?:/{_GAP}(?:(?P<year>\d{{4}}){_GAP}/{_GAP})?"
    rf"(?P<notation>{_GROUP}{_GAP}{_DASH}{_GAP}{_GROUP}(?:{_DASH}{_GROUP})*"
    rf"|(?<=/)[{_LETTER}]{{2,}}\d{{2}}(?!\w))"
    rf"|{_DASH}(?P<party>[{_LETTER}]{{2,4}}/[{_LETTER}]{{2,}}(?!\w)(?:{_DASH}{_GROUP})*))"
)
_DAY_AFTER = re.compile(
    r"\s{0,3},?\s{1,3}ngày\s{1,3}"
    r"(\d{1,2}\s?/\s?\d{1,2}\s?/\s?\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})(?!\d)"
)
_REPAIRED = str.maketrans("Ð‐‑–−", "Đ----")


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited code; `start` and `end` are its place in the NFC form of the text.

    A number comes again every year, so a citation is only known by its code together with its
    day or year: «05/KH-VP» of 2019 is not «05/KH-VP» of 2020.
    """

    number: int
    year: int | None  # of a legal instrument, inside its code
    notation: str
    code: str  # as it should be printed
    on: date | None  # the day that follows it in the text
    start: int
    end: int


def find(text: str) -> tuple[Citation, ...]:
    """Give every document code in a text, in its order."""
    written = unicodedata.normalize("NFC", text)
    return tuple(
        _citation(written, found)
        for found in _CODE.finditer(written)
        if found["party"] or found["year"] or _has_dash(found["notation"])
    )


def _citation(text: str, found: re.Match[str]) -> Citation:
    code = _repaired(found[0])
    return Citation(
        number=int(found["number"]),
        year=int(found["year"]) if found["year"] else None,
        notation=_repaired(found["party"] or found["notation"]),
        code=code,
        on=_day_after(text, found.end()),
        start=found.start(),
        end=found.end(),
    )


def _has_dash(notation: str) -> bool:
    return "-" in _repaired(notation)


def _repaired(written: str) -> str:
    return re.sub(r"\s+", "", written.translate(_REPAIRED))


def _day_after(text: str, end: int) -> date | None:
    found = _DAY_AFTER.match(text, end)
    if found is None:
        return None
    try:
        return parse_date(found[1])
    except UnreadableDate:
        return None
