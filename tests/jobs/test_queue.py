"""What must happen later: asked once, in the caller's transaction, tried until it can be done."""

import ast
import inspect

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from config.jobs import BY_THE_CLOCK, FUNCTIONS
from jobs import NotYet, later, queue, worker
from tests.house import code
from tests.jobs_now import waiting_jobs


def rows() -> list[tuple[str, str, int]]:
    """Return name, status and tries of every job in the queue."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, status::text, attempts FROM procrastinate_jobs ORDER BY id"
        )
        return cursor.fetchall()


def let_it_be_due() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")


@pytest.fixture
def job(committed):
    """Give a way to bind a function as the job «practice», for this test."""

    def bind(function) -> None:
        queue.bind(app, {"practice": function}, periodic={})

    yield bind
    app.tasks.pop("practice", None)


def test_what_is_asked_for_in_a_transaction_that_fails_never_happens(db):
    with transaction.atomic():
        later("archive", document_id=1)
        assert waiting_jobs() == ["archive"]
        transaction.set_rollback(True)
    assert waiting_jobs() == []


def test_what_waits_already_is_not_asked_for_twice(db):
    later("archive", document_id=1)
    later("archive", document_id=1)
    later("archive", document_id=2)
    later("prepare", revision_id=1)
    assert waiting_jobs() == ["archive", "archive", "prepare"]


def test_asking_twice_does_not_spoil_the_callers_transaction(db):
    with transaction.atomic():
        later("archive", document_id=1)
        later("archive", document_id=1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)


def test_what_is_under_way_may_be_asked_for_again(db):
    later("archive", document_id=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    later("archive", document_id=1)
    assert [status for _, status, _ in rows()] == ["doing", "todo"]


def test_a_job_that_is_done_leaves_the_queue(job):
    done = []
    job(lambda document_id: done.append(document_id))
    later("practice", document_id=7)
    worker.run(wait=False)

    assert done == [7]
    assert rows() == []


def test_what_cannot_be_done_yet_is_tried_until_it_can(job):
    answers = [NotYet("away"), NotYet("away"), None]

    def practice(document_id: int) -> None:
        answer = answers.pop(0)
        if answer is not None:
            raise answer

    job(practice)
    later("practice", document_id=7)
    for tries in (1, 2):
        worker.run(wait=False)
        assert rows() == [("practice", "todo", tries)]
        let_it_be_due()
    worker.run(wait=False)
    assert rows() == []


@pytest.mark.parametrize("fault", [NotYet("away"), ZeroDivisionError()])
def test_a_job_that_was_asked_for_again_while_it_failed_is_left_to_its_twin(job, fault):
    ran = []

    def practice(document_id: int) -> None:
        ran.append(document_id)
        if len(ran) == 1:
            later("practice", document_id=7)
            raise fault

    job(practice)
    later("practice", document_id=7)
    worker.run(wait=False)
    assert rows() == [("practice", "todo", 0)]
    worker.run(wait=False)

    assert ran == [7, 7]
    assert rows() == []


def test_a_fault_of_ours_is_given_up_after_five_tries(job):
    def practice(document_id: int) -> None:
        raise ZeroDivisionError

    job(practice)
    later("practice", document_id=7)
    for _ in range(queue.TRIES_AFTER_A_FAULT + 1):
        worker.run(wait=False)
        let_it_be_due()

    ((name, status, tries),) = rows()
    assert (name, status) == ("practice", "failed")
    assert tries in (queue.TRIES_AFTER_A_FAULT, queue.TRIES_AFTER_A_FAULT + 1)


def test_a_job_that_was_given_up_may_be_asked_for_again(db):
    later("archive", document_id=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    later("archive", document_id=1)
    assert [status for _, status, _ in rows()] == ["failed", "todo"]


@pytest.mark.parametrize(
    ("reason", "tries", "seconds"),
    [
        (NotYet("away"), 1, 2),
        (NotYet("away"), 3, 8),
        (NotYet("away"), 6, 60),
        (NotYet("away"), 1000, 60),
        (ValueError(), 1, 2),
        (ValueError(), 4, 16),
        (ValueError(), 5, None),
    ],
)
def test_each_try_waits_a_little_longer_than_the_one_before(reason, tries, seconds):
    job = type("Job", (), {"attempts": tries})()
    decision = queue.Patience().get_retry_decision(exception=reason, job=job)
    if seconds is None:
        assert decision is None
    else:
        waits = decision.retry_at - decision.retry_at.now(decision.retry_at.tzinfo)
        assert seconds - 1 < waits.total_seconds() <= seconds


def asked_for() -> list[tuple[str, str, set[str]]]:
    """Return every literal call of `later` in the code: where, which name, which ids."""
    return [
        (
            f"{code.named(path)}:{call.lineno}",
            str(ast.literal_eval(call.args[0])),
            {str(k.arg) for k in call.keywords},
        )
        for path in code.modules("agencies", "documents", "workflow", "rehearsal", "config")
        for _, call in code.calls_by_function(path)
        if ast.unparse(call.func) in ("later", "jobs.later")
        and isinstance(call.args[0], ast.Constant)
    ]


def test_every_job_that_is_asked_for_has_a_function_that_takes_its_ids():
    assert asked_for()
    for where, name, ids in asked_for():
        assert set(inspect.signature(FUNCTIONS[name]).parameters) == ids, where


def test_what_runs_by_the_clock_takes_nothing():
    for name in BY_THE_CLOCK:
        assert inspect.signature(FUNCTIONS[name]).parameters == {}


def test_every_bound_name_is_known_to_the_queue():
    assert set(FUNCTIONS) <= set(app.tasks)
