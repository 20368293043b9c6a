import pytest
from procrastinate.contrib.django import app


@pytest.fixture(autouse=True)
def no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing run by the clock: a minute that ends would bring jobs that no test asked for."""
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})
