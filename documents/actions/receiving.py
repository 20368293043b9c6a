"""Receiving what arrived: an incoming number and a receipt, or back with the reason.

Nothing is ever written on the received file.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from agencies import roles
from agencies.models import Duty, Official
from agencies.moments import vn_day
from documents.actions import journal
from documents.errors import AlreadyClosed, NotNamed, NotYourDuty, ReasonMissing
from documents.models import (
    Document,
    IncomingBook,
    IncomingEntry,
    IncomingState,
    Receipt,
    ReceiptKind,
)
from jobs import later
from ui.refusal import Refusal
from ui.writing import moment


@transaction.atomic
def receive(entry: IncomingEntry, *, by: Official, at: datetime) -> IncomingEntry:
    """Enter the document under the agency's next arrival number, and tell the sender."""
    entry = _open_entry(entry, by=by, at=at)
    book = _locked_book(entry, year=vn_day(at).year)
    book.last_number += 1
    book.save(update_fields=["last_number"])
    entry.state = IncomingState.RECEIVED
    entry.book, entry.number = book, book.last_number
    entry.closed_by, entry.closed_at = by, at
    entry.save(update_fields=["state", "book", "number", "closed_by", "closed_at"])
    _tell_sender(entry, ReceiptKind.RECEIVED, by=by, at=at)
    return entry


@transaction.atomic
def send_back(entry: IncomingEntry, *, reason: str, by: Official, at: datetime) -> IncomingEntry:
    """Return the document to its sender, who reads the reason on the line of Nơi nhận."""
    if not reason.strip():
        raise ReasonMissing
    entry = _open_entry(entry, by=by, at=at)
    entry.state = IncomingState.RETURNED
    entry.reason = reason.strip()
    entry.closed_by, entry.closed_at = by, at
    entry.save(update_fields=["state", "reason", "closed_by", "closed_at"])
    _tell_sender(entry, ReceiptKind.RETURNED, by=by, at=at)
    return entry


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one of several arrivals; `refusal` says why nothing happened to it."""

    entry: IncomingEntry
    refusal: str = ""


def receive_many(
    entries: Sequence[IncomingEntry],
    *,
    named: Collection[int] = (),
    by: Official,
    clock: Callable[[], datetime],
) -> list[Settled]:
    """Receive several, each by itself: one that is refused never stops the others.

    What arrived with a verdict other than valid must be `named` by its key.
    """

    def one(entry: IncomingEntry) -> IncomingEntry:
        if not entry.is_valid and entry.pk not in named:
            raise NotNamed
        return receive(entry, by=by, at=clock())

    return [_settled(entry, one) for entry in entries]


def send_back_many(
    entries: Sequence[IncomingEntry], *, reason: str, by: Official, clock: Callable[[], datetime]
) -> list[Settled]:
    """Return several with one reason, each by itself."""
    if not reason.strip():
        raise ReasonMissing
    return [
        _settled(entry, lambda entry: send_back(entry, reason=reason, by=by, at=clock()))
        for entry in entries
    ]


def _settled(entry: IncomingEntry, act: Callable[[IncomingEntry], IncomingEntry]) -> Settled:
    try:
        return Settled(act(entry))
    except Refusal as refusal:
        return Settled(entry, refusal.message)


def _open_entry(entry: IncomingEntry, *, by: Official, at: datetime) -> IncomingEntry:
    # The document before the book of arrivals, as everywhere; the journal locks it again later.
    if entry.document_id is not None:
        Document.objects.select_for_update(of=["self"]).get(pk=entry.document_id)
    # Without a join: after a wait the lock gives this row as it is now, joined rows as they were.
    locked = IncomingEntry.objects.select_for_update(of=["self"]).get(pk=entry.pk)
    if not roles.has_duty(by, locked.agency_id, Duty.RECEIVE, on=vn_day(at)):
        raise NotYourDuty
    if locked.closed_by is not None and locked.closed_at is not None:
        done = locked.get_state_display().lower()
        when = moment(locked.closed_at)
        raise AlreadyClosed(f"{locked.closed_by} {done} văn bản này lúc {when}.")
    return locked


def _locked_book(entry: IncomingEntry, *, year: int) -> IncomingBook:
    IncomingBook.objects.get_or_create(agency=entry.agency, year=year)
    return IncomingBook.objects.select_for_update(of=["self"]).get(agency=entry.agency, year=year)


def _tell_sender(entry: IncomingEntry, kind: ReceiptKind, *, by: Official, at: datetime) -> None:
    if entry.dispatch is not None:
        Receipt.objects.create(
            dispatch=entry.dispatch,
            kind=kind,
            number=entry.number,
            reason=entry.reason,
            by=by,
            at=at,
        )
        later("tell_of_receipts", document_id=entry.dispatch.document_id)
    if entry.document is not None:
        journal.record(
            entry.document,
            f"INCOMING_{kind}",
            by=by,
            at=at,
            agency=str(entry.agency),
            agency_id=str(entry.agency.public_id),
            number=entry.number,
            reason=entry.reason,
        )
