"""The gate before signing, sealing and changing what one signs in with: a fresh second factor.

It is shown beside the PIN and holds for STEP_UP_MINUTES, in this browser. Whoever asks for a
signature or a seal on a page, or makes a token that may, calls `require`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from agencies.actions import passkeys, second_factors
from agencies.errors import ConfirmFirst, EnrolFirst
from agencies.models import Official

CONFIRMED: Final = "confirmed"  # in the session: by what, when


class Need(Enum):
    """What an official must still do before an act that is signed with a PIN."""

    NOTHING = "nothing"
    CONFIRM = "confirm"
    ENROL = "enrol"


@dataclass(frozen=True, slots=True)
class BesidePin:
    """What a page shows beside the field of the PIN; the page includes `template`."""

    need: Need
    fault: str = ""
    template: str = "agencies/beside_pin.html"

    @property
    def asks(self) -> bool:
        return self.need is Need.CONFIRM

    @property
    def sends_away(self) -> bool:
        return self.need is Need.ENROL


def need(request: HttpRequest, *, at: datetime, grace: timedelta = timedelta()) -> Need:
    """Return what is still needed; asks the database only where nothing was confirmed lately.

    `grace` lets a form that was opened in time be sent so much later.
    """
    if is_fresh(request, at=at - grace) or is_fresh(request, at=at):
        return Need.NOTHING
    if second_factors.is_enrolled(_official(request)):
        return Need.CONFIRM
    return Need.ENROL if settings.SECOND_FACTOR_REQUIRED else Need.NOTHING


def beside_pin(request: HttpRequest, *, at: datetime, fault: str = "") -> BesidePin:
    return BesidePin(need(request, at=at), fault)


def require(request: HttpRequest, *, at: datetime) -> None:
    """Pass who needs nothing more, or shows it with this very form; refuse everybody else.

    Raises ConfirmFirst, EnrolFirst, or what is wrong with the code or passkey that was sent.
    """
    needed = need(request, at=at)
    if needed is Need.ENROL:
        raise EnrolFirst
    if needed is Need.CONFIRM:
        show(request, _official(request), at=at)
        confirmed(request, how="factor", at=at)


def show(request: HttpRequest, official: Official, *, at: datetime) -> None:
    """Accept the code or the passkey of an official's that a form sent."""
    answer, code = request.POST.get("passkey", ""), request.POST.get("code", "")[:64]
    if answer:
        session = request.session
        passkeys.show(session, answer=answer, origin=origin(request), at=at, of=official)
    elif code.strip():
        second_factors.show(official, code, at=at)
    else:
        raise ConfirmFirst


def confirmed(request: HttpRequest, *, how: str, at: datetime) -> None:
    """Remember in this browser what was shown, «factor» or «password», and when."""
    nonce = get_random_string(22)
    request.session[CONFIRMED] = {"how": how, "at": at.timestamp(), "nonce": nonce}


def is_fresh(request: HttpRequest, *, at: datetime) -> bool:
    """Tell whether a second factor was shown in this browser within STEP_UP_MINUTES."""
    return _kept(request, "factor", at=at) is not None


def sitting(request: HttpRequest, *, at: datetime) -> str:
    """Return by what the present sitting is known, empty where there is none.

    Who changes second factors has just shown one, or the password where there is none yet.
    """
    how = "factor" if second_factors.is_enrolled(_official(request)) else "password"
    return _kept(request, how, at=at) or _kept(request, "factor", at=at) or ""


def origin(request: HttpRequest) -> str:
    """Return the origin under which the browser sees us; its host is one of ALLOWED_HOSTS."""
    return f"{request.scheme}://{request.get_host()}"


def _kept(request: HttpRequest, how: str, *, at: datetime) -> str | None:
    kept = request.session.get(CONFIRMED)
    if not kept or kept["how"] != how:
        return None
    age = at.timestamp() - kept["at"]
    if not 0 <= age <= timedelta(minutes=settings.STEP_UP_MINUTES).total_seconds():
        return None
    return str(kept["nonce"])


def _official(request: HttpRequest) -> Official:
    assert isinstance(request.user, Official)
    return request.user
