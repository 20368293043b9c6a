"""The servers of this machine, from the command line: `python -m local run`."""

import argparse
import errno
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from local import machine, run
from local.errors import LocalError
from local.progress import say, step


def start(folder: Path) -> None:
    machine.require_space(folder)
    with step("Starting the servers"):
        machine.reserve(folder).start()


def stop(folder: Path) -> None:
    here = _existing(folder)
    with step("Stopping the servers"):
        run.end_runner(here.folder)
        here.stop()


def status(folder: Path) -> None:
    here = _existing(folder)
    running = here.running()
    for name in here.ours:
        say(f"{name:<12}{'runs' if name in running else 'is stopped'}")


def environment(folder: Path) -> None:
    """Print what leads `manage.py` to the servers, for a shell to evaluate."""
    for name, value in _existing(folder).environment.items():
        say(f"export {name}={shlex.quote(value)}")


def _existing(folder: Path) -> machine.Machine:
    if not folder.exists():
        raise LocalError(f"There is no data in {folder}: nothing was started there.")
    return machine.reserve(folder)


COMMANDS: dict[str, tuple[Callable[[Path], None], str]] = {
    "run": (run.run, "start everything and watch over it until Ctrl-C"),
    "start": (start, "start the servers alone and leave them running"),
    "stop": (stop, "stop the servers"),
    "status": (status, "say which servers run"),
    "environment": (environment, "print for a shell what leads manage.py to the servers"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (act, what) in COMMANDS.items():
        command = commands.add_parser(name, help=what)
        command.add_argument("--data", type=Path, help="the data folder (else DAUSON_DATA)")
        command.set_defaults(act=act)
    given = parser.parse_args(arguments)
    folder = given.data
    try:
        folder = folder or machine.data_folder()
        given.act(folder)
    except LocalError as error:
        return _refuse(str(error))
    except OSError as error:
        if error.errno == errno.ENOSPC:
            return _refuse(f"The disk of {folder} is full: free some space and start again.")
        return _refuse(f"{error.filename or folder}: {error.strerror or error}")
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
