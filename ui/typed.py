"""What a browser sends, taken as what it should be; anybody may send anything."""

from typing import Final

_KEY_DIGITS: Final = 19  # of PostgreSQL's largest key


def whole_number(text: str) -> int | None:
    """Return a number that a page of ours wrote into its form or address; None for all else.

    Python itself refuses to read some thousand figures, with an error that is nobody's refusal.
    """
    return int(text) if text.isdecimal() and len(text) < _KEY_DIGITS else None
