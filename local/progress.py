"""What an operator sees while something takes its time."""

import contextlib
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_PATIENCE = 2.0  # seconds between two words of how long a step has been at work


def say(sentence: str, *, end: str = "\n") -> None:
    # The terminal may be gone: that is no reason to leave servers running.
    with contextlib.suppress(OSError):
        sys.stdout.write(sentence + end)
        sys.stdout.flush()


@contextmanager
def step(what: str, *, talks: bool = False) -> Iterator[None]:
    """Say what is being done, and that it is done; on a terminal also for how long already.

    A step that talks says itself how far it is.
    """
    began, done = time.monotonic(), threading.Event()
    rewrites = sys.stdout.isatty() and not talks

    def tick() -> None:
        while not done.wait(_PATIENCE):
            say(f"\r{what} … {time.monotonic() - began:.0f} s", end="")

    say(f"{what} …", end="" if rewrites else "\n")
    clock = threading.Thread(target=tick, daemon=True)
    if rewrites:
        clock.start()
    outcome = "stopped"
    try:
        yield
        outcome = "done"
    finally:
        done.set()
        if rewrites:
            clock.join()
        line = f"{what} … {outcome} ({time.monotonic() - began:.1f} s)"
        say(f"\r{line}" if rewrites else line)
