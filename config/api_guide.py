"""The API to read: its description as a page of our own, drawn on the server."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agencies.actions.tokens import MOST_A_MINUTE
from agencies.models import Scope
from config import api_errors
from config.api import ROOT, api

METHODS: Final = ("get", "post", "delete")
_KINDS: Final = {
    "string": "chữ",
    "integer": "số nguyên",
    "boolean": "true/false",
    "array": "danh sách",
    "object": "đối tượng",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter or one part of a body: what it is, whether it must be there."""

    name: str
    where: str
    kind: str
    required: bool
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address with one method."""

    id: str
    method: str
    path: str
    summary: str
    scope: str
    repeats: bool
    fields: list[Field]
    gives: str


@dataclass(frozen=True, slots=True)
class Group:
    """Operations about one thing."""

    id: str
    title: str
    operations: list[Operation] = field(default_factory=list)


@login_not_required
@require_safe
def api_guide(request: HttpRequest) -> HttpResponse:
    """Show every operation by what it is about, the scopes, and the codes of refusals."""
    schema = api.get_openapi_schema()
    context = {
        "groups": groups(schema),
        "scopes": Scope.choices,
        "codes": [
            (code, api_errors.status_of(kind.__new__(kind)), api_errors.sentence(kind))
            for code, kind in sorted(api_errors.codes().items())
        ],
        "root": ROOT,
        "most": MOST_A_MINUTE,
    }
    return render(request, "config/api_guide.html", context)


def groups(schema: dict[str, Any]) -> list[Group]:
    """Return the operations of a description, in its order."""
    found: dict[str, Group] = {}
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if method not in methods:
                continue
            said = methods[method]
            title = said["tags"][0]
            group = found.setdefault(title, Group(f"nhom-{len(found) + 1}", title))
            group.operations.append(_operation(schema, method, path, said))
    return list(found.values())


def _operation(schema: dict[str, Any], method: str, path: str, said: dict[str, Any]) -> Operation:
    parameters = [one for one in said["parameters"] if one["in"] != "header"]
    fields = [
        Field(
            one["name"],
            "địa chỉ" if one["in"] == "path" else "tham số",
            _kind(schema, one["schema"]),
            one["required"],
            one.get("description", ""),
        )
        for one in parameters
    ]
    return Operation(
        id=said["operationId"].replace("_", "-"),
        method=method.upper(),
        path=path,
        summary=said["summary"],
        scope=said["x-scope"],
        repeats=len(parameters) < len(said["parameters"]),
        fields=[*fields, *_body(schema, said)],
        gives=_gives(said),
    )


def _body(schema: dict[str, Any], said: dict[str, Any]) -> Iterator[Field]:
    for media, content in said.get("requestBody", {}).get("content", {}).items():
        shape = _resolved(schema, content["schema"])
        where = "JSON" if media == "application/json" else "multipart"
        for name, one in shape.get("properties", {}).items():
            required = name in shape.get("required", ())
            text = one.get("description", "")
            yield Field(name, where, _kind(schema, one), required, text)


def _resolved(schema: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in one:
        return one
    found: dict[str, Any] = schema["components"]["schemas"][one["$ref"].rpartition("/")[2]]
    return found


def _kind(schema: dict[str, Any], one: dict[str, Any]) -> str:
    """Say in a few words what may stand at a place."""
    one = _resolved(schema, one)
    choices = [each for each in one.get("anyOf", ()) if each != {"type": "null"}]
    if choices:
        return _kind(schema, choices[0])
    if "enum" in one:
        return " | ".join(str(each) or "(trống)" for each in one["enum"])
    kind = one.get("format") or _KINDS.get(one.get("type", ""), "")
    if one.get("type") == "array":
        return f"danh sách {_kind(schema, one.get('items', {}))}"
    most = one.get("maxLength") or one.get("maximum")
    return f"{kind}, đến {most}" if most and most < 10**6 else kind


def _gives(said: dict[str, Any]) -> str:
    """Name what an operation answers with, as the description calls it."""
    for status, answer in said["responses"].items():
        if int(status) < 300:
            contents = answer.get("content", {}).values()
            content: dict[str, Any] = next(iter(contents), {"schema": {}})
            name = content["schema"].get("$ref", "").rpartition("/")[2]
            return f"{status} {name}".strip()
    return ""
