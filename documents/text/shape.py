"""The published JSON Schema, checked, and its verdicts as sentences for the drafter."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from documents.text import problems
from documents.text.problems import Problem, quoted, spoken

SCHEMA = Path(__file__).with_name("van-ban.schema.json")

_TYPES = {
    "object": "một nhóm khóa { }",
    "array": "một danh sách [ ]",
    "string": "chữ đặt trong ngoặc kép",
    "integer": "số nguyên",
    "number": "số",
    "boolean": "true hoặc false",
    "null": "null",
}


def objections(draft: object) -> Iterator[tuple[tuple[str | int, ...], Problem]]:
    """Each place, as a JSON path, where the draft departs from the schema."""
    for error in _validator().iter_errors(draft):
        path = tuple(error.absolute_path)
        where = problems.place(path, draft)
        for sentence in _sentences(error):
            yield path, Problem(where, f"{where}{_inside(path)}{sentence}")


@cache
def _validator() -> Any:
    # JSON Schema lets 1.0 pass for an integer; a page number of 1.0 helps nobody.
    types = Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    )
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return extend(Draft202012Validator, type_checker=types)(schema)


def _inside(path: tuple[str | int, ...]) -> str:
    """Name the key in a block, which `place` leaves out: a drafter's form has no such word."""
    keys = [
        part for part in path[2:] if isinstance(part, str) and part not in {"x", "head", "rows"}
    ]
    return f", khóa {quoted(keys[-1])}" if path[:1] == ("body",) and keys else ""


def _sentences(error: ValidationError) -> Iterator[str]:
    if error.validator == "additionalProperties":
        for key in error.instance:
            if key not in error.schema["properties"]:
                yield f": không dùng khóa {quoted(key)}; hãy bỏ khóa này."
    elif error.validator == "type" and isinstance(error.validator_value, list):
        wanted = " hoặc ".join(_TYPES[name] for name in error.validator_value)
        yield f" phải là {wanted}."
    else:
        yield _SENTENCES[str(error.validator)](error)


def _required(error: ValidationError) -> str:
    missing = next(key for key in error.validator_value if f"'{key}' is" in error.message)
    return f": thiếu khóa {quoted(missing)}."


def _enum(error: ValidationError) -> str:
    path = tuple(error.absolute_path)
    allowed = ", ".join(map(str, error.validator_value))
    if path == ("type",):
        return (
            f": chưa soạn được loại {quoted(error.instance)}; hiện có BC (báo cáo), KH (kế hoạch)."
        )
    if path[-1:] == ("t",) and error.instance == "image":
        return ": chưa đưa hình vào văn bản được; hãy bỏ hình hoặc gửi thành tệp kèm theo."
    return f" không nhận {quoted(error.instance)}; chỉ nhận: {allowed}."


def _too_many(error: ValidationError) -> str:
    return f" có {spoken(len(error.instance))} phần tử; nhiều nhất {spoken(error.validator_value)}."


def _too_long(error: ValidationError) -> str:
    return (
        f" dài {spoken(len(error.instance))} ký tự; dài nhất {spoken(error.validator_value)} ký tự."
    )


_SENTENCES: dict[str, Callable[[ValidationError], str]] = {
    "required": _required,
    "type": lambda error: f" phải là {_TYPES[error.validator_value]}.",
    "enum": _enum,
    "const": lambda error: f" phải là {quoted(error.validator_value)}.",
    "pattern": lambda error: f" không nhận {quoted(error.instance)}; cần {_need(error)}.",
    "minimum": lambda error: f" nhỏ nhất là {error.validator_value}, không nhận {error.instance}.",
    "maximum": lambda error: f" lớn nhất là {error.validator_value}, không nhận {error.instance}.",
    "minLength": lambda _: " còn trống; hãy ghi chữ hoặc bỏ khóa này.",
    "minItems": lambda _: " còn trống; hãy ghi ít nhất một phần tử.",
    "maxItems": _too_many,
    "maxLength": _too_long,
}


def _need(error: ValidationError) -> str:
    return str(error.schema["description"])
