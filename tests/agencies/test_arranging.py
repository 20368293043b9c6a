"""Units, their names over time, orders to sign, and the journal that nobody rewrites."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from agencies import administration_words, capacity
from agencies.actions import accounts, appointing, arranging, delegating
from agencies.errors import CannotMandate, CannotRename, NothingToChange
from agencies.models import AgencyEvent, Appointment, Duty, MandateCapacity, Rank
from tests import life
from tests.cast import TODAY

pytestmark = pytest.mark.django_db
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def by(cast):
    return {"by": cast.administrator, "at": life.now()}


def post_of(official):
    return official.appointments.get().post


def test_a_unit_is_called_otherwise_from_a_day_on(cast):
    arranging.rename_unit(
        cast.unit, full_name="Văn phòng", abbreviation="VP", first=TOMORROW, **by(cast)
    )
    assert cast.unit.name_on(TODAY).full_name == "Phòng Tổ chức - Hành chính"
    assert cast.unit.name_on(TOMORROW).full_name == "Văn phòng"


@pytest.mark.parametrize(
    "changes",
    [
        {"first": YESTERDAY},
        {"full_name": "phòng quản lý đầu tư"},
        {"abbreviation": "QLĐT"},
    ],
)
def test_no_name_begins_in_the_past_or_is_anothers(cast, changes):
    facts = {"full_name": "Văn phòng", "abbreviation": "VP", "first": TOMORROW}
    with pytest.raises(CannotRename):
        arranging.rename_unit(cast.unit, **(facts | changes), **by(cast))


def test_a_name_that_follows_is_not_overtaken(cast):
    facts = {"abbreviation": "VP", **by(cast)}
    arranging.rename_unit(cast.unit, full_name="Văn phòng", first=TOMORROW, **facts)
    with pytest.raises(CannotRename):
        arranging.rename_unit(cast.unit, full_name="Văn phòng Ban", first=TODAY, **facts)


def test_by_an_order_a_unit_head_signs_for_the_head_until_it_ends(cast):
    facts = {
        "capacity": MandateCapacity.TL,
        "grantor": post_of(cast.leader),
        "holder": post_of(cast.head),
        "kinds": ["CV"],
        "subject": "Mời họp",
        "document": "Quyết định 15/QĐ-BQLKKT ngày 05/01/2026",
        "first": TODAY,
        "last": None,
    }
    mandate = arranging.give_mandate(cast.agency, **facts, **by(cast))

    def ways(on):
        return capacity.ways_to_sign(cast.head, agency=cast.agency, kind="CV", on=on)

    assert [one.printed.capacity for one in ways(TODAY)] == ["TL"]
    arranging.end_mandate(mandate, **by(cast))
    assert ways(TOMORROW) == []
    with pytest.raises(CannotMandate):
        arranging.end_mandate(mandate, **by(cast))


def test_a_power_of_attorney_without_an_end_is_refused(cast):
    with pytest.raises(CannotMandate):
        arranging.give_mandate(
            cast.agency,
            capacity=MandateCapacity.TUQ,
            grantor=post_of(cast.leader),
            holder=post_of(cast.head),
            kinds=["CV"],
            subject="Mời họp",
            document="Quyết định 15/QĐ-BQLKKT",
            first=TODAY,
            last=None,
            **by(cast),
        )


def test_an_agency_begins_to_print_its_codes_once(cast):
    arranging.print_verification(cast.agency, prints=True, **by(cast))
    cast.agency.refresh_from_db()
    assert cast.agency.prints_verification
    with pytest.raises(NothingToChange):
        arranging.print_verification(cast.agency, prints=True, **by(cast))


def test_the_journal_is_never_changed(cast):
    arranging.print_verification(cast.agency, prints=True, **by(cast))
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        AgencyEvent.objects.update(act="RENAMED")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        AgencyEvent.objects.all().delete()


def everything(cast):
    """Let an administrator do one of each act."""
    facts = by(cast)
    unit = arranging.found_unit(cast.agency, full_name="Ban Mới", abbreviation="BM", **facts)
    arranging.rename_unit(unit, full_name="Phòng Mới", abbreviation="PM", first=TOMORROW, **facts)
    post = appointing.found_post(
        cast.agency, title="Chuyên viên", rank=Rank.STAFF, department=unit, duties=[], **facts
    )
    appointing.change_duties(post, duties=[Duty.DRAFT], **facts)
    new = accounts.open_account(
        post, username="moi", full_name="Lý Mới", password="mat-khau-rat-dai", **facts
    )
    accounts.rename(cast.agency, new, full_name="Lý Văn Mới", **facts)
    accounts.set_password(cast.agency, new, password="mat-khau-khac-dai", **facts)
    delegation = delegating.delegate(
        cast.agency,
        absent=cast.head,
        stand_in=new,
        first=TODAY,
        last=TOMORROW,
        reason="Đi công tác",
        **facts,
    )
    delegating.end(cast.agency, delegation, **facts)
    mandate = arranging.give_mandate(
        cast.agency,
        capacity=MandateCapacity.TL,
        grantor=post_of(cast.leader),
        holder=post,
        kinds=["CV"],
        subject="Mời họp",
        document="QĐ 15",
        first=TODAY,
        last=None,
        **facts,
    )
    arranging.end_mandate(mandate, **facts)
    appointing.end(new.appointments.get(), last=TODAY, **facts)
    Appointment.objects.filter(official=new).update(valid_from=YESTERDAY, valid_to=TODAY)
    accounts.close_account(cast.agency, new, **facts)
    accounts.reopen_account(cast.agency, new, **facts)
    arranging.print_verification(cast.agency, prints=True, **facts)


def test_every_act_has_its_sentence(cast):
    everything(cast)
    events = list(AgencyEvent.objects.select_related("by"))
    assert {one.act for one in events} == administration_words.known_acts()
    said = [administration_words.entry(one).text for one in events]
    assert all(text and "Việc " not in text for text in said)
