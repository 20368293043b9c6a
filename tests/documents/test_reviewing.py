"""What colleagues say of a revision: once a unit, with a reason where it goes back."""

import pytest
from django.db import IntegrityError

from documents.actions import reviewing
from documents.actions.drafting import is_judged, latest_revision
from documents.checking.finding import Finding
from documents.errors import AlreadyReviewed, ReasonMissing
from documents.models import FormCheck, Initial, Review, Revision, Verdict
from tests import life
from tests.life import AGREED, SENT_BACK

AS_WHAT = "Trưởng phòng, Phòng Quản lý đầu tư"


@pytest.fixture
def revision(cast) -> Revision:
    return latest_revision(life.begin(cast).document)


def review(cast, revision, *, verdict=AGREED, opinion="", **facts) -> Review:
    return reviewing.review(
        revision,
        department=cast.investment,
        verdict=verdict,
        opinion=opinion,
        by=cast.investment_head,
        as_what=AS_WHAT,
        at=life.now(),
        **facts,
    )


def test_an_opinion_says_whose_as_what_on_which_blocks(cast, revision):
    first, second, *_ = (block["id"] for block in revision.content["body"])
    given = review(
        cast,
        revision,
        verdict=SENT_BACK,
        opinion="  Thiếu số liệu\n",
        marks={second: " Ghi rõ kỳ ", first: "", "nowhere": "Không có đoạn này"},
    )

    assert (given.by, given.as_what) == (cast.investment_head, AS_WHAT)
    assert (given.opinion, given.marked_blocks) == ("Thiếu số liệu", [first, second])
    assert given.notes == ["", "Ghi rõ kỳ"]
    event = revision.document.events.latest("n")
    assert (event.act, event.by, event.as_what) == (
        "REVIEW_SENT_BACK",
        cast.investment_head,
        AS_WHAT,
    )
    assert event.facts == {
        "revision": 1,
        "department": "Phòng Quản lý đầu tư",
        "opinion": "Thiếu số liệu",
    }


def test_a_unit_gives_one_opinion_on_a_revision(cast, revision):
    review(cast, revision)
    with pytest.raises(AlreadyReviewed):
        review(cast, revision, verdict=SENT_BACK, opinion="Xem lại")
    assert Review.objects.get().verdict == AGREED


@pytest.mark.parametrize("opinion", ["", " \n"])
def test_sent_back_without_a_reason_is_refused(cast, revision, opinion):
    acts = (
        lambda: review(cast, revision, verdict=SENT_BACK, opinion=opinion),
        lambda: reviewing.initial(
            revision, verdict=SENT_BACK, opinion=opinion, by=cast.head, as_what="", at=life.now()
        ),
        lambda: reviewing.check_form(
            revision,
            verdict=SENT_BACK,
            opinion=opinion,
            by=cast.checker,
            as_what="",
            at=life.now(),
        ),
    )
    for act in acts:
        with pytest.raises(ReasonMissing):
            act()
    assert not is_judged(revision)


@pytest.mark.parametrize(
    ("model", "facts", "claim"),
    [
        (Review, {"department": "investment"}, "review_sent_back_with_a_reason"),
        (Initial, {}, "initial_sent_back_with_a_reason"),
        (FormCheck, {}, "form_check_sent_back_with_a_reason"),
    ],
)
def test_the_database_itself_demands_the_reason(cast, revision, model, facts, claim):
    with pytest.raises(IntegrityError, match=claim):
        model.objects.create(
            revision=revision,
            verdict=Verdict.SENT_BACK,
            opinion="",
            by=cast.head,
            as_what="",
            at=life.now(),
            **{name: getattr(cast, who) for name, who in facts.items()},
        )


def test_any_word_on_a_revision_closes_it(cast, revision):
    assert not is_judged(revision)
    review(cast, revision)
    assert is_judged(revision)


def test_the_form_check_keeps_its_findings(cast, revision):
    finding = Finding("notation_differs", "number.symbol", "Ký hiệu không đúng.")
    given = reviewing.check_form(
        revision,
        verdict=SENT_BACK,
        opinion="Sai ký hiệu",
        findings=[finding],
        by=cast.checker,
        as_what="Chuyên viên",
        at=life.now(),
    )
    assert given.findings == [
        {"code": "notation_differs", "place": "number.symbol", "message": "Ký hiệu không đúng."}
    ]
    assert revision.document.events.latest("n").facts["findings"] == given.findings
