import re
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from ui.static_storage import HashedStatic

FOLDER = Path(__file__).resolve().parents[2] / "ui/static"
SHEETS = sorted((FOLDER / "ui").glob("*.css"))
TOKENS = (FOLDER / "ui/tokens.css").read_text(encoding="utf-8")

Colours = dict[str, tuple[float, float, float]]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_asks_nothing_of_other_hosts(sheet):
    assert re.findall(r"@import|https?:|url\([\"']?//", sheet.read_text(encoding="utf-8")) == []


@pytest.mark.usefixtures("built")
def test_every_file_that_a_sheet_names_is_there_under_its_hash(tmp_path: Path):
    storage = HashedStatic(location=tmp_path, base_url="/static/")
    source = FileSystemStorage(FOLDER)
    names = [str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    done = list(storage.post_process({name: (source, name) for name in names}))
    assert [(name, fault) for name, _, fault in done if isinstance(fault, Exception)] == []
    hashed = (tmp_path / storage.stored_name("ui/tokens.css")).read_text(encoding="utf-8")
    assert re.search(r'url\("built/plex-400\.[0-9a-f]{12}\.woff2"\)', hashed)


def colours(scheme: str) -> Colours:
    light, dark = TOKENS.split("@media (prefers-color-scheme: dark)")
    found: dict[str, str] = {}
    for part in [light, dark] if scheme == "dark" else [light]:
        found |= dict(re.findall(r"--([a-z0-9-]+): #([0-9a-f]{3,6});", part))
    return {name: _rgb(value) for name, value in found.items()}


def test_who_chose_dark_sees_what_a_dark_machine_shows():
    by_machine, by_choice = (
        re.findall(r"--[^;]+;", TOKENS.split(f"{selector} {{")[1].split("}")[0])
        for selector in (':root:not([data-theme="light"])', ':root[data-theme="dark"]')
    )
    assert len(by_machine) > 30
    assert by_machine == by_choice


def _rgb(value: str) -> tuple[float, float, float]:
    full = "".join(2 * digit for digit in value) if len(value) == 3 else value
    red, green, blue = (int(full[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """The ratio of WCAG 2, from 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: tuple[float, float, float]) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


READ = [
    *[(ink, paper) for ink in ("ink", "ink-2", "ink-3", "link", "son", "bad", "warn")
      for paper in ("paper", "surface", "surface-2")],
    *[(tone, f"{tone}-soft") for tone in ("good", "warn", "bad", "info", "violet", "neutral")],
    ("on-brand", "brand"),
    ("on-brand", "brand-2"),
    ("brand-2", "brand-soft"),
    ("on-frame", "frame"),
    ("on-frame-2", "frame"),
]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), READ)
def test_words_can_be_read_on_their_ground(scheme, ink, paper):
    known = colours(scheme)
    assert contrast(known[ink], known[paper]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("edge", ["line-2", "focus", "good-mark", "warn-mark", "bad-mark"])
@pytest.mark.parametrize("paper", ["paper", "surface"])
def test_edges_and_signs_can_be_seen_on_their_ground(scheme, edge, paper):
    known = colours(scheme)
    assert contrast(known[edge], known[paper]) >= 3
