"""Processes that we start, found again by another run of ours, and ended for certain.

Everything is read from /proc: a bare Debian has no ``ps``.
"""

import os
import signal
import subprocess
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from local.account import Credentials

# Held so that a server that outlives the call that started it is waited for when it ends.
_started: dict[int, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True)
class Process:
    """A process, told from a later one that was given the same number."""

    pid: int
    started: int  # clock ticks since the machine started
    boot: str


def find(pid: int) -> Process | None:
    """Return the process of that number; one that has ended, but is not waited for, is none."""
    if pid in _started and _started[pid].poll() is not None:
        del _started[pid]
    stat = _stat(pid)
    if stat is None or (stat[0] in "ZX" and not _has_threads(pid)):
        return None
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return Process(pid=pid, started=int(stat[19]), boot=boot)


def current() -> Process:
    process = find(os.getpid())
    assert process is not None, "we are alive"
    return process


def is_alive(process: Process | None) -> bool:
    return process is not None and find(process.pid) == process


def exists(pid: int) -> bool:
    """Whether the number is taken, be it by a zombie."""
    return _stat(pid) is not None


def command(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


def family(process: Process) -> list[Process]:
    """Return the process, its children, and what else lives in its session: orphans of its own."""
    members = [process]
    for entry in Path("/proc").iterdir():
        stat = _stat(int(entry.name)) if entry.name.isdigit() else None
        if stat is None or int(entry.name) == process.pid:
            continue
        parent, session = int(stat[1]), int(stat[3])
        member = find(int(entry.name)) if process.pid in {parent, session} else None
        if member is not None:
            members.append(member)
    return members


def _has_threads(pid: int) -> bool:
    """Whether a process whose first thread has ended still has others, and with them its ports."""
    try:
        return len(list(Path(f"/proc/{pid}/task").iterdir())) > 1
    except OSError:
        return False


def _stat(pid: int) -> list[str] | None:
    """Return the fields of /proc/PID/stat from the state on (proc(5): field 3 is index 0)."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return text.rpartition(") ")[2].split()


def spawn(
    arguments: Sequence[str | Path],
    *,
    folder: Path,
    log: Path,
    environment: Mapping[str, str],
    credentials: Credentials,
) -> Process:
    """Start a server in a session of its own: Ctrl-C is for us, who stop it in good order."""
    log.touch(mode=0o600)  # it may quote what people wrote
    with log.open("ab") as stream:
        server = subprocess.Popen(
            list(map(str, arguments)),
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
            **credentials,
        )
    _started[server.pid] = server
    # One that has ended already is a process all the same: it is simply not alive.
    return find(server.pid) or Process(pid=server.pid, started=0, boot="")


def send(process: Process, number: signal.Signals) -> None:
    if is_alive(process):
        try:
            os.kill(process.pid, number)
        except ProcessLookupError:
            return


def wait_until_gone(processes: Collection[Process], *, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while any(map(is_alive, processes)):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def end(process: Process, *, patience: float, politely: signal.Signals = signal.SIGTERM) -> None:
    """Ask the process to stop, wait ``patience`` seconds, then kill what is left of its family."""
    send(process, politely)
    wait_until_gone([process], seconds=patience)
    kill(process)


def kill(process: Process) -> None:
    """Kill the process and its family, as a crash would, and wait until they are gone.

    The process itself may have ended before: what it started is ended all the same.
    """
    send(process, signal.SIGSTOP)  # or it could have one child more than we saw
    members = family(process)
    for member in members:
        send(member, signal.SIGKILL)
    wait_until_gone(members, seconds=30)
