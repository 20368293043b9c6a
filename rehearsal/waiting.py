"""Waiting for jobs, and doing them meanwhile where no other worker is at it."""

import time
from collections.abc import Callable
from typing import Final

from documents.models import Document
from jobs import worker
from ui.refusal import Refusal

PATIENCE: Final = 120.0  # seconds; a rehearsal's authorities and store are on this machine
_BETWEEN: Final = 0.5  # seconds until a job that waits for another part is looked at again


class StillWaiting(Refusal):
    """A job was not done in time; the sentence says which, and what it waits for."""


def until(done: Callable[[], bool], *, what: str, document: Document | None = None) -> None:
    """Work on what is due until `done`. Raises StillWaiting after two minutes."""
    end = time.monotonic() + PATIENCE
    while not done():
        worker.run(wait=False)
        if done():
            return
        if time.monotonic() > end:
            raise StillWaiting(f"Quá {PATIENCE:.0f} giây mà chưa {what}.{_reasons(document)}")
        time.sleep(_BETWEEN)


def _reasons(document: Document | None) -> str:
    if document is None:
        return ""
    return "".join(f" {obstacle.message}" for obstacle in document.obstacles.order_by("pk"))
