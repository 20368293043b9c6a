"""Pages are asked here without a server: static files keep their plain names."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from agencies.models import Official
from tests import cheap


@pytest.fixture(autouse=True)
def plain_names(settings: Settings) -> None:
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}
    settings.UI_NAVIGATION = settings.UI_BADGE = ""  # the frame belongs to other rooms


@pytest.fixture
def cheap_files(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Let files cost nothing; see tests/cheap.py."""
    return cheap.install(monkeypatch)


@pytest.fixture
def signed_in() -> Callable[[Official], Client]:
    """Give a browser in which an official is signed in; it insists on CSRF tokens nowhere."""

    def browser(official: Official) -> Client:
        client = Client()
        client.force_login(official)
        return client

    return browser
