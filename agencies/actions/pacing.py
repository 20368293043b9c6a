"""Slowing down who does costly work without end: searches, files sent up."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from agencies.errors import TooFast
from agencies.models import Official

A_MINUTE: Final = timedelta(minutes=1)
SEARCHES: Final = 240  # a minute: somebody who types fast asks for suggestions at each pause
UPLOADS: Final = 60  # a minute, each of up to twelve megabytes

_COUNT: Final = """
    INSERT INTO agencies_pace AS pace (official_id, kind, count, counted_from)
    VALUES (%(official)s, %(kind)s, 1, %(at)s)
    ON CONFLICT (official_id, kind) DO UPDATE SET
        count = CASE WHEN pace.counted_from <= %(over)s THEN 1 ELSE pace.count + 1 END,
        counted_from = CASE WHEN pace.counted_from <= %(over)s THEN %(at)s
                            ELSE pace.counted_from END
    RETURNING count
"""


def count_search(official: Official, *, at: datetime) -> None:
    """Count one search. Raises TooFast."""
    _count(official, "search", most=SEARCHES, at=at)


def count_upload(official: Official, *, at: datetime) -> None:
    """Count one sending of files. Raises TooFast."""
    _count(official, "upload", most=UPLOADS, at=at)


def _count(official: Official, kind: str, *, most: int, at: datetime) -> None:
    facts: dict[str, Any] = {"official": official.pk, "kind": kind, "at": at, "over": at - A_MINUTE}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, facts)
        (count,) = cursor.fetchone()
    if count > most:
        raise TooFast
