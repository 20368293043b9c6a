"""What setting a draft costs in a process that starts cold, beside WeasyPrint and LibreOffice.

Run as `python -m benchmarks.typeset`. WeasyPrint comes from requirements-bench.txt, in an
environment of its own (`make .bench/ready`); what the machine lacks is left out, in words. Both get
the same paragraphs as HTML: fewer things than the decree's page, which is in their favour.
"""

import html
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks.measuring import in_turns, table

ROOT: Final = Path(__file__).parents[1]
DRAFT: Final = ROOT / "rehearsal/documents/bao-cao-cai-cach-hanh-chinh.json"
BENCH: Final = ROOT / ".bench/bin/python"
ROUNDS: Final = 5
OURS: Final = "Typst, by ours"
_OURS: Final = """
import json, sys
from datetime import UTC, datetime
from documents.text import van_ban
from documents.typesetting import typeset
draft = van_ban.accept(json.loads(open(sys.argv[1], encoding="utf-8").read()))
open(sys.argv[2], "wb").write(typeset(draft, created_at=datetime(2026, 11, 16, tzinfo=UTC)).pdf)
"""
_WEASYPRINT: Final = """
import sys
from weasyprint import HTML
HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/a-3b")
"""


def main() -> None:
    """Print how many times as long the others take."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        page = place / "draft.html"
        page.write_text(_page(), encoding="utf-8")
        ways = {OURS: _ours(place)} | _others(place, page)
        if len(ways) > 1:
            _say(table(in_turns(ways, rounds=ROUNDS), beside=OURS))


def _ours(place: Path) -> Callable[[int], object]:
    arguments = [sys.executable, "-c", _OURS, str(DRAFT), str(place / "ours.pdf")]
    return lambda _: subprocess.run(arguments, check=True, cwd=ROOT)


def _others(place: Path, page: Path) -> dict[str, Callable[[int], object]]:
    found: dict[str, Callable[[int], object]] = {}
    weasyprint = [str(BENCH), "-c", _WEASYPRINT, str(page), str(place / "w.pdf")]
    if BENCH.exists() and _runs(weasyprint):
        found["WeasyPrint"] = lambda _: subprocess.run(weasyprint, check=True, capture_output=True)
    else:
        _say("WeasyPrint is left out: make .bench/ready installs it, and it needs libpango.")
    if office := shutil.which("soffice") or shutil.which("libreoffice"):
        home = f"-env:UserInstallation=file://{place}/home"
        convert = [
            office,
            home,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(place),
            str(page),
        ]
        found["LibreOffice"] = lambda _: subprocess.run(convert, check=True, capture_output=True)
    else:
        _say("LibreOffice is left out: apt-get install libreoffice-writer-nogui brings it.")
    return found


def _runs(arguments: list[str]) -> bool:
    return subprocess.run(arguments, check=False, capture_output=True).returncode == 0


def _page() -> str:
    draft = json.loads(DRAFT.read_text(encoding="utf-8"))
    texts = ["".join(run["s"] for run in block["x"]) for block in draft["body"] if "x" in block]
    body = "".join(f"<p>{html.escape(text)}</p>" for text in texts)
    return f'<!doctype html><html lang="vi"><meta charset="utf-8"><body>{body}</body></html>'


def _say(text: str) -> None:
    print(text)  # noqa: T201 - what a benchmark is for


if __name__ == "__main__":
    main()
