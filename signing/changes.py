"""What was changed after a signature, by name: the reason behind a refused revision."""

from typing import Any, Final

from pyhanko.pdf_utils import generic

from signing.fields import DATE, NUMBER
from signing.structure import (
    Field,
    elements,
    entry,
    fields_of,
    identity,
    likeness,
    pages_of,
    target,
)

# Deep enough for a field's look: appearance, resources, form, its resources, font, font file.
_LOOK: Final = 8
_INFO: Final = 3
_BESIDE_CONTENT: Final = frozenset({"/Annots", "/Parent", "/StructParents", "/Tabs", "/Type"})
_FILLED: Final = {NUMBER: "number", DATE: "date"}

Finding = tuple[str, str]  # code, name of the field or nothing


def explain(reader: Any, since: int) -> list[Finding]:
    """Return what differs between revision `since` and the file as it is, as far as named."""
    old, new = reader.get_historical_resolver(since), reader
    found: list[Finding] = []
    if _info(old) != _info(new):
        found.append(("info-changed", ""))
    if _metadata(old) != _metadata(new):
        found.append(("metadata-changed", ""))
    if _wants_appearances(new) and not _wants_appearances(old):
        found.append(("appearances-requested", ""))
    found += _field_changes(old, new)
    if _pages_changed(reader, old, since):
        found.append(("page-changed", ""))
    if _has_new_annotation(old, new):
        found.append(("annotation-added", ""))
    return found


def filled_between(reader: Any, earlier: int, later: int) -> list[str]:
    """Return which of the number line and the date line, still blank, were written on between."""
    before = {field.name: field for field in fields_of(reader.get_historical_resolver(earlier))}
    after = {field.name: field for field in fields_of(reader.get_historical_resolver(later))}
    return [
        word
        for name, word in _FILLED.items()
        if name in before and name in after and not before[name].text
        if _content(before[name]) != _content(after[name])
    ]


def vanished(reader: Any, since: int) -> list[Finding]:
    """Return the fields and the signatures that a revision had and the file has no longer."""
    now = {field.name: field for field in fields_of(reader)}
    found: list[Finding] = []
    for field in fields_of(reader.get_historical_resolver(since)):
        left = now.get(field.name)
        if left is None or left.kind != field.kind:
            found.append(("field-removed", field.name))
        elif field.kind == "/Sig" and field.is_filled and not left.is_filled:
            found.append(("signature-removed", field.name))
    return found


def _field_changes(old: Any, new: Any) -> list[Finding]:
    before = {field.name: field for field in fields_of(old)}
    found: list[Finding] = []
    for field in fields_of(new):
        was = before.get(field.name)
        if was is None:
            continue
        if field.is_hidden and not was.is_hidden:
            found.append(("field-hidden", field.name))
        elif field.rectangle != was.rectangle:
            found.append(("field-moved", field.name))
        elif field.name in _FILLED and was.text and _content(field) != _content(was):
            found.append((f"{_FILLED[field.name]}-changed", field.name))
    return found


def _content(field: Field) -> Any:
    look = field.dictionary.raw_get("/AP") if "/AP" in field.dictionary else None
    return field.text, likeness(look, _LOOK)


def _info(handler: Any) -> Any:
    trailer = handler.trailer_view
    return likeness(trailer.raw_get("/Info"), _INFO) if "/Info" in trailer else None


def _metadata(handler: Any) -> Any:
    root = handler.root
    return likeness(root.raw_get("/Metadata"), 1) if "/Metadata" in root else None


def _wants_appearances(handler: Any) -> bool:
    form = entry(handler.root, "/AcroForm", {})
    return bool(entry(form, "/NeedAppearances", False))


def _pages_changed(reader: Any, old: Any, since: int) -> bool:
    rewritten = {
        (reference.idnum, reference.generation)
        for revision in range(since + 1, reader.xrefs.total_revisions)
        for reference in reader.xrefs.explicit_refs_in_revision(revision)
    }
    before, after = pages_of(old), pages_of(reader)
    if [_own(page) for page in before] != [_own(page) for page in after]:
        return True
    return bool(_drawn(before) & rewritten)


def _own(page: Any) -> Any:
    """The page dictionary itself, references not followed."""
    return tuple(
        (key, likeness(page.raw_get(key), 0)) for key in sorted(page) if key not in _BESIDE_CONTENT
    )


def _drawn(pages: list[Any]) -> set[tuple[int, int]]:
    """Every object that pages are drawn with."""
    waiting = [page.raw_get(key) for page in pages for key in page if key not in _BESIDE_CONTENT]
    seen: set[tuple[int, int]] = set()
    while waiting:
        item = waiting.pop()
        reference = identity(item)
        if reference is not None:
            if reference in seen:
                continue
            seen.add(reference)
            item = target(item)
        if isinstance(item, generic.DictionaryObject):
            waiting.extend(item.raw_get(key) for key in item if key not in _BESIDE_CONTENT)
        elif isinstance(item, generic.ArrayObject):
            waiting.extend(item.raw_get(index) for index in range(len(item)))
    return seen


def _has_new_annotation(old: Any, new: Any) -> bool:
    return bool(_annotations(new) - _annotations(old))


def _annotations(handler: Any) -> set[Any]:
    """Whatever lies on the pages and is not a form field."""
    found = set()
    for page in pages_of(handler):
        annotations = entry(page, "/Annots", ())
        for index, annotation in enumerate(elements(annotations)):
            if entry(annotation, "/Subtype", "") != "/Widget":
                raw = annotations.raw_get(index)
                found.add(identity(raw) or likeness(raw, 1))
    return found
