"""A delivery that fails: told with its cause, tried again, and done once in the end."""

import pytest

from documents import storage
from documents.actions import distributing as acts
from documents.errors import NothingFailed, NotYourDuty, ObjectDamaged
from documents.models import Dispatch, DispatchState, IncomingEntry
from tests import life
from tests.jobs_now import run_jobs, waiting_jobs
from tests.life import Life
from workflow.actions import distributing

pytestmark = pytest.mark.django_db


def damaged(_stored: object) -> bytes:
    raise ObjectDamaged


@pytest.fixture
def issued(cast, cheap_files) -> Life:
    report = life.begin(cast, recipients=["Sở Nội vụ (b/c);", "Lưu: VT, TCHC."]).to("issue")
    run_jobs()
    distributing.issue(report.task, by=cast.clerk, at=life.now())
    return report


def state() -> tuple[str, int, str, bool]:
    one = Dispatch.objects.get()
    return one.state, one.attempts, one.last_error, one.tried_at is not None


def fail(times: int, monkeypatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(storage, "read", damaged)
        for _ in range(times):
            with pytest.raises(ObjectDamaged):
                acts.deliver(Dispatch.objects.get().pk)


def test_every_try_counts_and_the_last_cause_stays_until_one_succeeds(issued, monkeypatch):
    assert state() == (DispatchState.PENDING, 0, "", False)
    fail(2, monkeypatch)
    assert state() == (DispatchState.PENDING, 2, ObjectDamaged.message, True)
    assert acts.failed_dispatches().count() == 1

    acts.deliver(Dispatch.objects.get().pk)

    assert state() == (DispatchState.SENT, 3, "", True)
    assert acts.failed_dispatches().count() == 0
    assert IncomingEntry.objects.count() == 1


def test_what_did_not_fail_is_not_sent_again(cast, issued):
    with pytest.raises(NothingFailed):
        acts.send_again(issued.document, by=cast.clerk, at=life.now())
    assert not issued.document.events.filter(act="SENT_AGAIN").exists()


def test_nobody_but_the_clerk_of_the_house_sends_again(cast, issued, monkeypatch):
    fail(1, monkeypatch)
    for one in (cast.drafter, cast.receiver, cast.stranger):
        with pytest.raises(NotYourDuty):
            acts.send_again(issued.document, by=one, at=life.now())
    acts.send_again(issued.document, by=cast.clerk, at=life.now())
    assert waiting_jobs().count("deliver") == 1
    assert issued.document.events.filter(act="SENT_AGAIN").get().facts == {
        "recipients": ["Sở Nội vụ tỉnh Sơn Hà"]
    }
