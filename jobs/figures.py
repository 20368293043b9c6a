"""How much waits, for how long, and who works on it."""

from dataclasses import dataclass

from django.db import connection

# A job has no moment of its own: that at which it was asked for is its first event.
_WAITING = """
SELECT job.queue_name, job.task_name, job.status::text, count(*),
       coalesce(extract(epoch FROM now() - min(asked.at)), 0)::float
  FROM procrastinate_jobs job
  LEFT JOIN procrastinate_events asked ON asked.job_id = job.id AND asked.type = 'deferred'
 WHERE job.status IN ('todo', 'doing', 'failed')
 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_LIVING = """
SELECT count(*) FROM procrastinate_workers
 WHERE last_heartbeat > now() - interval '30 seconds'
"""


@dataclass(frozen=True)
class Waiting:
    """Jobs of one name in one state, and how many seconds ago the oldest was asked for."""

    queue: str
    name: str
    state: str
    count: int
    oldest: float


def waiting() -> list[Waiting]:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        return [Waiting(*row) for row in cursor.fetchall()]


def living_workers() -> int:
    """Return how many queues are worked on by somebody whose heart beats."""
    with connection.cursor() as cursor:
        cursor.execute(_LIVING)
        count: int = cursor.fetchone()[0]
    return count
