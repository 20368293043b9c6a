"""Many at once: 64 clerks on one book, leaders who sign their trays, agencies that receive.

Run as `python -m benchmarks.crowd [people]`. Files cost nothing here, so that what is waited for
are the locks. Nothing may be given twice, left out, or waited for longer than five seconds: then
the database itself refuses (`lock_timeout`), and the benchmark ends with its error.
"""

import argparse
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks import servers

CLERKS, EACH = 64, 2


def main() -> None:
    """Print rates, the longest wait, and what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int, nargs="?", default=CLERKS)
    people = parser.parse_args().people
    with servers.running():
        servers.empty_database("life")
        import pytest  # noqa: PLC0415 (what follows needs Django set up)

        from tests import cast, cheap  # noqa: PLC0415

        with pytest.MonkeyPatch.context() as patch:
            cheap.install(patch)
            _clerks(cast.make(), people)


def _clerks(people: Any, number: int) -> None:
    from documents.models import IncomingEntry, RegisterEntry  # noqa: PLC0415
    from tests import life  # noqa: PLC0415

    reports = [life.begin(people).to("sign") for _ in range(number * EACH)]
    _together("leaders sign their trays", [report.sign for report in reports], number)
    _together("clerks number on one book", [report.seal for report in reports], number)
    numbers = sorted(RegisterEntry.objects.values_list("number", flat=True))
    _judge("numbers", numbers, len(reports))
    for report in reports:
        report.issue()
    _together("arrivals are received at one agency", [report.receive for report in reports], number)
    arrivals = sorted(entry.number or 0 for entry in IncomingEntry.objects.order_by("pk"))
    _judge("numbers of arrival", arrivals, len(reports))


def _together(what: str, acts: Sequence[Callable[[], object]], people: int) -> None:
    """Let so many people do the acts at once, one after the other each."""
    from django.db import connections  # noqa: PLC0415

    from ui.refusal import Refusal  # noqa: PLC0415

    waited: list[float] = []
    refused: list[Refusal] = []
    start = threading.Barrier(people)

    def work(mine: Sequence[Callable[[], object]]) -> None:
        start.wait()
        for act in mine:
            began = time.monotonic()
            try:
                act()
            except Refusal as refusal:
                refused.append(refusal)
            waited.append(time.monotonic() - began)
        connections.close_all()

    began = time.monotonic()
    with ThreadPoolExecutor(people) as pool:
        for done in [pool.submit(work, acts[n::people]) for n in range(people)]:
            done.result()
    took = time.monotonic() - began
    _say(
        f"{what:<40} {len(acts) / took:6.1f} a second, median {statistics.median(waited):.2f} s,"
        f" longest act {max(waited):.2f} s, refused {len(refused)}"
    )


def _judge(what: str, numbers: Sequence[int], expected: int) -> None:
    whole = list(numbers) == list(range(1, expected + 1))
    _say(f"{what:<40} {'no gap, none twice' if whole else f'WRONG: {numbers}'}")


def _say(text: str) -> None:
    print(text)  # noqa: T201 - what a benchmark is for


if __name__ == "__main__":
    main()
