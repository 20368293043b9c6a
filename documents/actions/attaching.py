"""Putting files beside a draft, and taking them away again; from issue on they are locked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from agencies.models import Official
from documents import storage
from documents.actions import filing, journal, obstacles
from documents.attachments import MOST, Judged
from documents.errors import CannotAttach
from documents.models import Attachment, Document, Event, Rendition, Stage, Status, StoredObject
from documents.storage import Stored


def store(judged: Judged, data: bytes) -> Stored:
    """Store a file's bytes, before any row names them and outside every transaction."""
    return storage.put(data, content_type=judged.media_type)


@transaction.atomic
def attach(
    document: Document, *, files: Sequence[tuple[Judged, Stored]], by: Official, at: datetime
) -> list[Attachment]:
    """Name stored files as the draft's, all or none; of the same name takes the next free number.

    Raises CannotAttach.
    """
    document = _draft(document)
    return [_named(document, judged, stored.named(), by=by, at=at) for judged, stored in files]


@transaction.atomic
def detach(document: Document, *, attachment_id: int, by: Official, at: datetime) -> Event:
    """Take a file off a draft; return the journal's line, from which it can be put back."""
    document = _draft(document)
    attachment = document.attachments.select_related("object").filter(pk=attachment_id).first()
    if attachment is None:
        raise CannotAttach("Tệp này đã được bỏ khỏi văn bản.")
    facts: dict[str, Any] = {
        "name": attachment.name,
        "media_type": attachment.media_type,
        "sha256": attachment.object.sha256,
        "object": attachment.object_id,
    }
    attachment.delete()
    return journal.record(document, "DETACHED", by=by, at=at, **facts)


@transaction.atomic
def put_back(document: Document, *, detached: int, by: Official, at: datetime) -> Attachment:
    """Put a file back that the journal's line of number `detached` took off the draft."""
    document = _draft(document)
    line = document.events.filter(act="DETACHED", n=detached).first()
    if line is None or "object" not in line.facts:
        raise CannotAttach("Không tìm thấy tệp đã bỏ; hãy thêm lại tệp từ máy.")
    kept = StoredObject.objects.get(pk=line.facts["object"])
    judged = Judged(line.facts["name"], line.facts["media_type"])
    return _named(document, judged, kept, by=by, at=at)


def lock_attachment(attachment_id: int) -> None:
    """Put a file of an issued document under COMPLIANCE lock, as long as the document itself.

    The term begins where that of the document does: with the sealed file, not with the day on
    which the draft took this one.
    """
    attachment = Attachment.objects.select_related("object", "document").get(pk=attachment_id)
    if attachment.object.locked_until is not None:
        return
    issued = Rendition.objects.filter(
        revision__document=attachment.document, stage=Stage.ISSUED
    ).latest("made_at")
    until = filing.locked_until(attachment.document.kind, at=issued.made_at)
    with obstacles.told(attachment.document, "lock"):
        storage.lock(attachment.object, until=until)
    with transaction.atomic():
        StoredObject.objects.filter(pk=attachment.object_id, locked_until=None).update(
            locked_until=until
        )


def _draft(document: Document) -> Document:
    document = Document.objects.select_for_update(of=["self"]).get(pk=document.pk)
    if document.status != Status.DRAFTING:
        raise CannotAttach("Văn bản đã trình nên tệp kèm theo không đổi được nữa.")
    return document


def _named(
    document: Document, judged: Judged, kept: StoredObject, *, by: Official, at: datetime
) -> Attachment:
    names = set(document.attachments.values_list("name", flat=True))
    if len(names) >= MOST:
        raise CannotAttach(
            gettext("Một văn bản có nhiều nhất %(most)s tệp kèm theo; chưa tệp nào được thêm.")
            % {"most": MOST}
        )
    attachment = Attachment.objects.create(
        document=document,
        object=kept,
        name=_free(judged.name, names),
        media_type=judged.media_type,
        added_by=by,
        added_at=at,
    )
    journal.record(document, "ATTACHED", by=by, at=at, name=attachment.name, sha256=kept.sha256)
    return attachment


def _free(name: str, taken: set[str]) -> str:
    stem, _, ending = name.rpartition(".")
    numbered = (f"{stem} ({n}).{ending}" for n in range(2, MOST + 2))
    return next(one for one in (name, *numbered) if one not in taken)
