"""What the shared parts of a page are given, so that every room fills them the same way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Tone = Literal["good", "warn", "bad", "info", "violet", "neutral"]


@dataclass(frozen=True)
class Step:
    """One step of a document's way, for `ui/steps.html`."""

    label: str
    state: Literal["done", "current", "waiting"]


def steps(labels: Sequence[str], *, at: int) -> list[Step]:
    """Make the line of steps with the one of this index under way; len(labels): all are done."""
    return [
        Step(label, "done" if i < at else "current" if i == at else "waiting")
        for i, label in enumerate(labels)
    ]


@dataclass(frozen=True)
class Check:
    """One thing that was looked at, and how it stands, for `ui/checks.html`."""

    text: str
    tone: Literal["good", "warn", "bad", "neutral"]
    detail: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of a journal, for `ui/timeline.html`."""

    at: datetime
    text: str
    by: str = ""
    detail: str = ""
    tone: Tone | Literal[""] = ""


@dataclass(frozen=True)
class Recipient:
    """One line of Nơi nhận with its receipt, for `ui/recipients.html`."""

    line: str
    state: str
    """In words: «Đã vào sổ số 112», «Chưa xác định nơi gửi»."""
    tone: Literal["good", "warn", "bad", "neutral"]
    detail: str = ""
    """To whom it was resolved, when it arrived, why it came back."""


@dataclass(frozen=True)
class File:
    """One stored file, for `ui/file.html`."""

    label: str
    url: str
    size: int
    """In octets."""
    sha256: str = ""
    detail: str = ""
