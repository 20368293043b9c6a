"""Words as search compares them: without marks, without case, in pairs.

One function makes the words of a stored document and those of a query, so the two always agree.
A phrase is found by its pairs of neighbours («cong~so»), which a GIN index answers without
positions. The words go into PostgreSQL as quoted lexemes, never through its own parser, which
takes «82/2018/NĐ-CP» and «KT.TRƯỞNG» for file and host names.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

# PostgreSQL refuses a lexeme above 2,046 bytes and a tsvector above 1,048,575; a pair with its
# prefix is two words and three bytes.
WORD_BYTES: Final = 1_000
GRAMS_BYTES: Final = 1_000_000
TITLE_WORDS: Final = 500
QUERY_WORDS: Final = 40
TITLE: Final = "t:"

_WORD = re.compile(r"[^\W_]+")
_MARKS = r"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"  # Unicode's combining marks
_MARK = re.compile(f"[{_MARKS}]+")
_WORD_AS_WRITTEN = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
_LETTER_D = str.maketrans("đð", "dd")  # ð: «Ð» (U+00D0) is often typed for «Đ» (U+0110)
_QUOTED = re.compile(r"[\"“”«]([^\"“”«»]*)[\"“”»]")
_BEFORE_CODE = re.compile(r"^\s*(?:số|so)\s*(?:[:.]\s*|(?=\d))", re.IGNORECASE)
_CODE = re.compile(
    r"(?P<number>\d{1,9})?\s*(?P<mark>[/-])\s*"
    r"(?P<notation>(?:\d{4}\s*/\s*)?[^\W\d_]{2,}\d{0,2}(?:\s*[/-]\s*[^\W\d_]{1,}\d{0,2})*)"
    r"[\s/.…-]*"
)
_DASHES = str.maketrans("‐‑‒–−", "-----")


def fold(text: str) -> str:
    """Give the words of a text for comparison, one blank between them: «hòa, HOÀ» → «hoa hoa»."""
    return " ".join(_words(text))


def grams(text: str, title: str = "") -> frozenset[str]:
    """Give what a document is found by: words and pairs, those of its title again with «t:».

    A document too large for one tsvector keeps its title and its beginning.
    """
    kept: set[str] = set()
    size = 0
    for gram in _grams_in_order(text, title):
        if gram in kept:
            continue
        size += len(gram.encode())
        if size > GRAMS_BYTES:
            break
        kept.add(gram)
    return frozenset(kept)


def tsvector_literal(lexemes: Iterable[str]) -> str:
    """Write grams as text that PostgreSQL casts to tsvector."""
    return " ".join(f"'{lexeme}'" for lexeme in sorted(lexemes))


def query_words(text: str, *, title: bool = False) -> str:
    """Write «every word» as text that PostgreSQL casts to tsquery; "" where there is no word."""
    return _conjunction(_words(text), title)


def query_phrase(text: str, *, title: bool = False) -> str:
    """Write «these words in a row» as a tsquery; `exact_phrase` settles the rare false match."""
    words = _words(text)[: QUERY_WORDS + 1]
    return _conjunction(list(_pairs(words)) or words, title)


@dataclass(frozen=True, slots=True)
class Search:
    """What an official typed into the search box: loose words, and phrases in quotation marks."""

    words: str
    phrases: tuple[str, ...]


def read_search(typed: str) -> Search:
    """Part the phrases in quotation marks from the rest; a single quotation mark is no phrase."""
    text = unicodedata.normalize("NFC", typed)
    phrases = tuple(phrase.strip() for phrase in _QUOTED.findall(text) if fold(phrase))
    return Search(words=_QUOTED.sub(" ", text).strip(), phrases=phrases)


def exact_phrase(text: str, phrase: str) -> bool:
    """Tell whether the words of a phrase stand in a row in the text."""
    wanted = fold(phrase)
    return bool(wanted) and f" {wanted} " in f" {fold(text)} "


def highlight(text: str, typed: str, *, width: int = 240) -> list[tuple[str, bool]]:
    """Cut the passage around the first hit into pieces, each with whether it is a hit.

    The first hit is the first place where the typed words stand in a row, else the first of them.
    The pieces joined are at most `width` characters of the text, and an ellipsis at a cut end.
    """
    written = unicodedata.normalize("NFC", text)
    wanted = _words(typed)[:QUERY_WORDS]
    spans = [(found.span(), fold(found[0])) for found in _WORD_AS_WRITTEN.finditer(written)]
    hits = [span for span, word in spans if word in set(wanted)]
    start, end = _passage(written, _first_hit(spans, wanted), width)
    pieces = [("…", False)] if start > 0 else []
    pieces += _pieces(written, start, end, _joined(written, hits))
    return [*pieces, ("…", False)] if end < len(written) else pieces


def code_key(code: str) -> str:
    """Give the form in which document codes are compared: «Số: 05 /QĐ - UBND» → «5/qd-ubnd»."""
    written = _BEFORE_CODE.sub("", unicodedata.normalize("NFC", code), count=1)
    joined = re.sub(r"\s+", "", written.translate(_DASHES))
    return _bare(joined).lstrip("0").rstrip("/-.…")


def document_code(text: str) -> tuple[int | None, str] | None:
    """Read a query that is a document's code, whole or its beginning; else None.

    «506 /BC - VP» → (506, "bc-vp"), «12/BC-…» → (12, "bc"), «/bc-vp» → (None, "bc-vp"),
    «82/2018/NĐ-CP» → (82, "2018/nd-cp"), «34-CT/TW» → (34, "ct/tw"). The notation is folded.
    """
    typed = unicodedata.normalize("NFC", text[:100]).translate(_DASHES).strip()
    found = _CODE.fullmatch(_BEFORE_CODE.sub("", typed, count=1))
    if found is None or (found["mark"] == "-" and not _is_party_code(found)):
        return None
    number = found["number"]
    return (int(number) if number else None), code_key(found["notation"])


def _is_party_code(found: re.Match[str]) -> bool:
    # «34-CT/TW»: the Party's organs put the hyphen first and the slash later.
    return found["number"] is not None and "/" in found["notation"]


def _bare(text: str) -> str:
    parted = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _MARK.sub("", parted).translate(_LETTER_D)


def _words(text: str) -> list[str]:
    return [_cut(word) for word in _WORD.findall(_bare(text))]


def _cut(word: str) -> str:
    if len(word) * 4 <= WORD_BYTES:
        return word
    return word.encode()[:WORD_BYTES].decode(errors="ignore")


def _pairs(words: list[str]) -> Iterator[str]:
    return (f"{first}~{second}" for first, second in pairwise(words))


def _grams_in_order(text: str, title: str) -> Iterator[str]:
    heading = _words(title)[:TITLE_WORDS]
    for gram in (*heading, *_pairs(heading)):
        yield TITLE + gram
    words = _words(text)
    for position, word in enumerate(words):
        yield word
        if position:
            yield f"{words[position - 1]}~{word}"


def _conjunction(lexemes: list[str], title: bool) -> str:
    prefix = TITLE if title else ""
    distinct = list(dict.fromkeys(lexemes))[:QUERY_WORDS]
    return " & ".join(f"'{prefix}{lexeme}'" for lexeme in distinct)


def _first_hit(spans: list[tuple[tuple[int, int], str]], wanted: list[str]) -> tuple[int, int]:
    row = len(wanted)
    words = [word for _, word in spans]
    for position in range(len(words) - row + 1 if row else 0):
        if words[position : position + row] == wanted:
            return spans[position][0][0], spans[position + row - 1][0][1]
    return next((span for span, word in spans if word in wanted), (0, 0))


def _passage(text: str, around: tuple[int, int], width: int) -> tuple[int, int]:
    if len(text) <= width:
        return 0, len(text)
    lead = max(width - (around[1] - around[0]), 0) // 3
    start = min(max(around[0] - lead, 0), len(text) - width)
    if start > 0:
        blank = text.find(" ", start, around[0])
        start = start if blank < 0 else blank + 1
    end = min(start + width, len(text))
    if end < len(text):
        blank = text.rfind(" ", min(around[1], end), end)
        end = end if blank < 0 else blank
    return start, end


def _joined(text: str, hits: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Make one hit of hits that only blanks part."""
    joined: list[tuple[int, int]] = []
    for start, end in hits:
        if joined and not text[joined[-1][1] : start].strip():
            start = joined.pop()[0]
        joined.append((start, end))
    return joined


def _pieces(text: str, start: int, end: int, hits: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    pieces = []
    at = start
    for begins, ends in hits:
        if ends <= start or begins >= end:
            continue
        pieces.append((text[at : max(begins, start)], False))
        pieces.append((text[max(begins, start) : min(ends, end)], True))
        at = min(ends, end)
    pieces.append((text[at:end], False))
    return [piece for piece in pieces if piece[0]]
