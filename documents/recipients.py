"""Nơi nhận: the lines that say who gets a document, and the last one that says who files it.

Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.9: every line ends with «;», the last, «Lưu: …»,
with «.». What stands in a line is kept as it is printed; kind, purpose and the other parts are
what its words suggest, for the directory to resolve.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from documents.text.folding import fold

MAX_LINES: Final = 200
MAX_LENGTH: Final = 300

# No decree lists these: they are custom, and an agency may add its own.
PURPOSES: Final = {
    "b/c": "để báo cáo",
    "p/h": "để phối hợp",
    "t/h": "để thực hiện",
    "đ/b": "để biết",
    "t/d": "để theo dõi",
    "đăng tin": "để đăng tin",
    "theo dõi": "để theo dõi",
    "phối hợp": "để phối hợp",
    "thực hiện": "để thực hiện",
    "báo cáo": "để báo cáo",
}


class Kind(StrEnum):
    """What a line's words suggest that it names."""

    ABOVE = "ABOVE"  # Như trên; Như Điều 3
    AGENCY = "AGENCY"  # Sở Nội vụ; Khối trưởng KTĐ20-Quỹ Đầu tư Phát triển
    LEADERS = "LEADERS"  # Trưởng ban và các Phó TB; Lãnh đạo Ban
    UNITS = "UNITS"  # Các phòng, đơn vị; Văn phòng BQL
    GROUP = "GROUP"  # Các tổ chức đoàn thể của cơ quan; UBND các xã, phường
    STAFF = "STAFF"  # Toàn thể công chức, viên chức và người lao động
    COMPOSITE = "COMPOSITE"  # VPUB: CVP, PCVP, các phòng, CBTH
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One line, without its dash and end mark.

    `name` is the line without its purpose, role and members: what the directory looks up.
    """

    text: str
    name: str
    kind: Kind
    purpose: str = ""  # as printed between the brackets: b/c
    role: str = ""  # the role in which an organ is addressed: Khối trưởng KTĐ20
    members: tuple[str, ...] = ()  # of a composite line


@dataclass(frozen=True, slots=True)
class Filing:
    """The line «Lưu: VT, HC (2).», without its dash and full stop."""

    text: str
    clerk: str  # VT
    unit: str = ""  # the drafting unit, or Hồ sơ; several as printed
    drafter: str = ""  # the drafter's mark
    copies: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    recipients: tuple[Recipient, ...]
    filing: Filing


class Problem(NamedTuple):
    """What is wrong with one line; the place is `recipients[i]`, or `recipients` for all."""

    place: str
    message: str


class UnreadableRecipients(Exception):
    """The block does not follow the decree's form; every problem is named with its place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


