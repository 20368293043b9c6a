"""The archive revision: all validation data and a document timestamp over everything."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

import signing
from documents import outside, storage
from documents.actions import extending, journal, obstacles
from documents.actions.rendering import PDF
from documents.errors import OutsideUnavailable
from documents.models import Document, Rendition, Signature, Stage
from jobs import later


def archive(document_id: int) -> None:
    """Pay what the signatures still owe; tried again until the authorities answer."""
    document = Document.objects.get(pk=document_id)
    issued = issued_rendition(document)
    if issued is None or issued.extended_by.filter(stage=Stage.ARCHIVED).exists():
        return
    at = timezone.now()
    with obstacles.told(document, "archive"):
        archived, stored = _make(issued, at=at)
    with transaction.atomic():
        _record(document, issued, stored, archived.proved_at, at=at)


def _make(issued: Rendition, *, at: datetime) -> tuple[signing.Signed, storage.Stored]:
    pdf = storage.read(issued.object)
    timestamps = outside.timestamps()
    if timestamps is None:
        raise OutsideUnavailable("Chưa khai báo dịch vụ dấu thời gian.")
    evidence = outside.evidence(signing.certificates_of(pdf), at=at)
    try:
        archived = signing.archive(pdf, evidence=evidence, timestamps=timestamps, at=at)
    except signing.TimestampsUnavailable as error:
        raise OutsideUnavailable(f"Chưa lấy được dấu thời gian: {error}.") from error
    file = extending.require(archived.pdf, begins_with=pdf)
    return archived, storage.put(file, content_type=PDF)


def issued_rendition(document: Document) -> Rendition | None:
    return (
        Rendition.objects.filter(revision__document=document, stage=Stage.ISSUED)
        .select_related("object", "revision")
        .first()
    )


def newest_rendition(document: Document) -> Rendition | None:
    """Return the sealed file with all that was added to keep it provable."""
    return (
        Rendition.objects.filter(
            revision__document=document, stage__in=[Stage.ISSUED, Stage.ARCHIVED]
        )
        .select_related("object", "revision")
        .order_by("-pk")
        .first()
    )


def _record(
    document: Document,
    issued: Rendition,
    stored: storage.Stored,
    proved_at: datetime | None,
    *,
    at: datetime,
) -> None:
    Document.objects.select_for_update(of=["self"]).get(pk=document.pk)
    if issued.extended_by.filter(stage=Stage.ARCHIVED).exists():
        return
    archived = extending.record(issued, stage=Stage.ARCHIVED, stored=stored, at=at)
    signatures = Signature.objects.filter(rendition__revision=issued.revision, voiding__isnull=True)
    signatures.update(level="LTA", debt="")
    # A leader who signed while the authority was away: the document timestamp proves the time.
    signatures.filter(proved_at__isnull=True).update(proved_at=proved_at)
    journal.record(document, "ARCHIVED", by=None, at=at, sha256=stored.sha256)
    later("lock", rendition_id=archived.pk)
