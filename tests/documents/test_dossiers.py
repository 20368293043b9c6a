"""Dossiers: one document in many, closed for good, opened again with a reason, continued."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from documents.actions import dossiers, filing
from documents.errors import (
    ArchivistsDuty,
    CancelledNotFiled,
    DossierClosed,
    DossierCodeUsed,
    DossierEmpty,
    DossierHasSequel,
    DossierOpen,
    NotFound,
    NotToBeTakenOut,
    OnlyIssuedInYearSet,
    ReasonMissing,
)
from documents.models import Document, Dossier, DossierEvent, DossierItem, Status
from documents.pages import dossier_words
from tests import life
from tests.cast import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cast):
    return life.begin(cast).document


def opened(cast, code="01.TCHC", **more):
    facts = {"title": "Thi đua năm 2026", "retention": None, "by": cast.drafter, "at": life.now()}
    return dossiers.start(cast.agency, code=code, **(facts | more))


@pytest.fixture
def closed(cast, report):
    dossier = opened(cast)
    dossiers.put_in(dossier, [report], by=cast.drafter, at=life.now())
    return dossiers.close(dossier, by=cast.archivist, at=life.now())


def acts(dossier):
    return list(dossier.events.order_by("n").values_list("act", flat=True))


def test_one_document_lies_in_many_dossiers_each_once(cast, report):
    first, second = opened(cast), opened(cast, code="02.TCHC")
    for dossier in (first, second, first):
        dossiers.put_in(dossier, [report], by=cast.drafter, at=life.now())
    assert [item.dossier for item in report.filed_in.order_by("pk")] == [first, second]
    assert acts(first) == ["OPENED", "FILLED"]
    filed = report.events.filter(act="FILED").order_by("n")
    assert [event.facts["dossier"] for event in filed] == [
        "01.TCHC Thi đua năm 2026",
        "02.TCHC Thi đua năm 2026",
    ]


def test_a_code_is_used_once_in_an_agency(cast):
    opened(cast)
    with pytest.raises(DossierCodeUsed):
        opened(cast)


def test_officials_of_another_agency_neither_open_nor_fill(cast, report):
    with pytest.raises(NotFound):
        opened(cast, by=cast.stranger)
    with pytest.raises(NotFound):
        dossiers.put_in(opened(cast), [report], by=cast.stranger, at=life.now())


def test_what_another_agency_files_stands_in_its_own_journal_only(cast, report):
    theirs = dossiers.start(
        cast.receiving_agency,
        code="01",
        title="Báo cáo các cơ quan",
        retention=None,
        by=cast.receiver,
        at=life.now(),
    )
    dossiers.put_in(theirs, [report], by=cast.receiver, at=life.now())
    assert acts(theirs) == ["OPENED", "FILLED"]
    assert not report.events.filter(act="FILED").exists()


def test_only_the_archivist_closes_and_opens_again(cast, report, closed):
    with pytest.raises(ArchivistsDuty):
        dossiers.close(opened(cast, code="02"), by=cast.drafter, at=life.now())
    with pytest.raises(ArchivistsDuty):
        dossiers.reopen(closed, reason="Sót", by=cast.drafter, at=life.now())


def test_an_empty_dossier_is_not_closed(cast):
    with pytest.raises(DossierEmpty):
        dossiers.close(opened(cast), by=cast.archivist, at=life.now())


def test_a_closed_dossier_takes_nothing(cast, closed):
    other = life.begin(cast).document
    with pytest.raises(DossierClosed):
        dossiers.put_in(closed, [other], by=cast.drafter, at=life.now())
    with pytest.raises(DossierClosed):
        dossiers.close(closed, by=cast.archivist, at=life.now())
    with pytest.raises(IntegrityError, match="a closed dossier takes no document"):
        DossierItem.objects.create(dossier=closed, document=other, at=life.now())


def test_it_opens_again_with_a_reason_that_its_journal_keeps(cast, closed):
    with pytest.raises(ReasonMissing):
        dossiers.reopen(closed, reason=" ", by=cast.archivist, at=life.now())
    dossier = dossiers.reopen(closed, reason="Sót phụ lục", by=cast.archivist, at=life.now())
    assert (dossier.is_closed, acts(dossier)) == (
        False,
        ["OPENED", "FILLED", "CLOSED", "REOPENED"],
    )
    newest = dossier_words.entries(dossier, reader=cast.archivist, on=TODAY)[0]
    assert (newest.text, newest.detail) == ("Mở lại hồ sơ", "«Sót phụ lục»")
    with pytest.raises(DossierOpen):
        dossiers.reopen(dossier, reason="Nữa", by=cast.archivist, at=life.now())


def test_a_closed_dossier_is_continued_once_and_then_stays_closed(cast, closed):
    sequel = opened(cast, code="01.TCHC.2", follows=closed)
    assert (sequel.follows, acts(closed)[-1]) == (closed, "CONTINUED")
    with pytest.raises(DossierHasSequel):
        opened(cast, code="01.TCHC.3", follows=closed)
    with pytest.raises(DossierHasSequel):
        dossiers.reopen(closed, reason="Sót", by=cast.archivist, at=life.now())
    with pytest.raises(DossierOpen):
        opened(cast, code="01.TCHC.4", follows=sequel)


def test_receipts_leave_a_closed_dossier_closed_and_stand_in_the_documents_journal(
    cast, cheap_files
):
    report = life.begin(cast).to("receive")
    dossier = report.document.filed_in.get().dossier
    dossiers.close(dossier, by=cast.archivist, at=life.now())
    report.receive()
    dossier.refresh_from_db()
    assert (dossier.is_closed, acts(dossier)) == (True, ["OPENED", "CLOSED"])
    assert report.document.events.order_by("-n")[0].act == "INCOMING_RECEIVED"


def test_what_is_issued_after_the_set_was_closed_goes_into_the_next_one(cast):
    first, second, third = (life.begin(cast).document for _ in range(3))
    year_set = filing.file_issued(first, by=cast.clerk, at=life.now()).dossier
    dossiers.close(year_set, by=cast.archivist, at=life.now())
    following = filing.file_issued(second, by=cast.clerk, at=life.now()).dossier
    assert (following.follows, following.code) == (year_set, f"{year_set.code}.2")
    assert filing.file_issued(third, by=cast.clerk, at=life.now()).dossier == following
    assert acts(year_set) == ["OPENED", "CLOSED", "CONTINUED"]
    (begun,) = following.events.all()
    assert (begun.act, begun.facts) == ("OPENED", {"follows": year_set.name})
    assert filing.file_issued(third, by=cast.clerk, at=life.now()).dossier == following


def test_the_yearly_set_takes_only_what_was_issued(cast, report):
    issued = life.begin(cast).document
    year_set = filing.file_issued(issued, by=cast.clerk, at=life.now()).dossier
    with pytest.raises(OnlyIssuedInYearSet):
        dossiers.put_in(year_set, [report], by=cast.drafter, at=life.now())
    Document.objects.filter(pk=report.pk).update(status=Status.ISSUED)
    assert dossiers.put_in(year_set, [report], by=cast.drafter, at=life.now()) == [report]


def test_no_dossier_takes_a_cancelled_document(cast, report):
    Document.objects.filter(pk=report.pk).update(status=Status.CANCELLED)
    dossier = opened(cast)
    with pytest.raises(CancelledNotFiled):
        dossiers.put_in(dossier, [report], by=cast.drafter, at=life.now())
    assert not dossier.items.exists()


def test_who_put_a_document_in_takes_it_out_again(cast, report):
    dossier = opened(cast)
    dossiers.put_in(dossier, [report], by=cast.drafter, at=life.now())
    with pytest.raises(NotToBeTakenOut):
        dossiers.take_out(dossier, [report], by=cast.head, at=life.now())
    assert dossiers.take_out(dossier, [report], by=cast.drafter, at=life.now()) == [report]
    assert (acts(dossier), dossier.items.count()) == (["OPENED", "FILLED", "TAKEN_OUT"], 0)
    assert dossiers.take_out(dossier, [report], by=cast.drafter, at=life.now()) == []
    assert report.events.latest("n").facts == {"dossier": dossier.name}
    newest = dossier_words.entries(dossier, reader=cast.drafter, on=TODAY)[0]
    assert newest.text == f"Đưa ra {report.subject}"


def test_the_archivist_takes_out_what_others_put_in(cast, report):
    dossier = opened(cast)
    dossiers.put_in(dossier, [report], by=cast.drafter, at=life.now())
    assert dossiers.take_out(dossier, [report], by=cast.archivist, at=life.now()) == [report]


def test_a_closed_dossier_loses_nothing(cast, report, closed):
    with pytest.raises(DossierClosed):
        dossiers.take_out(closed, [report], by=cast.archivist, at=life.now())
    with pytest.raises(IntegrityError, match="a closed dossier loses no document"):
        DossierItem.objects.filter(dossier=closed).delete()


def test_nothing_is_taken_out_of_the_yearly_set(cast, report):
    year_set = filing.file_issued(report, by=cast.clerk, at=life.now()).dossier
    with pytest.raises(NotToBeTakenOut):
        dossiers.take_out(year_set, [report], by=cast.archivist, at=life.now())


def locks(queries):
    """Return which tables were locked, in the order of locking."""
    told = [one["sql"] for one in queries if " FOR UPDATE" in one["sql"]]
    return [sql.split(' FROM "', 1)[1].split('"', 1)[0] for sql in told]


def test_documents_are_locked_in_the_order_of_their_keys(cast):
    first, second = (life.begin(cast).document for _ in range(2))
    dossier = opened(cast)
    with CaptureQueriesContext(connection) as queries:
        dossiers.put_in(dossier, [second, first], by=cast.drafter, at=life.now())
    lock = next(one["sql"] for one in queries if " FOR UPDATE" in one["sql"])
    assert 'FROM "documents_document"' in lock
    assert 'ORDER BY "documents_document"."id" ASC' in lock


def test_documents_are_locked_before_the_dossier_that_is_opened_again(cast, closed):
    other = life.begin(cast).document
    with CaptureQueriesContext(connection) as queries:
        put = dossiers.reopen_with(closed, [other], reason="Sót", by=cast.archivist, at=life.now())
    assert locks(queries)[:2] == ["documents_document", "documents_dossier"]
    assert put == [other]
    assert acts(closed)[-2:] == ["REOPENED", "FILLED"]


def test_a_dossier_that_is_refused_its_documents_stays_closed(cast, closed, report):
    other = life.begin(cast).document
    Document.objects.filter(pk=other.pk).update(status=Status.CANCELLED)
    with pytest.raises(CancelledNotFiled):
        dossiers.reopen_with(closed, [other], reason="Sót", by=cast.archivist, at=life.now())
    closed.refresh_from_db()
    assert closed.is_closed


@pytest.mark.parametrize(
    ("change", "claim"),
    [
        ("closed_on = opened_on", "dossier_is_closed_by_somebody"),
        ("closed_on = '1990-01-01', closed_by_id = opened_by_id", "dossier_closes_after_it_opens"),
        ("follows_id = id", "dossier_follows_another_one"),
    ],
)
def test_the_database_refuses_nonsense_about_a_dossier(cast, change, claim):
    opened(cast)
    with (
        pytest.raises(IntegrityError, match=claim),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE documents_dossier SET {change}")


def test_the_journal_of_a_dossier_never_changes(cast):
    opened(cast)
    with pytest.raises(IntegrityError, match="are never changed"), transaction.atomic():
        DossierEvent.objects.update(act="CLOSED")


def test_every_act_on_a_dossier_has_its_sentence(cast, closed):
    opened(cast, code="02", follows=closed)
    other = opened(cast, code="03")
    dossiers.put_in(other, [life.begin(cast).document], by=cast.drafter, at=life.now())
    mistaken = life.begin(cast).document
    dossiers.put_in(other, [mistaken], by=cast.drafter, at=life.now())
    dossiers.take_out(other, [mistaken], by=cast.drafter, at=life.now())
    other = dossiers.close(other, by=cast.archivist, at=life.now())
    dossiers.reopen(other, reason="Sót", by=cast.archivist, at=life.now())
    written = set(DossierEvent.objects.values_list("act", flat=True))
    assert written == dossier_words.known_acts()
    assert Dossier.objects.count() == 3
