"""Signed documents that wait for their number, laid into the tables at once, without files."""

from datetime import datetime

import signing
from documents.models import (
    Document,
    Rendition,
    Revision,
    Signature,
    Stage,
    Status,
    StoredObject,
)
from tests import life
from tests.cast import Cast


def signed_documents(
    cast: Cast, count: int = 1, *, kind: str = "BC", at: datetime | None = None
) -> list[Document]:
    """Make documents that the cast's leader signed at a moment."""
    at = at or life.now()
    content = life.content(type=kind, number={"value": None, "symbol": f"{kind}-BQLKKT"})
    documents = Document.objects.bulk_create(
        Document(
            agency=cast.agency,
            department=cast.unit,
            drafter=cast.drafter,
            kind=kind,
            subject=f"Kết quả {n}",
            status=Status.AWAITING_NUMBER,
            begun_at=at,
        )
        for n in range(count)
    )
    revisions = Revision.objects.bulk_create(
        Revision(
            document=document,
            n=1,
            author=cast.drafter,
            at=at,
            content=content,
            signer=cast.leader,
            sha256="0" * 64,
        )
        for document in documents
    )
    prepared = _renditions(revisions, Stage.PREPARED, [None] * count, at=at)
    signed = _renditions(revisions, Stage.SIGNED, prepared, at=at)
    Signature.objects.bulk_create(
        Signature(
            rendition=rendition,
            field=signing.LEADER,
            official=cast.leader,
            applied_by=cast.leader,
            title="TRƯỞNG BAN",
            certificate_sha256="0" * 64,
            signed_at=at,
            level="T",
        )
        for rendition in signed
    )
    return documents


def _renditions(revisions, stage, extended, *, at) -> list[Rendition]:
    stored, _ = StoredObject.objects.get_or_create(
        key=f"made-up/{stage}", version_id="1", defaults={"sha256": "0" * 64, "size": 1}
    )
    return Rendition.objects.bulk_create(
        Rendition(
            revision=revision, stage=stage, object=stored, extends=before, pages=1, made_at=at
        )
        for revision, before in zip(revisions, extended, strict=True)
    )
