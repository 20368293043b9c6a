"""The draft format `vbhc/1`: reading a file, its canonical bytes, its words.

Described for its users in docs/reference/draft-format.md; the JSON Schema beside this file is the
one that is published and the one that is checked.
"""

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from documents.text import json_file, limits, shape
from documents.text.content import Block, Cell, Content, Row, Run
from documents.text.problems import (
    LOOKED_AT,
    BadDraft,
    Objection,
    Path,
    Problem,
    quoted,
    refused,
)

__all__ = [
    "TITLES",
    "BadDraft",
    "Block",
    "Cell",
    "Content",
    "Problem",
    "Row",
    "Run",
    "accept",
    "canonical",
    "check",
    "pictures_of",
    "plain_text",
    "read",
    "searched_text",
    "without_issue_facts",
]

NEEDED = {"type", "issuer", "subject", "body"}
TITLES = {"BC": "BÁO CÁO", "KH": "KẾ HOẠCH"}


def read(raw: bytes) -> Content:
    """The draft in a file, made complete; BadDraft says in sentences why it cannot be taken."""
    return accept(json_file.load(raw))


def accept(draft: object) -> Content:
    """As `read`, for a draft that is already a value: what a form or an import put together."""
    draft = _nfc(draft)
    found = list(islice(shape.objections(draft), LOOKED_AT))
    if not isinstance(draft, Mapping) or len(found) == LOOKED_AT:
        raise refused(draft, found)
    # A fault of shape hides no other fault: what has the right shape is looked at all the same.
    misshapen = {_part(path) for path, _ in found} | {(key,) for key in NEEDED - draft.keys()}
    found += islice(_contradictions(draft, misshapen), LOOKED_AT)
    found += islice(limits.objections(draft, misshapen), LOOKED_AT)
    if found:
        raise refused(draft, found)
    return _complete(draft)


def _part(path: Path) -> Path:
    """The part of the draft that a fault of shape spoils: a block of the body, else a key."""
    return tuple(path[: 2 if path[:1] == ("body",) else 1])


def check(content: Content) -> None:
    """BadDraft where `content` breaks the format: what `read` gave always passes."""
    accept(content)


def canonical(content: Content) -> bytes:
    """The one way these values are written: keys sorted, nothing between them, UTF-8."""
    text = json.dumps(
        content, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
    )
    return text.encode()


def without_issue_facts(content: Content) -> Content:
    """What is known before issue: the register gives the number, the clerk the day.

    A complete date is that of an issued document and leaves only its year; a month without a day
    was the drafter's forecast and stays.
    """
    date = content["date"]
    month = date["m"] if date["d"] is None else None
    return {
        **content,
        "number": {**content["number"], "value": None},
        "date": {"d": None, "m": month, "y": date["y"]},
    }


def plain_text(content: Content) -> str:
    """All that the page says but number and date, a line a paragraph; cells parted by tabs."""
    return "\n".join(line for line in _lines(content) if line.strip())


def searched_text(content: Content) -> str:
    """What the document is found by: all that the page says, and what its images show."""
    shown = (block["alt"] for block in content["body"] if block["t"] == "image")
    return "\n".join([plain_text(content), *shown])


def pictures_of(content: Content) -> list[str]:
    """Return the SHA-256 sums of the pictures that a text shows, each once, in their order."""
    shown = (block["sha256"] for block in content["body"] if block["t"] == "image")
    return list(dict.fromkeys(shown))


def _lines(content: Content) -> Iterator[str]:
    issuer, signature = content["issuer"], content["signature"]
    yield issuer["parent"] or ""
    yield issuer["name"]
    yield content["title"]
    yield limits.joined(content["subject"])
    yield from content["addressees"]
    for block in content["body"]:
        if block["t"] == "table":
            for row in [*block.get("head", []), *block["rows"]]:
                yield "\t".join(map(limits.cell_text, row))
        else:
            yield _numbered(block) + limits.joined(block["x"])
    yield from (signature[key] or "" for key in ("authority", "title", "name"))
    yield from content["recipients"]


def _numbered(block: Block) -> str:
    if block["t"] == "li":
        return f"{block['mark']} "
    if "num" not in block:
        return ""
    lettered = block["t"] == "point" or block.get("lvl") == 3
    return f"{block['num']}{')' if lettered else '.'} "


