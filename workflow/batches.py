"""How batches of signatures stand: which there are, and whether anybody still works on one."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from agencies.models import Official
from documents.models import Document, Status
from workflow.flows.issuing import IssuingFlow
from workflow.models import OPEN, RowState, SigningBatch, WorkTask

# An advisory lock of the session, as in the door: it is gone with the server that held it.
_BATCHES = 0x0DA6 << 48
TOLD_FOR = timedelta(days=1)


def of(official: Official, key: UUID) -> SigningBatch | None:
    return SigningBatch.objects.filter(official=official, key=key).first()


def last_with_faults(official: Official, *, at: datetime) -> SigningBatch | None:
    """Return the official's last batch of this day, if some of it still waits to be signed."""
    batch = (
        SigningBatch.objects.filter(official=official, begun_at__gt=at - TOLD_FOR)
        .order_by("-pk")
        .first()
    )
    if batch is None:
        return None
    left = batch.rows.exclude(state=RowState.SIGNED).filter(
        task__process__document__status=Status.AWAITING_SIGNATURE
    )
    return batch if left.exists() else None


def task_to_sign(document: Document) -> WorkTask | None:
    """Return the open task in which a document waits for its signature."""
    task: WorkTask | None = WorkTask.objects.filter(
        process__document=document, flow_task=IssuingFlow.sign, status__in=OPEN
    ).first()
    return task


def hold(batch: SigningBatch) -> None:
    """Show to everybody that this session works on a batch, until it is released or dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_BATCHES | batch.pk])


def release(batch: SigningBatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_BATCHES | batch.pk])


def is_running(batch: SigningBatch) -> bool:
    """Tell whether some session works on a batch; looks at the locks, takes none."""
    if batch.ended_at is not None:
        return False
    high, low = divmod(_BATCHES | batch.pk, 1 << 32)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1"
            " AND classid::bigint = %s AND objid::bigint = %s AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [high, low],
        )
        return bool(cursor.fetchone()[0])
