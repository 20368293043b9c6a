"""Reading every file of the store against its hash, in portions, again and again."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

import signing
from documents import access, outside, storage
from documents.actions.archiving import newest_rendition
from documents.actions.distributing import expectation
from documents.errors import ObjectDamaged
from documents.models import (
    Document,
    FixityAudit,
    FixityFault,
    FixityFlaw,
    RegisterEntry,
    StoredObject,
)

EVERY = timedelta(days=7)  # from the beginning of one audit to the next
PORTION = timedelta(minutes=2)  # of a job's time; the next one goes on
AT_ONCE = 50  # files between two notes of how far it came

Clock = Callable[[], datetime]


def audit_files() -> None:
    """Go on with the audit that is under way, or begin one when the last is a week old."""
    audit = _under_way() or _due(at=timezone.now())
    if audit is not None:
        go_on(audit, clock=timezone.now, until=timezone.now() + PORTION)


def audit_all(*, clock: Clock) -> FixityAudit:
    """Read every file now: go on with the audit under way, or begin one, up to the end."""
    audit = _under_way() or FixityAudit.objects.create(begun_at=clock())
    return go_on(audit, clock=clock)


def go_on(audit: FixityAudit, *, clock: Clock, until: datetime | None = None) -> FixityAudit:
    """Read on from where the audit stands, for ever or up to a moment.

    What is stored meanwhile is read as well. Raises StoreUnavailable: the store being away is no
    fault of a file.
    """
    while until is None or clock() < until:
        portion = list(
            StoredObject.objects.filter(pk__gt=audit.read_up_to).order_by("pk")[:AT_ONCE]
        )
        faults = [fault for one in portion for fault in _faults(one, audit, at=clock())]
        with transaction.atomic():
            FixityFault.objects.bulk_create(faults, ignore_conflicts=True)
            audit.objects_read += len(portion)
            audit.bytes_read += sum(one.size for one in portion)
            if portion:
                audit.read_up_to = portion[-1].pk
            else:
                audit.finished_at = clock()
            audit.save()
        if audit.finished_at:
            break
    return audit


def invalid_signatures(*, at: datetime) -> Iterator[tuple[Document, signing.Verdict]]:
    """Yield every issued document whose newest file does not prove its signatures and number."""
    entries = RegisterEntry.objects.filter(document__status__in=access.ONCE_ISSUED).select_related(
        "document"
    )
    for entry in entries.order_by("pk").iterator(chunk_size=100):
        rendition = newest_rendition(entry.document)
        assert rendition is not None, "an issued document has a sealed file"
        try:
            pdf = storage.read(rendition.object)
        except ObjectDamaged:
            pdf = b""
        verdict = signing.verify(
            pdf, trust=outside.trust(), at=at, expect=expectation(entry.document)
        )
        if verdict.verdict == "invalid":
            yield entry.document, verdict


def _under_way() -> FixityAudit | None:
    return FixityAudit.objects.filter(finished_at=None).first()


def _due(*, at: datetime) -> FixityAudit | None:
    if FixityAudit.objects.filter(begun_at__gt=at - EVERY).exists():
        return None
    return FixityAudit.objects.create(begun_at=at)


def _faults(stored: StoredObject, audit: FixityAudit, *, at: datetime) -> Iterator[FixityFault]:
    try:
        storage.read(stored)
    except ObjectDamaged:
        yield FixityFault(audit=audit, object=stored, flaw=FixityFlaw.DAMAGED, found_at=at)
        return
    if stored.locked_until is None or stored.locked_until <= at:
        return
    held = storage.lock_of(stored)
    if held is None or held < stored.locked_until:
        yield FixityFault(audit=audit, object=stored, flaw=FixityFlaw.UNLOCKED, found_at=at)
