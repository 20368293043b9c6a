"""Tripwires over every test: what a page or a query must never do, whatever is being tested."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler
from django.test import Client

_FORM = re.compile(r"<form\b[^>]*\bmethod=[\"']?post\b[^>]*>.*?</form>", re.IGNORECASE | re.DOTALL)


@pytest.fixture(autouse=True)
def _forms_carry_their_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a page has a form that would be refused, because it carries no token."""
    request = Client.request

    def checked(self: Client, **asked: Any) -> Any:
        answer = request(self, **asked)
        if not answer.streaming and answer.get("Content-Type", "").startswith("text/html"):
            for form in _FORM.findall(answer.content.decode()):
                if 'name="csrfmiddlewaretoken"' not in form:
                    pytest.fail(f"{asked.get('PATH_INFO')}: no {{% csrf_token %}} in {form[:200]}")
        return answer

    monkeypatch.setattr(Client, "request", checked)


@pytest.fixture(scope="session", autouse=True)
def _rows_that_nobody_ordered_come_in_any_order() -> Iterator[None]:
    """Shuffle what a query asks for without an order: PostgreSQL promises none either."""
    with pytest.MonkeyPatch.context() as patch:
        pairs: Any = SQLCompiler._order_by_pairs

        def shuffled(self: SQLCompiler) -> Iterator[tuple[OrderBy, bool]]:
            ordered = list(pairs(self))
            yield from ordered
            if not ordered and _may_be_shuffled(self):
                yield OrderBy(Random()), False

        patch.setattr(SQLCompiler, "_order_by_pairs", shuffled)
        yield


def _may_be_shuffled(compiler: SQLCompiler) -> bool:
    query = compiler.query
    return not (
        query.subquery
        or query.combinator
        or query.distinct
        or query.group_by is not None
        or query.is_sliced
        # Locks are taken in the order of the rows: shuffled, two of our own would wait in a circle.
        or query.select_for_update
    )
