"""Opinions on a revision: the departments', the unit head's initial, the form check."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final

from agencies.models import Department, Official
from documents.actions import journal, reading
from documents.checking.finding import Finding
from documents.checking.rules import as_json
from documents.errors import AlreadyReviewed, ReasonMissing
from documents.models import FormCheck, Initial, Review, Revision, Verdict

NO_MARKS: Final[Mapping[str, str]] = MappingProxyType({})


def review(
    revision: Revision,
    *,
    department: Department,
    verdict: Verdict,
    opinion: str,
    marks: Mapping[str, str] = NO_MARKS,
    by: Official,
    as_what: str,
    at: datetime,
) -> Review:
    """Record a department's opinion on one revision; `marks` are notes by the id of a block."""
    _require_reason(verdict, opinion)
    if revision.reviews.filter(department=department).exists():
        raise AlreadyReviewed
    given = Review.objects.create(
        revision=revision,
        department=department,
        verdict=verdict,
        opinion=opinion.strip(),
        **_at_blocks(revision, marks),
        by=by,
        as_what=as_what,
        at=at,
    )
    reading.opened(revision, by=by, at=at)
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
    revision: Revision,
    *,
    verdict: Verdict,
    opinion: str,
    marks: Mapping[str, str] = NO_MARKS,
    by: Official,
    as_what: str,
    at: datetime,
) -> Initial:
    """Record that the unit's head answers for the content, or sends it back."""
    _require_reason(verdict, opinion)
    given = Initial.objects.create(
        revision=revision,
        verdict=verdict,
        opinion=opinion.strip(),
        **_at_blocks(revision, marks),
        by=by,
        as_what=as_what,
        at=at,
    )
    reading.opened(revision, by=by, at=at)
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
    marks: Mapping[str, str] = NO_MARKS,
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
        **_at_blocks(revision, marks),
        findings=[as_json(finding) for finding in findings],
        by=by,
        as_what=as_what,
        at=at,
    )
    reading.opened(revision, by=by, at=at)
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


def _at_blocks(revision: Revision, marks: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the two lists that keep the marks, in the order of the text."""
    marked = [block["id"] for block in revision.content["body"] if block["id"] in marks]
    return {"marked_blocks": marked, "notes": [marks[block].strip() for block in marked]}


def _require_reason(verdict: Verdict, opinion: str) -> None:
    if verdict == Verdict.SENT_BACK and not opinion.strip():
        raise ReasonMissing
