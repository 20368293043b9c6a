"""The sheets that every page has, as one file: one request instead of nine.

Run as `python -m ui.sheets`; a set-up does, before it collects what the pages load.
"""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent / "static/ui"
SHARED: Final = (
    "tokens",
    "base",
    "forms",
    "frame",
    "parts",
    "signals",
    "steps",
    "lists",
    "viewer",
)
MADE: Final = FOLDER / "built/shared.css"


def joined() -> str:
    """Return the sheets in their order; what is for paper comes last and only there."""
    sheets = [_read(name) for name in SHARED]
    # The sheets lie one folder above the file that is made of them.
    screen = "".join(sheets).replace('url("built/', 'url("')
    return f"{screen}@media print {{\n{_read('print')}}}\n"


def write() -> None:
    """Make the one file, unless it is there already as it should be."""
    text = joined()
    if not MADE.is_file() or MADE.read_text(encoding="utf-8") != text:
        MADE.parent.mkdir(exist_ok=True)
        MADE.write_text(text, encoding="utf-8")


def _read(name: str) -> str:
    return (FOLDER / f"{name}.css").read_text(encoding="utf-8")


if __name__ == "__main__":
    write()
