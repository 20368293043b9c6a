"""The search box: words with or without dấu, phrases, numbers; only what the asker may see.

One row a document holds its folded words and word pairs (documents/text/folding.py). Order: a
number that matches, then titles, then texts; within each the newest first. Pages are asked for
by key, counts stop at 1,000, and no question may occupy the database for more than seconds.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchVectorField
from django.db import OperationalError, connection, transaction
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from agencies.models import Agency, Official
from agencies.moments import vn_day
from documents.access import seen_by
from documents.errors import DocumentError
from documents.models import Document, DossierItem, RegisterEntry, Revision, SearchEntry
from documents.overtaken import Line as Overtaken
from documents.text import folding, van_ban
from documents.text.van_ban import Content

PAGE = 20
COUNTED = 1_000
SUGGESTED = 8
PATIENCE = "3s"  # longer than any sensible search takes, short enough to keep the office working
CANDIDATES = 3 * PAGE  # word pairs let a few false phrases through; they are dropped on reading
MOST_READ = 5 * CANDIDATES  # texts that are read for one page, however many of them are false
GLUED_WORDS = 8  # «94,88%» and the like that one search may hold
QUERY_CANCELED = "57014"  # PostgreSQL: the statement_timeout ran out

_NUMBER = re.compile(r"(?P<said>so )?(?P<number>\d{1,9})")
KEY = r"^\d\.\d{4}-\d{2}-\d{2}\.\d{1,18}$"  # of a page, as `find` gives and takes it
_KEY = re.compile(r"(?P<tier>\d)\.(?P<day>\d{4}-\d{2}-\d{2})\.(?P<row>\d{1,18})")


class TooBroad(DocumentError):
    message = (
        "Tìm như vậy mất quá nhiều thời gian nên chưa có kết quả; hãy thêm từ, "
        "hoặc chọn cơ quan, loại văn bản, năm."
    )


class _Matches(Func):
    """`grams @@ query`; Django's own lookup would send the query through PostgreSQL's parser."""

    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = BooleanField()

    def __init__(self, query: str) -> None:
        super().__init__(F("grams"), Value(query))


class _ToVector(Func):
    template = "%(expressions)s::tsvector"
    output_field = SearchVectorField()


class _Joined(Func):
    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = SearchVectorField()


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed and chosen; empty parts do not narrow."""

    text: str = ""
    agency_id: int | None = None
    kind: str = ""
    year: int | None = None
    signer_id: int | None = None
    dossier_id: int | None = None
    status: str = ""

    @property
    def says_nothing(self) -> bool:
        """Tell whether what was typed holds no letter and no figure."""
        return bool(self.text.strip()) and not folding.fold(self.text)


@dataclass(frozen=True, slots=True)
class Found:
    """One document that was found; title and passage in pieces, each with whether it is a hit."""

    document: Document
    agency: str
    code: str
    dated_on: date
    title: list[tuple[str, bool]]
    passage: list[tuple[str, bool]]
    since: list[Overtaken] = field(default_factory=list)
    """What became of it after issue, where a page says that."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One document that what is being typed may mean."""

    document: Document
    agency: str
    code: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of what was found; `following` asks for the next one, "" where there is none.

    Where a phrase is false in text after text, a page may be short or empty and yet be followed.
    """

    found: list[Found]
    following: str = ""


@dataclass(frozen=True, slots=True)
class _Key:
    """The last row of a page: in which order of merit it was found, its day, its number."""

    tier: int
    day: date
    row: int

    def __str__(self) -> str:
        return f"{self.tier}.{self.day}.{self.row}"

    @classmethod
    def read(cls, written: str) -> "_Key | None":
        found = _KEY.fullmatch(written)
        try:
            return found and cls(
                int(found["tier"]), date.fromisoformat(found["day"]), int(found["row"])
            )
        except ValueError:
            return None


def index(
    document: Document, *, content: Content, signer: Official | None, dated_on: datetime
) -> None:
    """Write what a draft is found by, in the caller's transaction; its number comes later."""
    day = vn_day(dated_on)
    title = f"{document.get_kind_display()} {document.subject}"
    grams = folding.grams(f"{title} {van_ban.searched_text(content)}", title=title)
    SearchEntry.objects.update_or_create(
        document=document,
        defaults={
            "agency_id": document.agency_id,
            "kind": document.kind,
            "year": day.year,
            "dated_on": day,
            "signer": signer,
            "title": title[:600],
            "grams": _ToVector(Value(folding.tsvector_literal(grams))),
        },
    )


