"""Pages are drawn here without a server: static files keep their plain names."""

import pytest
from pytest_django import Settings

from ui import build, sheets


@pytest.fixture(autouse=True)
def plain_names(settings: Settings) -> None:
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}


@pytest.fixture(scope="session")
def built() -> None:
    """See that the letters and icons are there; a set-up has made them before."""
    build.build()
    sheets.write()
