"""Which words of one line another one keeps: the shortest way, within a bound of work."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

Change = Literal["same", "added", "removed"]
Item = TypeVar("Item")
# A word with the blanks before it, or one sign; `92,4` and `427/BC` stay whole.
_WORD: Final = re.compile(r"\s*(?:\w+(?:[.,/:-]\w+)*|[^\w\s]|$)")
_FARTHEST: Final = 300  # words that may differ in one text before it counts as written anew
_ALIKE: Final = 0.25  # share of common words under which two texts are shown one after the other


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed, came or went."""

    change: Change
    text: str


@dataclass(slots=True)
class Work:
    """Steps that may still be spent on one comparison, so that no text makes it endless."""

    left: int = 1_500_000


def pieces(old: str, new: str, work: Work) -> tuple[Piece, ...]:
    """Return how `old` becomes `new`: what went stands before what came in its place."""
    if old == new:
        return (Piece("same", new),) if new else ()
    a, b = words(old), words(new)
    return _joined(_smoothed(list(edits(a, b, work))) if _alike(a, b) else _replaced(a, b))


def words(text: str) -> list[str]:
    """Return the text in words; joined they give it back."""
    return [word for word in _WORD.findall(text) if word]


def edits(a: Sequence[Item], b: Sequence[Item], work: Work) -> Iterator[tuple[Change, Item]]:
    """Yield each item of both sequences with what became of it, in order (Myers 1986)."""
    head = 0
    shorter = min(len(a), len(b))
    while head < shorter and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < shorter - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    yield from (("same", item) for item in b[:head])
    yield from _between(a[head : len(a) - tail], b[head : len(b) - tail], work)
    yield from (("same", item) for item in b[len(b) - tail :])


def _between(a: Sequence[Item], b: Sequence[Item], work: Work) -> Iterator[tuple[Change, Item]]:
    trail = _trail(a, b, work) if a and b else None
    if trail is None:
        yield from _replaced(a, b)
        return
    yield from reversed(_back(a, b, trail))


def _trail(a: Sequence[Item], b: Sequence[Item], work: Work) -> list[dict[int, int]] | None:
    """Return how far each diagonal came with 0, 1, 2 … edits; None where that went too far."""
    reach, trail = {1: 0}, []
    for edits_made in range(min(len(a) + len(b), _FARTHEST) + 1):
        trail.append(dict(reach))
        for diagonal in range(-edits_made, edits_made + 1, 2):
            down = diagonal == -edits_made or (
                diagonal != edits_made and reach[diagonal - 1] < reach[diagonal + 1]
            )
            x = reach[diagonal + 1] if down else reach[diagonal - 1] + 1
            y = x - diagonal
            work.left -= 1
            while x < len(a) and y < len(b) and a[x] == b[y]:
                x, y = x + 1, y + 1
                work.left -= 1
            reach[diagonal] = x
            if x >= len(a) and y >= len(b):
                return trail
        if work.left < 0:
            return None
    return None


def _back(
    a: Sequence[Item], b: Sequence[Item], trail: list[dict[int, int]]
) -> list[tuple[Change, Item]]:
    """Walk from the end to the beginning along the way that was found."""
    walked: list[tuple[Change, Item]] = []
    x, y = len(a), len(b)
    for made in range(len(trail) - 1, -1, -1):
        reach, diagonal = trail[made], x - y
        down = diagonal == -made or (diagonal != made and reach[diagonal - 1] < reach[diagonal + 1])
        before = diagonal + 1 if down else diagonal - 1
        from_x = reach[before] if made else 0
        from_y = from_x - before if made else 0
        while x > from_x and y > from_y:
            x, y = x - 1, y - 1
            walked.append(("same", b[y]))
        if made and down:
            y -= 1
            walked.append(("added", b[y]))
        elif made:
            x -= 1
            walked.append(("removed", a[x]))
    return walked


def _replaced(a: Sequence[Item], b: Sequence[Item]) -> list[tuple[Change, Item]]:
    return [*(("removed", item) for item in a), *(("added", item) for item in b)]


def _alike(a: Sequence[str], b: Sequence[str]) -> bool:
    one, other = set(a), set(b)
    return len(one & other) >= _ALIKE * max(1, min(len(one), len(other)))


def _smoothed(edited: list[tuple[Change, str]]) -> list[tuple[Change, str]]:
    """Let a lone sign or blank between two changes be part of them: less to look at."""
    smooth: list[tuple[Change, str]] = []
    for at, (change, item) in enumerate(edited):
        between = 0 < at < len(edited) - 1 and "same" not in (edited[at - 1][0], edited[at + 1][0])
        if change == "same" and between and not re.search(r"\w\w|\d", item):
            smooth += [("removed", item), ("added", item)]
        else:
            smooth.append((change, item))
    return smooth


def _joined(edited: list[tuple[Change, str]]) -> tuple[Piece, ...]:
    """Join neighbours of one kind; within a change what went comes first."""
    joined: list[Piece] = []
    went, came = "", ""
    for change, item in [*edited, ("same", "")]:
        if change == "removed":
            went += item
        elif change == "added":
            came += item
        else:
            joined += [Piece("removed", went)] if went else []
            joined += [Piece("added", came)] if came else []
            went = came = ""
            if joined and joined[-1].change == "same":
                joined[-1] = Piece("same", joined[-1].text + item)
            elif item:
                joined.append(Piece("same", item))
    return tuple(joined)
