"""Proving that a worker works: a job that does nothing, asked for and done."""

import time

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

NAME = "answer"
_PAUSE = 0.1  # seconds between two looks


def answer() -> None:
    """Do nothing: that it was done is the answer."""


def round_trip(*, within: float) -> float | None:
    """Return after how many seconds a worker had done a job, or None where none did in time.

    The caller's transaction must not hold it back: ask outside of one.
    """
    began = time.monotonic()
    job_id = app.configure_task(NAME).defer()
    while time.monotonic() - began < within:
        # What was done well is removed at once.
        if not ProcrastinateJob.objects.filter(pk=job_id).exists():
            return time.monotonic() - began
        time.sleep(_PAUSE)
    app.job_manager.cancel_job_by_id(job_id, delete_job=True)
    return None
