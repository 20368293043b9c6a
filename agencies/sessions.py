"""Sessions: kept under the hash of their cookie, with since when and from where each is used."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib import auth
from django.contrib.sessions.backends import db
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from agencies.models import Official, Session

OFTEN_ENOUGH: Final = timedelta(minutes=5)  # between two notes of when a session was last used
BACKEND: Final = "django.contrib.auth.backends.ModelBackend"


class SessionStore(db.SessionStore):
    """Django's sessions in the database, but that nobody can use what lies there."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        key = self.session_key or ""
        self.row = Session.objects.filter(
            session_key=hashed(key), expire_date__gt=timezone.now()
        ).first()
        if self.row is None:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(self.row.session_data)
        return data

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(session_key=hashed(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            Session.objects.filter(session_key=hashed(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        now = timezone.now()
        assert self.session_key, "save() gives it one first"
        return Session(
            session_key=hashed(self.session_key),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            official_id=data.get(auth.SESSION_KEY),
            begun_at=now,
            seen_at=now,
        )


class NoteUse:
    """Note now and then when a signed-in session was used, and from which address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        row = getattr(request.session, "row", None)
        if row is None or not row.official_id:
            return answer
        # What one official is shown is kept by no cache that others share.
        answer.headers.setdefault("Cache-Control", "private, no-cache")
        now = timezone.now()
        if now - row.seen_at > OFTEN_ENOUGH:
            Session.objects.filter(pk=row.pk).update(seen_at=now, address=_address(request))
        return answer


def hashed(key: str) -> str:
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def enter(request: HttpRequest, official: Official, *, at: datetime) -> None:
    """Sign an official in, in this browser, and note which it is."""
    auth.login(request, official, backend=BACKEND)
    _note(request, at=at)


def stay(request: HttpRequest, official: Official, *, at: datetime) -> None:
    """Keep this browser signed in whose official just changed the password."""
    auth.update_session_auth_hash(request, official)
    _note(request, at=at)


def _note(request: HttpRequest, *, at: datetime) -> None:
    request.session.save()
    Session.objects.filter(session_key=hashed(request.session.session_key or "")).update(
        begun_at=at,
        seen_at=at,
        address=_address(request),
        browser=request.headers.get("User-Agent", "").replace("\x00", "")[:300],
    )


def of(official: Official, *, at: datetime) -> list[Session]:
    """Return where an official is signed in, the last used first."""
    return list(official.sessions.filter(expire_date__gt=at).order_by("-seen_at", "pk"))


def forget_expired() -> None:
    """Delete the sessions that ended by themselves; a job does, each night."""
    Session.objects.filter(expire_date__lte=timezone.now()).delete()


def end_others(request: HttpRequest, official: Official) -> int:
    """Sign an official out everywhere but in this browser; return in how many that was."""
    here = hashed(request.session.session_key or "")
    return official.sessions.exclude(session_key=here).delete()[0]


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))[:45]
