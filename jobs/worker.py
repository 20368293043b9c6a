"""The worker: runs what waits, and puts back what a killed worker left half done."""

import asyncio
import signal
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from asgiref.sync import sync_to_async
from django.db import connection, connections, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob
from procrastinate.exceptions import UniqueViolation

from jobs.queue import HERE, OUTSIDE, RECEIVERS

SILENT_AFTER = timedelta(seconds=30)  # a worker without a heartbeat for so long is dead
LONGEST_RUN = timedelta(minutes=10)  # far more than any job takes: authorities have time limits
POLLING = 1.0  # seconds
CALLS_AT_ONCE = 8  # of receivers; each only waits


def run(*, concurrency: int = 2, wait: bool = True) -> None:
    """Run jobs: for ever, or (not `wait`) until none is due."""
    # A worker of its own connector: `later` inside a job still uses that job's own transaction.
    assert isinstance(app.connector, DjangoConnector)
    worker = app.with_connector(app.connector.get_worker_connector())
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


def rescue_stalled_jobs() -> None:
    """Put back the jobs of workers that died; a waiting twin makes the dead one superfluous.

    A job that fails at the very moment its twin is asked for cannot be put back: it stays under
    way although nobody runs it, and its lock would keep the twin waiting for ever.
    """
    now = timezone.now()
    under_way = ProcrastinateJob.objects.filter(status="doing").order_by("id")
    dead = Q(worker__isnull=True) | Q(worker__last_heartbeat__lt=now - SILENT_AFTER)
    for job_id in under_way.filter(dead).values_list("id", flat=True):
        try:
            with transaction.atomic():
                app.job_manager.retry_job_by_id(job_id, retry_at=now)
        except UniqueViolation:
            _drop(job_id)
    twin = ProcrastinateJob.objects.filter(
        status="todo", queueing_lock=OuterRef("queueing_lock"), queueing_lock__isnull=False
    )
    begun = ProcrastinateEvent.objects.filter(
        job=OuterRef("pk"), type="started", at__gt=now - LONGEST_RUN
    )
    for job_id in under_way.filter(Exists(twin), ~Exists(begun)).values_list("id", flat=True):
        _drop(job_id)


def _drop(job_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job_id])
