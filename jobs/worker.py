"""The worker: runs what waits, and puts back what a killed worker left half done."""

import asyncio
from datetime import timedelta

from asgiref.sync import sync_to_async
from django.db import connection, connections, transaction
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import UniqueViolation

SILENT_AFTER = timedelta(seconds=30)  # a worker without a heartbeat for so long is dead


def run(*, concurrency: int = 2, wait: bool = True) -> None:
    """Run jobs: for ever, or (not `wait`) until none is due."""
    # A worker of its own connector: `later` inside a job still uses that job's own transaction.
    assert isinstance(app.connector, DjangoConnector)
    worker = app.with_connector(app.connector.get_worker_connector())
    with worker.open():
        worker.run_worker(
            concurrency=concurrency,
            wait=wait,
            fetch_job_polling_interval=1.0,
            listen_notify=wait,
            install_signal_handlers=wait,
            delete_jobs="successful",
        )
    # The thread in which the queue's own sync calls ran keeps a database session of its own.
    asyncio.run(sync_to_async(connections.close_all)())


def rescue_stalled_jobs() -> None:
    """Put back the jobs of workers that died; a waiting twin makes the dead one superfluous."""
    now = timezone.now()
    stalled = ProcrastinateJob.objects.filter(status="doing").filter(
        Q(worker__isnull=True) | Q(worker__last_heartbeat__lt=now - SILENT_AFTER)
    )
    for job_id in stalled.order_by("id").values_list("id", flat=True):
        try:
            with transaction.atomic():
                app.job_manager.retry_job_by_id(job_id, retry_at=now)
        except UniqueViolation:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job_id])
