"""Which block of one text is which of another: by id, by equal words, by likeness; what moved."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from documents.text import limits
from documents.text.content import Block
from documents.text.word_diff import words

_ALL_TRIED: Final = 200  # blocks without a partner that are each held against each
_NEAR: Final = 5  # places away that they are held against where there are more
_SAMPLED: Final = 150  # words of a block that are looked at
_LIKE: Final = 0.5  # share of words in common that makes two blocks one, rewritten


def text_of(block: Block) -> str:
    """Return what a block says; cells parted by tabs, rows by line ends."""
    if block["t"] == "table":
        rows = [*block.get("head", []), *block["rows"]]
        return "\n".join("\t".join(map(limits.cell_text, row)) for row in rows)
    return limits.joined(block["x"])


def _told(block: Block) -> str:
    """Return what a block is known by: an image by itself too, for many have no words."""
    if block["t"] == "image":
        return f"{block['sha256']} {block['alt']} {text_of(block)}"
    return text_of(block)


def _sort(block: Block) -> str:
    """Tell apart what never becomes the other by being rewritten."""
    return block["t"] if block["t"] in ("table", "image") else ""


def partners(old: Sequence[Block], new: Sequence[Block]) -> dict[int, int]:
    """Return for places in `new` the place in `old` of the same block; the others are new."""
    place = {block["id"]: at for at, block in enumerate(old)}
    found = {at: place[block["id"]] for at, block in enumerate(new) if block["id"] in place}
    taken = set(found.values())
    gone = [at for at in range(len(old)) if at not in taken]
    came = [at for at in range(len(new)) if at not in found]
    for pair in (_equal, _like):
        found |= pair(old, new, gone, came)
        taken = set(found.values())
        gone = [at for at in gone if at not in taken]
        came = [at for at in came if at not in found]
    return found


def _equal(
    old: Sequence[Block], new: Sequence[Block], gone: Sequence[int], came: Sequence[int]
) -> dict[int, int]:
    """Pair what says the same, first with first: files without ids give changed ids at times."""
    waiting: dict[str, list[int]] = defaultdict(list)
    for at in reversed(gone):
        waiting[_told(old[at])].append(at)
    found = {}
    for at in came:
        if equal := waiting[_told(new[at])]:
            found[at] = equal.pop()
    return found


def _like(
    old: Sequence[Block], new: Sequence[Block], gone: Sequence[int], came: Sequence[int]
) -> dict[int, int]:
    """Pair what was rewritten under another id, the likest first."""
    few = max(len(gone), len(came)) <= _ALL_TRIED
    said_before = {at: _sample(old[at]) for at in gone}
    scored = []
    for rank, at in enumerate(came):
        says = _sample(new[at])
        near = gone if few else gone[max(0, rank - _NEAR) : rank + _NEAR + 1]
        for before in near:
            if _sort(old[before]) != _sort(new[at]):
                continue
            other = said_before[before]
            score = 2 * len(says & other) / (len(says) + len(other) or 1)
            if score >= _LIKE:
                scored.append((-score, abs(rank - gone.index(before)) if few else 0, at, before))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, at, before in sorted(scored):
        if at not in found and before not in taken:
            found[at] = before
            taken.add(before)
    return found


def _sample(block: Block) -> frozenset[str]:
    said = words(_told(block)[: _SAMPLED * 10])[:_SAMPLED]
    return frozenset(word.strip().casefold() for word in said)


def stayed(places: Sequence[int]) -> set[int]:
    """Return which of the places, each given once, stand in order; the fewest others moved."""
    ends: list[int] = []  # the smallest place that ends a row of each length
    links: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        links[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = links[last]
    return kept
