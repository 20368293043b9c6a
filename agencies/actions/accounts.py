"""Accounts of officials: opened, renamed, closed and opened again; never deleted."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from agencies.actions import administering, appointing
from agencies.errors import AccountHasPosts, AccountIsSo, NameTaken, PasswordWeak
from agencies.models import Agency, Official, Post
from agencies.moments import vn_day


@transaction.atomic
def open_account(
    post: Post, *, username: str, full_name: str, password: str, by: Official, at: datetime
) -> Official:
    """Open an account for somebody who begins in a post today.

    Raises NameTaken, PasswordWeak; of the post, PostTaken.
    """
    agency = post.agency
    administering.require(agency, by=by, at=at)
    official = Official(username=username, full_name=full_name)
    _set(official, password)
    try:
        with transaction.atomic():
            official.save()
    except IntegrityError as error:
        raise NameTaken from error
    administering.record(
        agency, "ACCOUNT_OPENED", by=by, at=at, official=full_name, username=username
    )
    appointing.appoint(official, post, acting=False, first=vn_day(at), by=by, at=at)
    return official


@transaction.atomic
def rename(
    agency: Agency, official: Official, *, full_name: str, by: Official, at: datetime
) -> None:
    """Give an official another name; what was signed and decided keeps the name of its day."""
    official = _ours(agency, official, by=by, at=at)
    before = official.full_name
    if before == full_name:
        raise AccountIsSo("Họ và tên không thay đổi.")
    official.full_name = full_name
    official.save(update_fields=["full_name"])
    administering.record(agency, "RENAMED", by=by, at=at, before=before, official=full_name)


@transaction.atomic
def set_password(
    agency: Agency, official: Official, *, password: str, by: Official, at: datetime
) -> None:
    """Give an official a new password; whoever is signed in with the old one is no longer."""
    official = _ours(agency, official, by=by, at=at)
    _set(official, password)
    official.save(update_fields=["password"])
    administering.record(agency, "PASSWORD_SET", by=by, at=at, official=official.full_name)


@transaction.atomic
def close_account(agency: Agency, official: Official, *, by: Official, at: datetime) -> None:
    """Let an official sign in no more, once the posts have ended: nobody's turn is left behind."""
    official = _ours(agency, official, by=by, at=at)
    if not official.is_active:
        raise AccountIsSo("Tài khoản đã được khóa rồi.")
    if official == by:
        raise AccountIsSo("Không ai tự khóa tài khoản của mình.")
    if appointing.holds_a_post(official, on=vn_day(at)):
        raise AccountHasPosts
    official.is_active = False
    official.save(update_fields=["is_active"])
    administering.record(agency, "ACCOUNT_CLOSED", by=by, at=at, official=official.full_name)


@transaction.atomic
def reopen_account(agency: Agency, official: Official, *, by: Official, at: datetime) -> None:
    official = _ours(agency, official, by=by, at=at)
    if official.is_active:
        raise AccountIsSo("Tài khoản đang dùng được.")
    official.is_active = True
    official.save(update_fields=["is_active"])
    administering.record(agency, "ACCOUNT_REOPENED", by=by, at=at, official=official.full_name)


def _ours(agency: Agency, official: Official, *, by: Official, at: datetime) -> Official:
    administering.require(agency, by=by, at=at)
    official = Official.objects.select_for_update(of=["self"], no_key=True).get(pk=official.pk)
    administering.require_ours(official, agency, on=vn_day(at))
    return official


def _set(official: Official, password: str) -> None:
    try:
        validate_password(password, official)
    except ValidationError as error:
        raise PasswordWeak(" ".join(error.messages)) from error
    official.set_password(password)
