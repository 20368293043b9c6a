"""Several people at the same moment, each with a database connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from ui.refusal import Refusal


def together(*acts: Callable[[], object]) -> list[object]:
    """Do all acts at once; return what each gave, in their order: its result or its refusal."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=30)
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(run, act) for act in acts]]


def refusals(outcomes: list[object]) -> list[type[Refusal]]:
    """Return the kinds of the refusals among outcomes."""
    return [type(outcome) for outcome in outcomes if isinstance(outcome, Refusal)]
