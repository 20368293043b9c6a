"""The search box: words with or without dấu, phrases, numbers; only what the asker may see.

One row a document holds its folded words and word pairs (documents/text/folding.py). Order: a
number that matches, then titles, then texts; within each the newest first. Pages are asked for
by key, counts stop at 1,000.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, Q, QuerySet, Value

from agencies.models import Agency, Official
from agencies.moments import vn_day
from documents.access import seen_by
from documents.models import Document, RegisterEntry, SearchEntry
from documents.text import folding, van_ban
from documents.text.van_ban import Content

PAGE = 20
CANDIDATES = 3 * PAGE  # word pairs let a few false phrases through; they are dropped on reading


class _ToQuery(Func):
    template = "%(expressions)s::tsquery"


class _ToVector(Func):
    template = "%(expressions)s::tsvector"
    output_field = SearchVectorField()


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed and chosen; empty parts do not narrow."""

    text: str = ""
    agency: Agency | None = None
    kind: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    document: Document
    passage: list[tuple[str, bool]]


def index(document: Document, *, content: Content, dated_on: datetime) -> None:
    """Write what the document is found by, in the caller's transaction."""
    entry = RegisterEntry.objects.filter(document=document).first()
    day = entry.issued_on if entry else vn_day(dated_on)
    code = entry.code if entry else ""
    title = f"{document.get_kind_display()} {document.subject}"
    grams = folding.grams(f"{title} {code} {van_ban.plain_text(content)}", title=f"{title} {code}")
    SearchEntry.objects.update_or_create(
        document=document,
        defaults={
            "agency_id": document.agency_id,
            "kind": document.kind,
            "year": day.year,
            "dated_on": day,
            "number": entry.number if entry else None,
            "notation": folding.code_key(entry.notation) if entry else "",
            "title": title[:600],
            "grams": _ToVector(Value(folding.tsvector_literal(grams))),
        },
    )


def find(asked: Asked, *, official: Official, on: date, skip: int = 0) -> list[Found]:
    """Return one page of what an official may see and asked for."""
    entries = _narrowed(asked).filter(seen_by(official, on=on))
    search = folding.read_search(asked.text)
    rows: list[SearchEntry] = []
    for wanted in _in_order(asked.text):
        seen = [row.pk for row in rows]
        rows += list(
            entries.filter(wanted)
            .exclude(pk__in=seen)
            .select_related("document__agency", "document__register_entry")
            .order_by("-dated_on", "-id")[: skip + CANDIDATES - len(rows)]
        )
        if len(rows) >= skip + CANDIDATES:
            break
    return _read(rows, search.phrases, asked.text)[skip : skip + PAGE]


def _narrowed(asked: Asked) -> QuerySet[SearchEntry]:
    entries = SearchEntry.objects.all()
    if asked.agency:
        entries = entries.filter(agency=asked.agency)
    if asked.kind:
        entries = entries.filter(kind=asked.kind)
    if asked.year:
        entries = entries.filter(year=asked.year)
    return entries


def _in_order(text: str) -> Sequence[Q]:
    """Return the conditions to try one after another: number, title, text."""
    if not text.strip():
        return [Q()]
    wanted = []
    code = folding.document_code(text)
    if code is not None:
        number, notation = code
        by_code = Q(notation__startswith=notation) if notation else Q()
        wanted.append(by_code & Q(number=number) if number is not None else by_code)
    for in_title in (True, False):
        if query := _query(text, in_title=in_title):
            wanted.append(Q(grams=_ToQuery(Value(query))))
    return wanted


def _query(text: str, *, in_title: bool) -> str:
    search = folding.read_search(text)
    parts = [folding.query_words(search.words, title=in_title)]
    parts += [folding.query_phrase(phrase, title=in_title) for phrase in search.phrases]
    return " & ".join(part for part in parts if part)


def _read(rows: list[SearchEntry], phrases: Sequence[str], typed: str) -> list[Found]:
    found = []
    for row in rows:
        content = row.document.revisions.latest("n").content
        text = f"{row.title}\n{van_ban.plain_text(content)}"
        if all(folding.exact_phrase(text, phrase) for phrase in phrases):
            found.append(Found(row.document, folding.highlight(text, typed)))
    return found
