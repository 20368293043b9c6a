"""Revisions: saved whole, never changed, and never one on top of another's."""

import hashlib

import pytest
from django.db import IntegrityError

from agencies.capacity_words import Capacity
from documents.actions import drafting
from documents.actions.drafting import Header
from documents.errors import NewerRevision, NothingChanged
from documents.models import Document, Revision, SearchEntry
from documents.text import van_ban
from tests import life
from tests.cast import Cast
from tests.jobs_now import waiting_jobs


def begin(cast: Cast, **changes) -> Document:
    return drafting.begin(
        cast.unit,
        content=life.content(**changes),
        header=Header(signer=cast.leader, capacity=Capacity.NONE),
        by=cast.drafter,
        at=life.now(),
    )


def revise(document: Document, *, base: int, header: dict | None = None, **changes) -> Revision:
    latest = drafting.latest_revision(document)
    facts = {"signer": latest.signer, "capacity": Capacity(latest.capacity)} | (header or {})
    return drafting.revise(
        document,
        content=life.content(**changes),
        header=Header(**facts),
        base=base,
        by=document.drafter,
        at=life.now(),
    )


def test_a_document_begins_with_its_first_revision(cast):
    document = begin(cast)
    revision = drafting.latest_revision(document)

    assert (revision.n, document.kind, document.agency) == (1, "BC", cast.agency)
    assert document.subject == "Kết quả công tác quý I năm 2026"
    assert revision.sha256 == hashlib.sha256(van_ban.canonical(revision.content)).hexdigest()
    assert [event.act for event in document.events.all()] == ["DRAFT_BEGUN"]
    assert waiting_jobs() == ["keep_revision", "set_draft"]
    assert SearchEntry.objects.get().document == document


def test_number_and_day_typed_in_a_draft_are_left_blank_and_the_journal_says_so(cast):
    document = begin(
        cast,
        number={"value": "506", "symbol": "BC-BQLKKT"},
        date={"d": 22, "m": 3, "y": 2026},
    )
    content = drafting.latest_revision(document).content
    facts = document.events.get().facts

    assert content["number"]["value"] is None
    assert content["date"]["d"] is None
    assert facts["number_left_blank"] == "506"
    assert facts["date_left_blank"] == {"d": 22, "m": 3, "y": 2026}


def test_each_saved_text_is_the_next_revision_and_the_one_before_stays(cast):
    document = begin(cast)
    before = drafting.latest_revision(document)
    revise(document, base=1, subject=[{"s": "Kết quả quý II"}])

    assert [r.n for r in document.revisions.order_by("n")] == [1, 2]
    assert document.revisions.get(n=1).content == before.content
    document.refresh_from_db()
    assert document.subject == "Kết quả quý II"


def test_who_wrote_on_top_of_an_older_revision_is_told_and_nothing_is_written(cast):
    document = begin(cast)
    revise(document, base=1, subject=[{"s": "Kết quả quý II"}])
    with pytest.raises(NewerRevision):
        revise(document, base=1, subject=[{"s": "Kết quả quý III"}])

    assert document.revisions.count() == 2
    assert document.events.count() == 2


def test_saving_the_same_again_makes_no_revision(cast):
    document = begin(cast)
    with pytest.raises(NothingChanged):
        revise(document, base=1)
    assert document.revisions.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("signer", "deputy"),
        ("capacity", Capacity.KT),
        ("urgency", "KHAN"),
        ("circulation", "PUBLIC"),
    ],
)
def test_a_change_of_what_stands_beside_the_text_is_a_new_revision(cast, field, value):
    document = begin(cast)
    value = getattr(cast, value) if field == "signer" else value
    revision = revise(document, base=1, header={field: value})

    assert revision.n == 2
    document.refresh_from_db()
    holder = revision if field in ("signer", "capacity") else document
    assert getattr(holder, field) == value


def test_a_subject_of_many_runs_and_blanks_is_one_line(cast):
    document = begin(cast, subject=[{"s": "Kết quả  "}, {"s": "năm\u00a02026", "b": True}])
    assert document.subject == "Kết quả năm 2026"


def test_a_new_kind_moves_the_document_too(cast):
    document = begin(cast)
    revise(document, base=1, type="KH", number={"value": None, "symbol": "KH-BQLKKT"})
    document.refresh_from_db()
    assert document.kind == "KH"
    assert SearchEntry.objects.get().kind == "KH"


def test_the_database_itself_refuses_a_revision_number_used_twice(cast):
    document = begin(cast)
    with pytest.raises(IntegrityError, match="revision_number_used_once"):
        Revision.objects.create(
            document=document, n=1, author=cast.drafter, at=life.now(), content={}, sha256=""
        )
