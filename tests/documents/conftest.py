"""Pages are asked here without a server: static files keep their plain names."""

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def plain_names(settings: Settings) -> None:
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}
    settings.UI_NAVIGATION = settings.UI_BADGE = settings.UI_BELL = (
        ""  # the frame belongs to other rooms
    )
