"""What `make run` does: everything of one machine, started, watched and stopped."""

import contextlib
import fcntl
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from types import FrameType

from local import folders, machine, ports, processes
from local.account import Credentials
from local.errors import LocalError, PortTaken, ServerFailed
from local.machine import Machine
from local.processes import Process
from local.progress import say, step

_CODE = Path(__file__).resolve().parent.parent
_PATIENCE = 60  # seconds until the pages answer
_RECENT = 60  # seconds; parts that start more often than once within these are given pauses
_LONGEST_PAUSE = 30  # seconds
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_NAMES = {
    "postgres": "PostgreSQL",
    "objects": "The object store",
    "authority": "The certificate authority",
    "web": "The web server",
    "worker": "The job worker",
}


class _Told(BaseException):
    """We were told to stop; no error, and nothing on the way may take it for one."""


@dataclass
class _Part:
    """Something that is kept running until the end."""

    name: str
    start: Callable[[], object]
    stop: Callable[[], object]
    is_running: Callable[[], bool]
    log: Path
    starts: list[float] = field(default_factory=list)
    due: float | None = None  # when it is to be started again

    def begin(self) -> None:
        self.due = None
        self.starts = [*self.starts[-9:], time.monotonic()]
        self.start()

    def pause(self) -> float:
        """Seconds until the next start: none at first, longer for one that keeps stopping."""
        recent = sum(time.monotonic() - began < _RECENT for began in self.starts)
        return min(2.0**recent / 2, _LONGEST_PAUSE) if recent > 1 else 0


def run(folder: Path) -> None:
    """Run all of it until Ctrl-C or SIGTERM. Raises ``LocalError`` where it cannot start."""
    port = _port()
    machine.require_space(folder)
    rehearsal = os.environ.get("DAUSON_REHEARSAL", "1") == "1"
    if not _was_used(folder):
        _require_free(port)  # before anything is made
    here = machine.reserve(folder, authority=rehearsal)
    with _alone(here.folder) as was_killed:
        _end_leftovers(here.folder)
        _require_free(port)
        environment = {
            **os.environ,
            **here.environment,
            "DAUSON_PORT": str(port),
            "BASE_URL": os.environ.get("BASE_URL", f"http://127.0.0.1:{port}"),
            "PYTHONUNBUFFERED": "1",
        }
        # Servers that somebody started apart from a run are left running at its end.
        stays = [] if was_killed else here.running()
        _run_parts(here, port, environment, stays=stays, rehearsal=rehearsal)


def _run_parts(
    here: Machine, port: int, environment: dict[str, str], *, stays: list[str], rehearsal: bool
) -> None:
    servers = [_server(here, name) for name in here.ours]
    application = [_web(here.folder, port, environment), _worker(here.folder, environment)]
    with _told_by_signals():
        try:
            with step("Starting the servers"):
                here.start()
            _prepare(environment, rehearsal=rehearsal)
            with step("Starting the web server and the job worker"):
                for part in application:
                    part.begin()
                _wait_until_answered(port, application[0])
            _greet(here.folder, port, environment, rehearsal=rehearsal)
            _watch([*servers, *application])
        except _Told:
            say("")
        finally:
            _ignore_signals()
            ours = [part for part in servers if part.name not in stays]
            _stop([*reversed(application), *reversed(ours)])


def _port() -> int:
    given = os.environ.get("DAUSON_PORT", "8000")
    if not given.isdecimal() or not 0 < int(given) < 65_536:
        raise LocalError(f"DAUSON_PORT must be the number of a port, not {given!r}.")
    return int(given)


def _was_used(folder: Path) -> bool:
    """Whether a run is on there, or was killed: its own pages may then hold the port."""
    return (folder.expanduser() / "run.json").exists()


