"""Running what waits, at once and in the test's own transaction."""

import json
from typing import Any

from django.db import connection

from config.jobs import BY_THE_CLOCK, FUNCTIONS
from jobs import NotYet
from jobs.queue import UNDER


def run_jobs(*, limit: int = 200) -> list[str]:
    """Run the jobs that wait, oldest first, until none is left; return their names.

    A job that cannot be done yet stays in the queue, as it would in the worker.
    """
    done: list[str] = []
    put_off: list[int] = []
    for _ in range(limit):
        job = _next(put_off)
        if job is None:
            return done
        key, name, ids = job
        try:
            FUNCTIONS[name](**({} if name in BY_THE_CLOCK else ids))
        except NotYet:
            put_off.append(key)
            continue
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [key])
        done.append(name)
    raise AssertionError(f"more than {limit} jobs: {done[-5:]}")


def waiting_jobs() -> list[str]:
    """Return the names of the jobs that wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [name for (name,) in cursor.fetchall()]


def _next(put_off: list[int]) -> tuple[int, str, dict[str, Any]] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, task_name, args::text FROM procrastinate_jobs"
            " WHERE status = 'todo' AND NOT id = ANY(%s) ORDER BY id LIMIT 1",
            [put_off],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    ids = json.loads(row[2])
    ids.pop(UNDER, None)
    return row[0], row[1], ids
