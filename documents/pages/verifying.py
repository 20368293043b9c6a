"""What the signatures of a stored file say now; an answer is kept for a minute."""

from datetime import datetime
from typing import Any, Final

from django.core.cache import cache

import signing
from documents import outside, storage
from documents.actions.archiving import newest_rendition
from documents.actions.distributing import expectation
from documents.actions.signing import leader_signature
from documents.models import Document, Rendition, Signature, Stage, StoredObject

KEPT: Final = 60  # seconds; long enough for a page that many look at, short enough to be «now»
FIELDS: Final = (signing.NUMBER, signing.DATE, signing.LEADER, signing.SEAL)


def signed_rendition(document: Document) -> Rendition | None:
    """Return the file with the signatures in force: sealed, else signed; None before."""
    sealed = newest_rendition(document)
    if sealed is not None:
        return sealed
    signature = leader_signature(document)
    return signature.rendition if signature else None


def verdict_on(document: Document, rendition: Rendition, *, at: datetime) -> dict[str, Any]:
    """Judge a document's own file, as JSON. Raises StoreUnavailable, ObjectDamaged."""
    return _kept(rendition.object, expected(document, rendition), at=at)


def judge(pdf: bytes, document: Document, rendition: Rendition, *, at: datetime) -> dict[str, Any]:
    """Judge bytes from elsewhere as if they were a document's file."""
    verdict = signing.verify(
        pdf, trust=outside.trust(), at=at, expect=expected(document, rendition)
    )
    return verdict.as_json()


def judge_alone(pdf: bytes, *, at: datetime) -> dict[str, Any]:
    """Judge a file of which nothing is known: only by what it carries."""
    return signing.verify(pdf, trust=outside.trust(), at=at).as_json()


def expected(document: Document, rendition: Rendition) -> signing.Expectation:
    """Return what must be true of a document's file at its stage."""
    if rendition.stage in (Stage.ISSUED, Stage.ARCHIVED):
        return expectation(document)
    signatures = Signature.objects.filter(rendition=rendition, voiding=None)
    return signing.Expectation(
        fields=FIELDS, certificates={one.field: one.certificate_sha256 for one in signatures}
    )


def _kept(stored: StoredObject, expect: signing.Expectation, *, at: datetime) -> dict[str, Any]:
    key = f"verdict:{stored.sha256}"
    kept = cache.get(key)
    if kept is not None and kept[0] == expect:
        verdict: dict[str, Any] = kept[1]
        return verdict
    pdf = storage.read(stored)
    verdict = signing.verify(pdf, trust=outside.trust(), at=at, expect=expect).as_json()
    cache.set(key, (expect, verdict), KEPT)
    return verdict
