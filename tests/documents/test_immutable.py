"""What the database itself refuses to change, whoever asks and in whatever language."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from documents.actions import signing
from documents.actions.signing import leader_signature
from documents.models import RecipientTarget, RegisterEntry, TypesettingFault
from tests import life
from tests.life import AGREED, Life
from tests.workflow.invariants import journal_holds
from workflow.actions import reviewing

NEVER_CHANGED = [
    "Event",
    "FormCheck",
    "Initial",
    "Receipt",
    "Rendition",
    "Review",
    "Revision",
    "RevisionCopy",
    "StoredObject",
    "Voiding",
]


@pytest.fixture
def issued(cast, cheap_files) -> Life:
    """Give an issued document with a row of every kind that never changes."""
    report = life.begin(cast)
    report.submit(cast.investment)
    reviewing.review(
        report.task, verdict=AGREED, opinion="", by=cast.investment_head, at=life.now()
    )
    report.initial()
    report.pass_form()
    report.sign()
    report.seal()
    report.issue()
    signature = leader_signature(report.document)
    assert signature is not None
    signing.void(signature, reason="Thử", by=cast.clerk, at=life.now())
    return report


def refused(statement: str) -> str:
    """Run a statement that the database must refuse; return what it said."""
    with (
        pytest.raises(IntegrityError) as refusal,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    return str(refusal.value).splitlines()[0]


def table_of(model: str) -> str:
    return apps.get_model("documents", model)._meta.db_table


def test_facts_once_written_are_neither_changed_nor_deleted(issued):
    for model in NEVER_CHANGED:
        table = table_of(model)
        assert apps.get_model("documents", model).objects.exists(), f"no {model} to try"
        sentence = f"rows of {table} are never changed"
        assert refused(f"UPDATE {table} SET id = id") == sentence
        assert refused(f"DELETE FROM {table}") == sentence


@pytest.mark.parametrize("change", ["position = 9", "text = 'Sở khác'"])
def test_lines_of_an_issued_document_stay_as_they_were_printed(issued, change):
    sentence = "recipients of an issued document are never changed"
    assert refused(f"UPDATE documents_recipientline SET {change}") == sentence
    assert refused("DELETE FROM documents_recipientline") == sentence
    assert refused("UPDATE documents_filingline SET text = 'Lưu: VT'") == sentence


def test_whom_the_lines_of_an_issued_document_mean_stays_as_it_was_sent(issued, cast):
    sentence = "recipients of an issued document are never changed"
    target = RecipientTarget.objects.filter(agency__isnull=False).get()
    assert refused("DELETE FROM documents_recipienttarget") == sentence
    assert refused("UPDATE documents_recipienttarget SET settled_by_id = NULL") == sentence
    assert (
        refused(
            "INSERT INTO documents_recipienttarget (line_id, agency_id, outside)"
            f" VALUES ({target.line_id}, {cast.agency.pk}, '')"
        )
        == sentence
    )


def test_a_target_cannot_be_moved_away_from_an_issued_document(issued, cast):
    other = life.begin(cast).to("issue").document.recipient_lines.first()
    assert (
        refused(f"UPDATE documents_recipienttarget SET line_id = {other.pk}")
        == "recipients of an issued document are never changed"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM documents_registerentry",
        "UPDATE documents_registerentry SET number = 7",
        "UPDATE documents_registerentry SET notation = 'KH-BQLKKT'",
        "UPDATE documents_registerentry SET issued_on = issued_on - 1",
        "UPDATE documents_registerentry SET document_id = document_id + 1",
        "UPDATE documents_registerentry SET book_id = book_id + 1",
    ],
)
def test_a_number_given_stays_given(issued, statement):
    assert refused(statement) == "a number given stays given"


def test_what_may_change_still_can(issued):
    assert RegisterEntry.objects.update(state="TAKEN") == 1
    fault = TypesettingFault.objects.create(
        revision=issued.document.revisions.get(), message="Hỏng", at=life.now()
    )
    assert fault.delete()[0] == 1


def test_every_entry_of_the_journal_holds_the_hash_of_the_one_before(issued):
    assert issued.document.events.count() > 10
    journal_holds(issued.document)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE documents_event SET facts = '{}' WHERE n = 2",
        "UPDATE documents_event SET act = 'CANCELLED' WHERE n = 3",
        "UPDATE documents_event SET at = at - interval '1 hour' WHERE n = 3",
        "UPDATE documents_event SET by_id = NULL WHERE n = 3",
        "UPDATE documents_event SET as_what = 'Văn thư' WHERE n = 1",
        "DELETE FROM documents_event WHERE n = 3",
    ],
)
def test_who_tampers_with_the_journal_beneath_the_application_is_found_out(issued, tampering):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE documents_event DISABLE TRIGGER USER")
        cursor.execute(tampering)
    with pytest.raises(AssertionError):
        journal_holds(issued.document)
