"""Number line, date line and the agency's seal: one revision of the signed file."""

from datetime import datetime

from django.db import transaction

import signing
from agencies.actions import credentials
from agencies.models import Official
from documents import outside, page_setting, storage
from documents.actions import distributing, extending, journal
from documents.actions.rendering import PDF
from documents.actions.signing import Made, leader_signature
from documents.errors import NotNumbered, NotSigned, OutsideUnavailable
from documents.models import (
    Document,
    EntryState,
    FoundNumber,
    RegisterEntry,
    Signature,
    Stage,
)
from documents.typesetting import Place
from jobs import later


def unlock(document: Document, *, pin: str, at: datetime) -> signing.Credential:
    """Return the key of the agency's seal. Asked first, so that a wrong PIN takes no number."""
    return credentials.unlock(credentials.current(document.agency, at=at), pin=pin, at=at)


def make(document: Document, *, key: signing.Credential, at: datetime) -> Made:
    """Fill both lines and seal, with the validation data where it can be had. Slow."""
    entry = RegisterEntry.objects.filter(document=document, state=EntryState.TAKEN).first()
    if entry is None:
        raise NotNumbered
    signature = leader_signature(document)
    if signature is None:
        raise NotSigned
    found = FoundNumber.objects.filter(document=document).select_related("object").first()
    if found is not None:
        return _sealed_before(found, signature, at=at)
    pdf = storage.read(signature.rendition.object)
    picture = credentials.seal_picture(document.agency, at=at)
    places = {name: Place(**place) for name, place in signature.rendition.places.items()}
    lines = page_setting.filled_lines(
        signature.rendition.revision, places, number=entry.number, on=entry.issued_on
    )
    sealed = signing.fill_and_seal(
        pdf,
        lines=lines.pdf,
        number=lines.number,
        date=lines.date,
        credential=key,
        appearance=picture,
        timestamps=outside.timestamps(),
        evidence=_evidence(pdf, key, at=at),
        at=at,
    )
    file = extending.require(sealed.pdf, begins_with=pdf)
    return Made(signature.rendition, sealed, storage.put(file, content_type=PDF))


def _sealed_before(found: FoundNumber, signature: Signature, *, at: datetime) -> Made:
    """Return the very file that was issued before a restoration: recipients may hold it."""
    pdf = extending.require(
        storage.read(found.object), begins_with=storage.read(signature.rendition.object)
    )
    verdict = signing.verify(pdf, trust=outside.trust(), at=at)
    seal = next(one for one in verdict.signatures if one.field == signing.SEAL)
    assert seal.level != "TIMESTAMP", "a seal is a signature of its agency"
    signed = signing.Signed(pdf, seal.level, seal.certificate_sha256, seal.time, debt="")
    return Made(signature.rendition, signed, storage.Stored.of(found.object))


@transaction.atomic
def record(
    made: Made, *, document: Document, by: Official, as_what: str, at: datetime
) -> Signature:
    """Name the sealed file and confirm its number. Under the process's lock."""
    Document.objects.select_for_update(of=["self"]).only("pk").get(pk=document.pk)
    entry = RegisterEntry.objects.select_for_update(of=["self"]).get(document=document)
    if entry.state != EntryState.TAKEN:
        raise NotNumbered
    rendition = extending.record(made.extends, stage=Stage.ISSUED, stored=made.stored, at=at)
    seal = Signature.objects.create(
        rendition=rendition,
        field=signing.SEAL,
        agency=document.agency,
        applied_by=by,
        title=document.agency.name_on(entry.issued_on).full_name,
        certificate_sha256=made.signed.certificate_sha256,
        signed_at=at,
        proved_at=made.signed.proved_at,
        level=made.signed.level,
        debt=made.signed.debt[:500],
    )
    entry.state = EntryState.ISSUED
    entry.save(update_fields=["state"])
    distributing.lay_out(document, revision=made.extends.revision, on=entry.issued_on)
    journal.record(
        document,
        "SEALED",
        by=by,
        at=at,
        as_what=as_what,
        code=entry.code,
        sha256=made.stored.sha256,
        level=seal.level,
    )
    later("lock", rendition_id=rendition.pk)
    later("archive", document_id=document.pk)
    return seal


def _evidence(pdf: bytes, key: signing.Credential, *, at: datetime) -> signing.Evidence | None:
    """Return the validation data of both signatures; without it the archive revision pays later."""
    try:
        certificates = [*signing.certificates_of(pdf), key.certificate, *key.chain]
        return outside.evidence(certificates, at=at)
    except OutsideUnavailable:
        return None
