"""The two registers (sổ đăng ký văn bản đi, đến) with the ten columns of the decree.

Nghị định 30/2020/NĐ-CP, Phụ lục IV. A line is never left out: a number that is taken and not
issued says so, and a number that nobody holds stands there as a gap.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    Max,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform

import signing
from agencies import roles
from agencies.models import Agency, Appointment, Duty, Official, Rank
from agencies.models.periods import holds_on
from agencies.moments import vn_day
from documents import access, overtaken
from documents.models import (
    Assignment,
    Channel,
    Dispatch,
    Document,
    EntryState,
    Event,
    IncomingEntry,
    IncomingState,
    ReceiptKind,
    RegisterBook,
    RegisterEntry,
    Revision,
    Signature,
    Status,
)
from ui.writing import day

NO_ENTRY: Final = "Không có lượt đăng ký nào mang số này trong sổ"
KEEPERS: Final = (Duty.CLERK, Duty.ARCHIVE)
_LEADERS: Final = (Rank.HEAD, Rank.DEPUTY)
_AFTER_ISSUE: Final = (Status.RECALLED, Status.REPLACED, Status.CORRECTED)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines of an agency's register are wanted; what is None or "" narrows nothing."""

    agency: Agency
    year: int
    month: int | None = None
    kind: str = ""
    signer: int | None = None
    book: int | None = None
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One line of the outgoing register, column by column."""

    key: int
    gap: str
    code: str
    dated_on: date
    subject: str
    signer: str
    recipients: str
    filed_with: str
    copies: int | None
    sent_on: date | None
    receipts: str
    note: str
    document: Document | None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One line of the incoming register, column by column."""

    key: int
    entry: int
    gap: str
    arrived_on: date
    number: int
    sender: str
    code: str
    dated_on: date
    subject: str
    handler: str
    moved_on: date | None
    receipts: str
    note: str
    is_seen: bool


def agencies_of(official: Official, *, incoming: bool, on: date) -> list[Agency]:
    """Return the agencies whose register an official may read: clerk, archivist, leader there.

    Who receives documents there reads the incoming register too; so does a stand-in of any.
    """
    people = [official, *roles.people_stood_in_for(official, on=on)]
    duties = [*KEEPERS, *([Duty.RECEIVE] if incoming else [])]
    held = Appointment.objects.filter(holds_on(on), official__in=people)
    by_duty = held.filter(post__duties__overlap=duties).values("post__agency")
    by_rank = held.filter(post__rank__in=_LEADERS).values("post__agency")
    return list(
        Agency.objects.filter(pk__in=by_duty.union(by_rank))
        .prefetch_related("names")
        .order_by("pk")
    )


def years_of(agency: Agency, *, incoming: bool) -> list[int]:
    """Return the years in which an agency has a book, the newest first."""
    books = agency.incoming_books if incoming else agency.register_books
    return list(books.order_by("-year").values_list("year", flat=True).distinct())


def signers_of(agency: Agency, *, year: int) -> QuerySet[Official]:
    """Return who signed what stands in an agency's books of a year."""
    signed = Signature.objects.filter(
        field=signing.LEADER,
        voiding=None,
        rendition__revision__document__register_entry__book__agency=agency,
        rendition__revision__document__register_entry__book__year=year,
    )
    return Official.objects.filter(pk__in=signed.values("official")).order_by("pk")


def senders_of(agency: Agency, *, year: int) -> list[str]:
    """Return the authors that an agency's incoming book of a year names."""
    entries = IncomingEntry.objects.filter(book__agency=agency, book__year=year)
    return list(entries.order_by("sender").values_list("sender", flat=True).distinct())


def outgoing(asked: Asked, *, official: Official, on: date) -> QuerySet[RegisterEntry]:
    """Return the lines that are wanted, in the order in which numbers were taken."""
    entries = RegisterEntry.objects.filter(book__agency=asked.agency, book__year=asked.year)
    if asked.month:
        entries = entries.filter(issued_on__month=asked.month)
    if asked.kind:
        entries = entries.filter(document__kind=asked.kind)
    if asked.book:
        entries = entries.filter(book=asked.book)
    if asked.signer:
        signed = Signature.objects.filter(
            field=signing.LEADER,
            voiding=None,
            official=asked.signer,
            rendition__revision__document=OuterRef("document"),
        )
        entries = entries.filter(Exists(signed))
    printed = (
        Revision.objects.filter(document=OuterRef("document"))
        .order_by("-n")
        .annotate(name=KeyTextTransform("name", KeyTextTransform("signature", "content")))
    )
    issued = Event.objects.filter(document=OuterRef("document"), act="ISSUED").order_by("n")
    return (
        entries.annotate(
            before=_number_before(RegisterEntry),
            signer=Subquery(printed.values("name")[:1]),
            sent_at=Subquery(issued.values("at")[:1]),
            is_seen=_is_seen(official, on=on),
        )
        .select_related("document__filing_line")
        .prefetch_related(
            "document__recipient_lines",
            Prefetch("document__related_from", overtaken.in_force(), to_attr="overtaken_by"),
            Prefetch(
                "document__dispatches",
                Dispatch.objects.order_by("pk").prefetch_related("agency__names", "receipts"),
            ),
        )
        .order_by("pk")
    )


def incoming(asked: Asked, *, official: Official, on: date) -> QuerySet[IncomingEntry]:
    """Return the lines that are wanted, in the order of their numbers."""
    entries = IncomingEntry.objects.filter(
        book__agency=asked.agency, book__year=asked.year, state=IncomingState.RECEIVED
    )
    if asked.month:
        entries = entries.filter(closed_at__month=asked.month)
    if asked.kind:
        entries = entries.filter(document__kind=asked.kind)
    if asked.sender:
        entries = entries.filter(sender=asked.sender)
    return (
        entries.annotate(before=_number_before(IncomingEntry), is_seen=_is_seen(official, on=on))
        .select_related("document")
        .prefetch_related(
            "answered_by__register_entry",
            Prefetch(
                "assignments",
                Assignment.objects.filter(withdrawn_at=None)
                .select_related("official")
                .prefetch_related("department__names")
                .order_by("-leads", "pk"),
            ),
        )
        .order_by("number")
    )


