"""Who works on what arrived: assigned, given on, taken back, done; nothing is ever overwritten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models import Appointment, Duty, Official, Post, Rank
from documents import access, assignees
from documents.actions import assigning, receiving
from documents.actions.assigning import Order
from documents.errors import (
    AlreadyAssigned,
    AssignmentClosed,
    DirectorMissing,
    DueInThePast,
    NobodyAssigned,
    NoteMissing,
    NotReceivedYet,
    NotYourAssignment,
    ReasonMissing,
)
from documents.models import Assignment
from documents.pages import journal_words
from tests import cast as casting
from tests.cast import TODAY
from tests.documents.arrivals import arrive


@pytest.fixture(autouse=True)
def cheap(cheap_files):
    """Let files cost nothing."""


@pytest.fixture
def office(cast):
    return cast.receiver.appointments.get().post.department


@pytest.fixture
def office_head(cast, office):
    head = Official.objects.create_user("chanhvanphong", full_name="Tô Thị Chánh")
    post = Post.objects.create(
        agency=cast.receiving_agency,
        department=office,
        title="Chánh Văn phòng",
        rank=Rank.UNIT_HEAD,
    )
    Appointment.objects.create(post=post, official=head, valid_from=casting.LONG_AGO)
    return head


@pytest.fixture
def entry(cast):
    return receiving.receive(arrive(cast), by=cast.receiver, at=now())


def now():
    return timezone.now()


def assign(cast, entry, lead, *helpers, by=None, **order):
    return assigning.assign(
        entry,
        lead=lead,
        helpers=helpers,
        order=Order(**order),
        by=by or cast.receiving_leader,
        at=now(),
    )


def test_one_leads_and_others_help_each_with_the_same_order(cast, entry, office):
    made = assign(cast, entry, cast.stranger, office, due_on=TODAY, opinion=" Tham mưu. ")
    assert [(str(one), one.leads, one.due_on, one.opinion) for one in made] == [
        ("Cao Văn Lạ (Văn phòng Sở)", True, TODAY, "Tham mưu."),
        ("Văn phòng Sở", False, TODAY, "Tham mưu."),
    ]


@pytest.mark.parametrize("who", ["stranger", "drafter", "leader", "clerk"])
def test_nobody_else_assigns(cast, entry, office, who):
    with pytest.raises(NotYourAssignment):
        assign(cast, entry, office, by=cast.everyone()[who])


def test_a_clerk_says_whose_decision_it_is(cast, entry, office):
    with pytest.raises(DirectorMissing):
        assign(cast, entry, office, by=cast.receiver)
    with pytest.raises(DirectorMissing):
        assign(cast, entry, office, by=cast.receiver, directed_by=cast.stranger)
    (one,) = assign(cast, entry, office, by=cast.receiver, directed_by=cast.receiving_leader)
    assert (one.assigned_by, one.directed_by) == (cast.receiver, cast.receiving_leader)


def test_what_is_not_in_the_book_is_not_assigned(cast, office):
    with pytest.raises(NotReceivedYet):
        assign(cast, arrive(cast), office)


def test_somebody_must_be_named_and_the_day_must_come(cast, entry, office):
    with pytest.raises(NobodyAssigned):
        assign(cast, entry, None)
    with pytest.raises(DueInThePast):
        assign(cast, entry, office, due_on=TODAY - timedelta(days=1))
    assert not Assignment.objects.exists()


def test_only_one_leads_and_nobody_has_it_twice(cast, entry, office):
    assign(cast, entry, office)
    with pytest.raises(AlreadyAssigned) as second:
        assign(cast, entry, cast.stranger)
    assert second.value.message == ("Văn bản đã giao Văn phòng Sở chủ trì; hãy giao lại việc đó.")
    with pytest.raises(AlreadyAssigned) as again:
        assign(cast, entry, None, office)
    assert again.value.message == "Văn bản đã giao Văn phòng Sở xử lý rồi."


def test_the_one_who_has_it_sees_the_document_and_takes_no_part_in_its_making(cast, entry):
    document = entry.document
    assert not access.visible_to(cast.stranger, on=TODAY).exists()
    (one,) = assign(cast, entry, cast.stranger)
    assert access.visible_to(cast.stranger, on=TODAY).get() == document
    assert access.incoming_for(cast.stranger, on=TODAY).get() == entry
    assert not access.is_inside(cast.stranger, document, on=TODAY)
    assigning.withdraw(one, reason="Nhầm.", by=cast.receiving_leader, at=now())
    assert not access.visible_to(cast.stranger, on=TODAY).exists()


def test_who_leaves_the_agency_leaves_its_work_behind(cast, entry, office):
    newcomer = Official.objects.create_user("nguoimoi", full_name="Lưu Thị Mới")
    post = Post.objects.create(
        agency=cast.receiving_agency, department=office, title="Chuyên viên", rank=Rank.STAFF
    )
    held = Appointment.objects.create(post=post, official=newcomer, valid_from=casting.LONG_AGO)
    (given,) = assign(cast, entry, newcomer)

    def finds():
        sees = access.visible_to(newcomer, on=TODAY).filter(pk=entry.document_id).exists()
        return sees, list(assignees.open_for(newcomer, on=TODAY))

    assert finds() == (True, [given])
    held.valid_to = TODAY
    held.save()
    assert finds() == (False, [])
    elsewhere = Post.objects.create(agency=cast.agency, title="Chuyên viên", rank=Rank.STAFF)
    Appointment.objects.create(post=elsewhere, official=newcomer, valid_from=casting.LONG_AGO)
    assert finds() == (False, [])


def test_what_is_a_units_is_found_by_its_head_alone(cast, entry, office, office_head):
    (one,) = assign(cast, entry, office)
    assert assignees.workers(one, on=TODAY) == [office_head]
    assert list(assignees.open_for(office_head, on=TODAY)) == [one]
    assert not assignees.open_for(cast.stranger, on=TODAY).exists()


def test_in_a_unit_without_a_head_everybody_finds_it(cast, entry, office):
    (one,) = assign(cast, entry, office)
    assert assignees.workers(one, on=TODAY) == [cast.receiver, cast.stranger]
    assert list(assignees.open_for(cast.stranger, on=TODAY)) == [one]


def test_a_head_gives_the_units_work_to_one_of_the_unit_and_history_stays(
    cast, entry, office, office_head
):
    (old,) = assign(cast, entry, office, due_on=TODAY)
    new = assigning.give_on(
        old, to=cast.stranger, order=Order(due_on=TODAY), by=office_head, at=now()
    )
    old.refresh_from_db()
    assert (new.instead_of, new.leads, new.official, new.department) == (
        old,
        True,
        cast.stranger,
        office,
    )
    assert (old.withdrawn_by, old.reason) == (office_head, "Giao lại cho Cao Văn Lạ.")
    assert list(assignees.open_for(cast.stranger, on=TODAY)) == [new]
    # The head still sees what the unit has to do, and may take it back.
    assert access.incoming_for(office_head, on=TODAY).get() == entry
    assert assignees.may_give_on(office_head, new, on=TODAY)
    assert assignees.may_take_back(office_head, new, on=TODAY)
    assert not assignees.may_take_back(office_head, old, on=TODAY)


def test_a_head_gives_nothing_to_people_outside_the_unit(cast, entry, office, office_head):
    (old,) = assign(cast, entry, office)
    with pytest.raises(NotYourAssignment):
        assigning.give_on(old, to=cast.receiving_leader, order=Order(), by=office_head, at=now())
    old.refresh_from_db()
    assert old.is_open


def test_begun_is_said_once_and_done_closes_with_its_note(cast, entry):
    (one,) = assign(cast, entry, cast.stranger)
    first = assigning.begin(one, by=cast.stranger, at=now())
    assert assigning.begin(one, by=cast.stranger, at=now()).begun_at == first.begun_at
    with pytest.raises(NoteMissing):
        assigning.finish(one, note="  ", by=cast.stranger, at=now())
    done = assigning.finish(one, note=" Đã lưu theo dõi. ", by=cast.stranger, at=now())
    assert (done.done_by, done.note, done.is_open) == (cast.stranger, "Đã lưu theo dõi.", False)
    with pytest.raises(AssignmentClosed) as again:
        assigning.finish(one, note="Xong.", by=cast.stranger, at=now())
    assert again.value.message == (
        "Cao Văn Lạ đã báo xong việc này. Nếu cần xử lý tiếp, lãnh đạo hoặc văn thư phân công mới."
    )


def test_what_is_done_can_be_assigned_anew_to_another_and_to_the_same(cast, entry, office):
    for lead in (cast.stranger, cast.receiver, cast.stranger):
        (one,) = assign(cast, entry, lead)
        assigning.finish(one, note="Xong.", by=lead, at=now())
    (unit,) = assign(cast, entry, office)
    assigning.finish(unit, note="Xong.", by=cast.receiver, at=now())
    (again,) = assign(cast, entry, office)
    with pytest.raises(AlreadyAssigned):
        assign(cast, entry, cast.stranger)
    given = assigning.give_on(
        again, to=cast.stranger, order=Order(), by=cast.receiving_leader, at=now()
    )
    assert (given.leads, given.is_open, Assignment.objects.count()) == (True, True, 6)


def test_what_is_done_is_not_given_on_but_assigned_anew(cast, entry, office):
    (one,) = assign(cast, entry, cast.stranger)
    assigning.finish(one, note="Xong.", by=cast.stranger, at=now())
    with pytest.raises(AssignmentClosed) as closed:
        assigning.give_on(one, to=office, order=Order(), by=cast.receiving_leader, at=now())
    assert closed.value.message.endswith("lãnh đạo hoặc văn thư phân công mới.")


def test_nobody_works_on_what_is_anothers(cast, entry):
    (one,) = assign(cast, entry, cast.stranger)
    for who in (cast.receiver, cast.receiving_leader, cast.drafter):
        with pytest.raises(NotYourAssignment):
            assigning.begin(one, by=who, at=now())


def test_taking_back_needs_its_reason_and_is_told_to_who_comes_late(cast, entry):
    (one,) = assign(cast, entry, cast.stranger)
    with pytest.raises(ReasonMissing):
        assigning.withdraw(one, reason=" ", by=cast.receiving_leader, at=now())
    with pytest.raises(NotYourAssignment):
        assigning.withdraw(one, reason="Không làm.", by=cast.stranger, at=now())
    assigning.withdraw(one, reason="Giao nhầm.", by=cast.receiving_leader, at=now())
    with pytest.raises(AssignmentClosed) as late:
        assigning.begin(one, by=cast.stranger, at=now())
    assert late.value.message == "Đinh Văn Giám đã rút lại phân công này: Giao nhầm."
    assert [str(one) for one in assign(cast, entry, cast.stranger)] == [str(one)]


def test_a_clerk_of_another_agency_gives_nothing_on(cast, entry, office):
    (one,) = assign(cast, entry, office)
    post = cast.drafter.appointments.get().post
    post.duties = [Duty.RECEIVE, Duty.CLERK]
    post.save()
    with pytest.raises(NotYourAssignment):
        assigning.give_on(one, to=office, order=Order(), by=cast.drafter, at=now())


def test_the_journal_says_who_has_it_and_keeps_the_order_in_the_house(cast, entry, office):
    (one,) = assign(cast, entry, office, due_on=TODAY, opinion="Chuyện trong nhà.")
    new = assigning.give_on(
        one, to=cast.stranger, order=Order(), by=cast.receiving_leader, at=now()
    )
    assigning.begin(new, by=cast.stranger, at=now())
    assigning.finish(new, note="Chuyện trong nhà.", by=cast.stranger, at=now())
    told = [one.text for one in journal_words.entries(entry.document)][:4]
    agency, who = "Sở Nội vụ tỉnh Sơn Hà", "Cao Văn Lạ (Văn phòng Sở)"
    assert told == [
        f"{agency}: {who} đã xử lý xong",
        f"{agency}: {who} bắt đầu xử lý",
        f"{agency} giao lại việc của Văn phòng Sở cho {who}",
        f"{agency} phân công Văn phòng Sở (chủ trì) xử lý, hạn {TODAY:%d/%m/%Y}",
    ]
    assert "Chuyện trong nhà" not in str([one.facts for one in entry.document.events.all()])