def index_number(document: Document, entry: RegisterEntry) -> None:
    """Add number, notation and day to what is found, without reading the text again.

    Called while others wait for the register book: folding a long text there would cost them
    a fifth of a second each.
    """
    grams = folding.grams(entry.code, title=entry.code)
    SearchEntry.objects.filter(document=document).update(
        number=entry.number,
        notation=folding.code_key(entry.notation),
        year=entry.issued_on.year,
        dated_on=entry.issued_on,
        grams=_Joined(F("grams"), _ToVector(Value(folding.tsvector_literal(grams)))),
    )


def find(
    asked: Asked, *, official: Official, on: date, after: str = "", most: int | None = None
) -> Page:
    """Return one page of what an official may see and asked for. Raises TooBroad."""
    most = PAGE if most is None else most
    phrases = folding.read_search(asked.text).phrases
    found: list[Found] = []
    last, read = "", 0
    with bounded():
        batches = _batches(asked, _Key.read(after), official=official, on=on, size=most + 1)
        for tier, rows in batches:
            contents = _contents(rows)
            for row in rows:
                content = contents[row.document_id]
                if all(folding.exact_phrase(_text(row, content), it) for it in phrases):
                    if len(found) == most:
                        return Page(found, following=last)
                    found.append(_found(row, content, asked.text))
                last = str(_Key(tier, row.dated_on, row.pk))
            read += len(rows)
            if read >= MOST_READ:
                return Page(found, following=last)
    return Page(found)


def finds(row: SearchEntry) -> bool:
    """Tell whether a document is found by its own title."""
    asked = _Matches(_query(row.title, in_title=True))
    return SearchEntry.objects.filter(asked, pk=row.pk).exists()


def count(asked: Asked, *, official: Official, on: date) -> int | None:
    """Count what `find` finds, to COUNTED + 1 at most; None where only reading would tell."""
    if folding.read_search(asked.text).phrases:
        return None
    with bounded():
        return matching(asked, official=official, on=on)[: COUNTED + 1].count()


def matching(asked: Asked, *, official: Official, on: date) -> QuerySet[SearchEntry]:
    """Return all that fits, in no order; a phrase by its word pairs only."""
    conditions = _in_order(asked.text)
    if not conditions:
        return SearchEntry.objects.none()
    return _narrowed(asked).filter(seen_by(official, on=on), reduce(or_, conditions))


def suggest(text: str, *, official: Official, on: date) -> list[Suggestion]:
    """Return what the beginning of a number or of a title may mean, the number first."""
    rows: list[SearchEntry] = []
    conditions = [wanted for wanted in (_by_number(text), _by_beginning(text)) if wanted]
    with bounded():
        for wanted in conditions:
            fitting = (
                SearchEntry.objects.filter(seen_by(official, on=on), wanted)
                .exclude(pk__in=[row.pk for row in rows])
                .select_related("document__agency", "document__register_entry")
                .prefetch_related("document__agency__names")
                .defer("grams")
                .order_by("-dated_on", "-pk")
            )
            rows += fitting[: SUGGESTED - len(rows)]
    return [
        Suggestion(row.document, _name(row.document.agency, row.dated_on), _code(row.document))
        for row in rows
    ]


def document_numbered(asked: Asked, *, official: Official, on: date) -> Document | None:
    """Return the document that a typed code means («12/BC-…», «số 12»), if it is just one."""
    wanted = _by_number(asked.text, exactly=True)
    if wanted is None:
        return None
    with bounded():
        entries = _narrowed(asked).filter(seen_by(official, on=on), wanted)
        rows = list(entries.select_related("document")[:2])
    return rows[0].document if len(rows) == 1 else None


