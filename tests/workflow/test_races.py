"""At the same moment: whoever comes second is told, and there is always exactly one next step."""

from functools import wraps

import pytest
from django.db import connection, transaction

from agencies.moments import vn_day
from documents.actions import receiving
from documents.actions.drafting import Header, latest_revision
from documents.actions.signing import prepared_rendition
from documents.errors import AlreadyClosed, NewerRevision, NumberTakenAlready
from documents.models import IncomingEntry, RegisterEntry, Review
from tests import life
from tests.cast import PIN
from tests.jobs_now import run_jobs
from tests.life import AGREED, SENT_BACK, Life
from tests.together import refusals, together
from tests.workflow import invariants
from workflow.actions import distributing, drafting, registering, reviewing, signing
from workflow.errors import Busy, NotYourTurn, TaskClosed, TooLateToWithdraw
from workflow.models import DocumentProcess, WorkTask

pytestmark = pytest.mark.usefixtures("committed", "cheap_files")


def again(race):
    """Run a race several times: who comes first is up to the machine."""

    @wraps(race)
    def races(**cast):
        for _ in range(4):
            race(**cast)

    return races


def an_opinion(task: WorkTask, by, verdict):
    def give() -> WorkTask:
        return reviewing.review(task, verdict=verdict, opinion="Rõ", by=by, at=life.now())

    return give


def in_review(cast, reviewers) -> tuple[Life, list[WorkTask]]:
    report = life.begin(cast)
    report.submit(*reviewers)
    return report, report.tasks


def withdrawal(report: Life):
    process = DocumentProcess.objects.get(document=report.document)

    def withdraw() -> WorkTask:
        return drafting.withdraw(process, reason="Sửa", by=report.cast.drafter, at=life.now())

    return withdraw


@again
def test_three_reviewers_agree_at_the_same_moment(cast, reviewers):
    report, tasks = in_review(cast, reviewers)

    outcomes = together(*(an_opinion(task, reviewers[task.department], AGREED) for task in tasks))

    assert refusals(outcomes) == []
    assert invariants.open_steps(report.document) == ["initial"]
    assert Review.objects.filter(revision__document=report.document).count() == 3
    invariants.hold(report.document)
    invariants.journal_holds(report.document)


@again
def test_two_agree_while_the_third_sends_back(cast, reviewers):
    report, tasks = in_review(cast, reviewers)
    verdicts = [AGREED, SENT_BACK, AGREED]

    outcomes = together(
        *(
            an_opinion(task, reviewers[task.department], verdict)
            for task, verdict in zip(tasks, verdicts, strict=True)
        )
    )

    assert set(refusals(outcomes)) <= {TaskClosed}
    assert not isinstance(outcomes[1], TaskClosed), "nobody else can close the one who sends back"
    assert invariants.open_steps(report.document) == ["draft"]
    invariants.hold(report.document)


@again
def test_all_three_send_back_and_the_drafter_gets_one_task(cast, reviewers):
    report, tasks = in_review(cast, reviewers)

    outcomes = together(
        *(an_opinion(task, reviewers[task.department], SENT_BACK) for task in tasks)
    )

    assert refusals(outcomes) == [TaskClosed, TaskClosed]
    assert invariants.open_steps(report.document) == ["draft"]
    invariants.hold(report.document)


def _submit(report: Life, task: WorkTask):
    drafting.submit(task, direct=True, by=report.cast.drafter, at=life.now())


def _initial(report: Life, task: WorkTask):
    reviewing.initial(task, by=report.cast.head, at=life.now())


def _pass_form(report: Life, task: WorkTask):
    reviewing.pass_form(task, by=report.cast.checker, at=life.now())


def _sign(report: Life, task: WorkTask):
    shown = prepared_rendition(latest_revision(report.document)).object.sha256
    signing.sign(task, shown=shown, pin=PIN, by=report.cast.leader, at=life.now())


def _seal(report: Life, task: WorkTask):
    day = vn_day(life.now())
    registering.number_and_seal(task, issued_on=day, pin=PIN, by=report.cast.clerk, at=life.now())


def _issue(report: Life, task: WorkTask):
    distributing.issue(task, by=report.cast.clerk, at=life.now())


