"""What a file is made of, seen at one revision: its fields and its pages, within limits."""

import hashlib
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from pyhanko.pdf_utils import generic

from signing.errors import SigningError

_DEEPEST_TREE: Final = 60
_MOST_FIELDS: Final = 5_000
_INVISIBLE: Final = 1 | 2 | 32  # annotation flags Invisible, Hidden and NoView
_PRINT: Final = 4


class TooComplex(SigningError):
    """A limit was reached; whoever needs such a file does not send it here."""

    def __init__(self) -> None:
        super().__init__("Cấu trúc tệp quá phức tạp để kiểm tra.")


@dataclass(frozen=True)
class Field:
    """A form field; `value` is the identity of its /V object where that is indirect."""

    name: str
    kind: str
    dictionary: Any
    value: tuple[int, int] | None

    @property
    def is_filled(self) -> bool:
        return "/V" in self.dictionary

    @property
    def text(self) -> str:
        return str(entry(self.dictionary, "/V", ""))

    @property
    def is_hidden(self) -> bool:
        """Whether a viewer or a printer would leave it out."""
        flags = int(entry(self.dictionary, "/F", 0))
        left, bottom, right, top = self.rectangle
        empty = right - left < 1 or top - bottom < 1
        return bool(flags & _INVISIBLE) or not flags & _PRINT or empty

    @property
    def rectangle(self) -> tuple[float, ...]:
        edges = elements(entry(self.dictionary, "/Rect", ()))
        return tuple(float(edge) for edge in edges) if len(edges) == 4 else (0, 0, 0, 0)


def fields_of(handler: Any) -> list[Field]:
    """Return the terminal fields of a file, or of one of its revisions, in order."""
    found: list[Field] = []
    for field in _walk(entry(entry(handler.root, "/AcroForm", {}), "/Fields", ()), "", "", 0):
        found.append(field)
        if len(found) > _MOST_FIELDS:
            raise TooComplex
    return found


def _walk(fields: Any, above: str, kind: str, depth: int) -> Iterator[Field]:
    if depth > _DEEPEST_TREE:
        raise TooComplex
    for dictionary in elements(fields):
        own = str(entry(dictionary, "/T", ""))
        name = f"{above}.{own}" if above and own else above or own
        of_kind = str(entry(dictionary, "/FT", kind))
        children = entry(dictionary, "/Kids", ())
        if any("/T" in child for child in elements(children)):
            yield from _walk(children, name, of_kind, depth + 1)
        else:
            value = dictionary.raw_get("/V") if "/V" in dictionary else None
            yield Field(name, of_kind, dictionary, identity(value))


def pages_of(handler: Any) -> list[Any]:
    """Return the page dictionaries, in order."""
    found: list[Any] = []
    waiting = [(handler.root["/Pages"], 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > _DEEPEST_TREE or len(found) > _MOST_FIELDS:
            raise TooComplex
        if "/Kids" in node:
            waiting.extend((child, depth + 1) for child in reversed(elements(node["/Kids"])))
        else:
            found.append(node)
    return found


def entry(dictionary: Any, key: str, default: Any) -> Any:
    """Return what a key stands for: pyHanko's own `get` returns references unresolved."""
    return dictionary[key] if key in dictionary else default  # noqa: SIM401


def elements(array: Any) -> list[Any]:
    """Return the items of an array, references resolved: iterating over it would not."""
    return [array[index] for index in range(len(array))]


def identity(item: Any) -> tuple[int, int] | None:
    """Return object number and generation of an indirect reference, None for anything else."""
    return (item.idnum, item.generation) if isinstance(item, generic.IndirectObject) else None


def target(reference: Any) -> Any:
    return reference.get_object()


def likeness(item: Any, depth: int) -> Hashable:
    """Return something equal for objects of equal content, followed `depth` references deep."""
    if isinstance(item, generic.IndirectObject):
        return likeness(target(item), depth - 1) if depth > 0 else identity(item)
    if isinstance(item, generic.DictionaryObject):
        # /Parent and /P lead back to where we came from.
        keys = sorted(key for key in item if key not in {"/Parent", "/P"})
        entries = tuple((key, likeness(item.raw_get(key), depth)) for key in keys)
        if isinstance(item, generic.StreamObject):
            return (*entries, hashlib.sha256(item.encoded_data).digest())
        return entries
    if isinstance(item, generic.ArrayObject):
        return tuple(likeness(item.raw_get(index), depth) for index in range(len(item)))
    return repr(item)
