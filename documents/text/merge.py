"""Joining what two people made of one text: what each changed alone stays changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final, TypeVar, cast

from documents.text import van_ban
from documents.text.content import Block, Content
from documents.text.numbering import Numbers, kind_of
from documents.text.pairing import stayed
from documents.text.van_ban import BadDraft

Value = TypeVar("Value")
BODY: Final = "body"  # the conflict where both sides are good and their join is no draft


@dataclass(frozen=True, slots=True)
class Merged:
    """The joined text, and in what the two contradict each other: ids of blocks, keys of facts.

    Where they do, `content` says what mine says; a block that one side removed and the other
    changed is kept as it was changed.
    """

    content: Content
    conflicts: tuple[str, ...]


def merge(base: Content, mine: Content, theirs: Content) -> Merged:
    """Join two descendants of `base`; without conflicts it matters not which is whose."""
    conflicts: list[str] = []
    joined: dict[str, Any] = {
        key: _value(key, base[key], mine[key], theirs[key], conflicts)  # type: ignore[literal-required]
        for key in mine
        if key != BODY
    }
    joined[BODY] = _Body(base[BODY], mine[BODY], theirs[BODY], conflicts).joined()
    content = cast("Content", joined)
    try:
        van_ban.check(content)
    except BadDraft:  # each removed what the other kept, or both together are too long
        return Merged(mine, (*conflicts, BODY))
    return Merged(content, tuple(conflicts))


def _value(name: str, base: Value, mine: Value, theirs: Value, conflicts: list[str]) -> Value:
    """Return what one side made of a value the other left alone; else mine, and a conflict."""
    if mine == base:
        return theirs
    if theirs not in (base, mine):
        conflicts.append(name)
    return mine


class _Body:
    """The blocks of three texts by id. Numbers follow from the order, and so are nobody's edit."""

    def __init__(
        self,
        base: Sequence[Block],
        mine: Sequence[Block],
        theirs: Sequence[Block],
        conflicts: list[str],
    ) -> None:
        self.base, self.mine, self.theirs = (_by_id(blocks) for blocks in (base, mine, theirs))
        self.conflicts = conflicts

    def joined(self) -> list[Block]:
        kept = {}
        for name in dict.fromkeys([*self.base, *self.mine, *self.theirs]):
            block = self._block(name)
            if block is not None:
                kept[name] = block
        body = [kept[name] for name in self._order(kept)]
        base, mine, theirs = map(list, (self.base, self.mine, self.theirs))
        if base in (mine, theirs) or mine == theirs:
            return [self._as_numbered(block) for block in body]
        # Both put in, took out or moved: no side's numbers fit what has become of it.
        return _renumbered(body)

    def _block(self, name: str) -> Block | None:
        base, mine, theirs = (side.get(name) for side in (self.base, self.mine, self.theirs))
        if mine is None or theirs is None:
            return self._one_sided(name, base, mine or theirs)
        before = _bare(base) if base is not None else None
        if _bare(mine) == before:
            return theirs
        if _bare(theirs) not in (before, _bare(mine)):
            self.conflicts.append(name)
        return mine

    def _one_sided(self, name: str, base: Block | None, left: Block | None) -> Block | None:
        """Return a block that one side alone has: put in there, or removed by the other."""
        if base is None or left is None:
            return left
        if _bare(left) == _bare(base):
            return None
        self.conflicts.append(name)
        return left

    def _as_numbered(self, block: Block) -> Block:
        """Return a block under the number of the side that changed it."""
        name = block["id"]
        base, mine, theirs = (
            side[name].get("num") if name in side else None
            for side in (self.base, self.mine, self.theirs)
        )
        if name not in self.mine or name not in self.theirs or mine == theirs:
            return block
        if base not in (mine, theirs) and name not in self.conflicts:
            self.conflicts.append(name)
        number = theirs if mine == base else mine
        return {**block, "num": number} if number is not None and "num" in block else block

    def _order(self, kept: Mapping[str, Block]) -> list[str]:
        """Return the order: what both have as the one who moved it says, the rest behind it."""
        common = [name for name in self.mine if name in self.theirs and name in kept]
        mine, theirs = common, [name for name in self.theirs if name in set(common)]
        base = [name for name in self.base if name in set(common)]
        order = theirs if mine == base else mine
        if base not in (mine, theirs) and mine != theirs:
            place = {name: at for at, name in enumerate(mine)}
            in_order = stayed([place[name] for name in theirs])
            moved = [name for name in mine if place[name] not in in_order]
            self.conflicts += [name for name in moved if name not in self.conflicts]
        behind: dict[str, list[list[str]]] = {}
        for side in (self.mine, self.theirs):
            for anchor, run in _runs(side, set(common), kept):
                behind.setdefault(anchor, []).append(run)
        return [
            name
            for anchor in ("", *order)
            for name in [
                *([anchor] if anchor else []),
                *chain.from_iterable(sorted(behind.get(anchor, []))),
            ]
        ]


def _runs(
    side: Mapping[str, Block], common: set[str], kept: Mapping[str, Block]
) -> list[tuple[str, list[str]]]:
    """Return what one side alone has, each run with the common block that it stands behind."""
    runs: dict[str, list[str]] = {}
    anchor = ""
    for name in side:
        if name in common:
            anchor = name
        elif name in kept:
            runs.setdefault(anchor, []).append(name)
    return list(runs.items())


def _by_id(blocks: Sequence[Block]) -> dict[str, Block]:
    return {block["id"]: block for block in blocks}


def _bare(block: Block) -> Mapping[str, object]:
    return {key: value for key, value in block.items() if key != "num"}


def _renumbered(body: Sequence[Block]) -> list[Block]:
    numbers = Numbers()
    renumbered: list[Block] = []
    for block in body:
        number = numbers.after(kind_of(block))
        renumbered.append({**block, "num": number} if number and "num" in block else block)
    return renumbered
