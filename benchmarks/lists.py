"""What a list, a tray, a document page or a search costs in a large province, beside a small one.

Run as `python -m benchmarks.lists` (10,000 beside 100,000 documents) or with two sizes of your
own: `python -m benchmarks.lists 10000 1000000`. Pages are asked for in turns, through the whole of
Django, by officials of three agencies. A file's signatures are not judged: that asks no database.
"""

import argparse
import contextlib
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from unittest.mock import patch

from django.db import connection

from benchmarks import province, servers

SMALL, LARGE = 10_000, 100_000
ROUNDS: Final = 20
AGENCIES: Final = 3
CLERK, ARCHIVIST, HEAD_OF_UNIT, DRAFTER, LEADER = 4, 6, 7, 9, 1  # places among an agency's posts
POSTS: Final = 41
MOST_STATEMENTS: Final = 15


@dataclass(frozen=True)
class Question:
    """One page: how it is called, whose it is, its address in one agency."""

    name: str
    place: int
    address: Callable[[int], str]
    limit: float


@dataclass
class Told:
    """What one question cost in one province, time after time."""

    seconds: list[float] = field(default_factory=list)
    in_database: list[float] = field(default_factory=list)
    statements: set[int] = field(default_factory=set)


def questions() -> list[Question]:
    lists = [
        ("tray of a drafter", DRAFTER, "/"),
        ("tray of a head of unit", HEAD_OF_UNIT, "/"),
        ("tray of a leader", LEADER, "/"),
        ("tray of a clerk", CLERK, "/"),
        ("signing tray", LEADER, "/ky/"),
        ("clerk's desk", CLERK, "/van-thu/"),
        ("arrivals that wait", CLERK, "/van-ban-den/"),
        ("arrivals that are booked", CLERK, "/van-ban-den/?tinh-trang=da-vao-so"),
        ("outgoing register", CLERK, "/so/di/"),
        ("incoming register", CLERK, "/so/den/"),
        ("dossiers", ARCHIVIST, "/ho-so/"),
        ("all documents, the newest first", DRAFTER, "/tim/"),
    ]
    searches = [
        ("words without dấu", "q=kiem+tra+cong+tac"),
        ("words without dấu, a later page", "q=kiem+tra+cong+tac&sau=2.2026-01-01.1"),
        ("frequent phrase", "q=%22cải+cách+hành+chính%22"),
        ("phrase of a few texts", "q=%22chỉ+số+cải+cách%22"),
        ("a person's name", "q=Trần+Hữu+Khánh"),
        ("a person's name as a phrase", "q=%22Trần+Hữu+Khánh%22"),
        ("number", "q=số+3"),
        ("notation", "q=/bc-cqac"),
        ("code", "q=3/BC-CQAC"),
        ("phrase, agency, year, kind", "q=%22cải+cách%22&coquan=2&nam=2025&loai=BC"),
        ("phrase of frequent words that never occurs", "q=%22chính+công+tỉnh+tác%22"),
        ("words that never occur", "q=xyzzy+quux"),
    ]
    asked = [Question(name, place, _always(to), 1.5) for name, place, to in lists]
    asked += [
        Question("document, in its own house", LEADER, own_document, 1.5),
        Question("document, where it arrived", CLERK, document_that_arrived, 1.5),
    ]
    asked += [
        Question(f"search: {name}", DRAFTER, _always(f"/tim/?{to}"), 3) for name, to in searches
    ]
    asked.append(Question("suggestions", DRAFTER, _always("/tim/goi-y/?q=kiem+tra+co"), 3))
    return asked


def _always(address: str) -> Callable[[int], str]:
    return lambda _: address


