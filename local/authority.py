"""The throw-away certificate and timestamp authority of a rehearsal, as a server of ours."""

import contextlib
import http.client
import os
import ssl
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from local import folders, ports, processes, runs
from local.account import Credentials
from local.errors import ServerFailed
from local.folders import Use
from local.runs import Run

_CODE = Path(__file__).resolve().parent.parent  # where `python -m` finds the authority's program
_PATIENCE = 60  # seconds until it answers; the first start makes its keys


@dataclass(frozen=True)
class Authority:
    """A server of ours: the address that its certificates name, its timestamps, its root."""

    url: str
    timestamps: str
    root: Path  # PEM


@dataclass(frozen=True, kw_only=True)
class _Run(Run):
    port: int = 0


running = runs.running
kill = runs.kill


def reserve(folder: Path, *, port: int = 0) -> Authority:
    """Say what the server of this folder will be, without starting it."""
    folder = folders.claim(folder, Use.OURS)
    with folders.locked(folder):
        return _authority(folder, _settled(folder, port))


def start(folder: Path, *, port: int = 0) -> Authority:
    """Start the server of this folder; when it runs already, that is success as well.

    The port of the first time is kept for good, for certificates name it: raises ``PortTaken``
    where another program has it. Raises ``ServerFailed`` as well.
    """
    folder = folders.claim(folder, Use.OURS)
    with folders.locked(folder):
        run = _settled(folder, port)
        if not processes.is_alive(run.process):
            run = _launched(folder, run)
        _wait_until_ready(folder, run)
        authority = _authority(folder, run)
        if not authority.root.exists():
            certificate = ssl.DER_cert_to_PEM_cert(_page(run.port, "/root.cer"))
            folders.write_private(authority.root, certificate.encode())
        return authority


def stop(folder: Path) -> None:
    """Stop the server in good order; one that does not run is success."""
    runs.stop(folder, patience=10)


def _authority(folder: Path, run: _Run) -> Authority:
    url = f"http://127.0.0.1:{run.port}"
    return Authority(url=url, timestamps=f"{url}/tsa", root=folder / "root.pem")


def _settled(folder: Path, port: int) -> _Run:
    run = _Run(**folders.read(folder / "run.json"))
    if not processes.is_alive(run.process):
        purpose = "the certificate authority, whose certificates name it"
        run = replace(run, port=ports.settle(run.port or port, 0, purpose=purpose))
    folders.write(folder / "run.json", asdict(run))
    return run


def _launched(folder: Path, run: _Run) -> _Run:
    arguments = ["-m", "rehearsal.authority", "serve", folder, "--port", run.port]
    process = processes.spawn(
        [sys.executable, *map(str, arguments)],
        folder=_CODE,
        log=folder / "server.log",
        environment=os.environ,
        credentials=Credentials(),  # our own code, in an environment that may be closed to others
    )
    run = replace(run, **asdict(process))
    folders.write(folder / "run.json", asdict(run))
    return run


def _wait_until_ready(folder: Path, run: _Run) -> None:
    end = time.monotonic() + _PATIENCE
    while processes.is_alive(run.process) and time.monotonic() < end:
        with contextlib.suppress(OSError, http.client.HTTPException):
            _page(run.port, "/ready")
            return
        time.sleep(0.05)
    raise ServerFailed("The certificate authority", folder / "server.log")


def _page(port: int, path: str) -> bytes:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as server:
        server.request("GET", path)
        answer = server.getresponse()
        if answer.status != http.HTTPStatus.OK:
            raise ConnectionError(f"{path}: {answer.status}")
        return answer.read()
