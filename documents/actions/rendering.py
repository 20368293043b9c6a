"""Jobs that set the pages: the draft to read, the file to sign. None of it in a transaction."""

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

import signing
from documents import storage, typesetting
from documents.actions import journal, obstacles
from documents.models import Rendition, Revision, RevisionCopy, Stage, TypesettingFault
from documents.text import van_ban
from jobs import later

PDF = "application/pdf"


def keep_revision(revision_id: int) -> None:
    """Keep the revision's canonical text in the store."""
    revision = Revision.objects.select_related("document").get(pk=revision_id)
    if RevisionCopy.objects.filter(revision=revision).exists():
        return
    with obstacles.told(revision.document, "keep_revision"):
        stored = storage.put(van_ban.canonical(revision.content), content_type="application/json")
    with transaction.atomic():
        RevisionCopy.objects.get_or_create(revision=revision, defaults={"object": stored.named()})


def set_draft(revision_id: int) -> None:
    """Set the pages as the drafter and the reviewers read them, marked as a draft."""
    revision = Revision.objects.select_related("document").get(pk=revision_id)
    if revision.renditions.filter(stage=Stage.DRAFT).exists():
        return
    try:
        page = typesetting.typeset(
            revision.content, created_at=revision.at, watermark="DỰ THẢO", print_lines=True
        )
    except typesetting.CannotTypeset as fault:
        TypesettingFault.objects.get_or_create(
            revision=revision, defaults={"message": str(fault)[:1000], "at": timezone.now()}
        )
        return
    _keep(revision, Stage.DRAFT, page, page.pdf)


def later_prepare(revision: Revision) -> None:
    """Ask for the file to sign, in the caller's transaction."""
    later("prepare", revision_id=revision.pk)


def prepare(revision_id: int) -> None:
    """Set the pages for signing: number and date blank, every field made before a signature."""
    revision = Revision.objects.select_related("document").get(pk=revision_id)
    if revision.renditions.filter(stage=Stage.PREPARED).exists():
        return
    page = typesetting.typeset(revision.content, created_at=revision.at)
    content = revision.content
    blank = typesetting.lines(
        page.places,
        notation=content["number"]["symbol"],
        place=content["place"],
        number=None,
        day=None,
        month=content["date"]["m"],
        year=content["date"]["y"],
    )
    places = {
        name: signing.Place(page=at.page, x=at.x, y=at.y, w=at.w, h=at.h)
        for name, at in page.places.items()
    }
    prepared = signing.prepare(page.pdf, places, blank_lines=blank.pdf)
    _keep(revision, Stage.PREPARED, page, prepared)


def _keep(revision: Revision, stage: Stage, page: typesetting.Page, pdf: bytes) -> None:
    with obstacles.told(revision.document, f"set_{stage.lower()}"):
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
