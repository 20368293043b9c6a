"""Bringing an installation back: into an empty database, and a store that is empty or the same."""

from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from config.backup import programs
from config.backup.manifest import (
    BackupRefused,
    File,
    Kept,
    Manifest,
    hash_of,
    key_check,
    listed,
    object_path,
)
from documents import storage
from documents.models import Restoration, StoredObject

Tell = Callable[[str], object]


def restore(
    folder: Path, *, same_store: bool, clock: Callable[[], datetime], tell: Tell
) -> Manifest:
    """Restore the newest backup of a folder, and close the books until they are reconciled.

    With `same_store` the bucket is the one that was backed up: what lies there stays, and what is
    missing is put back. Raises BackupRefused before anything is changed, StoreUnavailable.
    """
    manifest = Manifest.newest(folder)
    folder = folder if folder.is_dir() else folder.parent
    tell("The backup is checked …")
    _require_whole(folder, manifest)
    _require_room(same_store=same_store)
    tell("The database …")
    programs.run(
        "pg_restore",
        "--exit-on-error",
        "--single-transaction",
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        str(folder / manifest.database.name),
    )
    # The backup may be of an earlier version of the software.
    call_command("migrate", interactive=False, verbosity=0)
    # At once: from here on nobody may number by books that know less than was issued.
    Restoration.objects.create(backup_at=manifest.made_at, restored_at=clock())
    _end_sessions()
    tell(f"{manifest.objects_count} files …")
    _put_back(folder, manifest, same_store=same_store, now=clock())
    return manifest


def _require_whole(folder: Path, manifest: Manifest) -> None:
    """Prove every byte by its hash before anything is touched."""
    if manifest.key_check != key_check():
        raise BackupRefused(
            "KEY_SECRET is not the one of this backup: no key in it could ever be unlocked."
        )
    for file in (manifest.database, manifest.objects):
        path = folder / file.name
        if not path.exists() or hash_of(path) != file:
            raise BackupRefused(f"{path} is missing or not what the manifest says.")
    seen: set[str] = set(manifest.damaged)
    for kept in listed(folder / manifest.objects.name):
        if kept.sha256 in seen:
            continue
        path = object_path(folder, kept.sha256)
        if not path.exists() or hash_of(path) != File(kept.sha256, kept.sha256, kept.size):
            raise BackupRefused(f"{path} is missing or does not match its hash.")
        seen.add(kept.sha256)


def _require_room(*, same_store: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        )
        if cursor.fetchone()[0]:
            raise BackupRefused("The database is not empty: restore into a new one.")
    if not same_store and not storage.is_empty():
        raise BackupRefused(
            "The bucket is not empty: restore into a new one, "
            "or say --same-store where it is the one that was backed up."
        )


def _end_sessions() -> None:
    """Who signed out since the backup stays signed out; everybody signs in again."""
    import_module(settings.SESSION_ENGINE).SessionStore.get_model_class().objects.all().delete()


def _put_back(folder: Path, manifest: Manifest, *, same_store: bool, now: datetime) -> None:
    rows = listed(folder / manifest.objects.name)
    wanted = (kept for kept in rows if kept.sha256 not in manifest.damaged)
    for batch in _batches(wanted):
        moved: dict[int, str] = {}
        for kept in batch:
            stored = storage.Stored(kept.key, kept.version_id, kept.sha256, kept.size)
            if same_store and storage.is_there(stored):
                continue
            data = object_path(folder, kept.sha256).read_bytes()
            moved[kept.id] = storage.put(data, content_type=_kind_of(data)).version_id
        _name_again(moved)
        _lock_again(moved, now=now)


def _batches(rows: Iterator[Kept]) -> Iterator[list[Kept]]:
    while batch := list(islice(rows, 500)):
        yield batch


def _kind_of(data: bytes) -> str:
    if data.startswith(b"%PDF"):
        return "application/pdf"
    return "application/json" if data[:1] in (b"{", b"[") else "application/octet-stream"


def _name_again(versions: dict[int, str]) -> None:
    """Let rows name the new versions of the same bytes: a store gives its own names to each."""
    if not versions:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        # The one moment at which a row of a stored object changes: its hash stays what proves it.
        cursor.execute("ALTER TABLE documents_storedobject DISABLE TRIGGER USER")
        cursor.executemany(
            "UPDATE documents_storedobject SET version_id = %s WHERE id = %s",
            [(version, row) for row, version in versions.items()],
        )
        cursor.execute("ALTER TABLE documents_storedobject ENABLE TRIGGER USER")


def _lock_again(versions: dict[int, str], *, now: datetime) -> None:
    for row in StoredObject.objects.filter(pk__in=versions, locked_until__gt=now):
        assert row.locked_until is not None, "asked for"
        storage.lock(row, until=row.locked_until)