@contextmanager
def bounded() -> Iterator[None]:
    """Let no question of the block take longer than PATIENCE. Raises TooBroad."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [PATIENCE])
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == QUERY_CANCELED:
            raise TooBroad from error
        raise


def _batches(
    asked: Asked, after: _Key | None, *, official: Official, on: date, size: int
) -> Iterator[tuple[int, list[SearchEntry]]]:
    """Read on from a key: batches of rows, each with the place of its condition in the order."""
    entries = (
        _narrowed(asked)
        .filter(seen_by(official, on=on))
        .select_related("document__agency", "document__register_entry")
        .prefetch_related("document__agency__names")
        .defer("grams")
        .order_by("-dated_on", "-pk")
    )
    conditions = _in_order(asked.text)
    if folding.read_search(asked.text).phrases:
        size = CANDIDATES
    for tier, wanted in enumerate(conditions):
        if after is not None and tier < after.tier:
            continue
        matching = entries.filter(wanted)
        for better in conditions[:tier]:
            matching = matching.exclude(better)
        key = after if after is not None and tier == after.tier else None
        while rows := list(_below(matching, key)[:size]):
            yield tier, rows
            if len(rows) < size:
                break
            key = _Key(tier, rows[-1].dated_on, rows[-1].pk)


def _below(entries: QuerySet[SearchEntry], key: _Key | None) -> QuerySet[SearchEntry]:
    if key is None:
        return entries
    return entries.filter(Q(dated_on__lt=key.day) | Q(dated_on=key.day, pk__lt=key.row))


def _narrowed(asked: Asked) -> QuerySet[SearchEntry]:
    entries = SearchEntry.objects.all()
    if asked.agency_id is not None:
        entries = entries.filter(agency_id=asked.agency_id)
    if asked.kind:
        entries = entries.filter(kind=asked.kind)
    if asked.year is not None:
        entries = entries.filter(year=asked.year)
    if asked.signer_id is not None:
        entries = entries.filter(signer_id=asked.signer_id)
    if asked.dossier_id is not None:
        filed = DossierItem.objects.filter(dossier_id=asked.dossier_id)
        entries = entries.filter(document__in=filed.values("document"))
    if asked.status:
        entries = entries.filter(document__status=asked.status)
    return entries


def _in_order(text: str) -> Sequence[Q]:
    """Return the conditions to try one after another: number, title, text."""
    if not text.strip():
        return [Q()]
    by_number = _by_number(text)
    wanted = [by_number] if by_number is not None else []
    queries = [_query(text, in_title=in_title) for in_title in (True, False)]
    return [*wanted, *(Q(_Matches(query)) for query in queries if query)]


def _by_number(text: str, *, exactly: bool = False) -> Q | None:
    """Read what was typed as a number or notation; `exactly`: only a code, or «số …»."""
    number, notation = folding.document_code(text) or (None, "")
    said = _NUMBER.fullmatch(folding.fold(text[:40]))
    if said and (said["said"] or not exactly):
        return Q(number=int(said["number"]))
    if number is None:
        return Q(notation__startswith=notation) if notation and not exactly else None
    return Q(number=number, notation__startswith=notation)


def _by_beginning(text: str) -> Q | None:
    """Read what is being typed as words of a title, the last of them perhaps not finished."""
    query = folding.query_words(text, title=True)
    return Q(_Matches(query if text[-1:].isspace() else f"{query}:*")) if query else None


def _query(text: str, *, in_title: bool) -> str:
    search = folding.read_search(text)
    # What was typed without a blank, «94,88%» or «82/2018/NĐ-CP», also stands together in the text.
    glued = [word for word in search.words.split() if " " in folding.fold(word)]
    rows = (*glued[:GLUED_WORDS], *search.phrases)
    parts = [folding.query_words(search.words, title=in_title)]
    parts += [folding.query_phrase(row, title=in_title) for row in rows]
    return " & ".join(part for part in parts if part)


def _contents(rows: Sequence[SearchEntry]) -> dict[int, Content]:
    """Read the newest text of each document, in one query."""
    newest = (
        Revision.objects.filter(document__in=[row.document_id for row in rows])
        .order_by("document_id", "-n")
        .distinct("document_id")
    )
    return dict(newest.values_list("document_id", "content"))


def _text(row: SearchEntry, content: Content) -> str:
    return f"{row.title}\n{_code(row.document)}\n{van_ban.searched_text(content)}"


def _found(row: SearchEntry, content: Content, typed: str) -> Found:
    body: Content = {
        **content,
        "issuer": {**content["issuer"], "parent": None, "name": ""},
        "title": "",
        "subject": [],
    }
    return Found(
        document=row.document,
        agency=_name(row.document.agency, row.dated_on),
        code=_code(row.document),
        dated_on=row.dated_on,
        title=folding.highlight(row.title, typed, width=600),
        passage=folding.highlight(van_ban.searched_text(body), typed) if typed.strip() else [],
    )


def _code(document: Document) -> str:
    entry = getattr(document, "register_entry", None)
    return entry.code if entry else ""


def _name(agency: Agency, day: date) -> str:
    """Return the name that an agency bore on a day, from names that were read with it."""
    names = sorted(agency.names.all(), key=lambda name: name.valid_from)
    borne = [name for name in names if name.valid_from <= day]
    return (borne or names)[-1].full_name if names else str(agency)
