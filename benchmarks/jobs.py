"""How many jobs one issued document asks of the queue, from its first draft to its arrival.

Run as `python -m benchmarks.jobs`. Files cost nothing here; one revision, one receiver here.
"""

from collections import Counter
from typing import Any, Final

from benchmarks import servers

MOST: Final = 6


def main() -> None:
    """Print the jobs of one life by name, and their number."""
    with servers.running():
        servers.empty_database("life")
        import pytest  # noqa: PLC0415 (what follows needs Django set up)

        from tests import cast, cheap  # noqa: PLC0415

        with pytest.MonkeyPatch.context() as patch:
            cheap.install(patch)
            found = _jobs_of_a_life(cast.make())
    for name, count in found.most_common():
        _say(f"{name:<28}{count:>3}")
    total = found.total()
    _say(f"{'jobs an issued document':<28}{total:>3}{'' if total <= MOST else '  TOO MANY'}")


def _jobs_of_a_life(people: Any) -> Counter[str]:
    from django.db import connection  # noqa: PLC0415

    from tests import life  # noqa: PLC0415

    found: Counter[str] = Counter()

    def note(execute: Any, sql: str, params: Any, *given: Any) -> Any:
        result = execute(sql, params, *given)
        if "procrastinate_defer_job" in sql:
            found[_name(params)] += 1
        return result

    with connection.execute_wrapper(note):
        life.begin(people).to("receive")
    return found


def _name(params: Any) -> str:
    from config.jobs import FUNCTIONS  # noqa: PLC0415

    written = str(params)
    return next((name for name in FUNCTIONS if f"'{name}'" in written), written)


def _say(text: str) -> None:
    print(text)  # noqa: T201 - what a benchmark is for


if __name__ == "__main__":
    main()
