"""Beginning a document and saving what it says."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from agencies.capacity_words import Capacity
from agencies.models import Department, Official
from documents import search
from documents.actions import journal, picturing
from documents.actions.picturing import Kept
from documents.errors import NewerRevision, NothingChanged
from documents.models import Document, FormCheck, Initial, Review, Revision, Stage
from documents.text import van_ban
from documents.text.van_ban import Content
from jobs import later


@dataclass(frozen=True, slots=True)
class Header:
    """What belongs to a revision beside its text."""

    signer: Official | None
    capacity: Capacity
    urgency: str = ""
    circulation: str = ""


@transaction.atomic
def begin(
    department: Department,
    *,
    content: Content,
    header: Header,
    pictures: Iterable[Kept] = (),
    by: Official,
    at: datetime,
) -> Document:
    """Open a document with its first revision; a number or day typed in the draft is left blank.

    Of the pictures those go with it that its text shows.
    """
    blank = van_ban.without_issue_facts(content)
    document = Document.objects.create(
        agency=department.agency,
        department=department,
        drafter=by,
        kind=blank["type"],
        subject=subject_of(blank),
        urgency=header.urgency,
        circulation=header.circulation,
        begun_at=at,
    )
    picturing.take_along(document, pictures, blank, by=by, at=at)
    ask_for_pages(_save_revision(document, 1, blank, header, by=by, at=at))
    journal.record(document, "DRAFT_BEGUN", by=by, at=at, revision=1, **_left_blank(content, blank))
    return document


@transaction.atomic
def revise(
    document: Document,
    *,
    content: Content,
    header: Header,
    base: int,
    at_once: bool = True,
    by: Official,
    at: datetime,
) -> Revision:
    """Save the next revision, written on top of revision `base`.

    What is saved at a pause of the writer is not wanted `at_once`: whoever pays the debts has the
    pages of the newest set within a minute, and `ask_for_pages` asks for them sooner.

    Raises NewerRevision when somebody saved in between: the text that was sent is not lost, the
    page shows it beside the newer one.
    """
    document = Document.objects.select_for_update(of=["self"]).get(pk=document.pk)
    latest = latest_revision(document)
    if latest.n != base:
        raise NewerRevision
    blank = van_ban.without_issue_facts(content)
    same_header = (
        latest.signer == header.signer
        and latest.capacity == header.capacity
        and document.urgency == header.urgency
        and document.circulation == header.circulation
    )
    # One that was sent back may be submitted unchanged, but only as a new revision.
    if same_header and latest.content == blank and not is_judged(latest):
        raise NothingChanged
    document.kind = blank["type"]
    document.subject = subject_of(blank)
    document.urgency = header.urgency
    document.circulation = header.circulation
    document.save(update_fields=["kind", "subject", "urgency", "circulation"])
    revision = _save_revision(document, base + 1, blank, header, by=by, at=at)
    if at_once:
        ask_for_pages(revision)
    journal.record(
        document, "REVISED", by=by, at=at, revision=base + 1, **_left_blank(content, blank)
    )
    return revision


def ask_for_pages(revision: Revision) -> None:
    """Ask for a revision's copy in the store and for its pages, in the caller's transaction."""
    later("keep_revision", revision_id=revision.pk)
    later("set_draft", revision_id=revision.pk)


def latest_revision(document: Document) -> Revision:
    return document.revisions.select_related("signer", "author").latest("n")


def is_judged(revision: Revision) -> bool:
    """Tell whether somebody has already spoken on a revision, or signed it; it is then closed."""
    return (
        revision.reviews.exists()
        or Initial.objects.filter(revision=revision).exists()
        or FormCheck.objects.filter(revision=revision).exists()
        or revision.renditions.filter(stage=Stage.SIGNED).exists()
    )


def passed_over() -> Q:
    """Say which revisions were replaced by the next one before anybody spoke on them.

    A draft is saved at every pause. Its text stays in the database; pages and a copy in the store
    are made of what somebody will read, so a job that comes too late has nothing to do.
    """
    newer = Revision.objects.filter(document=OuterRef("document"), n__gt=OuterRef("n"))
    spoken = [
        ~Exists(model.objects.filter(revision=OuterRef("pk")))
        for model in (Review, Initial, FormCheck)
    ]
    return Q(Exists(newer), *spoken)


def is_passed_over(revision: Revision) -> bool:
    return Revision.objects.filter(passed_over(), pk=revision.pk).exists()


def subject_of(content: Content) -> str:
    return " ".join("".join(run["s"] for run in content["subject"]).split())[:500]


def _save_revision(
    document: Document, n: int, content: Content, header: Header, *, by: Official, at: datetime
) -> Revision:
    picturing.require(document, content)
    revision = Revision.objects.create(
        document=document,
        n=n,
        author=by,
        at=at,
        content=content,
        signer=header.signer,
        capacity=header.capacity,
        sha256=hashlib.sha256(van_ban.canonical(content)).hexdigest(),
    )
    search.index(document, content=content, signer=header.signer, dated_on=at)
    return revision


def _left_blank(typed: Content, blank: Content) -> dict[str, Any]:
    """Name what the draft had typed and only the register may give."""
    left: dict[str, Any] = {}
    if typed["number"]["value"] != blank["number"]["value"]:
        left["number_left_blank"] = typed["number"]["value"]
    if typed["date"] != blank["date"]:
        left["date_left_blank"] = typed["date"]
    return left
