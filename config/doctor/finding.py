"""What an examination found: a part, how it is, and one sentence."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a part is. What only wants attention does not fail the examination."""

    WELL = "ok"
    ATTENTION = "note"
    ILL = "FAIL"


@dataclass(frozen=True)
class Finding:
    part: str
    state: State
    sentence: str


def well(part: str, sentence: str) -> Finding:
    return Finding(part, State.WELL, sentence)


def attention(part: str, sentence: str) -> Finding:
    return Finding(part, State.ATTENTION, sentence)


def ill(part: str, sentence: str) -> Finding:
    return Finding(part, State.ILL, sentence)
