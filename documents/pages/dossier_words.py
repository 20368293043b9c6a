"""The journal of a dossier as officials read it: one sentence an act."""

from collections.abc import Callable
from typing import Any, Final

from documents.models import Dossier, DossierEvent
from ui.parts import Entry, Tone

_SENTENCES: Final[dict[str, Callable[[dict[str, Any]], str]]] = {
    "OPENED": lambda f: f"Mở hồ sơ, tiếp theo {f['follows']}" if "follows" in f else "Mở hồ sơ",
    "FILLED": lambda f: f"Đưa vào {', '.join(f['documents'])}",
    "CLOSED": lambda f: f"Đóng hồ sơ, {f['documents']} văn bản",
    "REOPENED": lambda _: "Mở lại hồ sơ",
    "CONTINUED": lambda f: f"Lập hồ sơ tiếp theo {f['sequel']}",
}
_TONES: Final[dict[str, Tone]] = {"CLOSED": "good", "REOPENED": "warn"}


def known_acts() -> set[str]:
    """Return the acts that have a sentence."""
    return set(_SENTENCES)


def entries(dossier: Dossier) -> list[Entry]:
    """Return the whole journal in words, the newest act first."""
    return [_entry(event) for event in dossier.events.select_related("by").order_by("-n")]


def _entry(event: DossierEvent) -> Entry:
    words = _SENTENCES.get(event.act)
    reason = event.facts.get("reason")
    return Entry(
        at=event.at,
        text=words(event.facts) if words else f"Việc {event.act}",
        by=str(event.by),
        detail=f"«{reason}»" if reason else "",
        tone=_TONES.get(event.act, ""),
    )
