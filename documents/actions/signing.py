"""The leader's signature, and what becomes of it when the document goes back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

import signing
from agencies import capacity_words
from agencies.actions import credentials
from agencies.capacity import require
from agencies.errors import MayNotSign
from agencies.models import Official
from agencies.moments import vn_day
from documents import outside, storage
from documents.actions import extending, journal
from documents.actions.drafting import latest_revision
from documents.actions.rendering import PDF
from documents.errors import CannotTakeSignature, NotPreparedYet, PreparedFileChanged
from documents.models import Document, Rendition, Revision, Signature, Stage, Voiding
from documents.storage import Stored

# How the signer's key is had; asked only once the file is the one that was shown.
Unlock = Callable[[], signing.Credential]


@dataclass(frozen=True, slots=True)
class Made:
    """A signed file that lies in the store and no row names yet."""

    extends: Rendition
    signed: signing.Signed
    stored: Stored


def prepared_rendition(revision: Revision) -> Rendition:
    """Return the file that the leader is shown and signs."""
    prepared = revision.renditions.filter(stage=Stage.PREPARED).select_related("object").first()
    if prepared is None:
        raise NotPreparedYet
    return prepared


def unlock(by: Official, *, pin: str, at: datetime) -> signing.Credential:
    """Return the signer's key; a wrong PIN is counted."""
    return credentials.unlock(credentials.current(by, at=at), pin=pin, at=at)


def make(document: Document, *, shown: str, unlock: Unlock, by: Official, at: datetime) -> Made:
    """Sign the file whose SHA-256 was shown. Slow; outside any transaction.

    Without a timestamp authority the signature has level B at once; the archive revision
    brings the proof of time later.
    """
    revision = latest_revision(document)
    _require_signer(document, revision, by=by, at=at)
    prepared = prepared_rendition(revision)
    if prepared.object.sha256 != shown:
        raise PreparedFileChanged
    pdf = storage.read(prepared.object)
    picture = credentials.signature_picture(by, at=at)
    key = unlock()
    try:
        signed = signing.sign(
            pdf,
            field=signing.LEADER,
            credential=key,
            appearance=picture,
            certify=True,
            timestamps=outside.timestamps(),
            at=at,
        )
    except signing.SigningError as fault:
        raise CannotTakeSignature(fault.message) from fault
    file = extending.require(signed.pdf, begins_with=pdf)
    return Made(prepared, signed, storage.put(file, content_type=PDF))


@transaction.atomic
def record(
    made: Made, *, document: Document, by: Official, as_what: str, at: datetime
) -> Signature:
    """Name the signed file, when it is still what the document says. Under the process's lock."""
    revision = latest_revision(document)
    if made.extends.revision_id != revision.pk:
        raise PreparedFileChanged
    printed = _require_signer(document, revision, by=by, at=at)
    post = require(by, printed, agency=document.agency, kind=document.kind, on=vn_day(at))
    rendition = extending.record(made.extends, stage=Stage.SIGNED, stored=made.stored, at=at)
    signature = Signature.objects.create(
        rendition=rendition,
        field=signing.LEADER,
        official=by,
        applied_by=by,
        capacity=printed.capacity.value,
        post=post,
        title=" / ".join(capacity_words.print_lines(printed)),
        certificate_sha256=made.signed.certificate_sha256,
        signed_at=at,
        proved_at=made.signed.proved_at,
        level=made.signed.level,
        debt=made.signed.debt[:500],
    )
    journal.record(
        document,
        "SIGNED",
        by=by,
        at=at,
        as_what=as_what,
        revision=revision.n,
        shown=made.extends.object.sha256,
        sha256=made.stored.sha256,
        level=signature.level,
    )
    return signature


def leader_signature(document: Document) -> Signature | None:
    """Return the signature in force on the latest revision, if there is one."""
    return (
        Signature.objects.filter(
            rendition__revision=latest_revision(document),
            field=signing.LEADER,
            voiding__isnull=True,
        )
        .select_related("rendition__object")
        .first()
    )


@transaction.atomic
def void(signature: Signature, *, reason: str, by: Official, at: datetime) -> Voiding:
    """Say openly that a signature no longer counts; the signed file is kept and never sealed."""
    document = signature.rendition.revision.document
    voiding = Voiding.objects.create(signature=signature, reason=reason, by=by, at=at)
    journal.record(
        document,
        "SIGNATURE_VOIDED",
        by=by,
        at=at,
        reason=reason,
        sha256=signature.rendition.object.sha256,
    )
    return voiding


def _require_signer(
    document: Document, revision: Revision, *, by: Official, at: datetime
) -> capacity_words.Printed:
    if revision.signer_id != by.pk:
        named = revision.signer.full_name if revision.signer else "chưa xác định"
        raise MayNotSign(
            f"Người ký ghi trên văn bản là {named}; trả lại người soạn nếu phải đổi người ký."
        )
    block = revision.content["signature"]
    try:
        printed = capacity_words.parse(block["authority"], block["title"])
    except capacity_words.UnreadableCapacity as unreadable:
        raise MayNotSign(unreadable.message) from unreadable
    require(by, printed, agency=document.agency, kind=document.kind, on=vn_day(at))
    return printed
