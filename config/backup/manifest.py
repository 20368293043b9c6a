"""What a backup consists of, and the hashes by which all of it is proved."""

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings

FORMAT: Final = 1


class BackupRefused(Exception):
    """The sentence says what is wrong and what to do; the operator reads it as it stands."""


@dataclass(frozen=True)
class File:
    """A file of the backup beside its manifest."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Kept:
    """An object that a row names, as the backup lists it."""

    id: int
    key: str
    version_id: str
    sha256: str
    size: int
    locked_until: str | None


@dataclass(frozen=True)
class Manifest:
    """One backup. Its objects lie under their hashes, shared with all other backups of the folder.

    `key_check` tells whether a KEY_SECRET is the one that wrapped the keys in the database,
    without telling it.
    """

    made_at: datetime
    database: File
    objects: File
    objects_count: int
    server: str
    key_check: str
    damaged: tuple[str, ...] = ()

    def write(self, folder: Path, stamp: str) -> Path:
        """Write it last: a backup without a manifest is none."""
        said = {**asdict(self), "made_at": self.made_at.isoformat(), "format": FORMAT}
        path = folder / f"manifest-{stamp}.json"
        write_whole(path, json.dumps(said, indent=2, sort_keys=True).encode())
        return path

    @classmethod
    def newest(cls, folder: Path) -> "Manifest":
        """Read the newest of a folder, or the one that a path names. Raises BackupRefused."""
        found = sorted(folder.glob("manifest-*.json")) if folder.is_dir() else [folder]
        if not found or not found[-1].is_file():
            raise BackupRefused(f"There is no finished backup in {folder}.")
        try:
            said = json.loads(found[-1].read_text(encoding="utf-8"))
            return cls._from(said)
        except (ValueError, KeyError, TypeError) as error:
            raise BackupRefused(f"{found[-1]} is no manifest of a backup: {error}.") from error

    @classmethod
    def _from(cls, said: dict[str, Any]) -> "Manifest":
        if said["format"] != FORMAT:
            raise ValueError(f"format {said['format']}")
        return cls(
            made_at=datetime.fromisoformat(said["made_at"]),
            database=File(**said["database"]),
            objects=File(**said["objects"]),
            objects_count=said["objects_count"],
            server=said["server"],
            key_check=said["key_check"],
            damaged=tuple(said["damaged"]),
        )


def object_path(folder: Path, sha256: str) -> Path:
    return folder / "objects" / sha256[:2] / sha256


def listed(path: Path) -> Iterator[Kept]:
    """Yield the objects of a backup's list, one a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield Kept(**json.loads(line))


def hash_of(path: Path) -> File:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return File(path.name, digest, path.stat().st_size)


def key_check() -> str:
    """Return what one KEY_SECRET alone gives; it is long and random, so nothing leads back."""
    return hmac.new(settings.KEY_SECRET.encode(), b"dauson backup", hashlib.sha256).hexdigest()[:32]


def write_whole(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Write a file so that after a power cut there is all of it, or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(path)
