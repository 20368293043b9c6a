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
def step(what: str, *, talks: bool = False) -> Iterator[None]:
    """Say what is being done, how long it has taken when it takes long, and that it is done.

    A step that talks says itself how far it is.
    """
    began, done = time.monotonic(), threading.Event()
    rewrites = sys.stdout.isatty() and not talks

    def tick() -> None:
        wait = _PATIENCE
        while not done.wait(wait):
            line = f"{what} … {time.monotonic() - began:.0f} s"
            if rewrites:
                say(f"\r{line}", end="")
            else:
                say(line)
                wait *= 2  # a log is not filled with the passing of time

    say(f"{what} …", end="" if rewrites else "\n")
    clock = threading.Thread(target=tick, daemon=True)
    if not talks:
        clock.start()
    outcome = "stopped"
    try:
        yield
        outcome = "done"
    finally:
        done.set()
        if not talks:
            clock.join()
        line = f"{what} … {outcome} ({time.monotonic() - began:.1f} s)"
        say(f"\r{line}" if rewrites else line)
