"""Who runs the servers: ourselves, or an unprivileged account when we are root."""

import functools
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import TypedDict

from local.errors import LocalError


class Credentials(TypedDict, total=False):
    """The arguments of ``subprocess`` that run a program as somebody else."""

    user: int
    group: int
    extra_groups: list[int]


@functools.cache
def account() -> pwd.struct_passwd | None:
    """Return the account for the servers, or None where we are not root and run them ourselves.

    PostgreSQL refuses to run as root, and an S3 server has no business as root either. No account
    is made: "nobody" is everywhere, and does not change when a package brings its own.
    """
    if os.geteuid() != 0:
        return None
    name = os.environ.get("DAUSON_ACCOUNT") or "nobody"
    try:
        who = pwd.getpwnam(name)
    except KeyError:
        who = None
    if who is None or who.pw_uid == 0:
        raise LocalError(
            f"The servers cannot run as {name!r}: "
            "set DAUSON_ACCOUNT to an unprivileged account of this machine."
        )
    return who


def credentials() -> Credentials:
    who = account()
    if who is None:
        return {}
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


def give(path: Path) -> None:
    """Make a file or folder the property of the servers' account."""
    who = account()
    if who is not None:
        os.chown(path, who.pw_uid, who.pw_gid)


def closed_folder(path: Path) -> Path | None:
    """Return the outermost folder on the way to ``path`` that the servers may not enter."""
    if account() is None:
        return None
    ways = [*reversed(path.parents), path]
    shell = ["/bin/sh", "-c", 'for way; do [ -x "$way" ] || { echo "$way"; exit 1; }; done', "sh"]
    asked = subprocess.run(
        [*shell, *map(str, ways)], cwd="/", capture_output=True, text=True, **credentials()
    )
    return Path(asked.stdout.removesuffix("\n")) if asked.returncode else None


def within_reach(tree: Path, *, beside: Path) -> Path:
    """Return ``tree`` (a file or folder of programs), or a copy of it where the servers reach it.

    An environment below a folder of mode 0700 (root's home, say) is closed to the servers. Opening
    that folder is not ours to do, so the programs are copied into ``beside`` instead.
    """
    if closed_folder(tree if tree.is_dir() else tree.parent) is None:
        return tree
    copy = beside / tree.name
    if copy.exists():
        return copy
    unfinished = beside / f".{tree.name}.unfinished"
    beside.mkdir(mode=0o755, parents=True, exist_ok=True)
    if tree.is_dir():
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(tree, unfinished, symlinks=True)
    else:
        shutil.copy2(tree, unfinished)
    return unfinished.replace(copy)
