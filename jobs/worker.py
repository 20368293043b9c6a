"""The worker: runs what waits, and puts back what a killed worker left half done."""

import asyncio
import logging
import signal
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connection, connections, transaction
from django.db.models import Q
from django.utils import timezone
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import UniqueViolation
from procrastinate.manager import JobManager

from jobs.queue import HERE, OUTSIDE, RECEIVERS

log = logging.getLogger(__name__)

SILENT_AFTER = timedelta(seconds=30)  # a worker without a heartbeat for so long is dead
POLLING = 1.0  # seconds
_DROP = "DELETE FROM procrastinate_jobs WHERE id = %(job_id)s AND status = 'doing'"
CALLS_AT_ONCE = 8  # of receivers; each only waits


def run(*, concurrency: int = 2, wait: bool = True) -> None:
    """Run jobs: for ever, or (not `wait`) until none is due."""
    # A worker of its own connector: `later` inside a job still uses that job's own transaction.
    assert isinstance(app.connector, DjangoConnector)
    worker = app.with_connector(app.connector.get_worker_connector())
    worker.job_manager = PatientJobs(worker.connector)
    with worker.open():
        asyncio.run(_for_ever(worker, concurrency) if wait else _until_idle(worker, concurrency))
    # The thread in which the queue's own sync calls ran keeps a database session of its own.
    asyncio.run(sync_to_async(connections.close_all)())


async def _until_idle(worker: App, concurrency: int) -> None:
    async with worker.open_async():
        await worker.run_worker_async(
            concurrency=concurrency,
            wait=False,
            listen_notify=False,
            install_signal_handlers=False,
            delete_jobs="successful",
        )


async def _for_ever(worker: App, concurrency: int) -> None:
    """Run each queue with slots of its own: who waits for other machines holds up nobody here."""
    slots = {HERE: concurrency, OUTSIDE: concurrency, RECEIVERS: max(concurrency, CALLS_AT_ONCE)}
    # A job takes a thread, and of its own the loop has few: jobs that wait would take them all.
    threads = ThreadPoolExecutor(sum(slots.values()) + 2)
    asyncio.get_running_loop().set_default_executor(threads)
    async with worker.open_async():
        queues = [
            asyncio.create_task(
                worker.run_worker_async(
                    queues=[queue],
                    concurrency=slots[queue],
                    fetch_job_polling_interval=POLLING,
                    install_signal_handlers=False,
                    delete_jobs="successful",
                )
            )
            for queue in slots
        ]
        for stop in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(stop, _cancel, queues)
        # Neither goes on without the other; each ends what it has in hand first.
        await asyncio.wait(queues, return_when=asyncio.FIRST_COMPLETED)
        _cancel(queues)
        ends = await asyncio.gather(*queues, return_exceptions=True)
    for end in ends:
        if isinstance(end, Exception):
            raise end


def _cancel(queues: Iterable["asyncio.Task[None]"]) -> None:
    for queue in queues:
        if not queue.cancelling():  # asked twice, it would drop what it has in hand
            queue.cancel()


class PatientJobs(JobManager):
    """Puts a failed job back, unless the same was asked for meanwhile: then that one goes on.

    Two may not wait under one name. Procrastinate's own way would leave the failed one under way
    for ever, and its lock would hold up the one that waits.
    """

    async def retry_job_by_id_async(self, job_id: int, *args: Any, **named: Any) -> None:
        try:
            await super().retry_job_by_id_async(job_id, *args, **named)
        except UniqueViolation:
            await self.connector.execute_query_async(_DROP, job_id=job_id)
            log.warning("Job %s failed and is left to its twin, which waits", job_id)


def rescue_stalled_jobs() -> None:
    """Put back the jobs of workers that died; a waiting twin makes the dead one superfluous."""
    now = timezone.now()
    dead = Q(worker__isnull=True) | Q(worker__last_heartbeat__lt=now - SILENT_AFTER)
    under_way = ProcrastinateJob.objects.filter(dead, status="doing").order_by("id")
    for job_id in under_way.values_list("id", flat=True):
        try:
            with transaction.atomic():
                app.job_manager.retry_job_by_id(job_id, retry_at=now)
        except UniqueViolation:
            with connection.cursor() as cursor:
                cursor.execute(_DROP, {"job_id": job_id})