def _require_free(port: int) -> None:
    if not ports.is_free(port):
        raise PortTaken(port, "the pages", variable="DAUSON_PORT")


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Keep a second run off this data; tell whether an earlier one was killed before its end."""
    run_file = folder / "run.json"
    with (folder / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LocalError(
                f"Dấu Son runs already with the data in {folder}: stop it with Ctrl-C where it "
                "runs, or set DAUSON_DATA and DAUSON_PORT to have a second one."
            ) from error
        was_killed = run_file.exists()
        folders.write(run_file, vars(processes.current()))
        yield was_killed
        run_file.unlink()


def end_runner(folder: Path) -> None:
    """Tell a `run` with this data, if there is one, to stop all that it started."""
    if content := folders.read(folder / "run.json"):
        runner = Process(**content)
        processes.send(runner, signal.SIGTERM)
        processes.wait_until_gone([runner], seconds=90)


@contextmanager
def _told_by_signals() -> Iterator[None]:
    """Stop in good order at Ctrl-C, at SIGTERM, and when the terminal is closed."""

    def told(_number: int, _frame: FrameType | None) -> None:
        _ignore_signals()
        raise _Told

    before = {number: signal.signal(number, told) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ignore_signals() -> None:
    """From now on we are stopping: a second Ctrl-C must not leave half of it running."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _server(here: Machine, name: str) -> _Part:
    part, folder = here.ours[name], here.folder / name
    return _Part(
        name=name,
        start=lambda: part.start(folder),
        stop=lambda: part.stop(folder),
        is_running=lambda: part.running(folder) is not None,
        log=folder / "server.log",
    )


def _web(folder: Path, port: int, environment: dict[str, str]) -> _Part:
    program = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    sizes = ["--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers"]
    arguments = [*program, "--port", str(port), *sizes, "config.wsgi:application"]
    return _program("web", arguments, folder, environment)


def _worker(folder: Path, environment: dict[str, str]) -> _Part:
    return _program("worker", [sys.executable, "manage.py", "worker"], folder, environment)


def _program(
    name: str, arguments: Sequence[str], folder: Path, environment: dict[str, str]
) -> _Part:
    log, kept = folder / f"{name}.log", folder / f"{name}.json"

    def start() -> None:
        stop()  # what a killed one left behind would hold the port
        process = processes.spawn(
            arguments,
            folder=_CODE,
            log=log,
            environment=environment,
            credentials=Credentials(),
        )
        folders.write(kept, vars(process))

    def stop() -> None:
        if content := folders.read(kept):
            processes.end(Process(**content), patience=10)

    def is_running() -> bool:
        content = folders.read(kept)
        return bool(content) and processes.is_alive(Process(**content))

    return _Part(name=name, start=start, stop=stop, is_running=is_running, log=log)


def _end_leftovers(folder: Path) -> None:
    """End the programs of an earlier run that was killed before it could."""
    for name in ("worker", "web"):
        _program(name, [], folder, {}).stop()


def _prepare(environment: dict[str, str], *, rehearsal: bool) -> None:
    with step("Preparing the database"):
        _manage("migrate", "--no-input", "--verbosity=0", environment=environment)
    if rehearsal:
        with step("Loading the sample province", talks=True):
            _manage("province", environment=environment)


def _manage(*arguments: str, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=_CODE,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for us
        check=False,
    )
    if done.returncode:
        raise LocalError(f"`manage.py {arguments[0]}` failed; the reason stands above.")


def _wait_until_answered(port: int, web: _Part) -> None:
    end = time.monotonic() + _PATIENCE
    while web.is_running() and time.monotonic() < end:
        if _answers(port):
            return
        time.sleep(0.1)
    raise ServerFailed(_NAMES[web.name], web.log)


def _answers(port: int) -> bool:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as web:
        try:
            web.request("GET", "/dang-nhap/")
            return web.getresponse().status == HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False


def _greet(folder: Path, port: int, environment: dict[str, str], *, rehearsal: bool) -> None:
    if rehearsal:
        say("")
        _manage("accounts", environment=environment)
    say(f"\nDấu Son answers at http://127.0.0.1:{port}/   (data and logs in {folder})")
    say("Ctrl-C stops it; the data stays.")


def _watch(parts: Sequence[_Part]) -> None:
    """Start again what stops, for ever."""
    while True:
        time.sleep(0.5)
        for part in parts:
            if not part.is_running():
                _restart(part)


def _restart(part: _Part) -> None:
    now = time.monotonic()
    if part.due is None:
        part.due = now + part.pause()
        say(f"{_NAMES[part.name]} stopped unasked (its log: {part.log}).")
    if part.due > now:
        return
    try:
        part.begin()
    except (LocalError, OSError) as error:
        say(str(error))
    else:
        say(f"{_NAMES[part.name]} is started again.")


def _stop(parts: Sequence[_Part]) -> None:
    for part in parts:
        if part.is_running():
            with step(f"Stopping {_NAMES[part.name].replace('The', 'the')}"):
                part.stop()
