"""Fixtures for every test: the servers of this run, and the tripwires that are always on."""

import os
import signal
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client

from tests import servers
from tests.tripwires import (  # noqa: F401
    _forms_carry_their_token,
    _rows_that_nobody_ordered_come_in_any_order,
)

# Its assertions explain themselves, whichever test imports it first.
pytest.register_assert_rewrite("tests.workflow.invariants")

if TYPE_CHECKING:
    from agencies.models import Official
    from tests.cast import Cast


def pytest_configure() -> None:
    # A variable that a template does not know fails the test that shows the page.
    os.environ["FAIL_INVALID_TEMPLATE_VARS"] = "true"
    # A run that is told to end (a time-out, say) stops its servers as after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_report_header() -> list[str]:
    from tests import parts  # noqa: PLC0415 (named only for a run that shows it)

    return parts.told()


def pytest_unconfigure() -> None:
    servers.stop()


@pytest.fixture(scope="session")
def postgres() -> str:
    """Start this run's PostgreSQL and give its address."""
    servers.start("postgres")
    return servers.MACHINE.environment["DATABASE_URL"]


@pytest.fixture(scope="session")
def objects() -> dict[str, str]:
    """Start this run's object store and give its variables, as the environment names them."""
    servers.start("objects")
    environment = servers.MACHINE.environment
    return {name: value for name, value in environment.items() if name.startswith("S3_")}


@pytest.fixture(scope="session")
def authority() -> str:
    """Start this run's certificate and timestamp authority and give its address."""
    servers.start("authority")
    return servers.MACHINE.environment["AUTHORITY_URL"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres: str) -> None:
    """Have PostgreSQL running before pytest-django makes its test database there."""


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """Let a test commit, as real people do at one moment; what it left is wiped afterwards."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def cheap_files(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Let files cost nothing, and give the store that they lie in; see tests/cheap.py."""
    from tests import cheap  # noqa: PLC0415

    return cheap.install(monkeypatch)


@pytest.fixture
def cast(db: None, objects: dict[str, str], authority: str) -> "Cast":
    """Put one official of each role, and a stranger, into the database."""
    from tests import cast as casting  # noqa: PLC0415 (models exist only once Django is set up)

    return casting.make()


@pytest.fixture
def signed_in() -> Callable[["Official"], Client]:
    """Give a browser in which an official is signed in; it insists on CSRF tokens nowhere."""

    def browser(official: "Official") -> Client:
        client = Client()
        client.force_login(official)
        return client

    return browser
