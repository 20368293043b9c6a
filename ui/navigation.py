"""What stands in a page's frame: where one may go, and who is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """One place to go to."""

    label: str
    url: str
    icon: str
    """A name in ui.icons."""
    count: int = 0
    """How much waits there; zero is not shown."""
    current: bool = False
    tab: str = ""
    """Its short label among a phone's tabs at the foot; without one it has no tab."""


@dataclass(frozen=True)
class Section:
    """Items under one heading of the rail."""

    title: str
    items: Sequence[Item]


@dataclass(frozen=True)
class Badge:
    """The signed-in official as the bar shows them."""

    name: str
    title: str = ""
    """The post, as on paper: «Trưởng phòng Tổ chức – Hành chính»."""
    agency: str = ""


@dataclass(frozen=True)
class Bell:
    """What the official was told and has not put away."""

    count: int
    url: str
    """The page that lists it."""
    poll_url: str
    """Asked again and again by the script; it answers 204 while nothing is new."""


TABS = 4
"""More tabs than these, beside the one that opens the whole rail, are too narrow at 320 px."""


def tabs(sections: Sequence[Section]) -> list[Item]:
    """Choose what a phone shows at its foot."""
    return [item for section in sections for item in section.items if item.tab][:TABS]
