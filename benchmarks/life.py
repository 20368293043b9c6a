"""What a whole life costs beside bare models that write the same rows, and how many statements.

Run as `python -m benchmarks.life`. A report goes from its first draft to its receipt; files cost
nothing here (tests/cheap.py), so what is left is the application and its database. The bare way
saves a copy of every row that the life left, each by its model, one statement a row.
"""

import re
import time
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from benchmarks import servers
from benchmarks.measuring import in_turns, table

ROUNDS: Final = 15
MOST_STATEMENTS: Final = 140
LIFE, BARE = "the life, by its acts and jobs", "its rows, by bare models"


def main() -> None:
    """Print the ratio of the processor's time, and the statements of one life."""
    with servers.running():
        servers.empty_database("life")
        import pytest  # noqa: PLC0415 (what follows needs Django set up)

        from tests import cast, cheap  # noqa: PLC0415

        with pytest.MonkeyPatch.context() as patch:
            cheap.install(patch)
            people = cast.make()
            _compare(people)


def _compare(people: Any) -> None:
    from django.db import connection  # noqa: PLC0415

    from tests import life  # noqa: PLC0415

    rows: list[Any] = []
    life.begin(people).to("end")  # opens the books of the year

    def live(_: int) -> None:
        before = _last_keys()
        life.begin(people).to("end")
        rows[:] = _rows_after(before)

    def copy(number: int) -> None:
        _copy(rows, mark=f"{number}-{uuid.uuid4().hex[:6]}")

    medians = in_turns({LIFE: live, BARE: copy}, rounds=ROUNDS, clock=time.process_time)
    _say(table(medians, beside=BARE))
    counted = _by_act(people, connection)
    _say("\n".join(f"{name:<28}{count:>5} statements" for name, count in counted.items()))
    total = sum(counted.values())
    over = "" if total <= MOST_STATEMENTS else "  TOO MANY"
    _say(f"{'a whole life':<28}{total:>5} statements, {len(rows)} rows{over}")


def _by_act(people: Any, connection: Any) -> dict[str, int]:
    """Count the statements of each act, and of the jobs that it asks for."""
    from tests import life  # noqa: PLC0415
    from tests.jobs_now import run_jobs  # noqa: PLC0415

    found: Counter[str] = Counter()
    report: list[Any] = []

    def counted(name: str, act: Callable[[], Any]) -> None:
        def count(execute: Any, sql: str, *given: Any) -> Any:
            # The queue's own bookkeeping, which a worker does in another way, is not counted.
            if not re.search(r"procrastinate_jobs|SAVEPOINT", sql):
                found[name] += 1
            return execute(sql, *given)

        with connection.execute_wrapper(count):
            act()

    from workflow.actions import distributing, reviewing  # noqa: PLC0415

    counted("begin", lambda: report.append(life.begin(people)))
    counted("its jobs", run_jobs)
    (it,) = report
    counted("submit", it.submit)
    counted("initial", it.initial)
    counted("its jobs", run_jobs)
    counted(
        "check the form", lambda: reviewing.pass_form(it.task, by=people.checker, at=life.now())
    )
    counted("its jobs", run_jobs)
    counted("sign", it.sign)
    counted("number and seal", it.seal)
    counted("its jobs", run_jobs)
    counted("issue", lambda: distributing.issue(it.task, by=people.clerk, at=life.now()))
    counted("its jobs", run_jobs)
    counted("receive", it.receive)
    return dict(found)


def _models() -> list[Any]:
    from django.apps import apps  # noqa: PLC0415

    return [
        *apps.get_app_config("documents").get_models(),
        *apps.get_app_config("workflow").get_models(),
    ]


def _last_keys() -> dict[Any, int]:
    return {
        model: model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        for model in _models()
    }


def _rows_after(before: dict[Any, int]) -> list[Any]:
    return [
        row
        for model, last in before.items()
        for row in model.objects.filter(pk__gt=last).order_by("pk")
    ]


def _copy(rows: list[Any], *, mark: str) -> None:
    """Save every row once more under a key of its own; what may stand once only is renamed."""
    from django.db import connection, transaction  # noqa: PLC0415

    keys = {(type(row), row.pk): index for index, row in enumerate(rows)}
    copies: dict[int, Any] = {}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for index, row in enumerate(rows):
            values = {
                field.attname: _value(row, field, keys, copies, mark=f"{mark}-{index}")
                for field in _fields(row)
                if not field.primary_key
            }
            copies[index] = type(row)(**values)
            copies[index].save(force_insert=True)
        transaction.set_rollback(True)


def _fields(row: Any) -> Any:
    return row._meta.concrete_fields  # noqa: SLF001 - Django's own name for it


def _value(
    row: Any, field: Any, keys: dict[Any, int], copies: dict[int, Any], *, mark: str
) -> object:
    """Return what a copy holds in one field: of what was copied too, the copy."""
    value = getattr(row, field.attname)
    if field.is_relation and value is not None:
        at = keys.get((field.related_model, value))
        return copies[at].pk if at in copies else value
    if field.name == "number" and value:
        return value + 1_000
    renamed: dict[str, object] = {
        "key": mark,
        "version_id": mark,
        "public_id": uuid.uuid4(),
        "verification_code": uuid.uuid4().hex[:8].upper(),
    }
    if "begun_at" in {one.name for one in _fields(row)} and field.name == "status":
        return "DRAFTING"  # what is issued takes no recipients
    return renamed.get(field.name, value)


def _say(text: str) -> None:
    print(text)  # noqa: T201 - what a benchmark is for


if __name__ == "__main__":
    main()
