"""Styled text typed in a plain field: **đậm**, ~~nghiêng~~, ++gạch chân++, ^^trên^^, ,,dưới,,.

A backslash before a mark's sign prints the sign itself. `parse(print_runs(runs))` gives back the
runs, joined where neighbours have the same style.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, Literal, cast

from documents.text.content import Run

Style = Literal["b", "i", "u", "sup", "sub"]
MARKS: Final[dict[str, Style]] = {"**": "b", "~~": "i", "++": "u", "^^": "sup", ",,": "sub"}
_SIGNS: Final = {style: mark for mark, style in MARKS.items()}
_ESCAPABLE: Final = "\\*~+^,"
_TOKEN = re.compile(
    r"\\(?P<plain>[\\*~+^,])|(?P<mark>\*\*|~~|\+\+|\^\^|,,)|(?P<text>[^\\*~+^,]+|.)", re.S
)


def print_runs(runs: Iterable[Run]) -> str:
    """Write runs as plain text with marks; styles open and close in one order.

    A sign is escaped only where it would be read as a mark, or would join the mark beside it.
    """
    pieces = list(_pieces(_joined(runs)))
    printed: list[str] = []
    for at, (is_mark, text) in enumerate(pieces):
        before = pieces[at - 1][1][-1] if at else ""
        after = pieces[at + 1][1][0] if at + 1 < len(pieces) else ""
        printed.append(text if is_mark else _escaped(text, before=before, after=after))
    return "".join(printed)


def _pieces(runs: Iterable[tuple[frozenset[Style], str]]) -> Iterator[tuple[bool, str]]:
    """Yield marks and texts as they stand; two texts never follow one another."""
    open_styles: list[Style] = []
    for styles, text in runs:
        while any(style not in styles for style in open_styles):
            yield True, _SIGNS[open_styles.pop()]
        for style in _SIGNS:
            if style in styles and style not in open_styles:
                yield True, _SIGNS[style]
                open_styles.append(style)
        yield False, text
    for style in reversed(open_styles):
        yield True, _SIGNS[style]


def parse(text: str) -> list[Run]:
    """Read text with marks; a mark that is never closed is printed as it was typed."""
    pieces = [(found.lastgroup, found[found.lastgroup or 0]) for found in _TOKEN.finditer(text)]
    paired = _paired([value if kind == "mark" else "" for kind, value in pieces])
    styles: set[Style] = set()
    runs: list[tuple[frozenset[Style], str]] = []
    for position, (kind, value) in enumerate(pieces):
        if kind == "mark" and position in paired:
            styles ^= {MARKS[value]}
        else:
            runs.append((frozenset(styles), value))
    return [_run(styles_, words) for styles_, words in _merged(runs)]


def _joined(runs: Iterable[Run]) -> list[tuple[frozenset[Style], str]]:
    styled = [(frozenset(style for style in _SIGNS if run.get(style)), run["s"]) for run in runs]
    return _merged(styled)


def _merged(
    runs: Iterable[tuple[frozenset[Style], str]],
) -> list[tuple[frozenset[Style], str]]:
    merged = [
        (styles, "".join(text for _, text in group))
        for styles, group in groupby(runs, key=lambda run: run[0])
    ]
    return [(styles, text) for styles, text in merged if text]


def _run(styles: frozenset[Style], text: str) -> Run:
    return cast("Run", {"s": text, **{style: True for style in _SIGNS if style in styles}})


def _paired(marks: list[str]) -> set[int]:
    """Return the positions of marks that have a partner."""
    last: dict[str, int] = {}
    paired: set[int] = set()
    for position, mark in enumerate(marks):
        if not mark:
            continue
        if mark in last:
            paired |= {last.pop(mark), position}
        else:
            last[mark] = position
    return paired


def _escaped(text: str, *, before: str, after: str) -> str:
    def escape(sign: re.Match[str]) -> str:
        left = text[sign.start() - 1] if sign.start() else before
        right = text[sign.end()] if sign.end() < len(text) else after
        if sign[0] == "\\":
            reads_otherwise = right != "" and right in _ESCAPABLE
        else:
            reads_otherwise = sign[0] in (left, right)
        return f"\\{sign[0]}" if reads_otherwise else sign[0]

    return re.sub(r"[\\*~+^,]", escape, text)
