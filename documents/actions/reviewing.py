"""Opinions on a revision: the departments', the unit head's initial, the form check."""

from collections.abc import Sequence
from datetime import datetime

from agencies.models import Department, Official
from documents.actions import journal
from documents.checking.finding import Finding
from documents.checking.rules import as_json
from documents.errors import AlreadyReviewed, ReasonMissing
from documents.models import FormCheck, Initial, Review, Revision, Verdict


def review(
    revision: Revision,
    *,
    department: Department,
    verdict: Verdict,
    opinion: str,
    marked_blocks: Sequence[str] = (),
    by: Official,
    as_what: str,
    at: datetime,
) -> Review:
    """Record a department's opinion on one revision."""
    _require_reason(verdict, opinion)
    if revision.reviews.filter(department=department).exists():
        raise AlreadyReviewed
    given = Review.objects.create(
        revision=revision,
        department=department,
        verdict=verdict,
        opinion=opinion.strip(),
        marked_blocks=list(marked_blocks),
        by=by,
        as_what=as_what,
        at=at,
    )
    journal.record(
        revision.document,
        f"REVIEW_{verdict}",
        by=by,
        at=at,
        as_what=as_what,
        revision=revision.n,
        department=str(department),
        opinion=given.opinion,
    )
    return given


def initial(
    revision: Revision, *, verdict: Verdict, opinion: str, by: Official, as_what: str, at: datetime
) -> Initial:
    """Record that the unit's head answers for the content, or sends it back."""
    _require_reason(verdict, opinion)
    given = Initial.objects.create(
        revision=revision,
        verdict=verdict,
        opinion=opinion.strip(),
        by=by,
        as_what=as_what,
        at=at,
    )
    journal.record(
        revision.document,
        f"INITIAL_{verdict}",
        by=by,
        at=at,
        as_what=as_what,
        revision=revision.n,
        opinion=given.opinion,
    )
    return given


def check_form(
    revision: Revision,
    *,
    verdict: Verdict,
    opinion: str,
    findings: Sequence[Finding] = (),
    by: Official,
    as_what: str,
    at: datetime,
) -> FormCheck:
    """Record that the form is in order, or why it is not."""
    _require_reason(verdict, opinion)
    given = FormCheck.objects.create(
        revision=revision,
        verdict=verdict,
        opinion=opinion.strip(),
        findings=[as_json(finding) for finding in findings],
        by=by,
        as_what=as_what,
        at=at,
    )
    journal.record(
        revision.document,
        f"FORM_CHECK_{verdict}",
        by=by,
        at=at,
        as_what=as_what,
        revision=revision.n,
        opinion=given.opinion,
        findings=given.findings,
    )
    return given


def _require_reason(verdict: Verdict, opinion: str) -> None:
    if verdict == Verdict.SENT_BACK and not opinion.strip():
        raise ReasonMissing