@pytest.mark.parametrize(
    ("stage", "act", "then"),
    [
        ("draft", _submit, ["initial"]),
        ("initial", _initial, ["form_check"]),
        ("form_check", _pass_form, ["sign"]),
        ("sign", _sign, ["register"]),
        ("register", _seal, ["issue"]),
        ("issue", _issue, []),
    ],
    ids=["submit", "initial", "pass_form", "sign", "seal", "issue"],
)
def test_a_double_click_is_done_once_and_the_second_is_told(cast, stage, act, then):
    report = life.begin(cast).to(stage)
    run_jobs()
    task = report.task

    outcomes = together(lambda: act(report, task), lambda: act(report, task))

    # Of the slow acts the second may still find the first one under way.
    assert refusals(outcomes) in ([TaskClosed], [Busy])
    assert invariants.open_steps(report.document) == then
    invariants.hold(report.document)
    invariants.journal_holds(report.document)


def test_a_double_click_on_an_opinion_is_one_opinion(cast, reviewers):
    report, tasks = in_review(cast, reviewers)
    opinion = an_opinion(tasks[0], reviewers[tasks[0].department], AGREED)

    assert refusals(together(opinion, opinion)) == [TaskClosed]
    assert Review.objects.filter(revision__document=report.document).count() == 1
    invariants.hold(report.document)


def test_a_double_click_on_save_keeps_one_revision_and_loses_nothing(cast):
    report = life.begin(cast)
    task, latest = report.task, latest_revision(report.document)

    def save():
        return drafting.save(
            task,
            content=life.content(subject=[{"s": "Kết quả năm 2026"}]),
            header=Header(signer=cast.leader, capacity=latest.capacity),
            base=latest.n,
            by=cast.drafter,
            at=life.now(),
        )

    assert refusals(together(save, save)) == [NewerRevision]
    assert report.document.revisions.count() == 2


def test_a_double_click_on_receive_gives_one_arrival_number(cast, receivable):
    def receive() -> IncomingEntry:
        return receiving.receive(receivable, by=cast.receiver, at=life.now())

    assert refusals(together(receive, receive)) == [AlreadyClosed]
    receivable.refresh_from_db()
    assert (receivable.number, receivable.book.last_number) == (1, 1)


@again
def test_a_leader_signs_in_one_tab_and_sends_back_in_another(cast):
    report = life.begin(cast).to("sign")
    task = report.task

    def send_back() -> None:
        signing.send_back(task, reason="Chưa đạt", by=cast.leader, at=life.now())

    outcomes = together(lambda: _sign(report, task), send_back)

    assert refusals(outcomes) == [TaskClosed]
    signed = outcomes[0] is None
    assert invariants.open_steps(report.document) == ["register" if signed else "draft"]
    invariants.hold(report.document)


@again
def test_the_drafter_withdraws_while_the_last_reviewer_agrees(cast, reviewers):
    report, tasks = in_review(cast, reviewers)
    for task in tasks[:-1]:
        an_opinion(task, reviewers[task.department], AGREED)()
    last = tasks[-1]

    outcomes = together(withdrawal(report), an_opinion(last, reviewers[last.department], AGREED))

    assert not isinstance(outcomes[0], NotYourTurn), "agreed or not, it can be withdrawn"
    assert invariants.open_steps(report.document) == ["draft"]
    invariants.hold(report.document)


@again
def test_the_drafter_withdraws_while_the_clerk_takes_a_number(cast):
    report = life.begin(cast).to("register")
    task = report.task

    outcomes = together(withdrawal(report), lambda: _seal(report, task))

    numbered = RegisterEntry.objects.filter(document=report.document).exists()
    assert refusals(outcomes) == ([TooLateToWithdraw] if numbered else [TaskClosed])
    assert invariants.open_steps(report.document) == ["issue" if numbered else "draft"]
    invariants.hold(report.document)


@again
def test_the_clerk_seals_in_one_tab_and_sends_back_in_another(cast):
    report = life.begin(cast).to("register")
    task = report.task

    def send_back() -> None:
        registering.send_back(task, reason="Sai", by=cast.clerk, at=life.now())

    outcomes = together(lambda: _seal(report, task), send_back)

    numbered = RegisterEntry.objects.filter(document=report.document).exists()
    assert set(refusals(outcomes)) <= {TaskClosed, NumberTakenAlready}
    assert len(refusals(outcomes)) == 1
    assert invariants.open_steps(report.document) == ["issue" if numbered else "draft"]
    invariants.hold(report.document)


@pytest.mark.parametrize("row", ["documents_document", "workflow_documentprocess"])
def test_who_waits_too_long_for_another_is_told_to_try_again(cast, row):
    report = life.begin(cast)
    task = report.task
    key = {
        "documents_document": report.document.pk,
        "workflow_documentprocess": task.process_id,
    }[row]

    def submit() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        _submit(report, task)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {row} WHERE id = %s FOR UPDATE", [key])
        assert refusals(together(submit)) == [Busy]

    invariants.hold(report.document)
    assert invariants.open_steps(report.document) == ["draft"]
