"""The published JSON Schema, checked, and its verdicts as sentences for the drafter."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from documents.text.problems import Objection, quoted, spoken

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


def objections(draft: object) -> Iterator[Objection]:
    """Where the draft departs from the schema."""
    for error in _validator().iter_errors(draft):
        path = tuple(error.absolute_path)
        for sentence in _sentences(error):
            yield path, _inside(path) + sentence


@cache
def _validator() -> Any:
    # JSON Schema lets 1.0 pass for an integer; a page number of 1.0 helps nobody.
    types = Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    )
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return extend(Draft202012Validator, type_checker=types)(schema)  # type: ignore[no-untyped-call]


def _inside(path: tuple[str | int, ...]) -> str:
    """Name the key in a block, which `place` leaves out: a drafter's form has no such word."""
    keys = [
        part
        for part in path[2:]
        if isinstance(part, str) and part not in {"t", "x", "head", "rows"}
    ]
    return f", khóa {quoted(keys[-1])}" if path[:1] == ("body",) and keys else ""


def _sentences(error: ValidationError) -> Iterator[str]:
    """What goes on after the place: one sentence, or one for each key too many."""
    rule, value, wanted = str(error.validator), cast("Any", error.instance), _wanted(error)
    if rule == "additionalProperties":
        known = cast("Any", error.schema)["properties"]
        yield from (_unknown(key) for key in value if key not in known)
    elif rule == "required":
        missing = next(key for key in wanted if error.message.startswith(f"'{key}' "))
        yield f": thiếu khóa {quoted(missing)}."
    elif rule == "pattern":
        yield f" không nhận {quoted(value)}; cần {cast('Any', error.schema)['description']}."
    elif rule == "enum":
        yield _not_allowed(tuple(error.absolute_path), value, wanted)
    else:
        yield _SENTENCES[rule](value, wanted)


def _wanted(error: ValidationError) -> Any:
    return error.validator_value


def _unknown(key: str) -> str:
    return f": không dùng khóa {quoted(key)}; hãy bỏ khóa này."


def _not_allowed(path: tuple[str | int, ...], value: Any, allowed: list[str]) -> str:
    if path == ("type",):
        return f": chưa soạn được loại {quoted(value)}; hiện có BC (báo cáo) và KH (kế hoạch)."
    return f" không nhận {quoted(value)}; chỉ nhận: {', '.join(allowed)}."


def _mistyped(_: Any, wanted: str | list[str]) -> str:
    names = [wanted] if isinstance(wanted, str) else wanted
    return f" phải là {' hoặc '.join(_TYPES[name] for name in names)}."


def _too_many(value: Any, most: int) -> str:
    return f" có {spoken(len(value))} phần tử; nhiều nhất {spoken(most)} phần tử."


def _too_long(value: Any, most: int) -> str:
    return f" dài {spoken(len(value))} ký tự; dài nhất {spoken(most)} ký tự."


# How the sentence goes on, from the value that stands there and what the schema asks for.
_SENTENCES: dict[str, Callable[[Any, Any], str]] = {
    "type": _mistyped,
    "const": lambda _, wanted: f" phải là {quoted(wanted)}.",
    "minimum": lambda value, least: f" nhỏ nhất là {least}, không nhận {quoted(value)}.",
    "maximum": lambda value, most: f" lớn nhất là {most}, không nhận {quoted(value)}.",
    "minLength": lambda _, __: " còn trống; hãy ghi chữ hoặc bỏ khóa này.",
    "minItems": lambda _, __: " còn trống; hãy ghi ít nhất một phần tử.",
    "maxItems": _too_many,
    "maxLength": _too_long,
}
