"""The words above a signature: in whose place, and as what, somebody signs.

Nghị định 30/2020/NĐ-CP, Điều 13 and Phụ lục I, mục II.7. These functions only read and print the
words; whether a person may sign so is asked elsewhere.

    TRƯỞNG BAN                                                   the head
    KT. TRƯỞNG BAN / PHÓ TRƯỞNG BAN                              a deputy for the head
    Q. GIÁM ĐỐC                                                  an acting head
    TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH                               for the collective
    TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH            … by a deputy
    TM. ỦY BAN NHÂN DÂN / Q. CHỦ TỊCH                            … by an acting head
    TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG                               by order
    TL. CHỦ TỊCH / KT. CHÁNH VĂN PHÒNG / PHÓ CHÁNH VĂN PHÒNG     … by the unit's deputy
    TUQ. CHỦ TỊCH / GIÁM ĐỐC SỞ NỘI VỤ                           by power of attorney

A draft has two places for these lines, `authority` and `title`. The title holds the last line;
of three lines the first two stand in the authority, parted by " / ".
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Capacity(StrEnum):
    """In what capacity one signs; the value is the printed prefix without its full stop."""

    NONE = ""
    KT = "KT"
    TM = "TM"
    Q = "Q"
    TL = "TL"
    TUQ = "TUQ"

    @property
    def meaning(self) -> str:
        return _MEANINGS[self]


_MEANINGS: Final = {
    Capacity.NONE: "trực tiếp ký",
    Capacity.KT: "ký thay",
    Capacity.TM: "thay mặt",
    Capacity.Q: "quyền",
    Capacity.TL: "thừa lệnh",
    Capacity.TUQ: "thừa ủy quyền",
}
_PREFIX = re.compile(
    r"(?P<prefix>K/?T|T/?M|T/?L|TUQ|Q(?=\s*\.))(?:\s*\.\s*|\s+)(?P<rest>\S.*)", re.IGNORECASE
)
_NEXT_LINE = re.compile(r" / | (?=KT\.)")


class UnreadableCapacity(Exception):
    """The lines above the signature follow no form of the decree; the message says which line."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Printed:
    """What the lines say.

    `principal_title` is in whose place one signs: a head's title after KT., TL. and TUQ., the
    collective after TM.; "" for none and Q. `title` is the signer's own, without any prefix, and
    "" where it is missing: it is never guessed. `deputy_of` is the middle line's title where a
    deputy signs TM. or TL.; `is_acting` says that a title after TM. carries Q.
    """

    capacity: Capacity
    principal_title: str
    title: str
    deputy_of: str = ""
    is_acting: bool = False


def parse(authority: str | None, title: str | None) -> Printed:
    """Read the authority and title of a draft's signature block, tolerating «KT.TRƯỞNG BAN»."""
    acts, last = _acts_and_title([*_lines(authority), *_lines(title)])
    match acts:
        case []:
            return Printed(Capacity.NONE, "", last)
        case [(Capacity.Q, own)] if not last:
            return Printed(Capacity.Q, "", own)
        case [(Capacity.KT | Capacity.TM | Capacity.TL | Capacity.TUQ as capacity, principal)]:
            return Printed(capacity, principal, last)
        case [(Capacity.TM | Capacity.TL as capacity, principal), (Capacity.KT, head)]:
            return Printed(capacity, principal, last, deputy_of=head)
        case [(Capacity.TM, collective), (Capacity.Q, own)] if not last:
            return Printed(Capacity.TM, collective, own, is_acting=True)
    raise UnreadableCapacity(
        "Các dòng thẩm quyền ký không đúng thể thức: "
        f"«{' / '.join([*_lines(authority), *_lines(title)])}»."
    )


def print_lines(printed: Printed) -> tuple[str, ...]:
    """Print the lines from the top; a missing title gives no line."""
    if printed.capacity is Capacity.Q:
        return (f"Q. {printed.title}",)
    lines = []
    if printed.capacity is not Capacity.NONE:
        lines.append(f"{printed.capacity}. {printed.principal_title}")
    if printed.deputy_of:
        lines.append(f"KT. {printed.deputy_of}")
    if printed.title:
        lines.append(f"Q. {printed.title}" if printed.is_acting else printed.title)
    return tuple(lines)


def print_fields(printed: Printed) -> tuple[str | None, str | None]:
    """Print the lines as a draft's authority and title."""
    lines = print_lines(printed)
    above, last = (lines[:-1], lines[-1]) if printed.title else (lines, None)
    return (" / ".join(above) or None), last


def _lines(written: str | None) -> list[str]:
    typed = unicodedata.normalize("NFC", written or "").split("\n")
    lines = [line for row in typed for line in _NEXT_LINE.split(" ".join(row.split()))]
    return [line for line in lines if line]


def _acts_and_title(lines: list[str]) -> tuple[list[tuple[Capacity, str]], str]:
    acts: list[tuple[Capacity, str]] = []
    titles: list[str] = []
    for line in lines:
        found = _PREFIX.fullmatch(line)
        if found and titles:
            raise UnreadableCapacity(f"Dòng «{line}» phải đứng trên chức vụ của người ký.")
        if found:
            acts.append((Capacity(found["prefix"].upper().replace("/", "")), found["rest"]))
        else:
            titles.append(line)
    if len(titles) > 1:
        raise UnreadableCapacity(
            f"Dòng «{titles[0]}» phải bắt đầu bằng KT., TM., TL., TUQ. hoặc Q., "
            "vì dưới dòng này còn chức vụ của người ký."
        )
    return acts, titles[0] if titles else ""
