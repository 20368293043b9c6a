"""Personal tokens: made, used, revoked. The secret is told once and never kept."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When

from agencies.errors import TokenDead, TokenNameUsed, TooManyCalls, TooManyTokens
from agencies.models import ApiToken, Official, Scope

MOST_ALIVE: Final = 20  # of one official
LONGEST_DAYS: Final = 365
A_MINUTE: Final = timedelta(minutes=1)
MOST_A_MINUTE: Final = 600
MARK: Final = "dauson_"  # by which a secret that was left lying about is recognised as one
_SHOWN: Final = len(MARK) + 8


@transaction.atomic
def make(
    official: Official, *, name: str, scopes: Collection[Scope], days: int, at: datetime
) -> tuple[ApiToken, str]:
    """Return a new token and its secret, which nobody can be told a second time."""
    Official.objects.select_for_update(of=["self"]).get(pk=official.pk)
    if alive_of(official, at=at).count() >= MOST_ALIVE:
        raise TooManyTokens
    if alive_of(official, at=at).filter(name=name).exists():
        raise TokenNameUsed
    secret = MARK + secrets.token_urlsafe(36)
    token = ApiToken.objects.create(
        official=official,
        name=name,
        prefix=secret[:_SHOWN],
        sha256=_hash(secret),
        scopes=sorted(scopes),
        made_at=at,
        expires_at=at + timedelta(days=min(days, LONGEST_DAYS)),
    )
    return token, secret


def revoke(pk: int, *, by: Official, at: datetime) -> ApiToken:
    """Revoke one of one's own tokens; revoked again, it stays as it was. Raises TokenDead."""
    token = ApiToken.objects.filter(official=by, pk=pk).first()
    if token is None:
        raise TokenDead("Không có mã truy cập này.")
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at)
    return token


def alive_of(official: Official, *, at: datetime) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(official=official, revoked_at=None, expires_at__gt=at)


def use(secret: str, *, at: datetime) -> ApiToken:
    """Return the token of a secret with its official, and count the use.

    Raises TokenDead for whatever does not work, a removed or blocked official's too, and
    TooManyCalls. Guessing one of 2^288 secrets need not be counted: it is never done.
    """
    found = ApiToken.objects.filter(
        sha256=_hash(secret), revoked_at=None, expires_at__gt=at, official__is_active=True
    )
    token = found.select_related("official").first()
    if token is None:
        raise TokenDead
    _count(token, at=at)
    return token


def _count(token: ApiToken, *, at: datetime) -> None:
    """Count one use within the minute that began with the first of them; in one statement."""
    over = Q(counted_from=None) | Q(counted_from__lte=at - A_MINUTE)
    mine = ApiToken.objects.filter(pk=token.pk)
    counted = mine.filter(over | Q(count__lt=MOST_A_MINUTE)).update(
        count=Case(When(over, then=Value(1)), default=F("count") + 1),
        counted_from=Case(When(over, then=Value(at)), default=F("counted_from")),
        last_used_at=at,
    )
    if not counted:
        raise TooManyCalls


def _hash(secret: str) -> str:
    # Plain SHA-256: what is 288 bits of chance needs no slow hash, as a password would.
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