_BLANKS = re.compile(r"[^\S\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_LEADING = re.compile(r"(?:[-‐‑–—−•*]\s*)+")
_FILING = re.compile(r"lưu(?:\s*:|(?=\s+(?:VT|văn thư)\b))\s*(?P<what>.*)", re.IGNORECASE)
_CLERK = re.compile(r"(?:VT|văn thư)", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\(([^()]*)\)$")
_ABBREVIATED_PURPOSE = re.compile(r"(?:để |thay )?[a-zđ]{1,4}/[a-zđ]{1,4}", re.IGNORECASE)
_ROLE = re.compile(r"(?P<role>(?:Khối|Cụm) (?:trưởng|phó)[^-–]*?)\s*[-–]\s*(?P<organ>\S.*)")
_PLACE = re.compile(r"(?P<place>[^()]*)(?P<marks>.*)")
_MARK = re.compile(r"[^\W\d_]+|\d+")
_UNPRINTABLE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_OUTSIDE_BRACKETS = re.compile(r"[,;]\s*(?![^(]*\))")

# How folded lines begin; of several that fit, the longest decides.
_OPENINGS: Final = {
    Kind.ABOVE: "nhu",
    Kind.STAFF: "toan the, tat ca, can bo, cac can bo, cong chuc, vien chuc, cbcc, cbccvc, ccvc",
    Kind.LEADERS: (
        "lanh dao, cac lanh dao, ban lanh dao, ban giam doc, bgd, cac pho, cac dong chi,"
        " dong chi, cac d c, d c, truong ban, pho truong ban, tb, ptb, chanh van phong,"
        " pho chanh van phong, cvp, pcvp, giam doc, pho giam doc, gd, pgd, chu tich, pho chu tich,"
        " cac chu tich, ct, pct, cac pct, cac ptb, cac pcvp, cac pgd, bi thu, pho bi thu,"
        " cuc truong, chi cuc truong, vien truong, hieu truong, tong giam doc, bo truong,"
        " thu truong, chu nhiem"
    ),
    Kind.UNITS: (
        "cac phong, cac don vi, cac to chuyen mon, cac chi cuc, phong, to, van phong, vp,"
        " thanh tra ban, thanh tra so"
    ),
    Kind.GROUP: (
        "cac, ubnd cac, hdnd cac, uy ban nhan dan cac, ubnd hdnd cac, hdnd ubnd cac,"
        " hdnd va ubnd cac, ubnd xa phuong, dang uy cac, mttq cac, thanh vien"
    ),
    Kind.AGENCY: (
        "ubnd, hdnd, uy ban, hoi dong, thuong truc, tt hdnd, tt tinh uy, tt tu, so, bo, ban, cuc,"
        " chi cuc, tong cuc, vu, vien, quy, van phong ubnd, van phong uy ban, van phong hdnd,"
        " van phong hoi dong, van phong doan, van phong tinh uy, van phong chinh phu,"
        " van phong quoc hoi, van phong chu tich, van phong trung uong, van phong thanh uy, vpub,"
        " vpcp, vp ubnd, vp tinh uy, vp hdnd, vp doan, tinh uy, thanh uy, huyen uy, dang uy, doan,"
        " ubmttq, ubmttqvn, mttq, mat tran, hoi, lien doan, lien minh, cong an, cong ty, cong doan,"
        " cong bao, cong thong tin, toa an, tand, vksnd, vien kiem sat, kho bac, thanh tra, bao,"
        " dai, trung tam, truong, kiem toan, ngan hang, tap doan, thue, hai quan, buu dien,"
        " benh vien, hoc vien, chinh phu, quoc hoi, thu tuong chinh phu, bo chi huy, ban quan ly"
    ),
}
_KINDS: Final = {
    opening.strip(): kind for kind, openings in _OPENINGS.items() for opening in openings.split(",")
}


def parse_block(lines: Sequence[str]) -> Block:
    """Read the lines in their order; every problem of the block is told at once."""
    if not lines:
        raise UnreadableRecipients((Problem("recipients", "Nơi nhận chưa có dòng nào."),))
    if len(lines) > MAX_LINES:
        message = f"Nơi nhận có {len(lines)} dòng, nhiều hơn {MAX_LINES} dòng cho phép."
        raise UnreadableRecipients((Problem("recipients", message),))
    bare = [_bare(line) for line in lines]
    if problems := tuple(_problems_in(bare)):
        raise UnreadableRecipients(problems)
    return Block(tuple(_recipient(line) for line in bare[:-1]), _filing(bare[-1]))


def parse_line(text: str) -> Recipient:
    """Read one line, with or without its dash and end mark."""
    line = _bare(text)
    if problem := _problem_with(line):
        raise UnreadableRecipients((Problem("recipients", f"Dòng nơi nhận {problem}."),))
    return _recipient(line)


def parse_filing(text: str) -> Filing:
    """Read the line «Lưu: …», with or without its dash and full stop."""
    line = _bare(text)
    if problem := _problem_with(line):
        raise UnreadableRecipients((Problem("recipients", f"Dòng nơi nhận {problem}."),))
    if message := _problem_with_filing(line):
        raise UnreadableRecipients((Problem("recipients", message),))
    return _filing(line)


def print_block(block: Block) -> tuple[str, ...]:
    """Give the lines as a draft holds them: without dashes, with the decree's end marks."""
    return (*(print_line(recipient) for recipient in block.recipients), print_filing(block.filing))


def print_line(recipient: Recipient) -> str:
    return f"{recipient.text};"


def print_filing(filing: Filing) -> str:
    return f"{filing.text}."


def _bare(line: str) -> str:
    """Take away the dash before a line and the mark after it; what printing adds is one mark."""
    text = _BLANKS.sub(" ", unicodedata.normalize("NFC", line)).strip()
    text = text[_end_of(_LEADING, text) :]
    bare = text.rstrip(";, ")
    if ";" in text[len(bare) :] or not bare.endswith("."):
        return bare
    return bare[:-1].rstrip(";, ")


def _end_of(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def _problems_in(lines: Sequence[str]) -> Iterator[Problem]:
    last = len(lines) - 1
    for index, line in enumerate(lines):
        place = f"recipients[{index}]"
        if problem := _problem_with(line):
            yield Problem(place, f"Dòng nơi nhận {index + 1} {problem}.")
        elif not is_filing(line):
            continue
        elif index < last:
            yield Problem(place, "Dòng «Lưu» phải ở cuối nơi nhận.")
        elif message := _problem_with_filing(line):
            yield Problem(place, message)
    if not any(is_filing(line) for line in lines):
        yield Problem("recipients", "Thiếu dòng «Lưu: …» ở cuối nơi nhận.")


def _problem_with(line: str) -> str:
    if not line:
        return "trống"
    if len(line) > MAX_LENGTH:
        return f"dài {len(line)} ký tự, nhiều hơn {MAX_LENGTH} ký tự cho phép"
    if any(unicodedata.category(sign) in _UNPRINTABLE for sign in line):
        return "có ký tự không in được"
    return ""


def is_filing(line: str) -> bool:
    """Tell whether a line is «Lưu: …», and not for example «Lưu trữ lịch sử tỉnh»."""
    return _FILING.fullmatch(_bare(line)) is not None


def _problem_with_filing(line: str) -> str:
    found = _FILING.fullmatch(line)
    if found is None:
        return f"«{line}» không phải là dòng «Lưu: …»."
    if _CLERK.fullmatch(_filed_with(found["what"])[0][0]) is None:
        return "Dòng «Lưu» phải ghi VT trước tiên, ví dụ «Lưu: VT, TH.»."
    return ""


def _filing(line: str) -> Filing:
    found = _FILING.fullmatch(line)
    assert found is not None
    (clerk, marks), *others = _filed_with(found["what"])
    copies = [int(mark) for mark in marks if mark.isdecimal()]
    drafters = [mark for mark in marks if not mark.isdecimal()]
    units = []
    for unit, of_unit in others:
        if unit.isdecimal():
            copies.append(int(unit))
        elif unit:
            units.append(unit)
        copies += [int(mark) for mark in of_unit if mark.isdecimal()]
        drafters += [mark for mark in of_unit if not mark.isdecimal()]
    return Filing(line, clerk, ", ".join(units), ", ".join(drafters), next(iter(copies), None))


def _filed_with(what: str) -> list[tuple[str, list[str]]]:
    """Part «VT, HCQT(b), TH (2)» into its places, each with the marks in its brackets."""
    places = []
    for part in _OUTSIDE_BRACKETS.split(what):
        found = _PLACE.fullmatch(part.strip())
        assert found is not None
        places.append((found["place"].strip(), _MARK.findall(found["marks"])))
    return places


def _recipient(line: str) -> Recipient:
    name, purpose = _purpose_apart(line)
    head, colon, tail = name.partition(":")
    if colon and head.strip() and tail.strip():
        members = tuple(part.strip() for part in _OUTSIDE_BRACKETS.split(tail) if part.strip())
        return Recipient(line, head.strip(), Kind.COMPOSITE, purpose, members=members)
    if in_role := _ROLE.fullmatch(name):
        return Recipient(line, in_role["organ"], Kind.AGENCY, purpose, role=in_role["role"])
    return Recipient(line, name, _kind(name), purpose)


def _purpose_apart(line: str) -> tuple[str, str]:
    found = _BRACKETS.search(line)
    if found is None or not found.start():
        return line, ""
    words = " ".join(found[1].split())
    known = words.casefold().removeprefix("để ") in PURPOSES
    if known or _ABBREVIATED_PURPOSE.fullmatch(words):
        return line[: found.start()], words
    return line, ""


def _kind(name: str) -> Kind:
    words = fold(name).split()
    for length in range(len(words), 0, -1):
        if kind := _KINDS.get(" ".join(words[:length])):
            return kind
    return Kind.UNKNOWN
