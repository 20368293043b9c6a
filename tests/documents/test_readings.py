"""Who opened which revision, and what is compared for him."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from documents import queries
from documents.actions import reading
from documents.actions.drafting import latest_revision
from documents.models import Reading, Verdict
from tests import life
from tests.life import Life
from workflow.actions import reviewing


@pytest.fixture(autouse=True)
def cheap(cheap_files):
    """Let files cost nothing."""


@pytest.fixture
def begun(cast) -> Life:
    return life.begin(cast)


def test_looking_again_never_takes_back_how_far_one_came(begun, cast):
    revision, at = latest_revision(begun.document), life.now()
    reading.opened(revision, by=cast.head, at=at, page=3, pages=7)
    later = at + timedelta(minutes=1)
    again = reading.opened(revision, by=cast.head, at=later, page=1)
    assert (again.opened_at, again.last_at) == (at, later)
    assert (again.last_page, again.pages) == (3, 7)
    assert Reading.objects.count() == 1
    assert queries.reading_of(revision, cast.head) == again
    assert queries.reading_of(revision, cast.leader) is None


def test_the_database_takes_no_page_before_the_first(begun, cast):
    revision = latest_revision(begun.document)
    with pytest.raises(IntegrityError, match="reading_pages_begin_at_one"), transaction.atomic():
        reading.opened(revision, by=cast.head, at=life.now(), page=0)


def test_the_last_revision_read_is_the_newest_one_opened(begun, cast):
    first = latest_revision(begun.document)
    reading.opened(first, by=cast.head, at=life.now())
    begun.revise(subject=[{"s": "Lần hai"}])
    begun.revise(subject=[{"s": "Lần ba"}])
    third = latest_revision(begun.document)
    assert queries.last_read(begun.document, cast.head) == first
    reading.opened(third, by=cast.head, at=life.now())
    assert queries.last_read(begun.document, cast.head) == third
    assert queries.last_read(begun.document, cast.head, before=third) == first
    assert queries.last_read(begun.document, cast.leader) is None


def test_who_read_nothing_is_shown_what_changed_since_the_first_round(begun, cast):
    begun.revise(subject=[{"s": "Lần hai"}])
    begun.submit(cast.investment)
    asked = latest_revision(begun.document)
    reviewing.review(
        begun.task,
        verdict=Verdict.SENT_BACK,
        opinion="Thiếu",
        by=cast.investment_head,
        at=life.now(),
    )
    begun.revise(subject=[{"s": "Lần ba"}])
    begun.revise(subject=[{"s": "Lần bốn"}])
    fourth = latest_revision(begun.document)
    assert queries.seen_before(fourth, cast.leader) == asked
    # Who gave an opinion on a revision has, of course, read it.
    assert queries.seen_before(fourth, cast.investment_head) == asked
    begun.submit(cast.investment)
    reviewing.review(
        begun.task,
        verdict=Verdict.SENT_BACK,
        opinion="Vẫn thiếu",
        by=cast.investment_head,
        at=life.now(),
    )
    begun.revise(subject=[{"s": "Lần năm"}])
    assert queries.seen_before(latest_revision(begun.document), cast.leader) == asked
    # What was only saved on the way to the first submission is compared with nothing.
    assert queries.seen_before(asked, cast.leader) is None


def test_marks_stand_newest_first_with_who_made_them(begun, cast):
    block = latest_revision(begun.document).content["body"][1]["id"]
    begun.submit(cast.investment)
    reviewing.review(
        begun.task,
        verdict=Verdict.SENT_BACK,
        opinion="Sửa",
        marks={block: "Ghi rõ kỳ báo cáo"},
        by=cast.investment_head,
        at=life.now(),
    )
    (mark,) = queries.marks_on(begun.document)
    assert (mark.block_id, mark.note, mark.by) == (block, "Ghi rõ kỳ báo cáo", cast.investment_head)
    assert mark.revision_n == 1
