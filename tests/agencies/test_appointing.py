"""Who holds which post: one at a time, from a day on, and an agency never without administrator."""

from datetime import timedelta

import pytest

from agencies import roles
from agencies.actions import accounts, appointing
from agencies.errors import (
    AccountHasPosts,
    AccountIsSo,
    CannotAppoint,
    LastAdministrator,
    NameTaken,
    NotOurs,
    PasswordWeak,
    PostTaken,
)
from agencies.models import Appointment, Duty, Official, Post, Rank
from tests import life
from tests.cast import TODAY

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def post(cast):
    return appointing.found_post(
        cast.agency,
        title="Chuyên viên",
        rank=Rank.STAFF,
        department=cast.unit,
        duties=[Duty.DRAFT],
        by=cast.administrator,
        at=life.now(),
    )


def opened(cast, post, **changes):
    facts = {
        "username": "moi",
        "full_name": "Lý Thị Mới",
        "password": "mat-khau-rat-dai",
        "by": cast.administrator,
        "at": life.now(),
    }
    return accounts.open_account(post, **(facts | changes))


def appointment(official):
    return official.appointments.get()


def ended(cast, official, last=TODAY):
    appointing.end(appointment(official), last=last, by=cast.administrator, at=life.now())


def test_a_new_official_begins_in_a_post_today(cast, post):
    official = opened(cast, post)
    assert roles.duties_of(official, on=TODAY) == {Duty.DRAFT}
    assert official.check_password("mat-khau-rat-dai")
    assert list(cast.agency.events.order_by("pk").values_list("act", flat=True)) == [
        "POST_FOUNDED",
        "ACCOUNT_OPENED",
        "APPOINTED",
    ]


def test_a_name_that_is_taken_opens_nothing(cast, post):
    with pytest.raises(NameTaken):
        opened(cast, post, username="vanthu")
    assert not post.appointments.exists()


def test_a_post_that_is_held_opens_no_account(cast):
    with pytest.raises(PostTaken):
        opened(cast, appointment(cast.clerk).post)
    assert not Official.objects.filter(username="moi").exists()


def test_a_weak_password_is_refused_in_words(cast, post, settings):
    settings.AUTH_PASSWORD_VALIDATORS = [
        {
            "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
            "OPTIONS": {"min_length": 12},
        }
    ]
    with pytest.raises(PasswordWeak, match="12"):
        opened(cast, post, password="ngan")


def test_a_post_ends_with_a_day_and_is_free_from_the_next(cast):
    ended(cast, cast.clerk)
    assert roles.has_duty(cast.clerk, cast.agency, Duty.CLERK, on=TODAY)
    assert not roles.has_duty(cast.clerk, cast.agency, Duty.CLERK, on=TOMORROW)
    post = appointment(cast.clerk).post
    appointing.appoint(
        cast.drafter, post, acting=False, first=TOMORROW, by=cast.administrator, at=life.now()
    )
    assert [one.official for one in post.appointments.order_by("valid_from")] == [
        cast.clerk,
        cast.drafter,
    ]


@pytest.mark.parametrize("last", [TODAY - timedelta(days=1)])
def test_nobody_left_a_post_in_the_past(cast, last):
    with pytest.raises(CannotAppoint):
        ended(cast, cast.clerk, last)


def test_what_ended_does_not_end_again(cast):
    ended(cast, cast.clerk)
    with pytest.raises(CannotAppoint, match="đã kết thúc"):
        ended(cast, cast.clerk, TOMORROW)


def test_only_the_head_of_an_agency_is_acting(cast, post):
    with pytest.raises(CannotAppoint, match="quyền"):
        appointing.appoint(
            cast.drafter, post, acting=True, first=TODAY, by=cast.administrator, at=life.now()
        )


def test_who_holds_a_post_elsewhere_is_not_taken_over(cast, post):
    with pytest.raises(CannotAppoint, match="cơ quan khác"):
        appointing.appoint(
            cast.stranger, post, acting=False, first=TODAY, by=cast.administrator, at=life.now()
        )
    Appointment.objects.filter(official=cast.stranger).update(valid_to=TODAY)
    appointing.appoint(
        cast.stranger, post, acting=False, first=TODAY, by=cast.administrator, at=life.now()
    )
    assert roles.posts_held(cast.stranger, on=TODAY)[0].post == post


def test_an_agency_is_never_left_without_an_administrator(cast):
    with pytest.raises(LastAdministrator):
        ended(cast, cast.administrator)
    with pytest.raises(LastAdministrator):
        appointing.change_duties(
            appointment(cast.administrator).post, duties=[], by=cast.administrator, at=life.now()
        )
    assert roles.has_duty(cast.administrator, cast.agency, Duty.ADMINISTER, on=TOMORROW)


def test_duties_go_with_the_post_from_now_on(cast):
    post = appointment(cast.drafter).post
    appointing.change_duties(
        post, duties=[Duty.DRAFT, Duty.CLERK], by=cast.administrator, at=life.now()
    )
    assert roles.duties_of(cast.drafter, on=TODAY) == {Duty.DRAFT, Duty.CLERK}


def test_an_agency_has_one_head_and_units_have_units_posts(cast):
    facts = {"duties": [], "by": cast.administrator, "at": life.now()}
    with pytest.raises(CannotAppoint, match="người đứng đầu"):
        appointing.found_post(
            cast.agency, title="Trưởng ban", rank=Rank.HEAD, department=None, **facts
        )
    with pytest.raises(CannotAppoint, match="thuộc một phòng"):
        appointing.found_post(
            cast.agency, title="Trưởng phòng", rank=Rank.UNIT_HEAD, department=None, **facts
        )
    other = Post.objects.filter(agency=cast.receiving_agency, department__isnull=False).first()
    with pytest.raises(NotOurs):
        appointing.found_post(
            cast.agency, title="Ai", rank=Rank.STAFF, department=other.department, **facts
        )


def test_an_account_is_closed_once_no_post_is_left_and_opens_again(cast):
    facts = {"by": cast.administrator, "at": life.now()}
    with pytest.raises(AccountHasPosts):
        accounts.close_account(cast.agency, cast.clerk, **facts)
    Appointment.objects.filter(official=cast.clerk).update(valid_to=TODAY)
    accounts.close_account(cast.agency, cast.clerk, **facts)
    cast.clerk.refresh_from_db()
    assert not cast.clerk.is_active
    with pytest.raises(AccountIsSo):
        accounts.close_account(cast.agency, cast.clerk, **facts)
    accounts.reopen_account(cast.agency, cast.clerk, **facts)
    cast.clerk.refresh_from_db()
    assert cast.clerk.is_active


def test_who_belongs_to_another_agency_is_administered_there(cast):
    facts = {"by": cast.administrator, "at": life.now()}
    with pytest.raises(NotOurs):
        accounts.set_password(cast.agency, cast.stranger, password="mat-khau-rat-dai", **facts)
    with pytest.raises(NotOurs):
        accounts.rename(cast.receiving_agency, cast.stranger, full_name="Khác", **facts)


def test_a_new_name_is_the_name_from_now_on(cast):
    accounts.rename(
        cast.agency, cast.clerk, full_name="Bùi Thị An Thư", by=cast.administrator, at=life.now()
    )
    cast.clerk.refresh_from_db()
    assert cast.clerk.full_name == "Bùi Thị An Thư"
    assert cast.agency.events.get().facts["before"] == "Bùi Thị Thư"
