"""Jobs that set the pages: the draft to read, the file to sign. None of it in a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone

import signing
from documents import page_setting, storage, typesetting, verification
from documents.actions import drafting, journal, obstacles
from documents.errors import PagesNotSet
from documents.models import Rendition, Revision, RevisionCopy, Stage, TypesettingFault
from documents.text import van_ban
from jobs import later

PDF = "application/pdf"


def keep_revision(revision_id: int) -> None:
    """Keep the revision's canonical text in the store."""
    revision = Revision.objects.select_related("document").get(pk=revision_id)
    if RevisionCopy.objects.filter(revision=revision).exists() or drafting.is_passed_over(revision):
        return
    with obstacles.told(revision.document, "keep_revision"):
        stored = storage.put(van_ban.canonical(revision.content), content_type="application/json")
    with transaction.atomic():
        RevisionCopy.objects.get_or_create(revision=revision, defaults={"object": stored.named()})


def set_draft(revision_id: int) -> None:
    """Set the pages as the drafter and the reviewers read them, marked as a draft."""
    revision = Revision.objects.select_related("document").get(pk=revision_id)
    if revision.renditions.filter(stage=Stage.DRAFT).exists() or drafting.is_passed_over(revision):
        return
    with (
        _fault_recorded(revision, at=timezone.now()),
        obstacles.told(revision.document, "set_draft"),
    ):
        page = page_setting.typeset(revision, watermark="DỰ THẢO", print_lines=True)
        # A number and a day that do not fit must not be found out when the clerk has taken one.
        page_setting.widest_lines(revision, page.places)
        _keep(revision, Stage.DRAFT, page, page.pdf)


def later_prepare(revision: Revision) -> None:
    """Ask for the file to sign, in the caller's transaction."""
    later("prepare", revision_id=revision.pk)


def prepare(revision_id: int) -> None:
    """Set the pages for signing: number and date blank, every field made before a signature."""
    revision = Revision.objects.select_related("document").get(pk=revision_id)
    if revision.renditions.filter(stage=Stage.PREPARED).exists():
        return
    with _fault_recorded(revision, at=timezone.now()), obstacles.told(revision.document, "prepare"):
        on_paper = verification.on_paper(revision.document)
        page = page_setting.typeset(revision, verification=on_paper)
        blank = page_setting.blank_lines(revision, page.places)
        places = {
            name: signing.Place(page=place.page, x=place.x, y=place.y, w=place.w, h=place.h)
            for name, place in page.places.items()
        }
        prepared = signing.prepare(page.pdf, places, blank_lines=blank.pdf)
        _keep(revision, Stage.PREPARED, page, prepared)


@contextmanager
def _fault_recorded(revision: Revision, *, at: datetime) -> Iterator[None]:
    """Write down what the page engine has against a revision: only the next one can mend it."""
    try:
        yield
    except PagesNotSet as fault:
        TypesettingFault.objects.get_or_create(
            revision=revision, defaults={"message": fault.message[:1000], "at": at}
        )


def _keep(revision: Revision, stage: Stage, page: typesetting.Page, pdf: bytes) -> None:
    stored = storage.put(pdf, content_type=PDF)
    with transaction.atomic():
        rendition, made = Rendition.objects.get_or_create(
            revision=revision,
            stage=stage,
            defaults={
                "object": stored.named(),
                "pages": page.pages,
                "places": {name: asdict(place) for name, place in page.places.items()},
                "engine": {**page.engine, "options": page.options},
                "made_at": timezone.now(),
            },
        )
        if made:
            journal.record(
                revision.document,
                f"SET_{stage}",
                by=None,
                at=rendition.made_at,
                revision=revision.n,
                sha256=stored.sha256,
            )
