"""The pages of a draft that is being written: pictures of those that changed, and who stands where.

They are the pages of `page.typeset`, drawn by the same engine from the same template. Pictures and
not files: a page of a PDF cannot be told from its last state, for one new letter anywhere
renumbers the glyphs of all pages.
"""

import atexit
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from documents.text import van_ban
from documents.text.content import Content
from documents.typesetting.page import saving_a_page
from documents.typesetting.worker import Rendered, Request, Worker, no_image

WATERMARK = "DỰ THẢO"
# A preview comes again at the next pause: it neither waits long nor works long for one draft.
SECONDS = 6.0
PATIENCE = 3.0
MOST_AT_ONCE = 6  # pages in one answer


@dataclass(frozen=True)
class Spot:
    """Where a block begins: page from 1, points from the top of the page."""

    page: int
    y: float


@dataclass(frozen=True)
class Preview:
    """All pages by their hashes, the pictures (SVG) that the reader lacks, the blocks' places."""

    sheets: Sequence[str]
    pictures: Mapping[str, bytes]
    blocks: Mapping[str, Spot]


def preview(
    content: Content,
    *,
    near: str | int,
    known: Sequence[str],
    image: Callable[[str], bytes] = no_image,
) -> Preview:
    """Set a draft and draw the pages around `near`, a page or the block that is being written.

    CannotTypeset says what stands in the way.
    """
    document = van_ban.canonical(van_ban.without_issue_facts(content)).decode()
    options = {"watermark": WATERMARK, "print_lines": True, "attach": False, "blocks": True}
    images = van_ban.pictures_of(content)
    drawn, _ = saving_a_page(_Drawing(document, near, known, images, image), options)
    spots = {it["id"]: Spot(it["page"], it["y"]) for it in drawn.values["block"]}
    return Preview(drawn.sheets, drawn.pictures, spots)


@dataclass(frozen=True)
class _Drawing:
    """One draft, to be drawn with different options."""

    document: str
    near: str | int
    known: Sequence[str]
    images: Sequence[str]
    image: Callable[[str], bytes]

    def __call__(self, options: Mapping[str, Any]) -> Rendered:
        return _worker_of(os.getpid()).render(
            Request(
                template="van_ban.typ",
                inputs={"document": self.document, "options": _json(options)},
                standards=(),
                timestamp=0,
                labels=("place", "pages", "block"),
                tagged=False,
                format="svg",
                near=self.near,
                most=MOST_AT_ONCE,
                known=self.known,
                images=self.images,
            ),
            self.image,
        )


@cache
def _worker_of(_process: int) -> Worker:
    """A child of its own: a draft that kills it holds up no page that somebody will sign."""
    worker = Worker(seconds=SECONDS, patience=PATIENCE)
    atexit.register(worker.stop)
    return worker


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
