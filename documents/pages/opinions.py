"""What was said of a document on its way, newest first: whatever revision it was said of."""

from dataclasses import dataclass
from datetime import datetime

from agencies.models import Official
from documents.models import Document, Event, FormCheck, Initial, Review, Verdict

BY_THE_SIGNER = "SENT_BACK_BY_SIGNER"


@dataclass(frozen=True, slots=True)
class Said:
    """One opinion: who, as what, when, of which revision, in which tone."""

    by: Official | None
    as_what: str
    at: datetime
    text: str
    tone: str


def of(document: Document) -> list[Said]:
    """Return what the drafter should know; consent without a word says nothing to him."""
    kinds = (Review, Initial, FormCheck)
    given = [
        one
        for kind in kinds
        for one in kind.objects.filter(revision__document=document).select_related("by", "revision")
        if one.opinion or one.verdict == Verdict.SENT_BACK
    ]
    said = [
        Said(
            by=one.by,
            as_what=_of(one.as_what, one.revision.n),
            at=one.at,
            text=one.opinion,
            tone="bad" if one.verdict == Verdict.SENT_BACK else "",
        )
        for one in given
    ]
    back = Event.objects.filter(document=document, act=BY_THE_SIGNER).select_related("by")
    said += [
        Said(
            by=one.by,
            as_what=_of("người ký", one.facts["revision"]),
            at=one.at,
            text=one.facts.get("reason", ""),
            tone="bad",
        )
        for one in back
    ]
    return sorted(said, key=lambda one: one.at, reverse=True)


def _of(as_what: str, n: int) -> str:
    return f"{as_what}, về bản {n}"
