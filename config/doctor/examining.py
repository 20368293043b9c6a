"""Each part by a real round trip; one part that is ill hides no other."""

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from config.doctor import papers
from config.doctor.finding import Finding, attention, ill, well
from documents import figures, search, storage
from documents.errors import DocumentError
from documents.models import SearchEntry
from jobs.roundtrip import round_trip

OLDEST_POSTGRESQL: Final = 15
SKEW: Final = timedelta(seconds=2)  # more, and timestamps, signatures and locks contradict
LOCKED: Final = timedelta(minutes=1)  # a probe stays locked for so long, and is swept in a day
PATIENCE: Final = 20.0  # seconds for a worker: it looks every second, and may be at a long job
OLDEST_BACKUP: Final = timedelta(days=2)
OLDEST_AUDIT: Final = timedelta(days=30)


def examine(*, clock: Callable[[], datetime]) -> Iterator[Finding]:
    """Examine every part, one after the other; each finding comes as soon as it is there."""
    try:
        yield from _database(clock)
    except DatabaseError as error:
        yield ill("database", f"It does not answer: {str(error).partition(chr(10))[0]}")
        is_there = False
    else:
        is_there = True
    yield from _store(clock())
    typeset, prepared = papers.typeset(at=clock())
    yield typeset
    if prepared:
        yield papers.signed(prepared, at=clock())
    yield from papers.timestamped(at=clock())
    if is_there:
        yield _search()
        yield _jobs()
        yield from _safekeeping(clock())
    # This version sends no mail: whom to tell is told inside the application.
    yield well("mail", "Not used by this version.")


def _database(clock: Callable[[], datetime]) -> Iterator[Finding]:
    before = clock()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp(), current_setting('server_version_num')::int")
        said, version = cursor.fetchone()
    after = clock()
    major = version // 10_000
    if major < OLDEST_POSTGRESQL:
        yield ill("database", f"PostgreSQL {major} is too old: {OLDEST_POSTGRESQL} is the oldest.")
    else:
        yield well("database", f"PostgreSQL {major} answers.")
    executor = MigrationExecutor(connection)
    wanting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if wanting:
        yield ill("migrations", f"{len(wanting)} are not applied: run `manage.py migrate`.")
    else:
        yield well("migrations", "All are applied.")
    skew = max(before - said, said - after, timedelta(0))
    if skew > SKEW:
        yield ill("clock", f"This machine and the database differ by {skew.total_seconds():.1f} s.")
    else:
        yield well("clock", "This machine and the database agree.")


def _store(at: datetime) -> Iterator[Finding]:
    """Write, read, lock, and try to remove what is locked."""
    data = b"doctor " + secrets.token_bytes(16)
    try:
        probe = storage.put(data, content_type="application/octet-stream")
        if storage.read_stored(probe) != data:
            yield ill("store", "It gives back other bytes than it took.")
            return
        yield well("store", "It takes an object and gives it back.")
        held = storage.proves_locks(probe, until=(at + LOCKED).replace(microsecond=0))
    except DocumentError as error:
        yield ill("store", f"It cannot be used: {error.__cause__ or error}")
        return
    if held:
        yield well("store lock", "A version under COMPLIANCE lock cannot be removed.")
    else:
        yield ill("store lock", "A version under COMPLIANCE lock was removed all the same.")


def _search() -> Finding:
    lag = figures.unindexed()
    if lag:
        return ill("search", f"{lag} documents cannot be found: they have no search entry.")
    newest = SearchEntry.objects.order_by("-pk").first()
    if newest is None:
        return well("search", "There is no document yet.")
    if not search.finds(newest):
        return ill("search", "The newest document is not found by its own title.")
    return well("search", "The newest document is found by its own title.")


def _jobs() -> Finding:
    seconds = round_trip(within=PATIENCE)
    if seconds is None:
        return ill("jobs", f"No worker did a job within {PATIENCE:.0f} s: is one running?")
    return well("jobs", f"A worker did a job in {seconds:.1f} s.")


def _safekeeping(at: datetime) -> Iterator[Finding]:
    yield _backup(at)
    yield _audit(at)
    credentials = figures.expiring(at=at)
    if credentials["soon"]:
        yield attention("credentials", f"{credentials['soon']} end within thirty days.")
    else:
        yield well("credentials", "None ends within thirty days.")
    since = figures.books_closed_since()
    if since:
        yield ill(
            "registers",
            f"Closed since the restoration of {since:%Y-%m-%d %H:%M}: "
            "run `manage.py reconcile_registers`.",
        )


def _backup(at: datetime) -> Finding:
    last = figures.last_backup()
    if last is None:
        return attention("backup", "There never was one: run `manage.py backup`.")
    if at - last > OLDEST_BACKUP:
        return attention("backup", f"The last is of {last:%Y-%m-%d %H:%M}.")
    return well("backup", f"The last is of {last:%Y-%m-%d %H:%M}.")


def _audit(at: datetime) -> Finding:
    last = figures.last_audit()
    if last is None:
        return attention("audit", "No audit of all files has come to its end yet.")
    if last.faults:
        return ill(
            "audit",
            f"{last.faults} files were damaged or unlocked on {last.begun_at:%Y-%m-%d}: "
            "`manage.py audit` names them.",
        )
    if at - last.begun_at > OLDEST_AUDIT:
        return attention("audit", f"The last began on {last.begun_at:%Y-%m-%d}.")
    return well("audit", f"{last.objects_read} files were whole on {last.begun_at:%Y-%m-%d}.")
