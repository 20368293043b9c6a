"""What is owed is read off the facts; what nothing names is swept."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from documents import access, storage
from documents.actions import drafting
from documents.models import (
    Attachment,
    Dispatch,
    DispatchState,
    Document,
    Rendition,
    Restoration,
    Revision,
    Stage,
    Status,
    Verdict,
)
from jobs import later

UNNAMED_FOR = timedelta(days=1)  # longer than any act between storing a file and naming it
AT_ONCE = 200  # debts taken up a minute; the rest wait for the next


def pay_debts() -> None:
    """Ask again for every page not set, copy not kept, archive revision and delivery not made."""
    wanted = Revision.objects.exclude(drafting.passed_over())
    for revision_id in _ids(wanted.filter(copy__isnull=True)):
        later("keep_revision", revision_id=revision_id)
    unset = wanted.filter(typesetting_fault__isnull=True).exclude(renditions__stage=Stage.DRAFT)
    for revision_id in _ids(unset):
        later("set_draft", revision_id=revision_id)
    for revision_id in _ids(_unprepared()):
        later("prepare", revision_id=revision_id)
    unarchived = Rendition.objects.filter(stage=Stage.ISSUED).exclude(
        extended_by__stage=Stage.ARCHIVED
    )
    for document_id in unarchived.order_by("pk").values_list("revision__document_id", flat=True)[
        :AT_ONCE
    ]:
        later("archive", document_id=document_id)
    unlocked = Rendition.objects.filter(
        stage__in=[Stage.ISSUED, Stage.ARCHIVED], object__locked_until__isnull=True
    )
    for rendition_id in _ids(unlocked):
        later("lock", rendition_id=rendition_id)
    attached = Attachment.objects.filter(
        document__status__in=access.ONCE_ISSUED, object__locked_until__isnull=True
    )
    for attachment_id in _ids(attached):
        later("lock_attachment", attachment_id=attachment_id)
    for dispatch_id in _ids(Dispatch.objects.filter(state=DispatchState.PENDING)):
        later("deliver", dispatch_id=dispatch_id)


def _ids(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def _unprepared() -> QuerySet[Revision]:
    waiting = Document.objects.filter(status=Status.AWAITING_SIGNATURE)
    return Revision.objects.filter(
        document__in=waiting, form_check__verdict=Verdict.AGREED, typesetting_fault__isnull=True
    ).exclude(renditions__stage=Stage.PREPARED)


def sweep_store() -> None:
    """Remove files that an act stored and then, refused, never named.

    Not before a restored database is reconciled: it does not know what was issued since.
    """
    if Restoration.objects.filter(reconciled_at=None).exists():
        return
    storage.sweep(older_than=timezone.now() - UNNAMED_FOR)
