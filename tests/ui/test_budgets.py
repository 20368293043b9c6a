"""What a page may weigh, measured on the built files as they travel."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

from tests.ui.test_templates import TEMPLATES, named
from ui import build, sheets

STATIC = build.BUILT.parents[1]
SKELETON = ("ui/built/shared.css", "ui/js/app.js", "ui/js/bell.js")
# Brought once for the pages that show or edit a document, and counted by themselves.
ISLANDS = ("ui/built/pdf.mjs", "ui/built/pdf.worker.mjs", "ui/built/editor.js")
IMPORTED = re.compile(r"""(?:\bimport|\bfrom|\bimport\()\s*["']\.{1,2}/([^"']+)["']""")
LOADED = re.compile(r"""\{% static ['"](ui/[^'"]+\.(?:css|js|mjs))['"] %\}""")


def loaded_by(page: Path) -> set[str]:
    """Return what a page loads beside its documents: linked, and imported by what is linked."""
    names = {*SKELETON, *LOADED.findall(page.read_text(encoding="utf-8"))}
    waiting = [name for name in names if name.startswith("ui/js/")]
    while waiting:
        text = (STATIC / waiting.pop()).read_text(encoding="utf-8")
        found = {_named(name) for name in IMPORTED.findall(text)} - names
        names |= found
        waiting += [name for name in found if name.startswith("ui/js/")]
    return names - set(ISLANDS)


def _named(imported: str) -> str:
    return f"ui/{imported}" if imported.startswith("built/") else f"ui/js/{imported}"


def packed(names: Iterable[str]) -> int:
    return sum(map(_packed, names))


@cache
def _packed(name: str) -> int:
    return len(brotli.compress((STATIC / name).read_bytes()))


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_a_page_loads_at_most_12_kilobytes_of_sheets_and_25_of_scripts(template):
    loaded = loaded_by(template)
    assert packed(name for name in loaded if name.endswith(".css")) <= 12_000
    assert packed(name for name in loaded if not name.endswith(".css")) <= 25_000


def test_what_scripts_import_is_counted():
    page = next(page for page in TEMPLATES if page.name == "verify_document.html")
    # The box for finding fetches its list of hits only once somebody goes there.
    own = {"ui/js/find.js", "ui/js/suggestions.js", "ui/js/verify-file.js"}
    assert loaded_by(page) == {*SKELETON, *own}


@pytest.mark.usefixtures("built")
def test_the_letters_weigh_at_most_60_kilobytes():
    assert sum((build.BUILT / name).stat().st_size for name in build.WEIGHTS) <= 60_000


@pytest.mark.usefixtures("built")
def test_the_icons_weigh_at_most_5_kilobytes():
    assert packed(["ui/built/icons.svg"]) <= 5_000


def test_the_one_sheet_is_made_of_all_that_are_shared():
    text = sheets.joined()
    assert text.index("--paper") < text.index("@layer base, forms") < text.index("@media print")
    assert 'url("built/' not in text
    # Each sheet is either every page's or linked by the pages of its part.
    own = {name for page in TEMPLATES for name in LOADED.findall(page.read_text(encoding="utf-8"))}
    shared = {f"ui/{name}.css" for name in (*sheets.SHARED, "print")}
    there = {f"ui/{sheet.name}" for sheet in sheets.FOLDER.glob("*.css")}
    assert there - shared - own == set()


@pytest.mark.usefixtures("built")
def test_the_editor_weighs_at_most_85_kilobytes():
    packed = brotli.compress((build.BUILT / "editor.js").read_bytes())
    assert len(packed) <= 85_000
