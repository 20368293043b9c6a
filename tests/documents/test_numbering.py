"""The register: the next number, the day, one document; whoever is killed in between."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from queue import Empty, SimpleQueue
from threading import Event as Flag

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.models import Numbering
from documents.actions import numbering, signing
from documents.actions.signing import leader_signature
from documents.errors import DateNotPossible, DateStepsBack, NotSigned
from documents.models import Document, RegisterBook, RegisterEntry
from local import postgres
from tests import life, servers
from tests.documents.signed import signed_documents
from tests.together import together

NOON = datetime(2026, 3, 10, 5, tzinfo=UTC)  # 12:00 in Vietnam
MARCH_10 = date(2026, 3, 10)


def take(document: Document, cast, *, on: date = MARCH_10, at: datetime = NOON) -> RegisterEntry:
    return numbering.take(document, issued_on=on, by=cast.clerk, as_what="Văn thư", at=at)


def codes() -> list[str]:
    return [entry.code for entry in RegisterEntry.objects.order_by("pk")]


def test_numbers_follow_each_other_in_the_order_of_issue(cast):
    for document in signed_documents(cast, 3, at=NOON):
        take(document, cast)

    assert codes() == ["01/BC-BQLKKT", "02/BC-BQLKKT", "03/BC-BQLKKT"]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (Numbering.PER_KIND, ["01/BC-BQLKKT", "01/KH-BQLKKT", "02/BC-BQLKKT"]),
        (Numbering.ONE_SERIES, ["01/BC-BQLKKT", "02/KH-BQLKKT", "03/BC-BQLKKT"]),
    ],
)
def test_the_head_decides_whether_every_kind_has_a_series_of_its_own(cast, policy, expected):
    cast.agency.numbering = policy
    cast.agency.save()
    first, second = signed_documents(cast, 2, at=NOON)
    (plan,) = signed_documents(cast, kind="KH", at=NOON)
    for document in (first, plan, second):
        take(document, cast)

    assert codes() == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (Numbering.PER_KIND, Numbering.ONE_SERIES, ["01/BC", "01/KH", "02/BC", "03/BC", "04/KH"]),
        (Numbering.ONE_SERIES, Numbering.PER_KIND, ["01/BC", "02/KH", "03/BC", "04/BC", "03/KH"]),
    ],
)
def test_no_code_is_given_twice_when_the_head_changes_the_policy_in_a_year(
    cast, before, after, expected
):
    """Nghị định 30/2020/NĐ-CP, Điều 15.1: number and notation are unique in a year."""
    reports = signed_documents(cast, 3, at=NOON)
    plans = signed_documents(cast, 2, kind="KH", at=NOON)
    cast.agency.numbering = before
    cast.agency.save()
    for document in (reports[0], plans[0], reports[1]):
        take(document, cast)
    cast.agency.numbering = after
    cast.agency.save()
    for document in (reports[2], plans[1]):
        document.refresh_from_db()
        take(document, cast)

    assert codes() == [f"{code}-BQLKKT" for code in expected]


def test_a_document_keeps_its_number_whatever_day_is_asked_the_second_time(cast):
    (document,) = signed_documents(cast, at=NOON)
    entry = take(document, cast)
    again = take(document, cast, on=MARCH_10 + timedelta(days=1), at=NOON + timedelta(days=1))

    assert (again.pk, again.number, again.issued_on) == (entry.pk, 1, MARCH_10)
    assert RegisterBook.objects.get().last_number == 1
    assert document.events.filter(act="NUMBER_TAKEN").count() == 1


def test_the_number_that_comes_next_is_shown_before_it_is_taken(cast):
    first, second = signed_documents(cast, 2, at=NOON)
    shown = []
    for document in (first, second):
        shown.append(numbering.next_number(cast.agency, kind="BC", year=2026))
        take(document, cast)

    assert shown == [entry.number for entry in RegisterEntry.objects.order_by("pk")] == [1, 2]


def test_every_year_begins_at_one(cast):
    last_of_2025, first_of_2026 = signed_documents(
        cast, 2, at=datetime(2025, 12, 31, 5, tzinfo=UTC)
    )
    take(last_of_2025, cast, on=date(2025, 12, 31), at=datetime(2025, 12, 31, 6, tzinfo=UTC))
    take(first_of_2026, cast, on=date(2026, 1, 1), at=datetime(2026, 1, 1, 2, tzinfo=UTC))

    assert [(e.book.year, e.number) for e in RegisterEntry.objects.order_by("pk")] == [
        (2025, 1),
        (2026, 1),
    ]


def test_a_document_dated_in_the_old_year_goes_into_the_old_years_book(cast):
    late, early = signed_documents(cast, 2, at=datetime(2025, 12, 31, 5, tzinfo=UTC))
    new_year = datetime(2026, 1, 1, 2, tzinfo=UTC)
    take(early, cast, on=date(2026, 1, 1), at=new_year)
    take(late, cast, on=date(2025, 12, 31), at=new_year)

    assert RegisterEntry.objects.get(document=late).book.year == 2025


def test_the_new_year_begins_at_midnight_in_vietnam(cast):
    (document,) = signed_documents(cast, at=datetime(2025, 12, 31, 16, tzinfo=UTC))
    one_past_midnight = datetime(2025, 12, 31, 17, 1, tzinfo=UTC)
    entry = take(document, cast, on=date(2026, 1, 1), at=one_past_midnight)

    assert (entry.book.year, entry.issued_on) == (2026, date(2026, 1, 1))


def test_the_day_never_steps_back_within_a_series(cast):
    first, second = signed_documents(cast, 2, at=NOON - timedelta(days=5))
    take(first, cast)
    with pytest.raises(DateStepsBack, match="10/03/2026"):
        take(second, cast, on=MARCH_10 - timedelta(days=1))

    assert RegisterBook.objects.get().last_number == 1, "a refused document burns no number"
    assert take(second, cast).number == 2


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2026, 3, 11), "Ngày ban hành không được sau hôm nay, 10/03/2026."),
        (date(2026, 3, 8), "Ngày ban hành không được trước ngày ký, 09/03/2026."),
    ],
)
def test_the_day_lies_between_the_signature_and_today(cast, on, sentence):
    (document,) = signed_documents(cast, at=NOON - timedelta(days=1))
    with pytest.raises(DateNotPossible) as refused:
        take(document, cast, on=on)

    assert refused.value.message == sentence
    assert not RegisterBook.objects.exists()
    assert take(document, cast, on=date(2026, 3, 9)).number == 1


def test_without_a_signature_in_force_there_is_no_number(cast):
    (document,) = signed_documents(cast, at=NOON)
    signature = leader_signature(document)
    signing.void(signature, reason="Sai", by=cast.clerk, at=NOON)
    with pytest.raises(NotSigned):
        take(document, cast)
    assert not RegisterEntry.objects.exists()


def test_two_clerks_at_one_document_give_it_one_number(committed, cast):
    (document,) = signed_documents(cast, at=NOON)
    entries = together(*[lambda: take(document, cast)] * 4)

    assert {entry.pk for entry in entries} == {RegisterEntry.objects.get().pk}
    assert RegisterBook.objects.get().last_number == 1


def test_the_database_itself_refuses_a_number_used_twice(cast):
    first, second = signed_documents(cast, 2, at=NOON)
    entry = take(first, cast)
    with pytest.raises(IntegrityError, match="register_number_used_once"):
        RegisterEntry.objects.create(
            book=entry.book,
            document=second,
            number=1,
            notation="BC-BQLKKT",
            issued_on=MARCH_10,
            state="TAKEN",
            registered_by=cast.clerk,
            registered_at=NOON,
        )


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(days=st.lists(st.integers(0, 12), min_size=1, max_size=8))
def test_numbers_have_no_gap_and_days_follow_them_whatever_days_are_asked(cast, days):
    """Nghị định 30/2020/NĐ-CP, Điều 15.1: in the order of issue."""
    before = list(RegisterEntry.objects.filter(book__agency=cast.agency).order_by("number"))
    for day, document in zip(
        days, signed_documents(cast, len(days), at=NOON - timedelta(days=9)), strict=True
    ):
        try:
            take(document, cast, on=MARCH_10 - timedelta(days=9) + timedelta(days=day))
        except (DateStepsBack, DateNotPossible):
            continue

    entries = list(RegisterEntry.objects.filter(book__agency=cast.agency).order_by("number"))
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert all(one.issued_on <= two.issued_on for one, two in pairwise(entries))
    assert entries[: len(before)] == before


@pytest.mark.skipif(
    "postgres" not in servers.MACHINE.ours, reason="the database of the environment is not killed"
)
def test_32_clerks_at_once_and_the_server_killed_in_between(committed, cast):
    """No gap, no duplicate, no number without its document."""
    documents = signed_documents(cast, 96)
    waiting: SimpleQueue[Document] = SimpleQueue()
    for document in documents:
        waiting.put(document)
    some_are_done, broken = Flag(), []
    today = numbering.vn_day(life.now())

    def clerk() -> None:
        try:
            while True:
                document = waiting.get_nowait()
                while not _taken(document, cast, on=today, broken=broken):
                    time.sleep(0.05)
                if waiting.qsize() < 64:
                    some_are_done.set()
        except Empty:
            return
        finally:
            connections.close_all()

    with ThreadPoolExecutor(32) as pool:
        clerks = [pool.submit(clerk) for _ in range(32)]
        assert some_are_done.wait(60)
        connections.close_all()
        postgres.kill(servers.FOLDER / "postgres")
        servers.start("postgres")
        for done in clerks:
            done.result(timeout=120)

    entries = RegisterEntry.objects.order_by("number")
    assert broken, "the server was killed while clerks were at work"
    assert [entry.number for entry in entries] == list(range(1, 97))
    assert {entry.document_id for entry in entries} == {document.pk for document in documents}
    assert RegisterBook.objects.get().last_number == 96
    assert set(Document.objects.values_list("status", flat=True)) == {"SEALING"}
    for document in documents:
        assert document.events.filter(act="NUMBER_TAKEN").count() == 1


def _taken(document: Document, cast, *, on: date, broken: list[str]) -> bool:
    try:
        take(document, cast, on=on, at=life.now())
    except (OperationalError, InterfaceError) as error:
        # As a web request ends: the official is shown an error and tries again.
        broken.append(type(error).__name__)
        connections.close_all()
        return False
    return True


@pytest.mark.parametrize("policy", Numbering.values)
@pytest.mark.parametrize("before", Numbering.values)
def test_the_numbers_proposed_for_several_are_those_that_they_get(cast, before, policy):
    cast.agency.numbering = before
    cast.agency.save()
    earlier = [*signed_documents(cast, 2, at=NOON), *signed_documents(cast, 1, kind="KH", at=NOON)]
    for document in earlier:
        take(document, cast)
    cast.agency.numbering = policy
    cast.agency.save()
    waiting = [
        *signed_documents(cast, 2, at=NOON),
        *signed_documents(cast, 2, kind="KH", at=NOON),
        *signed_documents(cast, 1, at=NOON),
    ]
    for document in waiting:
        document.refresh_from_db()

    proposed = numbering.propose(
        [numbering.Unnumbered(one.agency, one.kind, 2026) for one in waiting]
    )

    assert proposed == [take(document, cast).number for document in waiting]
