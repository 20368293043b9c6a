"""Passwords: asked again, and changed."""

import logging
from typing import Final

from django.contrib.auth.hashers import check_password

from agencies.actions.throttling import Tries
from agencies.errors import PasswordWrong, TooManyPasswords
from agencies.models import Official

MOST_TRIES: Final = 5
_log = logging.getLogger(__name__)


def require_password(official: Official, password: str) -> None:
    """Refuse a password that is not the official's. Raises PasswordWrong, TooManyPasswords."""
    tries = Tries("password-again", str(official.pk), MOST_TRIES)
    if not tries.take():
        raise TooManyPasswords
    if not check_password(password, official.password):
        raise PasswordWrong
    tries.forget()


def change_password(official: Official, *, current: str, new: str) -> None:
    """Change a password by who knows the present one; every other sign-in ends with it."""
    require_password(official, current)
    official.set_password(new)
    official.save(update_fields=["password"])
    _log.info("Official %s changed the password.", official.pk)
