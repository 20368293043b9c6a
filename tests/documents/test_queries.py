from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection
from django.utils import timezone as clock

from documents.actions import journal
from documents.models import Document, Event, Status
from documents.queries import documents_whose_status_lies, journal_is_whole, status_by_facts
from tests import life
from workflow.actions import drafting, registering, reviewing, signing
from workflow.actions import reviewing as acts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_files")]

STAGES = ["draft", "initial", "form_check", "sign", "register", "issue", "receive", "end"]


def no_lie():
    return list(documents_whose_status_lies()) == []


@pytest.mark.parametrize("stage", STAGES)
def test_the_standing_follows_from_the_facts_at_every_stage(cast, stage):
    document = life.begin(cast).to(stage).document
    document.refresh_from_db()
    assert status_by_facts(document) == document.status
    assert no_lie()


def test_the_standing_follows_a_round_of_reviews(cast):
    report = life.begin(cast)
    report.submit(cast.investment, cast.environment)
    assert (report.status, no_lie()) == (Status.IN_REVIEW, True)
    first, second = report.tasks
    acts.review(first, verdict=life.AGREED, opinion="", by=cast.investment_head, at=life.now())
    assert (report.status, no_lie()) == (Status.IN_REVIEW, True)
    acts.review(second, verdict=life.AGREED, opinion="", by=cast.environment_head, at=life.now())
    assert (report.status, no_lie()) == (Status.INITIALLING, True)


def test_the_standing_follows_a_review_that_sends_back_and_the_next_round(cast):
    report = life.begin(cast)
    report.submit(cast.investment, cast.environment)
    reviewing.review(
        report.tasks[0],
        verdict=life.SENT_BACK,
        opinion="Sai số.",
        by=cast.investment_head,
        at=life.now(),
    )
    assert (report.status, no_lie()) == (Status.DRAFTING, True)
    report.revise(subject=[{"s": "Bản sửa"}])
    report.submit()
    assert (report.status, no_lie()) == (Status.INITIALLING, True)


def test_the_standing_follows_everyone_who_sends_back_or_takes_back(cast):
    at_initial = life.begin(cast).to("initial")
    reviewing.send_back(at_initial.task, reason="Sai.", by=cast.head, at=life.now())
    at_check = life.begin(cast).to("form_check")
    reviewing.send_back(at_check.task, reason="Sai.", by=cast.checker, at=life.now())
    at_signer = life.begin(cast).to("sign")
    signing.send_back(at_signer.task, reason="Sai.", by=cast.leader, at=life.now())
    at_clerk = life.begin(cast).to("register")
    registering.send_back(at_clerk.task, reason="Sai.", by=cast.clerk, at=life.now())
    taken_back = life.begin(cast).to("initial")
    drafting.withdraw(taken_back.task.process, reason="", by=cast.drafter, at=life.now())
    given_up = life.begin(cast)
    drafting.cancel(given_up.task, reason="Trùng.", by=cast.drafter, at=life.now())
    all_of_them = (at_initial, at_check, at_signer, at_clerk, taken_back, given_up)
    assert [each.status for each in all_of_them] == [Status.DRAFTING] * 5 + [Status.CANCELLED]
    assert no_lie()


def test_a_column_that_lies_is_found(cast):
    document = life.begin(cast).document
    Document.objects.filter(pk=document.pk).update(status=Status.AWAITING_NUMBER)
    assert list(documents_whose_status_lies()) == [(document, Status.DRAFTING)]


def test_a_journal_as_it_was_written_is_whole(cast):
    document = life.begin(cast).to("end").document
    assert journal_is_whole(document)


def test_a_moment_told_in_another_time_zone_leaves_the_journal_whole(cast):
    document = life.begin(cast).document
    hanoi = datetime.now(UTC).astimezone(timezone(timedelta(hours=7)))
    journal.record(document, "REVISED", by=cast.drafter, at=hanoi, revision=2)
    assert journal_is_whole(document)


def test_a_new_sign_in_name_leaves_the_journal_whole(cast):
    document = life.begin(cast).document
    cast.drafter.username = "ten-moi"
    cast.drafter.save(update_fields=["username"])
    assert journal_is_whole(document)


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE documents_event SET facts = '{\"revision\": 9}' WHERE n = 2",
        "UPDATE documents_event SET act = 'SIGNED' WHERE n = 2",
        "UPDATE documents_event SET at = at + interval '1 second' WHERE n = 2",
        "UPDATE documents_event SET by_id = NULL WHERE n = 2",
        "UPDATE documents_event SET as_what = 'Trưởng ban' WHERE n = 2",
        "DELETE FROM documents_event WHERE n = 2",
        "DELETE FROM documents_event WHERE n = 1",
        "UPDATE documents_event SET n = n + 10",
        "DELETE FROM documents_event",
    ],
)
def test_a_journal_that_somebody_touched_is_not_whole(cast, forgery):
    report = life.begin(cast)
    report.revise(subject=[{"s": "Bản hai"}])
    report.revise(subject=[{"s": "Bản ba"}])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE documents_event DISABLE TRIGGER USER")
        cursor.execute(forgery)
        cursor.execute("ALTER TABLE documents_event ENABLE TRIGGER USER")
    assert not journal_is_whole(report.document)


def test_no_entry_of_another_document_fits_in(cast):
    first, second = life.begin(cast).document, life.begin(cast).document
    theirs = second.events.get(n=1)
    Event.objects.bulk_create(
        [
            Event(
                document=first,
                n=2,
                act=theirs.act,
                by=theirs.by,
                at=clock.now(),
                facts=theirs.facts,
                previous_hash=first.events.get(n=1).hash,
                hash=theirs.hash,
            )
        ]
    )
    assert not journal_is_whole(first)
