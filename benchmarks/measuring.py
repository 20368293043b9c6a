"""Two or more ways of one work, taken in turns: so that a busy machine is unfair to all alike."""

import statistics
import time
from collections.abc import Callable, Mapping


def in_turns(
    ways: Mapping[str, Callable[[int], object]],
    *,
    rounds: int,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, float]:
    """Return the median seconds of each way; each is given the number of the round.

    The first round warms up and is not counted. `clock` may count the processor's time instead.
    """
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, work in ways.items():
            began = clock()
            work(number)
            if number:
                spent[name].append(clock() - began)
    return {name: statistics.median(times) for name, times in spent.items()}


def table(medians: Mapping[str, float], *, beside: str) -> str:
    """Return the ratios to the way `beside`, one line each; milliseconds only for orientation."""
    base = medians[beside]
    return "\n".join(
        f"{name:<44} {median / base:6.2f}   ({median * 1000:.0f} ms)"
        for name, median in medians.items()
    )
