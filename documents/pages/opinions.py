"""What was said of a document on its way, newest first: whatever revision it was said of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.text import Truncator

from agencies.models import Official
from documents.models import Document, Event, FormCheck, Initial, Review, Verdict
from documents.text import pairing

BY_THE_SIGNER = "SENT_BACK_BY_SIGNER"
EXCERPT: Final = 12  # words of a block, so that its drafter knows which


@dataclass(frozen=True, slots=True)
class Remark:
    """What was remarked at one block: its first words, and what is wrong with it."""

    block_id: str
    excerpt: str
    note: str


@dataclass(frozen=True, slots=True)
class Said:
    """One opinion: who, as what, when, of which revision, in which tone."""

    by: Official | None
    as_what: str
    at: datetime
    text: str
    tone: str
    marks: tuple[Remark, ...] = ()


def of(document: Document, *, with_consent: bool = False) -> list[Said]:
    """Return what the drafter should know; consent without word or mark says nothing to him.

    It does say something to the others who judge: they ask for it.
    """
    kinds = (Review, Initial, FormCheck)
    given = [
        one
        for kind in kinds
        for one in kind.objects.filter(revision__document=document).select_related("by", "revision")
        if with_consent or one.opinion or one.marked_blocks or one.verdict == Verdict.SENT_BACK
    ]
    said = [
        Said(
            by=one.by,
            as_what=_of(one.as_what, one.revision.n),
            at=one.at,
            text=one.opinion or "Đồng ý.",
            tone=_tone(one.verdict, with_consent=with_consent),
            marks=tuple(_remarks(one)),
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


def _tone(verdict: str, *, with_consent: bool) -> str:
    if verdict == Verdict.SENT_BACK:
        return "bad"
    return "good" if with_consent else ""


def _remarks(one: Review | Initial | FormCheck) -> Iterator[Remark]:
    if not one.marked_blocks:
        return
    said = {block["id"]: pairing.text_of(block) for block in one.revision.content["body"]}
    for block_id, note in zip(one.marked_blocks, one.notes, strict=True):
        yield Remark(block_id, Truncator(said.get(block_id, "")).words(EXCERPT), note)


def _of(as_what: str, n: int) -> str:
    return f"{as_what}, về bản {n}"
