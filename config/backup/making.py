"""Making a backup: one moment of the database, and every file that it names at that moment."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from config.backup import programs
from config.backup.manifest import (
    BackupRefused,
    Kept,
    Manifest,
    hash_of,
    key_check,
    listed,
    object_path,
    write_whole,
)
from documents import storage
from documents.errors import ObjectDamaged
from documents.models import Backup, StoredObject

Tell = Callable[[str], object]


def make(folder: Path, *, clock: Callable[[], datetime], tell: Tell) -> Manifest:
    """Back up the installation, without its secrets; files that lie there already stay.

    Work goes on meanwhile: the dump is one moment, and a file that it names never goes missing.
    Raises BackupRefused, StoreUnavailable.
    """
    began = clock()
    stamp = began.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    dump, rows = folder / f"database-{stamp}.dump", folder / f"objects-{stamp}.jsonl"
    tell("The database …")
    with _one_moment() as snapshot:
        programs.run(
            "pg_dump", "--format=custom", f"--snapshot={snapshot}", "--no-owner", f"--file={dump}"
        )
        count = _list_objects(rows)
    dump.chmod(0o600)
    tell(f"{count} files …")
    added, damaged = _copy_objects(folder, rows)
    manifest = Manifest(
        made_at=began,
        database=hash_of(dump),
        objects=hash_of(rows),
        objects_count=count,
        server=str(connection.pg_version),  # type: ignore[attr-defined]  # PostgreSQL's own
        key_check=key_check(),
        damaged=tuple(damaged),
    )
    manifest.write(folder, stamp)
    if not damaged:
        Backup.objects.create(
            begun_at=began, finished_at=clock(), objects_kept=count, bytes_added=added
        )
    return manifest


def keep_keys(folder: Path, *, apart_from: Path) -> Path:
    """Write the two secrets into another folder: whoever holds one of both holds nothing."""
    keys, backup = folder.resolve(), apart_from.resolve()
    if keys.is_relative_to(backup) or backup.is_relative_to(keys):
        raise BackupRefused(
            "The keys must lie apart from the backup: name another folder for them."
        )
    path = keys / f"keys-{key_check()[:8]}.env"
    secrets = {"KEY_SECRET": settings.KEY_SECRET, "SECRET_KEY": settings.SECRET_KEY}
    text = "".join(f"{name}={value}\n" for name, value in secrets.items())
    write_whole(path, text.encode())
    return path


@contextmanager
def _one_moment() -> Iterator[str]:
    """Hold one moment of the database, and give its name."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _list_objects(path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as lines:
        for row in StoredObject.objects.order_by("pk").iterator():
            until = row.locked_until.isoformat() if row.locked_until else None
            kept = Kept(row.pk, row.key, row.version_id, row.sha256, row.size, until)
            lines.write(json.dumps(asdict(kept)) + "\n")
            count += 1
    path.chmod(0o600)
    return count


def _copy_objects(folder: Path, rows: Path) -> tuple[int, list[str]]:
    """Copy what does not lie there yet; return how many bytes, and what could not be proved."""
    added, damaged = 0, []
    for kept in listed(rows):
        path = object_path(folder, kept.sha256)
        if path.exists() and path.stat().st_size == kept.size:
            continue
        stored = storage.Stored(kept.key, kept.version_id, kept.sha256, kept.size)
        try:
            data = storage.read_stored(stored)
        except ObjectDamaged:
            damaged.append(kept.sha256)
            continue
        write_whole(path, data)
        added += len(data)
    return added, damaged
