"""What number a heading or an item bears, from where it stands: I, 1, a; đ follows d, never f."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

# Nghị định 30/2020/NĐ-CP, Phụ lục I, II.6.đ: the Vietnamese order, without ă â ê ô ơ ư.
LETTERS: Final = "abcdđeghiklmnopqrstuvxy"
_ROMAN: Final = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_DEPTH: Final = {"h1": 1, "h2": 2, "num": 2, "h3": 3, "point": 3}


def kind_of(block: Mapping[str, Any]) -> str:
    """Return the kind as a form names it: h1 h2 h3 num point p basis li1 li2 table."""
    if block["t"] in ("h", "li"):
        return f"{block['t']}{block['lvl']}"
    return str(block["t"])


def next_number(before: Sequence[Mapping[str, Any]], kind: str) -> str:
    """Return the number of a block that stands after these; "" for a kind that bears none."""
    depth = _DEPTH.get(kind)
    if depth is None:
        return ""
    count = 1
    for block in reversed(before):
        theirs = _DEPTH.get(kind_of(block))
        if theirs is not None and theirs < depth:
            break
        if theirs == depth:
            count += 1
    return _written(count, depth)


def _written(count: int, depth: int) -> str:
    if depth == 1:
        return roman(count)
    if depth == 3:
        return LETTERS[(count - 1) % len(LETTERS)] * ((count - 1) // len(LETTERS) + 1)
    return str(count)


def roman(number: int) -> str:
    """Write a number in roman figures."""
    written = ""
    for value, figure in _ROMAN:
        while number >= value:
            written += figure
            number -= value
    return written
