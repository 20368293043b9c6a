"""A JSON file read strictly: UTF-8, no key twice, no endless nesting; refusals name the line."""

import codecs
import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any, NoReturn

from documents.text.problems import (
    LOOKED_AT,
    BadDraft,
    Objection,
    Problem,
    quoted,
    refused,
    spoken,
)

LARGEST_FILE = 10_000_000
DEEPEST = 16
MOST_VALUES = 150_000

_FILE = "Tệp dự thảo"

# Python's messages on malformed JSON, as a drafter would say them.
_CAUSES = {
    "Expecting value": "ở đây thiếu một giá trị",
    "Expecting property name enclosed in double quotes": "tên khóa phải đặt trong ngoặc kép",
    "Expecting ':' delimiter": "thiếu dấu hai chấm sau tên khóa",
    "Expecting ',' delimiter": "thiếu dấu phẩy",
    "Unterminated string starting at": "chuỗi chữ bắt đầu ở đây chưa đóng ngoặc kép",
    "Extra data": "sau khi dự thảo kết thúc vẫn còn chữ",
    "Invalid control character at": "chuỗi chữ có dấu xuống dòng, dấu tab hoặc ký tự điều khiển",
    "Invalid \\escape": "dấu gạch chéo ngược không đúng chỗ",
    "Invalid \\uXXXX escape": "mã \\u không đúng",
    "Illegal trailing comma before end of object": "thừa dấu phẩy ở cuối",
    "Illegal trailing comma before end of array": "thừa dấu phẩy ở cuối",
}


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys stood there twice."""

    twice: tuple[str, ...] = ()


def load(raw: bytes) -> object:
    """The value in the file, or BadDraft: what a second reader might read otherwise is refused."""
    text = _text(raw)
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        cause = _CAUSES.get(error.msg.removesuffix(": ").rstrip(), error.msg)
        _refuse(f"{_position(error.lineno, error.colno)}: tệp không phải JSON hợp lệ: {cause}.")
    except RecursionError:
        _refuse(f"Tệp lồng nhau quá sâu; một dự thảo có nhiều nhất {DEEPEST} tầng.")
    except ValueError as error:
        _refuse(f"Tệp không phải JSON hợp lệ: {_number(error)}.")
    found = list(islice(_objections(value), LOOKED_AT))
    if found:
        raise refused(value, found)
    return value


def _text(raw: bytes) -> str:
    if len(raw) > LARGEST_FILE:
        size = f"{len(raw) / 1_000_000:.1f}".replace(".", ",")
        _refuse(f"Tệp lớn {size} MB; một dự thảo lớn nhất {LARGEST_FILE // 1_000_000} MB.")
    if raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _refuse("Tệp bắt đầu bằng dấu BOM; hãy lưu lại bằng mã UTF-8 không có BOM.")
    if not raw.strip():
        _refuse("Tệp rỗng; hãy chọn tệp dự thảo có nội dung.")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        found = f"byte {raw[error.start]:02X} không thuộc mã UTF-8; hãy lưu lại tệp bằng mã UTF-8"
        _refuse(f"{_position(line, column)}: {found}.")


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    read = _Object(pairs)
    if len(read) < len(pairs):
        times = Counter(key for key, _ in pairs)
        read.twice = tuple(key for key in times if times[key] > 1)
    return read


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _number(error: ValueError) -> str:
    name = str(error)
    if re.fullmatch(r"-?Infinity|NaN", name):
        return f"{name} không phải là số"
    return "có một số quá dài"


def _objections(value: object) -> Iterator[Objection]:
    """Keys written twice, nesting too deep, more values than any draft has."""
    todo: list[tuple[tuple[str | int, ...], object]] = [((), value)]
    for count, (path, item) in enumerate(todo):
        if count == MOST_VALUES:
            yield (), f" có quá nhiều phần tử; nhiều nhất {spoken(MOST_VALUES)} phần tử."
            return
        if len(path) > DEEPEST:
            yield path, " lồng nhau quá sâu; hãy bỏ bớt các tầng lồng nhau."
        elif isinstance(item, _Object):
            for key in item.twice:
                yield path, f": khóa {quoted(key)} ghi hai lần; hãy bỏ một."
            todo.extend(((*path, key), child) for key, child in item.items())
        elif isinstance(item, list):
            todo.extend(((*path, index), child) for index, child in enumerate(item))


def _position(line: int, column: int) -> str:
    return f"Dòng {spoken(line)}, cột {spoken(column)}"


def _refuse(message: str) -> NoReturn:
    raise BadDraft([Problem(_FILE, message)])
