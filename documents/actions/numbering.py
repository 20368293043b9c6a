"""The outgoing register: the next number, the day, one document.

A number is taken in a short transaction that binds it to its document (20 ms of work under the
counter's lock cut the rate fourfold); the seal follows outside. A failed seal keeps its number.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

import signing
from agencies.models import Agency, Numbering, Official
from agencies.moments import vn_day
from documents import search
from documents.actions import journal
from documents.actions.drafting import latest_revision
from documents.actions.signing import leader_signature
from documents.errors import BooksClosed, DateNotPossible, DateStepsBack, NotSigned
from documents.models import (
    Document,
    EntryState,
    FoundNumber,
    RegisterBook,
    RegisterEntry,
    Restoration,
    Signature,
    Status,
)
from ui.writing import day


@transaction.atomic
def take(
    document: Document, *, issued_on: date, by: Official, as_what: str, at: datetime
) -> RegisterEntry:
    """Bind the next number of the agency's book to a signed document.

    A document that holds a number already keeps it: the clerk resumes where the seal failed.
    Lock order: the document, then the book.
    """
    document = Document.objects.select_for_update(of=["self"]).get(pk=document.pk)
    entry = RegisterEntry.objects.filter(document=document).first()
    if entry is not None:
        return entry
    signature = leader_signature(document)
    if signature is None:
        raise NotSigned
    require_open()
    found = FoundNumber.objects.filter(document=document).first()
    if found is not None:
        issued_on = found.issued_on  # given before a restoration: it stays this document's
    else:
        _require_possible(issued_on, signed_on=vn_day(signature.signed_at), today=vn_day(at))
    book = _locked_book(document, year=issued_on.year)
    entry = RegisterEntry.objects.create(
        book=book,
        document=document,
        number=found.number if found else _next(book, document, issued_on=issued_on),
        notation=latest_revision(document).content["number"]["symbol"],
        issued_on=issued_on,
        state=EntryState.TAKEN,
        registered_by=by,
        registered_at=at,
    )
    document.status = Status.SEALING
    document.save(update_fields=["status"])
    journal.record(
        document,
        "NUMBER_TAKEN",
        by=by,
        at=at,
        as_what=as_what,
        code=entry.code,
        issued_on=issued_on.isoformat(),
    )
    search.index_number(document, entry)
    return entry


def require_open() -> None:
    """Refuse while the books came back from a backup and may know less than was issued."""
    if Restoration.objects.filter(reconciled_at=None).exists():
        raise BooksClosed


def _next(book: RegisterBook, document: Document, *, issued_on: date) -> int:
    """Take the next number of a book that is locked."""
    _require_forward(issued_on, last=book.last_issued_on)
    elsewhere = _highest_elsewhere(document.agency, kind=document.kind, year=book.year)
    book.last_number = max(book.last_number, elsewhere) + 1
    book.last_issued_on = issued_on
    book.save(update_fields=["last_number", "last_issued_on"])
    return book.last_number


def day_faults(
    wanted: Sequence[tuple[Document, date]], *, at: datetime
) -> dict[int, DateNotPossible | DateStepsBack]:
    """Tell which documents could not be numbered on their days, one after the other, and why.

    Asked before any PIN; `take` asks again, of the same facts. What has its number keeps it.
    """
    documents = [document.pk for document, _ in wanted]
    kept = {
        *RegisterEntry.objects.filter(document__in=documents).values_list("document", flat=True),
        *FoundNumber.objects.filter(document__in=documents).values_list("document", flat=True),
    }
    signed_on = {
        document: vn_day(signed_at)
        for document, signed_at in Signature.objects.filter(
            rendition__revision__document__in=documents, field=signing.LEADER, voiding=None
        ).values_list("rendition__revision__document", "signed_at")
    }
    agencies = {document.agency_id for document, _ in wanted}
    last = {
        (book.agency_id, book.year, book.series): book.last_issued_on
        for book in RegisterBook.objects.filter(agency__in=agencies)
    }
    faults: dict[int, DateNotPossible | DateStepsBack] = {}
    for document, issued_on in wanted:
        if document.pk in kept or document.pk not in signed_on:
            continue
        book = (document.agency_id, issued_on.year, series_of(document.agency, document.kind))
        try:
            _require_possible(issued_on, signed_on=signed_on[document.pk], today=vn_day(at))
            _require_forward(issued_on, last=last.get(book))
        except (DateNotPossible, DateStepsBack) as fault:
            faults[document.pk] = fault
        else:
            last[book] = issued_on
    return faults


def next_number(agency: Agency, *, kind: str, year: int) -> int:
    """Return the number that comes next in the book as it stands; another clerk may be faster."""
    return propose([Unnumbered(agency, kind, year)])[0]


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """What decides in which book a document is numbered."""

    agency: Agency
    kind: str
    year: int


def propose(waiting: Sequence[Unnumbered]) -> list[int]:
    """Return the numbers that documents would get, were they numbered in this order now."""
    agencies = {one.agency.pk for one in waiting}
    years = {one.year for one in waiting}
    last: dict[tuple[int, int, str], int] = {}
    for book in RegisterBook.objects.filter(agency__in=agencies, year__in=years):
        last[book.agency_id, book.year, book.series] = book.last_number
    highest: dict[tuple[int, int, str], dict[str, int]] = defaultdict(dict)
    taken = RegisterEntry.objects.filter(book__agency__in=agencies, book__year__in=years)
    for agency, year, kind, series, number in (
        taken.values_list("book__agency", "book__year", "document__kind", "book__series")
        .annotate(Max("number"))
        .order_by()
    ):
        highest[agency, year, kind][series] = number
    numbers = []
    for one in waiting:
        series = series_of(one.agency, one.kind)
        of_kind = highest[one.agency.pk, one.year, one.kind]
        elsewhere = max((n for book, n in of_kind.items() if book != series), default=0)
        number = max(last.get((one.agency.pk, one.year, series), 0), elsewhere) + 1
        last[one.agency.pk, one.year, series] = of_kind[series] = number
        numbers.append(number)
    return numbers


def series_of(agency: Agency, kind: str) -> str:
    return "" if agency.numbering == Numbering.ONE_SERIES else kind


def _highest_elsewhere(agency: Agency, *, kind: str, year: int) -> int:
    """Return a kind's highest number in other series, where the policy changed within the year."""
    # Điều 15.1: number and notation are unique in a year, whatever the series.
    entries = RegisterEntry.objects.filter(
        book__agency=agency, book__year=year, document__kind=kind
    ).exclude(book__series=series_of(agency, kind))
    return entries.aggregate(highest=Max("number"))["highest"] or 0


def _locked_book(document: Document, *, year: int) -> RegisterBook:
    RegisterBook.objects.get_or_create(
        agency=document.agency, year=year, series=series_of(document.agency, document.kind)
    )
    return RegisterBook.objects.select_for_update(of=["self"]).get(
        agency=document.agency, year=year, series=series_of(document.agency, document.kind)
    )


def _require_possible(issued_on: date, *, signed_on: date, today: date) -> None:
    # The date is that of issue (Phụ lục I, II.4.b): not before the signature, not to come.
    if issued_on > today:
        raise DateNotPossible(f"Ngày ban hành không được sau hôm nay, {day(today)}.")
    if issued_on < signed_on:
        raise DateNotPossible(f"Ngày ban hành không được trước ngày ký, {day(signed_on)}.")


def _require_forward(issued_on: date, *, last: date | None) -> None:
    if last is not None and issued_on < last:
        raise DateStepsBack(
            f"Ngày ban hành không được trước {day(last)}, "
            "là ngày của văn bản đã cấp số gần nhất trong sổ."
        )
