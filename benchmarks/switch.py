"""What going on to the next document of the signing tray costs, beside the page loaded whole.

Run as `python -m benchmarks.switch`. The next document's page and its file are what the browser
asks for; a page loaded whole asks for style sheets, scripts and fonts beside them.
"""

import re
from collections.abc import Iterable
from typing import Any, Final

from benchmarks import servers
from benchmarks.measuring import in_turns, table

WAITING, ROUNDS = 5, 15
NEXT, WHOLE = "the next document: page and file", "a page loaded whole, first visit"
_LOADED: Final = re.compile(r'(?:src|href)="(/static/[^"]+\.(?:js|mjs|css|woff2))"')


def main() -> None:
    """Print the ratio of time and of bytes."""
    with servers.running():
        servers.empty_database("life")
        from django.test import Client  # noqa: PLC0415 (what follows needs Django set up)

        from tests import cast, life  # noqa: PLC0415
        from workflow import inbox, signing_tray  # noqa: PLC0415

        people = cast.make()
        for _ in range(WAITING):
            life.begin(people).to("sign")
        browser = Client(HTTP_HOST="127.0.0.1")
        browser.force_login(people.leader)
        entries = signing_tray.entries(people.leader, at=life.now())
        addresses = [
            (
                inbox.address(entry.task),
                f"/van-ban/{entry.document.public_id}/tep/{entry.prepared.pk}.pdf",
            )
            for entry in entries
            if entry.prepared
        ]
        _compare(browser, addresses)


def _compare(browser: Any, addresses: list[tuple[str, str]]) -> None:
    bytes_of: dict[str, int] = {}

    def ask(name: str, wanted: Iterable[str]) -> None:
        bytes_of[name] = sum(len(_body(browser.get(address))) for address in wanted)

    def go_on(number: int) -> None:
        ask(NEXT, addresses[number % len(addresses)])

    def load(number: int) -> None:
        page, file = addresses[number % len(addresses)]
        text = browser.get(page).content.decode()
        ask(WHOLE, [page, file, *dict.fromkeys(_LOADED.findall(text))])

    medians = in_turns({NEXT: go_on, WHOLE: load}, rounds=ROUNDS)
    _say(table(medians, beside=WHOLE))
    share = bytes_of[NEXT] / bytes_of[WHOLE]
    _say(f"{'bytes, uncompressed':<44} {share:6.2f}   ({bytes_of[NEXT]:,})")


def _body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def _say(text: str) -> None:
    print(text)  # noqa: T201 - what a benchmark is for


if __name__ == "__main__":
    main()
