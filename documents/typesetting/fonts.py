"""Where the four faces of Tinos lie: the metric twin of Times New Roman, free to give on."""

import os
from pathlib import Path

from documents.typesetting.errors import FontsMissing

VARIABLE = "DAUSON_FONTS"
INSTALLED = Path(__file__).resolve().parents[2] / "node_modules/@expo-google-fonts/tinos"
_SUFFIXES = {".ttf", ".otf", ".ttc"}


def folder() -> Path:
    """The folder to set with: named by DAUSON_FONTS, else where `make setup` installs Tinos.

    An agency that owns Times New Roman may put its files beside Tinos; they then come first.
    """
    named = os.environ.get(VARIABLE)
    chosen = Path(named) if named else INSTALLED
    if not files(chosen):
        raise FontsMissing(missing(chosen))
    return chosen


def files(chosen: Path) -> list[Path]:
    return sorted(path for path in chosen.rglob("*") if path.suffix.lower() in _SUFFIXES)


def missing(chosen: Path) -> str:
    return (
        f"Thư mục {chosen} không có đủ bốn kiểu chữ Tinos; hãy chạy make setup"
        f" hoặc đặt biến {VARIABLE} trỏ tới thư mục chứa phông chữ Tinos."
    )
