"""Waiting for what a page comes to."""

from time import monotonic, sleep
from typing import Any

from playwright.sync_api import Page


def until(page: Page, claim: str, arg: Any = None) -> None:
    """Ask the page again and again until a claim, in JavaScript, is true; ten seconds at most.

    Playwright's own way of it runs inside the page, where our policy lets no text become code.
    """
    last = monotonic() + 10
    while not page.evaluate(claim, arg):
        assert monotonic() < last, f"not within ten seconds: {claim}"
        sleep(0.05)
