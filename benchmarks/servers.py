"""Servers of our own for a benchmark, and Django led to them before its settings are read.

Their data lies in `DAUSON_BENCH`, or in a folder of the machine's temporary one, and stays there: a
filled province is used again. Servers that the environment names are used instead of ours.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
from django.core.management import call_command
from django.db import connections
from django.db.utils import load_backend
from psycopg import sql

from local import machine

# As much as a small server would give; the same for every size that is compared.
OPTIONS = machine.THROW_AWAY | {
    "shared_buffers": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "1GB",
    "max_wal_size": "8GB",
    "random_page_cost": "1.1",
}


def folder() -> Path:
    named = os.environ.get("DAUSON_BENCH")
    return Path(named) if named else Path(tempfile.gettempdir()) / "dauson-bench"


@contextmanager
def running(place: Path | None = None) -> Iterator[machine.Machine]:
    """Run the servers, with Django set up on them; stop those that were started here."""
    place = place or folder()
    place.mkdir(parents=True, exist_ok=True)
    ours = machine.reserve(place, options=OPTIONS)
    before = ours.running()
    os.environ.update(ours.environment | {"DJANGO_SETTINGS_MODULE": "config.settings"})
    try:
        ours.start()
        django.setup()
        yield ours
    finally:
        connections.close_all()
        if not before:
            ours.stop()


def use_database(name: str) -> bool:
    """Lead Django to one database of the server, made when it is missing; tell whether it was."""
    settings = connections.settings["default"]
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if known is None:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    connections["default"].close()
    connections.settings["default"] = settings | {"NAME": name}  # for threads that come later
    backend = load_backend(settings["ENGINE"])
    connections["default"] = backend.DatabaseWrapper(connections.settings["default"], "default")
    return known is None


def empty_database(name: str) -> None:
    """Make a database anew, with all its tables and nothing in them."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )
    use_database(name)
    migrate()


def migrate() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
