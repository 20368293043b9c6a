"""The worker: what it was killed over is put back, and done by the next."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core.management import call_command
from django.db import connection

from documents.models import RevisionCopy
from jobs import later, worker
from tests import life, servers
from tests.house.code import ROOT
from tests.jobs_now import waiting_jobs


def jobs() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


def taken_by(heartbeat: timedelta | None) -> None:
    """Let the oldest job be under way at a worker whose heart last beat so long ago."""
    with connection.cursor() as cursor:
        worker_id = None
        if heartbeat is not None:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval)"
                " RETURNING id",
                [str(heartbeat)],
            )
            (worker_id,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s"
            " WHERE id = (SELECT min(id) FROM procrastinate_jobs)",
            [worker_id],
        )


@pytest.mark.parametrize(
    ("heartbeat", "status"),
    [
        (None, "todo"),
        (worker.SILENT_AFTER * 2, "todo"),
        (timedelta(seconds=1), "doing"),
    ],
    ids=["worker gone", "worker silent", "worker alive"],
)
def test_jobs_of_dead_workers_are_put_back_and_those_of_the_living_are_not(
    committed, heartbeat, status
):
    later("archive", document_id=1)
    taken_by(heartbeat)
    worker.rescue_stalled_jobs()
    assert jobs() == [("archive", status)]


def test_a_dead_job_whose_twin_waits_already_is_superfluous(committed):
    later("archive", document_id=1)
    taken_by(None)
    later("archive", document_id=1)
    later("archive", document_id=2)
    worker.rescue_stalled_jobs()
    assert jobs() == [("archive", "todo")] * 2


def test_a_job_under_way_at_a_living_worker_is_left_to_it(committed):
    later("archive", document_id=1)
    taken_by(timedelta(seconds=1))
    later("archive", document_id=1)
    worker.rescue_stalled_jobs()
    assert jobs() == [("archive", "doing"), ("archive", "todo")]


def test_the_command_runs_what_waits_and_ends(committed, cast):
    report = life.begin(cast)
    call_command("worker", until_idle=True)

    assert waiting_jobs() == []
    assert RevisionCopy.objects.get().revision.document == report.document
    assert [r.stage for r in report.document.revisions.get().renditions.all()] == ["DRAFT"]


@pytest.fixture
def silence() -> Iterator[str]:
    """Give the address of a store that takes every call and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def real_worker(silence) -> Iterator[subprocess.Popen[bytes]]:
    """Start a worker of its own, led to this test's database and to a store that is silent."""
    yield from _worker(S3_ENDPOINT=silence)


@pytest.fixture
def hanging_worker(silence) -> Iterator[subprocess.Popen[bytes]]:
    """Start a worker of its own whose timestamp authority takes calls and never answers."""
    yield from _worker(TIMESTAMP_URLS=silence)


def _worker(**differs: str) -> Iterator[subprocess.Popen[bytes]]:
    url = urlsplit(servers.MACHINE.environment["DATABASE_URL"])
    database = urlunsplit(url._replace(path=f"/{connection.settings_dict['NAME']}"))
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database,
        **differs,
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "worker", "--concurrency", "1"], cwd=ROOT, env=environment
    )
    yield process
    process.kill()
    process.wait()


def test_a_worker_killed_over_its_work_loses_none_of_it(committed, cast, real_worker):
    report = life.begin(cast)
    _wait_until(lambda: ("keep_revision", "doing") in jobs())
    real_worker.send_signal(signal.SIGKILL)
    real_worker.wait()
    worker.rescue_stalled_jobs()
    assert ("keep_revision", "doing") in jobs(), "its last heartbeat is too young to call it dead"

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - %s",
            [worker.SILENT_AFTER],
        )
    worker.rescue_stalled_jobs()
    assert {("keep_revision", "todo"), ("set_draft", "todo")} <= set(jobs())
    for _ in range(5):  # one that failed on a busy machine waits a little, and is tried again
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")
        worker.run(wait=False)
        if not jobs():
            break
    assert jobs() == []
    assert RevisionCopy.objects.get().revision.document == report.document


def test_an_authority_that_never_answers_holds_up_nothing_that_is_done_here(
    committed, cast, hanging_worker
):
    """One slot a queue: the archive job hangs in its own, the draft is typeset all the same."""
    life.begin(cast).to("issue")
    _wait_until(lambda: ("archive", "doing") in jobs())
    life.begin(cast)
    _wait_until(lambda: [name for name, _ in jobs()] == ["archive"])


def test_a_worker_that_is_asked_to_stop_ends_what_it_has_in_hand(committed, cast, hanging_worker):
    _wait_until(lambda: _workers() == 3)  # one for each queue
    hanging_worker.send_signal(signal.SIGTERM)
    assert hanging_worker.wait(timeout=60) == 0
    assert _workers() == 0


def _workers() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_workers")
        return int(cursor.fetchone()[0])


def _wait_until(true) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, jobs()
        time.sleep(0.05)
