"""What somebody who left was writing is finished by a stand-in, and both names stand in it."""

from datetime import timedelta

from agencies.actions import accounts, delegating
from agencies.models import Appointment
from tests import life
from tests.cast import TODAY
from workflow import turn
from workflow.actions import drafting

YESTERDAY = TODAY - timedelta(days=1)


def test_the_draft_of_one_who_left_goes_on_in_other_hands(cast, cheap_files):
    report = life.begin(cast)
    Appointment.objects.filter(official=cast.drafter).update(valid_from=YESTERDAY, valid_to=TODAY)
    by = {"by": cast.administrator, "at": life.now()}
    accounts.close_account(cast.agency, cast.drafter, **by)
    assert list(turn.open_tasks(cast.head, on=TODAY)) == []
    delegating.delegate(
        cast.agency,
        absent=cast.drafter,
        stand_in=cast.head,
        first=TODAY,
        last=TODAY,
        reason="Đã thôi việc",
        **by,
    )
    (task,) = turn.open_tasks(cast.head, on=TODAY)
    drafting.submit(task, departments=[cast.investment], by=cast.head, at=life.now())
    assert [one.department for one in task.process.review_requests.all()] == [cast.investment]
    told = report.document.events.latest("n")
    assert "xử lý thay Trần Thị Soạn" in told.as_what
