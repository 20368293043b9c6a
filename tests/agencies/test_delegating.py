"""An absent official's work goes to one stand-in, for named days, and never on to a third."""

from datetime import timedelta

import pytest

from agencies import roles
from agencies.actions import delegating
from agencies.administration_words import entry
from agencies.errors import CannotDelegate, DelegationOver, NotOurs
from agencies.models import AgencyEvent, Delegation
from tests import life
from tests.cast import TODAY

pytestmark = pytest.mark.django_db
TOMORROW, NEXT_WEEK = TODAY + timedelta(days=1), TODAY + timedelta(days=7)


def made(cast, **changes):
    facts = {
        "absent": cast.head,
        "stand_in": cast.investment_head,
        "first": TODAY,
        "last": NEXT_WEEK,
        "reason": "Nghỉ phép",
        "by": cast.administrator,
        "at": life.now(),
    }
    return delegating.delegate(cast.agency, **(facts | changes))


def test_the_stand_in_does_the_work_from_the_first_day_to_the_last(cast):
    made(cast)
    days = (TODAY - timedelta(days=1), TODAY, NEXT_WEEK, NEXT_WEEK + timedelta(days=1))
    stood_in_for = [roles.people_stood_in_for(cast.investment_head, on=day) for day in days]
    assert stood_in_for == [[], [cast.head], [cast.head], []]


def test_the_journal_names_both_and_the_days(cast):
    made(cast)
    said = entry(AgencyEvent.objects.get())
    assert said.text == (
        "Ủy quyền xử lý: Ngô Thị Đầu thay Lê Văn Trưởng "
        f"từ {TODAY:%d/%m/%Y} đến hết {NEXT_WEEK:%d/%m/%Y}"
    )
    assert (said.by, said.detail) == ("Ninh Văn Trị", "«Nghỉ phép»")


@pytest.mark.parametrize(
    "changes",
    [
        {"first": TODAY - timedelta(days=1)},
        {"first": NEXT_WEEK, "last": TOMORROW},
        {"stand_in": "head"},
        {"stand_in": "stranger"},
        {"absent": "stranger"},
    ],
    ids=["past", "backwards", "self", "foreign stand-in", "foreign absent"],
)
def test_what_makes_no_sense_is_refused(cast, changes):
    people = {k: getattr(cast, v) for k, v in changes.items() if isinstance(v, str)}
    with pytest.raises(CannotDelegate):
        made(cast, **(changes | people))
    assert not Delegation.objects.exists()


def test_nobody_has_two_stand_ins_on_one_day(cast):
    made(cast)
    with pytest.raises(CannotDelegate, match="đã có người xử lý thay"):
        made(cast, stand_in=cast.environment_head, first=NEXT_WEEK)


def test_work_is_not_handed_on_twice(cast):
    made(cast)
    with pytest.raises(CannotDelegate, match="cũng vắng"):
        made(cast, absent=cast.deputy, stand_in=cast.head)
    with pytest.raises(CannotDelegate, match="đang xử lý thay"):
        made(cast, absent=cast.investment_head, stand_in=cast.deputy)


def test_only_the_administrator_of_the_agency_arranges_it(cast):
    for other in (cast.head, cast.leader, cast.stranger):
        with pytest.raises(NotOurs):
            made(cast, by=other)


def test_one_under_way_ends_with_this_day_and_one_to_come_is_taken_back(cast):
    now, later = made(cast), made(cast, absent=cast.deputy, first=TOMORROW)
    for one in (now, later):
        delegating.end(cast.agency, one, by=cast.administrator, at=life.now())
    assert [one.last_day for one in Delegation.objects.all()] == [TODAY]
    with pytest.raises(DelegationOver):
        delegating.end(cast.agency, now, by=cast.administrator, at=life.now())
