"""Who asks: a program with an official's token, and nothing else; a session's cookie counts not."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from agencies.actions import tokens
from agencies.models import ApiToken, Official
from agencies.moments import vn_day


@dataclass(frozen=True, slots=True)
class Asker:
    """In whose name is asked, by which token, and when.

    `since` is given where a server died in this very call: what was done since then, it did.
    """

    official: Official
    token: ApiToken
    at: datetime
    since: datetime | None = None
    on: date = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "on", vn_day(self.at))


class ApiRequest(HttpRequest):
    """A request that `Bearer` let through."""

    auth: Asker


class Bearer(HttpBearer):
    """Takes `Authorization: Bearer dauson_…`; raises TokenDead and TooManyCalls."""

    def authenticate(self, _request: HttpRequest, token: str) -> Asker:
        at = timezone.now()
        found = tokens.use(token.strip(), at=at)
        return Asker(found.official, found, at)
