"""The figures that changed, each with the words around it: what a signer looks for first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from documents.text.word_diff import Piece

_FIGURE: Final = re.compile(r"\d+(?:[.,/:]\d+)*(?:\s?[%‰])?")
_AROUND: Final = 5  # words told before a figure; after it two
_SENTENCE: Final = re.compile(r"[.;:!?]\s")
_CLAUSE: Final = re.compile(r"[.,;:!?)/]+\s")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a block that changed; `old` or `new` is "" where it came or went."""

    block_id: str
    before: str
    old: str
    new: str
    after: str


def in_line(block_id: str, pieces: Sequence[Piece]) -> Iterator[Figure]:
    """Yield the figures of a paragraph whose words changed, in pairs as far as they go."""
    told_before = ""
    at = 0
    while at < len(pieces):
        if pieces[at].change == "same":
            told_before += pieces[at].text
            at += 1
            continue
        went = came = ""
        while at < len(pieces) and pieces[at].change != "same":
            if pieces[at].change == "removed":
                went += pieces[at].text
            else:
                came += pieces[at].text
            at += 1
        told_after = pieces[at].text if at < len(pieces) else ""
        yield from _pairs(block_id, told_before, went, came, told_after)
        told_before += came


def _pairs(block_id: str, before: str, went: str, came: str, after: str) -> Iterator[Figure]:
    old, new = list(_FIGURE.finditer(went)), list(_FIGURE.finditer(came))
    unit = re.match(r"\s?[%‰]", after)
    for at in range(max(len(old), len(new))):
        first = old[at] if at < len(old) else None
        second = new[at] if at < len(new) else None
        if first and second and first.group() == second.group():
            continue
        text, found = (came, second) if second else (went, first)
        assert found is not None
        is_last = found is (new or old)[-1]
        yield Figure(
            block_id,
            _tail(before + text[: found.start()]),
            _with(unit, went, first),
            _with(unit, came, second),
            _head(text[found.end() :] + after if is_last else text[found.end() :], unit, is_last),
        )


def _with(unit: re.Match[str] | None, text: str, figure: re.Match[str] | None) -> str:
    """Return a figure, with the percent sign that stands behind the change and stayed."""
    if figure is None:
        return ""
    ends_it = not text[figure.end() :].strip()
    return figure.group() + (unit.group() if unit and ends_it else "")


def in_row(
    block_id: str, cells: Sequence[Sequence[Piece]], head: Sequence[Sequence[Piece]]
) -> Iterator[Figure]:
    """Yield the figures of a table's row, called by the row's first words and the column's."""
    texts = ["".join(one.text for one in cell if one.change != "removed") for cell in cells]
    named = next((at for at, text in enumerate(texts) if any(map(str.isalpha, text))), 0)
    name = texts[named].strip() if texts else ""
    columns = ["".join(one.text for one in cell if one.change != "removed") for cell in head]
    # What stands before the name numbers the row: it changes with every row put in above.
    for at, cell in list(enumerate(cells))[named:]:
        column = columns[at].strip() if len(columns) == len(cells) else ""
        called = ", ".join(part for part in (name, column) if part)
        for figure in in_line(block_id, cell):
            is_bare = not any(map(str.isalpha, texts[at]))
            before = called if is_bare else figure.before
            yield Figure(block_id, before, figure.old, figure.new, figure.after)


def _tail(text: str) -> str:
    """Return the last words of what stands before a figure, within its sentence."""
    sentence = _SENTENCE.split(text)[-1]
    return " ".join(sentence.split()[-_AROUND:])


def _head(text: str, unit: re.Match[str] | None, is_last: bool) -> str:
    """Return the first words of what stands after a figure, up to the next sign."""
    if unit and is_last:
        text = text.replace(unit.group(), "", 1)
    return " ".join(_CLAUSE.split(text + " ")[0].split()[:2])
