"""What a pause in writing costs: the changed pages drawn, beside the whole file set anew.

Run as `python -m benchmarks.preview`. The draft has about nine pages; each round changes one word.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.measuring import in_turns, table
from documents.text import van_ban
from documents.text.content import Content
from documents.typesetting import typeset
from documents.typesetting.preview import preview

DRAFT = Path(__file__).parent.parent / "rehearsal/documents/bao-cao-cai-cach-hanh-chinh.json"
TIMES = 4  # the body, so many times over
ROUNDS = 15
FILE, PAGES = "the whole PDF/A file", "the pages that changed"


def main() -> None:
    """Print the ratio of both, and how much of the draft travels at a pause."""
    seen = preview(_changed(0), near=1, known=())
    known, travelled = list(seen.sheets), [0]

    def draw(number: int) -> None:
        content = _changed(number + 1)
        block = content["body"][len(content["body"]) // 2]["id"]
        drawn = preview(content, near=block, known=known)
        known[:] = drawn.sheets
        travelled.append(len(drawn.pictures))

    def set_file(number: int) -> None:
        typeset(_changed(number + 1), created_at=datetime(2026, 11, 16, tzinfo=UTC))

    medians = in_turns({FILE: set_file, PAGES: draw}, rounds=ROUNDS)
    print(table(medians, beside=FILE))  # noqa: T201 - what a benchmark is for
    often = sorted(travelled[2:])[len(travelled) // 2 - 1]
    print(f"pages in the draft {len(known)}, pages that travel at a pause {often}")  # noqa: T201


def _changed(number: int) -> Content:
    draft: dict[str, Any] = json.loads(DRAFT.read_text(encoding="utf-8"))
    blocks = [dict(block) for block in draft["body"] for _ in range(1)] * TIMES
    body = [{key: value for key, value in block.items() if key != "id"} for block in blocks]
    body[len(body) // 2] = {"t": "p", "x": [{"s": f"Lần sửa thứ {number}: " + "công tác " * 40}]}
    return van_ban.accept(draft | {"body": body})


if __name__ == "__main__":
    main()
