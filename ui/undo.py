"""Offering to take back what was just done, where it can be taken back."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest

_MARK: Final = "undo:"


def offer(request: HttpRequest, sentence: str, url: str) -> None:
    """Tell what was done; beside it stands «Hoàn tác», which sends a POST to `url`.

    The button is a form of its own and needs no script. With one it becomes a short message that
    goes by itself. Signing, numbering, sealing and issuing are never offered back.
    """
    messages.success(request, sentence, extra_tags=_MARK + url)


def address(extra_tags: str | None) -> str:
    """Return where the message's button sends its POST; "" where it has none."""
    tags = extra_tags or ""
    return tags.removeprefix(_MARK) if tags.startswith(_MARK) else ""
