"""The sprite brings what pages draw, and nothing else."""

import re

from tests.house.code import ROOT
from ui import icons


def test_every_icon_is_drawn_by_some_page():
    ours = [path for room in ROOT.iterdir() for path in room.glob("**/*") if is_source(path)]
    text = "\n".join(path.read_text(encoding="utf-8") for path in ours)
    unused = {name for name in icons.NAMES if not re.search(f"[\"']{re.escape(name)}[\"']", text)}
    assert unused == set()


def is_source(path):
    """Tell whether a file may draw an icon; the list itself does not."""
    rooms = ("agencies", "config", "documents", "ui", "workflow")
    inside = path.relative_to(ROOT).parts
    return (
        inside[0] in rooms
        and "built" not in inside
        and path.suffix in (".html", ".py", ".js")
        and path.name != "icons.py"
    )
