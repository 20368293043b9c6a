"""What an operator sees while something takes its time."""

import contextlib
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_PATIENCE = 2.0  # seconds after which a step says how long it has been at work


def say(sentence: str, *, end: str = "\n") -> None:
    # The terminal may be gone: that is no reason to leave servers running.
    with contextlib.suppress(OSError):
        sys.stdout.write(sentence + end)
        sys.stdout.flush()


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say what is being done, how long it has taken when it takes long, and that it is done."""
    began, done = time.monotonic(), threading.Event()
    terminal = sys.stdout.isatty()

    def tick() -> None:
        while not done.wait(_PATIENCE):
            elapsed = f"{what} … {time.monotonic() - began:.0f} s"
            say(f"\r{elapsed}" if terminal else elapsed, end="" if terminal else "\n")

    say(f"{what} …", end="" if terminal else "\n")
    clock = threading.Thread(target=tick, daemon=True)
    clock.start()
    outcome = "stopped"
    try:
        yield
        outcome = "done"
    finally:
        done.set()
        clock.join()
        line = f"{what} … {outcome} ({time.monotonic() - began:.1f} s)"
        say(f"\r{line}" if terminal else line)
