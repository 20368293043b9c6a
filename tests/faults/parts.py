"""The parts that a test may kill for real, and what brings the document on when they return."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import Client
from django.urls import reverse

from documents.actions import sweeping
from jobs import worker
from tests import servers
from tests.life import Life


@contextmanager
def away(part: str) -> Iterator[None]:
    """Kill a server of this run as a crash would; it returns at the end, under its own address."""
    servers.MACHINE.ours[part].kill(servers.FOLDER / part)
    try:
        yield
    finally:
        servers.start(part)


def work() -> None:
    """Let the real worker do what is due, until nothing is."""
    worker.run(wait=False)


def work_on() -> None:
    """Let the minutes pass after which what had to wait is tried again, and do all of it."""
    for _ in range(5):  # sealing asks for locks and the archive, which ask for more
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
        worker.rescue_stalled_jobs()
        sweeping.pay_debts()
        work()
        if not jobs():
            return


def jobs() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


def page_of(report: Life) -> str:
    """Return the document's page as its drafter reads it."""
    drafter = Client()
    drafter.force_login(report.cast.drafter)
    return drafter.get(reverse("document", args=[report.document.public_id])).content.decode()
