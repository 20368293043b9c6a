"""What number a heading or an item bears, from where it stands: I, 1, a; đ follows d, never f."""

from collections.abc import Mapping
from typing import Any, Final

# Nghị định 30/2020/NĐ-CP, Phụ lục I, II.6.đ: the Vietnamese order, without ă â ê ô ơ ư.
LETTERS: Final = "abcdđeghiklmnopqrstuvxy"
_ROMAN: Final = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_DEPTH: Final = {"h1": 1, "h2": 2, "num": 2, "h3": 3, "point": 3}


def kind_of(block: Mapping[str, Any]) -> str:
    """Return the kind as a form names it: h1 h2 h3 num point p basis li1 li2 table image."""
    if block["t"] in ("h", "li"):
        return f"{block['t']}{block['lvl']}"
    return str(block["t"])


class Numbers:
    """Counts the blocks of a body, told one after the other from its beginning."""

    def __init__(self) -> None:
        self._counts = dict.fromkeys(_DEPTH.values(), 0)

    def after(self, kind: str) -> str:
        """Count a block in; return its number, "" for a kind that bears none."""
        depth = _DEPTH.get(kind)
        if depth is None:
            return ""
        self._counts[depth] += 1
        for deeper in range(depth + 1, max(self._counts) + 1):
            self._counts[deeper] = 0
        return _written(self._counts[depth], depth)


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
