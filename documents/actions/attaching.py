"""Putting files beside a draft, and taking them away again; from issue on they are locked."""

from datetime import datetime

from django.db import transaction

from agencies.models import Official
from documents import storage
from documents.actions import filing, journal, obstacles
from documents.attachments import MOST, Judged
from documents.errors import CannotAttach
from documents.models import Attachment, Document, Rendition, Stage, Status, StoredObject
from documents.storage import Stored


def store(judged: Judged, data: bytes) -> Stored:
    """Store a file's bytes, before any row names them and outside every transaction."""
    return storage.put(data, content_type=judged.media_type)


@transaction.atomic
def attach(
    document: Document, *, judged: Judged, stored: Stored, by: Official, at: datetime
) -> Attachment:
    """Name a stored file as one of the draft's; one of the same name takes the next free number."""
    document = _draft(document)
    names = set(document.attachments.values_list("name", flat=True))
    if len(names) >= MOST:
        raise CannotAttach(f"Một văn bản có nhiều nhất {MOST} tệp kèm theo.")
    attachment = Attachment.objects.create(
        document=document,
        object=stored.named(),
        name=_free(judged.name, names),
        media_type=judged.media_type,
        added_by=by,
        added_at=at,
    )
    journal.record(document, "ATTACHED", by=by, at=at, name=attachment.name, sha256=stored.sha256)
    return attachment


@transaction.atomic
def detach(document: Document, *, attachment_id: int, by: Official, at: datetime) -> str:
    """Take a file off a draft; return its name. The journal keeps its hash."""
    document = _draft(document)
    attachment = document.attachments.select_related("object").filter(pk=attachment_id).first()
    if attachment is None:
        raise CannotAttach("Tệp này đã được bỏ khỏi văn bản.")
    name, sha256 = attachment.name, attachment.object.sha256
    attachment.delete()
    journal.record(document, "DETACHED", by=by, at=at, name=name, sha256=sha256)
    return name


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


def _free(name: str, taken: set[str]) -> str:
    stem, _, ending = name.rpartition(".")
    numbered = (f"{stem} ({n}).{ending}" for n in range(2, MOST + 2))
    return next(one for one in (name, *numbered) if one not in taken)
