"""The servers of one test run: named at once, started when the first test needs one.

`tests/settings.py` reads this module before Django's settings are made, so that they name the
right ports and keys from the beginning. A server that the environment names is used instead.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from local import machine

# A half of the run (xdist) inherits what the whole of it has named for itself: none of that counts.
for _name in filter(None, os.environ.pop("DAUSON_TEST_NAMED", "").split(",")):
    os.environ.pop(_name, None)

# Not below pytest's own temporary folder: as root, the servers could not enter that.
FOLDER = Path(tempfile.mkdtemp(prefix="dauson-test-"))
MACHINE = machine.reserve(FOLDER, options=machine.THROW_AWAY)
os.environ["DAUSON_TEST_NAMED"] = ",".join(
    name for name in MACHINE.environment if name not in os.environ
)
_keep = os.environ.get("DAUSON_TEST_KEEP") == "1"
if not _keep:
    # At the very end, also of a run that never began, because of a mistake in the settings, say.
    atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)


def start(name: str) -> None:
    """Start one of "postgres", "objects", "authority", unless the environment named another."""
    if name in MACHINE.ours:
        MACHINE.ours[name].start(FOLDER / name)


def stop() -> None:
    """End what was started, be it after Ctrl-C; its data is not needed any more."""
    MACHINE.kill()
    if _keep:
        print(f"\nThe servers of this test run are stopped; their data is in {FOLDER}.")  # noqa: T201