def _nfc(value: object) -> object:
    """The same value with every text composed: two spellings of one word are one word."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_nfc(item) for item in value]
    if isinstance(value, dict):
        return {key: _nfc(item) for key, item in value.items()}
    return value


def _contradictions(given: Mapping[str, Any], misshapen: set[Path]) -> Iterator[Objection]:
    """Facts that must be somewhere, that stand twice and differ, or that no calendar has."""
    if not misshapen & {("type",), ("issuer",), ("number",)}:
        yield from _notation(given)
    if not misshapen & {("issuer",), ("place",)}:
        yield from _locality(given)
    if ("date",) not in misshapen:
        yield from _calendar(given.get("date", {}))


def _notation(given: Mapping[str, Any]) -> Iterator[Objection]:
    kind, path = given["type"], ("number", "symbol")
    symbol, abbr = given.get("number", {}).get("symbol"), given["issuer"].get("abbr")
    if not symbol and not abbr:
        yield path, " còn thiếu; hãy ghi ký hiệu hoặc chữ viết tắt tên cơ quan."
    elif symbol and not symbol.startswith(f"{kind}-"):
        yield path, f" {quoted(symbol)} phải bắt đầu bằng {kind}- như tên loại."


def _locality(given: Mapping[str, Any]) -> Iterator[Objection]:
    named = {text.strip() for text in (given.get("place"), given["issuer"].get("place")) if text}
    if not named:
        yield ("place",), " còn thiếu; hãy ghi nơi cơ quan đóng trụ sở."
    elif len(named) == 2:
        both = " và ".join(map(quoted, sorted(named)))
        yield ("place",), f" ghi hai nơi khác nhau: {both}; hãy giữ một."


def _calendar(date: Mapping[str, int | None]) -> Iterator[Objection]:
    day, month, year = (date.get(key) for key in "dmy")
    longest = {2: 29 if year is None or _is_leap(year) else 28, 4: 30, 6: 30, 9: 30, 11: 30}
    if day and month and day > longest.get(month, 31):
        of = f"tháng {month}" + (f" năm {year}" if year else "")
        yield ("date", "d"), f": {of} không có ngày {day}."


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _complete(given: Mapping[str, Any]) -> Content:
    """Every key of the format, in the words that the page will show."""
    kind, issuer = given["type"], given["issuer"]
    number, date, signature = (given.get(key, {}) for key in ("number", "date", "signature"))
    symbol = number.get("symbol") or f"{kind}-{issuer['abbr']}"
    locality = given.get("place") or issuer["place"]
    return {
        "schema": "vbhc/1",
        "type": kind,
        "title": (given.get("title") or TITLES[kind]).strip(),
        "issuer": {
            "parent": _stripped(issuer.get("parent")),
            "name": issuer["name"].strip(),
            "abbr": issuer.get("abbr") or symbol.partition("-")[2],
            "place": locality.strip(),
        },
        "number": {"value": number.get("value"), "symbol": symbol},
        "place": locality.strip(),
        "date": {"d": date.get("d"), "m": date.get("m"), "y": date.get("y")},
        "subject": given["subject"],
        "addressees": [_undashed(line) for line in given.get("addressees", [])],
        "body": _identified(given["body"]),
        "signature": {
            "authority": _spaced(_stripped(signature.get("authority"))),
            "title": _stripped(signature.get("title")),
            "name": _stripped(signature.get("name")),
        },
        "recipients": [_undashed(line) for line in given.get("recipients", [])],
    }


def _stripped(text: str | None) -> str | None:
    return text and text.strip()


def _undashed(line: str) -> str:
    """The page draws the dash before each line itself."""
    return re.sub(r"^[-–\s]+(?=\S)", "", line.strip())


def _spaced(authority: str | None) -> str | None:
    """`KT.TRƯỞNG BAN` with its blank: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7."""
    return authority and re.sub(r"^(TM|KT|TL|TUQ|Q)\.\s*(?=\S)", r"\1. ", authority)


def _identified(blocks: list[Block]) -> list[Block]:
    """The same blocks, each with an id.

    An id that the file lacks comes from what the block says and how many equal ones stand above:
    the same file gives the same ids, and a block put in between leaves the others' as they were.
    """
    taken = {block["id"] for block in blocks if "id" in block}
    seen: Counter[str] = Counter()
    return [
        block if "id" in block else {"id": _id(block, taken, seen), **block} for block in blocks
    ]


def _id(block: Block, taken: set[str], seen: Counter[str]) -> str:
    says = json.dumps(block, sort_keys=True)
    while True:
        seen[says] += 1
        name = "b" + hashlib.sha256(f"{seen[says]} {says}".encode()).hexdigest()[:12]
        if name not in taken:
            taken.add(name)
            return name