def lines_out(entries: Iterable[RegisterEntry]) -> list[Outgoing]:
    """Fill the columns of lines from `outgoing`."""
    return [_line_out(entry) for entry in entries]


def lines_in(entries: Iterable[IncomingEntry]) -> list[Incoming]:
    """Fill the columns of lines from `incoming`."""
    return [_line_in(entry) for entry in entries]


def books_that_say_more(agency: Agency, *, year: int) -> list[str]:
    """Say of each book whose counter is ahead of its last line: a gap at the end."""
    books = RegisterBook.objects.filter(agency=agency, year=year).annotate(
        last=Max("entries__number")
    )
    return [
        f"Sổ {book}: bộ đếm đã đến số {book.last_number:02d}, lượt đăng ký cuối là "
        f"số {book.last or 0:02d}."
        for book in books.filter(last_number__gt=F("last")).order_by("pk")
    ]


def _line_out(entry: RegisterEntry) -> Outgoing:
    document = entry.document
    filing = getattr(document, "filing_line", None)
    dispatches = list(document.dispatches.all())
    sent_at = entry.sent_at  # type: ignore[attr-defined]
    printed = sorted(document.recipient_lines.all(), key=lambda line: line.position)
    return Outgoing(
        key=entry.pk,
        gap=_gap(entry.before, entry.number),  # type: ignore[attr-defined]
        code=entry.code,
        dated_on=entry.issued_on,
        subject=f"{document.get_kind_display()}: {document.subject}",
        signer=entry.signer or "",  # type: ignore[attr-defined]
        recipients="; ".join(line.text for line in printed),
        filed_with=filing.text.removeprefix("Lưu:").strip() if filing else "",
        copies=len(dispatches) or None,
        sent_on=vn_day(sent_at) if sent_at else None,
        receipts=_receipts(dispatches),
        note=_note(entry, dispatches),
        document=document if entry.is_seen else None,  # type: ignore[attr-defined]
    )


def _line_in(entry: IncomingEntry) -> Incoming:
    assert entry.number is not None, "a received document has its number"
    assert entry.closed_at is not None, "and its day"
    kind = entry.document.get_kind_display() if entry.document else ""
    handlers = list(entry.assignments.all())
    answered = sorted(entry.answered_by.all(), key=lambda one: one.pk)
    numbered = [one for one in answered if hasattr(one, "register_entry")]
    answers = ", ".join(one.register_entry.code for one in numbered)
    return Incoming(
        key=entry.number,
        entry=entry.pk,
        gap=_gap(entry.before, entry.number),  # type: ignore[attr-defined]
        # The day on the stamp «Đến», when it was received and entered (Phụ lục IV): it decided the
        # book, the number and the month.
        arrived_on=vn_day(entry.closed_at),
        number=entry.number,
        sender=entry.sender,
        code=entry.code,
        dated_on=entry.dated_on,
        subject=f"{kind}: {entry.subject}" if kind else entry.subject,
        handler="; ".join(str(one.official or one.department) for one in handlers),
        moved_on=vn_day(min(one.assigned_at for one in handlers)) if handlers else None,
        receipts=_taken_up(handlers),
        note=f"Trả lời: {answers}" if answers else "",
        is_seen=entry.is_seen,  # type: ignore[attr-defined]
    )


def _number_before(model: type[RegisterEntry] | type[IncomingEntry]) -> Subquery:
    """Return the number before in the same book, whatever the filters leave of it."""
    before = model.objects.filter(book=OuterRef("book"), number__lt=OuterRef("number"))
    return Subquery(before.order_by("-number").values("number")[:1])


def _gap(before: int | None, number: int) -> str:
    first, last = (before or 0) + 1, number - 1
    if first > last:
        return ""
    return f"Số {first:02d}" if first == last else f"Số {first:02d} đến {last:02d}"


def _is_seen(official: Official, *, on: date) -> Case:
    return Case(
        When(access.seen_by(official, on=on), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )


def _receipts(dispatches: Sequence[Dispatch]) -> str:
    """Say to how many places the electronic file came; outside, paper is signed for by hand."""
    sent = [one for one in dispatches if one.channel != Channel.OUTSIDE]
    if not sent:
        return ""
    arrived = sum(bool(list(one.receipts.all())) for one in sent)
    return f"Điện tử, đã đến {arrived}/{len(sent)}"


def _taken_up(handlers: Sequence[Assignment]) -> str:
    if not handlers:
        return ""
    taken = sum(one.begun_at is not None or one.done_at is not None for one in handlers)
    return f"Điện tử, đã nhận {taken}/{len(handlers)}"


def _note(entry: RegisterEntry, dispatches: Sequence[Dispatch]) -> str:
    document = entry.document
    said = []
    if entry.state == EntryState.TAKEN:
        said.append("Đã cấp số, chưa đóng dấu")
    elif not document.is_issued:
        said.append("Đã đóng dấu, chưa phát hành")
    if document.status in _AFTER_ISSUE:
        said += [overtaken.line(one).sentence for one in document.overtaken_by]  # type: ignore[attr-defined]
    said += [
        f"{one} trả lại ngày {day(receipt.at)}"
        for one in dispatches
        for receipt in one.receipts.all()
        if receipt.kind == ReceiptKind.RETURNED
    ]
    return "; ".join(said)
