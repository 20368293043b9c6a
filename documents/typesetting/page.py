"""From a draft to its page, and from a place on it to the line that a clerk's act puts there."""

import atexit
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from documents.text import van_ban
from documents.text.content import Content
from documents.typesetting import fonts
from documents.typesetting.worker import Rendered, Request, Worker, no_image

# Archival, with the draft's data inside (A-3a), and readable aloud (UA-1).
STANDARDS = ("a-3a", "ua-1")

# Line spacings to try where that saves a last page of hardly any text; the decree allows 1 to 1.5.
SPACINGS = (1.1, 1.08, 1.06, 1.04, 1.02, 1.0)
TOP_MARGIN, LINE = 56.7, 18.0
FEW_LINES = 3.8


@dataclass(frozen=True)
class Place:
    """Where something stands: points from the top left of the page, pages from 1.

    `base` is the height of the baseline above the lower edge and `size` the size of the letters,
    both in points and only for the two lines.
    """

    page: int
    x: float
    y: float
    w: float
    h: float
    base: float = 0.0
    size: float = 0.0


@dataclass(frozen=True)
class Page:
    """A document as it will be read: the file, where its four fields go, and how it was made."""

    pdf: bytes
    places: dict[str, Place]
    pages: int
    options: dict[str, Any]
    engine: dict[str, str]


@dataclass(frozen=True)
class Verification:
    """What a reader of the paper verifies it by: the code, its address, and that as a picture."""

    code: str
    address: str
    qr: str
    """An SVG drawing."""


@dataclass(frozen=True)
class Lines:
    """The number line and the date line as two pages, and what each says."""

    pdf: bytes
    number: str
    date: str


def typeset(
    content: Content,
    *,
    created_at: datetime,
    watermark: str = "",
    print_lines: bool = False,
    tagged: bool = True,
    verification: Verification | None = None,
    image: Callable[[str], bytes] = no_image,
) -> Page:
    """The draft on the decree's page; the same bytes for the same arguments and engine.

    Number and day are always blank: the register and the clerk give them. `print_lines` draws the
    two lines into the page, for a preview; else they are left empty for the fields. `tagged=False`
    gives a quick plain PDF without the embedded data. `verification` stands in the lower margin
    of the first page, where it moves no line. `image` gives the bytes of a picture by its SHA-256.
    `created_at` is aware. CannotTypeset says what
    stands in the way.
    """
    document = van_ban.canonical(van_ban.without_issue_facts(content)).decode()
    options: dict[str, Any] = {}
    if watermark:
        options["watermark"] = watermark
    if print_lines:
        options["print_lines"] = True
    if not tagged:
        options["attach"] = False
    if verification is not None:
        options["verification"] = asdict(verification)
    images = van_ban.pictures_of(content)
    set_page = Setting(document, int(created_at.timestamp()), tagged, images, image)
    rendered, options = saving_a_page(set_page, options)
    places = {it.pop("name"): it for it in rendered.values["place"]}
    places.pop("text-end", None)
    return Page(
        pdf=rendered.pdf,
        places={name: Place(**place) for name, place in places.items()},
        pages=rendered.values["pages"][0],
        options=options,
        engine=_engine(),
    )


def lines(
    places: Mapping[str, Place],
    *,
    notation: str,
    place: str,
    number: int | None = None,
    day: int | None = None,
    month: int | None = None,
    year: int | None = None,
) -> Lines:
    """The two lines of the header in the size of their places; what is None stays blank."""
    said = [
        {"kind": "number", "number": number, "notation": notation, **_box(places["number"])},
        {
            "kind": "date",
            "place": place,
            "day": day,
            "month": month,
            "year": year,
            **_box(places["date"]),
        },
    ]
    rendered = worker().render(
        Request(
            template="line.typ",
            inputs={"lines": _json(said)},
            standards=("a-2b",),
            timestamp=0,
            labels=("text",),
        )
    )
    number_line, date_line = rendered.values["text"]
    return Lines(rendered.pdf, number_line, date_line)


@dataclass(frozen=True)
class Setting:
    """One draft, to be set with different options."""

    document: str
    timestamp: int
    tagged: bool
    images: Sequence[str] = ()
    image: Callable[[str], bytes] = no_image

    def __call__(self, options: Mapping[str, Any]) -> Rendered:
        return worker().render(
            Request(
                template="van_ban.typ",
                inputs={"document": self.document, "options": _json(options)},
                standards=STANDARDS if self.tagged else ("1.7",),
                timestamp=self.timestamp,
                labels=("place", "pages"),
                tagged=self.tagged,
                images=self.images,
            ),
            self.image,
        )


def saving_a_page(
    set_page: Callable[[Mapping[str, Any]], Rendered], options: dict[str, Any]
) -> tuple[Rendered, dict[str, Any]]:
    """Where the last page would hold a few lines only, closer lines if that spares the page."""
    first = set_page(options)
    pages = first.values["pages"][0]
    end = next((it for it in first.values["place"] if it["name"] == "text-end"), None)
    if pages == 1 or end is None or end["y"] > TOP_MARGIN + FEW_LINES * LINE:
        return first, options
    for spacing in SPACINGS:
        closer = {**options, "line": spacing}
        rendered = set_page(closer)
        if rendered.values["pages"][0] < pages:
            return rendered, closer
    return first, options


def worker() -> Worker:
    """The child of this process: one that was forked off must not talk into its parent's."""
    return _worker_of(os.getpid())


@cache
def _worker_of(_process: int) -> Worker:
    worker = Worker()
    atexit.register(worker.stop)
    return worker


def _box(place: Place) -> dict[str, float]:
    return {"w": place.w, "h": place.h, "base": place.base, "size": place.size}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _engine() -> dict[str, str]:
    """What made the page, to be kept with it: versions and SHA-256 sums."""
    templates = Path(__file__).parent.glob("*.typ")
    faces = fonts.files(fonts.folder())
    return {"typst": worker().typst} | {
        path.name: _sum(path, path.stat().st_mtime_ns) for path in sorted([*templates, *faces])
    }


@cache
def _sum(path: Path, _changed_at: int) -> str:
    return sha256(path.read_bytes()).hexdigest()
