"""Folders that belong to our servers, and the run files in them."""

import fcntl
import json
import os
import pwd
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from local.account import account, closed_folder, give
from local.errors import FolderClosed, FolderForeign, FolderInUse, FolderUnwritable

_MARK = ".dauson"


class Use(StrEnum):
    """Who keeps things in a folder."""

    SERVERS = "servers"  # theirs alone
    OURS = "ours"  # ours alone
    PASSAGE = "passage"  # ours; the servers pass through it to theirs, but may not list it


def claim(folder: Path, use: Use = Use.SERVERS) -> Path:
    """Take ``folder`` for us, made where it is missing, and return it resolved.

    What lies above is never changed: a folder whose way is closed to the servers is refused, and
    so is one that holds other people's files.
    """
    folder = folder.expanduser().resolve()
    try:
        _make(folder)
        if not (folder / _MARK).exists():
            _take(folder, use)
        owner = folder.stat().st_uid
    except OSError as error:
        raise FolderUnwritable(folder, error.strerror or str(error)) from error
    if owner != _rightful_owner(use):
        raise FolderForeign(folder, pwd.getpwuid(owner).pw_name)
    if use != Use.OURS:
        _require_open(folder)
    return folder


def _rightful_owner(use: Use) -> int:
    who = account()
    return who.pw_uid if who is not None and use == Use.SERVERS else os.geteuid()


def _take(folder: Path, use: Use) -> None:
    if any(folder.iterdir()):
        raise FolderInUse(folder)
    if use == Use.SERVERS:
        give(folder)
    folder.chmod(0o711 if use == Use.PASSAGE and account() else 0o700)
    (folder / _MARK).touch(mode=0o600)


def _make(folder: Path) -> None:
    missing = [way for way in (folder, *folder.parents) if not way.exists()]
    for way in reversed(missing):
        way.mkdir(exist_ok=True)
        way.chmod(0o755)  # whatever the umask: it is new, and the servers must pass


def _require_open(folder: Path) -> None:
    closed = closed_folder(folder)
    who = account()
    if closed is not None and who is not None:
        raise FolderClosed(folder, closed, who.pw_name)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one starter or stopper at a time into a folder."""
    with (folder / _MARK).open("rb") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        yield


def read(path: Path) -> dict[str, Any]:
    """Return what a run file says, ``{}`` when there is none."""
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    return content


def write(path: Path, content: Mapping[str, Any]) -> None:
    """Replace a run file whole, readable by its owner alone from the first byte."""
    write_private(path, json.dumps(content, indent=1).encode())


def write_private(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    Path(name).replace(path)
