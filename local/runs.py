"""What each server's run file says of its process, and how that process is found and ended."""

import signal
from dataclasses import dataclass
from pathlib import Path

from local import folders, processes
from local.processes import Process


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a run file keeps of every server; each server adds its own."""

    pid: int = 0
    started: int = 0
    boot: str = ""

    @property
    def process(self) -> Process:
        return Process(pid=self.pid, started=self.started, boot=self.boot)


def running(folder: Path) -> Process | None:
    """Return the process of the folder's server, where it lives."""
    kept = folders.read(folder.resolve() / "run.json")
    run = Run(**{name: kept[name] for name in ("pid", "started", "boot") if name in kept})
    return run.process if processes.is_alive(run.process) else None


def stop(folder: Path, *, politely: signal.Signals = signal.SIGTERM, patience: float) -> None:
    """Stop the server in good order; one that does not run is success."""
    process = running(folder)
    if process is not None:
        with folders.locked(folder):
            processes.end(process, politely=politely, patience=patience)


def kill(folder: Path) -> None:
    """End the server and all its children as a crash would; returns when they are gone."""
    process = running(folder)
    if process is not None:
        with folders.locked(folder):
            processes.kill(process)
