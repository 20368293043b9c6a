"""All servers of one machine in one folder, and the environment that leads Django to them."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

from local import authority as authorities
from local import folders, objects, postgres
from local.account import account
from local.errors import LocalError
from local.folders import Use

_CODE = Path(__file__).resolve().parent.parent
# The settings of a real agency refuse keys that begin so: they were made to practise with.
PRACTICE = "practice-"
_OWN_SECRETS = ("SECRET_KEY", "KEY_SECRET")
_SPACE = 2 * 1024**3  # bytes: databases and objects of a sample province, and room to work

# Settings of PostgreSQL. Losing power loses the data, being killed does not: enough for what is
# thrown away afterwards.
THROW_AWAY = {"fsync": "off", "full_page_writes": "off"}


def data_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder named by the operator, else the usual one of this account."""
    if named := environ.get("DAUSON_DATA"):
        return Path(named)
    return Path("/var/lib/dauson") if account() else _CODE / ".data"


def require_space(folder: Path) -> None:
    existing = next(way for way in (folder, *folder.parents) if way.exists())
    free = shutil.disk_usage(existing).free
    if free < _SPACE:
        raise LocalError(
            f"The disk of {folder} has {free / 1024**3:.1f} GB left, "
            f"and {_SPACE / 1024**3:.0f} GB are needed: "
            "free some, or set DAUSON_DATA to a folder on another disk."
        )


@dataclass(frozen=True)
class Machine:
    """The servers of a folder. ``environment`` leads Django to them; ``ours`` are ours to start."""

    folder: Path
    environment: dict[str, str]
    ours: dict[str, ModuleType]

    def start(self) -> None:
        """Start all at once; one that fails is raised when the others are up."""
        self._each(lambda name, part: part.start(self.folder / name))

    def stop(self) -> None:
        """Stop all, whoever started them."""
        self._each(lambda name, part: part.stop(self.folder / name))

    def kill(self) -> None:
        """End all as a crash would: nothing that they acknowledged is lost, and nobody waits."""
        self._each(lambda name, part: part.kill(self.folder / name))

    def running(self) -> list[str]:
        return [name for name, part in self.ours.items() if part.running(self.folder / name)]

    def _each(self, act: Callable[[str, ModuleType], object]) -> None:
        with ThreadPoolExecutor() as pool:
            acts = [pool.submit(act, name, part) for name, part in self.ours.items()]
        for done in acts:
            done.result()


def reserve(
    folder: Path,
    *,
    authority: bool = True,
    options: Mapping[str, str] | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Machine:
    """Settle ports, passwords and keys of a folder's servers, without starting them.

    A database or an object store that ``environ`` names is used instead of ours.
    ``options`` are settings of PostgreSQL.
    """
    folder = folders.claim(folder, Use.PASSAGE)
    environment = _secrets(folder, environ) | {"DAUSON_DATA": str(folder)}
    ours: dict[str, ModuleType] = {}
    if named := _named(environ, "DATABASE_URL"):
        environment |= named
    else:
        ours["postgres"] = postgres
        database = postgres.reserve(folder / "postgres", options=options)
        environment["DATABASE_URL"] = database.url
    if named := _named_store(environ):
        environment |= named
    else:
        ours["objects"] = objects
        environment |= _store(objects.reserve(folder / "objects"))
    if authority:
        ours["authority"] = authorities
        environment |= _authority(authorities.reserve(folder / "authority"), environ)
    return Machine(folder=folder, environment=environment, ours=ours)


@contextmanager
def servers(
    folder: Path,
    *,
    authority: bool = True,
    options: Mapping[str, str] | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Iterator[dict[str, str]]:
    """Run the servers of a folder and give their environment; stop those started here."""
    machine = reserve(folder, authority=authority, options=options, environ=environ)
    before = machine.running()
    started = {name: part for name, part in machine.ours.items() if name not in before}
    try:
        machine.start()
        yield machine.environment
    finally:
        replace(machine, ours=started).stop()


@contextmanager
def temporary() -> Iterator[dict[str, str]]:
    """Run servers whose data nobody needs afterwards, and give their environment."""
    folder = Path(tempfile.mkdtemp(prefix="dauson-"))
    try:
        machine = reserve(folder, options=THROW_AWAY)
        try:
            machine.start()
            yield machine.environment
        finally:
            machine.kill()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _secrets(folder: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the application's own secrets, made once and kept."""
    with folders.locked(folder):
        kept = folders.read(folder / "secrets.json")
        if not kept:
            kept = {name: PRACTICE + secrets.token_urlsafe(48) for name in _OWN_SECRETS}
            folders.write(folder / "secrets.json", kept)
    return kept | _named(environ, "SECRET_KEY") | _named(environ, "KEY_SECRET")


def _named(environ: Mapping[str, str], name: str) -> dict[str, str]:
    """Return a variable as it came to us, be it by way of a file, or nothing."""
    names = (name, f"{name}_FILE")
    return {given: environ[given] for given in names if environ.get(given)}


def _named_store(environ: Mapping[str, str]) -> dict[str, str]:
    given = _named(environ, "S3_ENDPOINT")
    if not given:
        return {}
    for name in ("S3_ACCESS_KEY", "S3_SECRET_KEY"):
        keys = _named(environ, name)
        if not keys:
            raise LocalError(f"S3_ENDPOINT names an object store, but {name} is not set.")
        given |= keys
    return given | {"S3_BUCKET": environ.get("S3_BUCKET", "dauson")}


def _store(ours: objects.Objects) -> dict[str, str]:
    return {
        "S3_ENDPOINT": ours.endpoint,
        "S3_ACCESS_KEY": ours.access_key,
        "S3_SECRET_KEY": ours.secret_key,
        "S3_BUCKET": ours.bucket,
    }


def _authority(ours: authorities.Authority, environ: Mapping[str, str]) -> dict[str, str]:
    usual = {
        "DAUSON_REHEARSAL": "1",
        "TIMESTAMP_URLS": ours.timestamps,
        "TRUST_ROOTS": str(ours.root),
    }
    given = {name: environ[name] for name in usual if environ.get(name)}
    return usual | given | {"AUTHORITY_URL": ours.url, "AUTHORITY_FOLDER": str(ours.root.parent)}
