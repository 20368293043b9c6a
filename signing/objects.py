"""PDF objects for an appended revision: pyHanko's own, behind constructors with types."""

from collections.abc import Iterable, Mapping
from typing import Any

from pyhanko.pdf_utils import generic

_NUMBER: Any = generic.NumberObject
_REAL: Any = generic.FloatObject
_DICTIONARY: Any = generic.DictionaryObject
_STREAM: Any = generic.StreamObject


def name(text: str) -> Any:
    """A name; `text` begins with its slash."""
    return generic.NameObject(text)


def number(value: int) -> Any:
    return _NUMBER(value)


def numbers(values: Iterable[float]) -> Any:
    """An array of numbers, rounded to hundredths."""
    return generic.ArrayObject(_REAL(round(value, 2)) for value in values)


def array(*items: Any) -> Any:
    return generic.ArrayObject(items)


def text(value: str) -> Any:
    return generic.pdf_string(value)


def binary(value: bytes) -> Any:
    return generic.ByteStringObject(value)


def dictionary(entries: Mapping[str, Any]) -> Any:
    """A dictionary; its keys begin with their slash."""
    return _DICTIONARY({name(key): value for key, value in entries.items()})


def stream(entries: Mapping[str, Any], content: bytes) -> Any:
    """A stream, not compressed."""
    return _STREAM(dictionary(entries), stream_data=content)


def compressed(entries: Mapping[str, Any], content: bytes) -> Any:
    """A stream, compressed now."""
    made = stream(entries, content)
    made.compress()
    return made


def deflated(entries: Mapping[str, Any], content: bytes) -> Any:
    """A stream whose content is compressed already."""
    return _STREAM(dictionary({**entries, "/Filter": name("/FlateDecode")}), encoded_data=content)