def agencies_with_arrivals() -> list[int]:
    """Return a few agencies of the province that Django is led to."""
    from documents.models import IncomingEntry  # noqa: PLC0415 (models need Django set up)

    arrived = IncomingEntry.objects.order_by("agency").values_list("agency", flat=True).distinct()
    return list(arrived)[:: max(1, arrived.count() // AGENCIES)][:AGENCIES]


def own_document(agency: int) -> str:
    from documents.models import Document, Status  # noqa: PLC0415

    issued = Document.objects.filter(agency=agency, status=Status.ISSUED)
    return f"/van-ban/{issued.order_by('-pk').values_list('public_id', flat=True)[0]}/"


def document_that_arrived(agency: int) -> str:
    from documents.models import IncomingEntry  # noqa: PLC0415

    arrived = IncomingEntry.objects.filter(agency=agency).order_by("-pk")
    return f"/van-ban/{arrived.values_list('document__public_id', flat=True)[0]}/"


@contextlib.contextmanager
def judged_elsewhere() -> Iterator[None]:
    """Let a page ask the database all that it asks for a verdict, and no file."""
    from documents.pages import verifying  # noqa: PLC0415

    def verdict(document: Any, rendition: Any, **_: Any) -> dict[str, Any]:
        verifying.expected(document, rendition)
        return {"verdict": "valid", "problems": [], "signatures": []}

    with patch.object(verifying, "verdict_on", verdict):
        yield


@contextlib.contextmanager
def everything_seen() -> Iterator[None]:
    """Let whoever asks see every document: nobody may, but so it shows what the rule costs."""
    from django.db.models import Q  # noqa: PLC0415

    from documents import search  # noqa: PLC0415

    with patch.object(search, "seen_by", lambda *_, **__: Q()):
        yield


class Province:
    """One province, with a browser for each official who asks in it."""

    def __init__(self, size: int) -> None:
        servers.use_database(province.name_of(size))
        province.fill(size)
        self.size = size
        self.wrapper = connection._connections[connection._alias]  # type: ignore[attr-defined]  # noqa: SLF001
        self.browsers: dict[int, Any] = {}
        self.told: dict[str, Told] = {}

    def ask(self, question: Question, agency: int, *, count: bool) -> None:
        from django.db import connections  # noqa: PLC0415

        connections["default"] = self.wrapper
        address = question.address(agency)
        browser = self._browser((agency - 1) * POSTS + question.place)
        spent: list[float] = []

        def timed(execute: Any, *given: Any) -> Any:
            began = time.perf_counter()
            try:
                return execute(*given)
            finally:
                spent.append(time.perf_counter() - began)

        with connection.execute_wrapper(timed):
            began = time.perf_counter()
            answer = browser.get(address)
            took = time.perf_counter() - began
        assert answer.status_code in (200, 302), (address, answer.status_code)
        told = self.told.setdefault(question.name, Told())
        if count:
            told.seconds.append(took)
            told.in_database.append(sum(spent))
            told.statements.add(len(spent))

    def _browser(self, key: int) -> Any:
        from django.test import Client  # noqa: PLC0415

        from agencies.models import Official  # noqa: PLC0415

        if key not in self.browsers:
            self.browsers[key] = Client(HTTP_HOST="127.0.0.1")
            self.browsers[key].force_login(Official.objects.get(pk=key))
        return self.browsers[key]


def main() -> None:
    """Print each question's ratio, large beside small, and its statements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[SMALL, LARGE])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    with servers.running():
        small, large = (Province(size) for size in given.sizes)
        asked, agencies = questions(), agencies_with_arrivals()
        with judged_elsewhere():
            for number in range(given.rounds + 1):
                for question in asked:
                    for agency in agencies:
                        for here in (small, large):
                            here.ask(question, agency, count=number > 0)
        say(
            f"{'p95 of the whole page':<50} {small.size:>9,} {large.size:>9,}"
            "  ratio    in SQL  statements"
        )
        for question in asked:
            say(_line(question, small.told[question.name], large.told[question.name]))


def _line(question: Question, small: Told, large: Told) -> str:
    before, after = p95(small.seconds), p95(large.seconds)
    in_sql = p95(large.in_database) / p95(small.in_database)
    counted = sorted(small.statements | large.statements)
    marks = [
        *(["TOO SLOW"] if after / before > question.limit else []),
        *(["TOO MANY"] if max(counted) > MOST_STATEMENTS else []),
    ]
    return (
        f"{question.name:<50} {before * 1000:6.0f} ms {after * 1000:6.0f} ms {after / before:6.2f}"
        f"  {in_sql:8.2f}  {'-'.join(map(str, counted))} {' '.join(marks)}"
    )


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def say(line: str) -> None:
    print(line)  # noqa: T201 - what a benchmark is for


if __name__ == "__main__":
    main()
