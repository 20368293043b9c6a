"""The English words of the interface: which are needed, and the file that the pages read.

Run as `python -m ui.catalogue` to make the `django.mo` beside each `django.po`; a set-up does. The
sentences in the code are Vietnamese, and are the English catalogue's keys. The Vietnamese one
holds what Django itself says of a wrong field.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT: Final = Path(__file__).resolve().parent.parent
ROOMS: Final = ("agencies", "config", "documents", "exchange", "ui", "workflow")
LANGUAGES: Final = ("vi", "en")

_CALLS: Final = ("_", "_lazy", "gettext", "gettext_lazy", "ngettext")
# Parts that look up what they are given: their users need not ask for it.
_PARTS: Final = (
    re.compile(r'\{% (?:panel|tag) "([^"]+)"'),
    re.compile(r'ui/empty\.html"[^%]*?\btitle="([^"]+)"'),
    re.compile(r'ui/empty\.html"[^%]*?\btext="([^"]+)"'),
)
# One of several pieces is no whole sentence.
_LABELS: Final = re.compile(r'\b(?:label|help_text)="([^"]+)"(?!\s*f?")')


def words(language: str = "en") -> Catalog:
    """Read the words of one language."""
    with _file(language).open("rb") as file:
        return read_po(file, locale=language)


def compile_words() -> None:
    """Make the files that gettext reads."""
    for language in LANGUAGES:
        with _file(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, words(language))


def asked_for() -> set[str]:
    """Return every sentence that a template or the code asks gettext for."""
    return {text for path in _sources() for text in _asked(path)}


def shown_by_parts() -> set[str]:
    """Return what the shared parts look up by themselves: headings, tags, labels of fields."""
    found: set[str] = set()
    for path in _sources():
        text = path.read_text(encoding="utf-8")
        for pattern in _PARTS if path.suffix == ".html" else (_LABELS,):
            found.update(pattern.findall(text))
    return found


def _file(language: str) -> Path:
    return ROOT / f"ui/locale/{language}/LC_MESSAGES/django.po"


def _sources() -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in (".py", ".html") and "migrations" not in path.parts:
                yield path


def _asked(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # Python to read, but for the indentation, which is that of the page.
        calls = templatize(text, origin=str(path)).splitlines()
        text = "\n".join(line.strip() for line in calls)
    # Babel's types promise less than it gives: a tuple for a plural, None for a name.
    found: Any = extract_python(
        BytesIO(text.encode()), dict.fromkeys(_CALLS), (), {"encoding": "utf-8"}
    )
    for _line, name, message, _comments in found:
        both = message if isinstance(message, tuple) else (message,)
        yield from (one for one in both[: 2 if name == "ngettext" else 1] if one)


if __name__ == "__main__":
    compile_words()
