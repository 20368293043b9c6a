"""The journal of a dossier as officials read it: one sentence an act."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext

from agencies.models import Official
from documents import access
from documents.models import Document, Dossier, DossierEvent
from ui.parts import Entry, Tone

_SENTENCES: Final[dict[str, Callable[[dict[str, Any]], str]]] = {
    "OPENED": lambda f: f"Mở hồ sơ, tiếp theo {f['follows']}" if "follows" in f else "Mở hồ sơ",
    "FILLED": lambda f: f"Đưa vào {f['said']}",
    "TAKEN_OUT": lambda f: f"Đưa ra {f['said']}",
    "CLOSED": lambda f: f"Đóng hồ sơ, {f['documents']} văn bản",
    "REOPENED": lambda _: "Mở lại hồ sơ",
    "CONTINUED": lambda f: f"Lập hồ sơ tiếp theo {f['sequel']}",
}
_TONES: Final[dict[str, Tone]] = {"CLOSED": "good", "REOPENED": "warn"}
_ABOUT_DOCUMENTS: Final = ("FILLED", "TAKEN_OUT")


def known_acts() -> set[str]:
    """Return the acts that have a sentence."""
    return set(_SENTENCES)


def entries(dossier: Dossier, *, reader: Official, on: date) -> list[Entry]:
    """Return the whole journal in words, the newest act first.

    A document is named to whoever may see it; to others it is counted.
    """
    events = list(dossier.events.select_related("by").order_by("-n"))
    keys = {key for event in events for key in _keys(event)}
    seen = access.visible_to(reader, on=on).filter(pk__in=keys).select_related("register_entry")
    names = {one.pk: _called(one) for one in seen}
    return [_entry(event, names) for event in events]


def _keys(event: DossierEvent) -> list[int]:
    """Return the documents an act is about; what was written before as words names none."""
    written = event.facts["documents"] if event.act in _ABOUT_DOCUMENTS else []
    return [key for key in written if isinstance(key, int)]


def _called(document: Document) -> str:
    entry = getattr(document, "register_entry", None)
    return entry.code if entry else document.subject


def _documents(event: DossierEvent, names: dict[int, str]) -> str:
    told = [names[key] for key in _keys(event) if key in names]
    others = len(event.facts["documents"]) - len(told)
    if others:
        told.append(
            gettext("%(others)s văn bản khác") % {"others": others}
            if told
            else gettext("%(others)s văn bản") % {"others": others}
        )
    return ", ".join(told)


def _entry(event: DossierEvent, names: dict[int, str]) -> Entry:
    facts = event.facts | (
        {"said": _documents(event, names)} if event.act in _ABOUT_DOCUMENTS else {}
    )
    words = _SENTENCES.get(event.act)
    reason = event.facts.get("reason")
    return Entry(
        at=event.at,
        text=words(facts) if words else gettext("Việc %(act)s") % {"act": event.act},
        by=str(event.by),
        detail=f"«{reason}»" if reason else "",
        tone=_TONES.get(event.act, ""),
    )
