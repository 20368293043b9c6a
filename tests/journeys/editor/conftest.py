"""The editor on a bare page; whatever the browser complains of fails the test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.journeys.editor.bench import Bench, Mount, mounted
from ui import build


@pytest.fixture
def mount(new_context: Callable[..., BrowserContext]) -> Iterator[Mount]:
    build.build()
    complaints: list[str] = []

    def open_(*blocks: Any, readonly: bool = False, **options: Any) -> Bench:
        context = new_context(**options)
        context.on("console", lambda message: complaints.append(message.text))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        return mounted(context, list(blocks), readonly=readonly)

    yield open_
    assert complaints == []
