"""A receiver that listens, and a subscription of the cast's agency to it."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from exchange import wire
from exchange.actions import subscribing
from exchange.models import Fact, Subscription
from tests import life
from tests.exchange.receiver import Receiver, receiver

SUBSCRIBABLE = [fact for fact in Fact if fact != Fact.TEST]


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test wait for the real limits."""
    monkeypatch.setattr(wire, "CONNECT", 2.0)
    monkeypatch.setattr(wire, "TOTAL", 2.0)
    monkeypatch.setattr(wire, "LINGER", 0.1)


@pytest.fixture(scope="package")
def _listening() -> Iterator[Receiver]:
    with receiver() as one:
        yield one


@pytest.fixture
def there(_listening: Receiver) -> Receiver:
    """Give the receiver, which answers well and has heard nothing yet."""
    _listening.says = "good"
    _listening.got.clear()
    return _listening


@pytest.fixture
def subscribed(cast, there) -> Callable[..., tuple[Subscription, str]]:
    """Give what subscribes the receiver to all facts, and returns the secret too."""

    def subscribe(agency=None, by=None, facts=SUBSCRIBABLE) -> tuple[Subscription, str]:
        return subscribing.subscribe(
            agency or cast.agency,
            key=uuid4(),
            address=there.url,
            facts=facts,
            by=by or cast.administrator,
            at=life.now(),
        )

    return subscribe
