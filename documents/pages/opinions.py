"""What was said of a document on its way: all of it, by rounds, or of each revision."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.text import Truncator
from django.utils.translation import gettext

from agencies.models import Official
from documents.models import Document, Event, FormCheck, Initial, Review, Revision, Verdict
from documents.text import pairing

BY_THE_SIGNER = "SENT_BACK_BY_SIGNER"
EXCERPT: Final = 12  # words of a block, so that its drafter knows which
_KINDS: Final = (Review, Initial, FormCheck)

Given = Review | Initial | FormCheck


@dataclass(frozen=True, slots=True)
class Remark:
    """What was remarked at one block: its first words, and what is wrong with it."""

    block_id: str
    excerpt: str
    note: str


@dataclass(frozen=True, slots=True)
class Said:
    """One opinion: who, as what, of which revision, when, in which tone."""

    by: Official | None
    as_what: str
    n: int
    at: datetime
    text: str
    tone: str
    marks: tuple[Remark, ...] = ()

    @property
    def of_revision(self) -> str:
        """Say as what it was said, and of which revision, where several stand together."""
        return gettext("%(as_what)s, về bản %(n)s") % {"as_what": self.as_what, "n": self.n}


@dataclass(frozen=True, slots=True)
class Rounds:
    """What the last round brought, and what those before it did; a round is one revision's."""

    last: Sequence[Said]
    before: Sequence[Said]


def of(document: Document) -> list[Said]:
    """Return all that was said of a document, newest first."""
    given: list[Given] = [
        one
        for kind in _KINDS
        for one in kind.objects.filter(revision__document=document)
        .select_related("by", "revision")
        .defer("revision__content")
    ]
    blocks = _blocks({one.revision_id for one in given if one.marked_blocks})
    said = [
        Said(
            by=one.by,
            as_what=one.as_what,
            n=one.revision.n,
            at=one.at,
            text=one.opinion or "Đồng ý.",
            tone="bad" if one.verdict == Verdict.SENT_BACK else "good",
            marks=tuple(_remarks(one, blocks.get(one.revision_id, {}))),
        )
        for one in given
    ]
    back = Event.objects.filter(document=document, act=BY_THE_SIGNER).select_related("by")
    said += [
        Said(
            by=one.by,
            as_what="người ký",
            n=one.facts["revision"],
            at=one.at,
            text=one.facts.get("reason", ""),
            tone="bad",
        )
        for one in back
    ]
    return sorted(said, key=lambda one: one.at, reverse=True)


def rounds(document: Document) -> Rounds:
    """Part what was said last from what was said before; nothing is left out."""
    said = of(document)
    last = max((one.n for one in said), default=0)
    return Rounds([one for one in said if one.n == last], [one for one in said if one.n != last])


def by_revision(document: Document) -> dict[int, list[Said]]:
    """Return what was said of each revision, in the order in which it was said."""
    found: dict[int, list[Said]] = defaultdict(list)
    for one in reversed(of(document)):
        found[one.n].append(one)
    return found


def _blocks(revisions: set[int]) -> dict[int, dict[str, str]]:
    """Read the texts of the blocks of those revisions at which something was marked."""
    found = Revision.objects.filter(pk__in=revisions).values_list("pk", "content")
    return {
        key: {block["id"]: pairing.text_of(block) for block in content["body"]}
        for key, content in found
    }


def _remarks(one: Given, blocks: dict[str, str]) -> Iterator[Remark]:
    for block_id, note in zip(one.marked_blocks, one.notes, strict=True):
        yield Remark(block_id, Truncator(blocks.get(block_id, "")).words(EXCERPT), note)
