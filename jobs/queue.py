"""The queue's one door: what is asked for runs in a worker once the transaction is committed."""

import logging
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db import close_old_connections, transaction
from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job

from jobs.errand import reference

log = logging.getLogger(__name__)

# Queues; the names stand in the database.
HERE, OUTSIDE, RECEIVERS = "default", "outside", "receivers"
UNDER = "asked_under"  # beside a job's ids: the reference of the request that asked for it
LONGEST_WAIT = 60  # seconds between two tries of a job whose part is away
TRIES_AFTER_A_FAULT = 5  # a fault of ours will not mend itself; the sweep asks again later


class NotYet(Exception):
    """Something outside does not answer: the job is tried again until it does."""


class Patience(BaseRetryStrategy):
    """Wait a little longer each time: for ever while a part is away, a few times after a fault."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if not isinstance(exception, NotYet) and job.attempts >= TRIES_AFTER_A_FAULT:
            return None
        seconds = min(2 ** min(job.attempts, 6), LONGEST_WAIT)
        return RetryDecision(retry_in={"seconds": seconds})


def later(name: str, /, **ids: int) -> None:
    """Ask for a job, in the caller's transaction. One that already waits is not asked for twice."""
    lock = _lock(name, ids)
    try:
        # A savepoint of its own: a broken unique index ends the transaction that it happens in.
        with transaction.atomic():
            task = app.configure_task(name, queueing_lock=lock, lock=lock)
            task.defer(**ids, **({UNDER: asked} if (asked := reference.get()) else {}))
    except AlreadyEnqueued:
        log.debug("%s waits already", lock)


def bind(
    jobs: App,
    functions: Mapping[str, Callable[..., None]],
    *,
    periodic: Mapping[str, str],
    outside: Collection[str] = (),
    receivers: Collection[str] = (),
) -> None:
    """Say which name runs which function.

    `periodic` gives names that run by a cron line. `outside` are those that wait for an
    authority's machine, `receivers` those that wait for anybody's; both have a queue, and in a
    worker slots, of their own.
    """
    queues = dict.fromkeys(outside, OUTSIDE) | dict.fromkeys(receivers, RECEIVERS)
    for name, function in functions.items():
        by_the_clock = name in periodic
        task = jobs.task(
            name=name,
            queue=queues.get(name, HERE),
            retry=Patience(),
            queueing_lock=name if by_the_clock else None,
        )(_with_fresh_connections(function, takes_moment=by_the_clock))
        if by_the_clock:
            jobs.periodic(cron=periodic[name])(task)


def _with_fresh_connections(
    function: Callable[..., None], *, takes_moment: bool
) -> Callable[..., None]:
    """A worker lives for months: each job starts and ends without a stale database connection."""

    def run(*args: Any, **ids: Any) -> None:
        token = reference.set(ids.pop(UNDER, ""))
        close_old_connections()
        try:
            function() if takes_moment else function(*args, **ids)
        finally:
            close_old_connections()
            reference.reset(token)

    return run


def _lock(name: str, ids: Mapping[str, int]) -> str:
    words = ",".join(f"{key}={value}" for key, value in sorted(ids.items()))
    return f"{name}({words})"
