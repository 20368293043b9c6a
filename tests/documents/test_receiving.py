"""What receiving and sending back write, and what they refuse."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.actions import receiving
from documents.errors import AlreadyClosed, NotYourDuty, ReasonMissing
from documents.models import IncomingBook, IncomingEntry, IncomingState, Receipt
from tests.documents.arrivals import arrive
from tests.together import refusals, together


def receipts(entry):
    return list(
        Receipt.objects.filter(dispatch=entry.dispatch)
        .order_by("pk")
        .values_list("kind", "number", "reason", "by")
    )


@pytest.mark.django_db
def test_what_is_received_gets_the_next_number_and_a_receipt(cast):
    first, second = arrive(cast), arrive(cast)
    for entry in (first, second):
        receiving.receive(entry, by=cast.receiver, at=timezone.now())
        entry.refresh_from_db()
    assert [(one.state, one.number) for one in (first, second)] == [
        (IncomingState.RECEIVED, 1),
        (IncomingState.RECEIVED, 2),
    ]
    assert receipts(second) == [
        ("ARRIVED", None, "", None),
        ("RECEIVED", 2, "", cast.receiver.pk),
    ]
    assert second.document.events.latest("n").act == "INCOMING_RECEIVED"


@pytest.mark.django_db
def test_what_goes_back_gets_no_number_and_its_reason_reaches_the_sender(cast):
    entry = arrive(cast)
    receiving.send_back(entry, reason=" Thiếu phụ lục. ", by=cast.receiver, at=timezone.now())
    entry.refresh_from_db()
    assert (entry.state, entry.number, entry.reason) == (
        IncomingState.RETURNED,
        None,
        "Thiếu phụ lục.",
    )
    assert receipts(entry)[-1] == ("RETURNED", None, "Thiếu phụ lục.", cast.receiver.pk)
    assert not IncomingBook.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "  ", "\n\t"])
def test_nothing_goes_back_without_a_reason(cast, reason):
    entry = arrive(cast)
    with pytest.raises(ReasonMissing):
        receiving.send_back(entry, reason=reason, by=cast.receiver, at=timezone.now())
    entry.refresh_from_db()
    assert entry.state == IncomingState.ARRIVED


@pytest.mark.django_db
def test_only_whoever_has_the_duty_receives(cast):
    entry = arrive(cast)
    for official in (cast.receiving_leader, cast.stranger, cast.clerk, cast.drafter):
        with pytest.raises(NotYourDuty):
            receiving.receive(entry, by=official, at=timezone.now())
        with pytest.raises(NotYourDuty):
            receiving.send_back(entry, reason="Thừa.", by=official, at=timezone.now())
    entry.refresh_from_db()
    assert (entry.state, receipts(entry)) == (
        IncomingState.ARRIVED,
        [("ARRIVED", None, "", None)],
    )


@pytest.mark.django_db
def test_the_second_hand_is_told_who_was_first_by_the_clock_on_the_wall(cast):
    entry = arrive(cast)
    receiving.receive(entry, by=cast.receiver, at=datetime(2026, 11, 16, 2, 41, tzinfo=UTC))
    with pytest.raises(AlreadyClosed) as refused:
        receiving.send_back(entry, reason="Thừa.", by=cast.receiver, at=timezone.now())
    assert refused.value.message == ("Mai Thị Nhận đã tiếp nhận văn bản này lúc 16/11/2026 09:41.")
    assert [receipt[0] for receipt in receipts(entry)] == ["ARRIVED", "RECEIVED"]


@pytest.mark.django_db
def test_the_document_is_locked_before_the_book_of_arrivals(cast):
    entry = arrive(cast)
    with CaptureQueriesContext(connection) as asked:
        receiving.receive(entry, by=cast.receiver, at=timezone.now())
    locks = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    tables = [re.search(r'FROM "documents_(\w+)"', sql)[1] for sql in locks]
    assert tables == ["document", "incomingentry", "incomingbook", "document"]


@pytest.mark.usefixtures("committed")
def test_of_many_clicks_at_once_one_counts(cast):
    entry = arrive(cast)
    others = [arrive(cast) for _ in range(3)]

    def click(which: IncomingEntry):
        return lambda: receiving.receive(which, by=cast.receiver, at=timezone.now())

    outcomes = together(*(click(which) for which in [entry] * 5 + others))
    numbers = IncomingEntry.objects.order_by("number").values_list("number", flat=True)
    assert refusals(outcomes) == [AlreadyClosed] * 4
    assert list(numbers) == [1, 2, 3, 4]
    assert len(receipts(entry)) == 2
