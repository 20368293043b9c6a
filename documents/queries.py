"""Questions about documents that their facts answer: standing, journal, readings, marks."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import signing
from agencies.models import Official
from documents import overtaken
from documents.actions import journal
from documents.actions.drafting import latest_revision
from documents.models import (
    Document,
    EntryState,
    Event,
    FormCheck,
    Initial,
    Reading,
    RegisterEntry,
    Review,
    Revision,
    Signature,
    Status,
    Verdict,
)

# What moves a document between desks and leaves no row but the journal's.
_MOVES = ("SUBMITTED", "WITHDRAWN", "SENT_BACK_BY_SIGNER")


def status_by_facts(document: Document) -> Status:
    """Return the standing that a document's rows imply; its column should say the same."""
    if _has(document, "CANCELLED"):
        return Status.CANCELLED
    if _has(document, "ISSUED"):
        said = overtaken.in_force().filter(other=document)
        return overtaken.heaviest(said.values_list("kind", flat=True))
    entry = RegisterEntry.objects.filter(document=document).first()
    if entry is not None:
        sealed = entry.state == EntryState.ISSUED
        return Status.AWAITING_DISPATCH if sealed else Status.SEALING
    return _before_the_number(document, latest_revision(document))


def documents_whose_status_lies() -> Iterator[tuple[Document, Status]]:
    """Give every document whose column says other than its facts, with what they say.

    Reads the whole table, some queries a document: for checks at night and in tests.
    """
    for document in Document.objects.order_by("pk").iterator():
        true = status_by_facts(document)
        if Status(document.status) != true:
            yield document, true


def journal_is_whole(document: Document) -> bool:
    """Tell whether no entry of the journal was changed, taken out, put in or moved.

    The last entries could be cut off unseen: nothing after them holds their hash.
    """
    previous = ""
    numbers = count(1)
    for event in document.events.select_related("document", "by").order_by("n"):
        unbroken = event.n == next(numbers) and event.previous_hash == previous
        if not unbroken or event.hash != journal.hash_of(event):
            return False
        previous = event.hash
    return bool(previous)


def reading_of(revision: Revision, official: Official) -> Reading | None:
    """Return what is known of an official's reading of one revision; None where never opened."""
    return Reading.objects.filter(revision=revision, official=official).first()


def last_read(
    document: Document, official: Official, *, before: Revision | None = None
) -> Revision | None:
    """Return the newest revision that an official has opened, older than `before` if given."""
    seen = document.revisions.filter(readings__official=official)
    if before is not None:
        seen = seen.filter(n__lt=before.n)
    return seen.order_by("-n").first()


def seen_before(revision: Revision, official: Official) -> Revision | None:
    """Return what a revision is compared with for one official; None where there is nothing.

    That is the one which he opened last; who opened none before is shown what changed since the
    document was first submitted. What its drafter saved on the way there is nobody else's.
    """
    read = last_read(revision.document, official, before=revision)
    if read is not None:
        return read
    asked = submitted(revision.document)
    return revision.document.revisions.filter(n__lt=revision.n, n__in=asked).order_by("n").first()


def submitted(document: Document) -> set[int]:
    """Return the numbers of the revisions that were submitted."""
    return {event.facts["revision"] for event in document.events.filter(act="SUBMITTED")}


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody remarked at one block of a revision when sending it back."""

    block_id: str
    note: str
    by: Official
    department: str
    revision_n: int


def marks_on(document: Document) -> list[Mark]:
    """Return the remarks at blocks of every revision, the newest first; two queries."""
    found = [
        (one.at, Mark(block, note, one.by, one.as_what, one.revision.n))
        for kind in (Review, Initial)
        for one in kind.objects.filter(revision__document=document)
        .exclude(marked_blocks=[])
        .select_related("by", "revision")
        .defer("revision__content")
        for block, note in zip(one.marked_blocks, one.notes, strict=True)
    ]
    return [mark for _, mark in sorted(found, key=lambda each: each[0], reverse=True)]


def _before_the_number(document: Document, revision: Revision) -> Status:
    move = _last_move(document)
    if move is None or move.act != "SUBMITTED" or move.facts["revision"] != revision.n:
        return Status.DRAFTING
    signature = Signature.objects.filter(rendition__revision=revision, field=signing.LEADER)
    if signature.exists():
        in_force = signature.filter(voiding=None).exists()
        return Status.AWAITING_NUMBER if in_force else Status.DRAFTING
    for opinion, then in ((FormCheck, Status.AWAITING_SIGNATURE), (Initial, Status.FORM_CHECK)):
        given = opinion.objects.filter(revision=revision).first()
        if given is not None:
            return then if given.verdict == Verdict.AGREED else Status.DRAFTING
    return _under_review(revision, asked=len(move.facts["departments"]))


def _under_review(revision: Revision, *, asked: int) -> Status:
    verdicts = list(revision.reviews.values_list("verdict", flat=True))
    if Verdict.SENT_BACK in verdicts:
        return Status.DRAFTING
    return Status.IN_REVIEW if len(verdicts) < asked else Status.INITIALLING


def _last_move(document: Document) -> Event | None:
    return document.events.filter(act__in=_MOVES).order_by("-n").first()


def _has(document: Document, act: str) -> bool:
    return document.events.filter(act=act).exists()
