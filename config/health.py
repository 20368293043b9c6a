"""Whether this process lives, and whether it can serve: for proxies and supervisors, not people.

Answered before anything else is looked at: who asks knows the machine by its address, not by the
name of the site, and has no account.
"""

import hmac
import threading
import time
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from config import figures
from config.middleware import Handler
from documents import storage
from jobs import figures as queues

LIVE, READY, METRICS = "/health/live", "/health/ready", "/metrics"
FRESH: Final = 2.0  # seconds for which an answer holds, however many ask
PATIENCE: Final = "1s"  # of the database


@dataclass(frozen=True)
class Part:
    """One part and its state. Without a needed one nothing can be served."""

    name: str
    state: str
    needed: bool

    @property
    def is_well(self) -> bool:
        return self.state == "ok"


class Health:
    """Answer /health/live, /health/ready and /metrics; everything else goes on."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self._lock = threading.Lock()
        self._asked_at = float("-inf")
        self._parts: list[Part] = []

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in ("GET", "HEAD"):
            if request.path == LIVE:
                return _unkept(JsonResponse({"live": True}))
            if request.path == READY:
                return self._ready()
            if request.path == METRICS and settings.METRICS_TOKEN:
                return _metrics(request)
        return self.get_response(request)

    def _ready(self) -> HttpResponse:
        with self._lock:  # many at one moment wait for one look
            if time.monotonic() - self._asked_at > FRESH:
                self._parts = look()
                self._asked_at = time.monotonic()
            parts = self._parts
        is_ready = all(part.is_well for part in parts if part.needed)
        said = {"ready": is_ready, "parts": {part.name: part.state for part in parts}}
        return _unkept(JsonResponse(said, status=200 if is_ready else 503))


def look() -> list[Part]:
    """Ask each part whether it is there.

    Only the database is needed: while the store or the workers are away people still read, write
    and decide, and the pages say what waits. To take every web server away would stop all of it.
    """
    database = _database()
    is_there = database == "ok"
    return [
        Part("database", database, needed=True),
        Part("migrations", _migrations() if is_there else "unknown", needed=True),
        Part("store", "ok" if storage.answers() else "away", needed=False),
        Part("workers", _workers() if is_there else "unknown", needed=False),
    ]


def _database() -> str:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}'")
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "away"
    return "ok"


_complete = threading.Event()  # once the schema is that of this software it stays so


def _migrations() -> str:
    if not _complete.is_set():
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "incomplete"
        _complete.set()
    return "ok"


def _workers() -> str:
    try:
        return "ok" if queues.living_workers() else "away"
    except DatabaseError:
        return "unknown"


def _metrics(request: HttpRequest) -> HttpResponse:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        refused = HttpResponse("The token of METRICS_TOKEN is wanted.\n", status=401)
        refused.headers["WWW-Authenticate"] = "Bearer"
        return refused
    try:
        return _unkept(HttpResponse(figures.text(), content_type=figures.CONTENT_TYPE))
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", status=503)


def _unkept(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    return answer
