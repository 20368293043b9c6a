"""The API for programs: /api/v1/, assembled from what each room offers beside its pages."""

import functools
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final, NoReturn

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import ValidationErrorContext
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from config import api_errors
from documents.api import ROUTERS as OF_DOCUMENTS
from documents.api.asking import Bearer
from documents.api.refusing import MethodNotAllowed, NoSuchAddress, UnreadableBody, WrongContentType
from workflow.api import ROUTERS as OF_WORKFLOW

ROOT: Final = "/api/v1/"
DEEPEST: Final = 64


class StrictParser(Parser):
    """Reads JSON only where it is said to be JSON, and only what every reader reads alike."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise WrongContentType
        try:
            return json.loads(
                request.body, object_pairs_hook=_each_once, parse_constant=_no_constant
            )
        except (ValueError, RecursionError) as error:
            raise UnreadableBody from error


class Readable(JSONRenderer):
    """Writes Vietnamese letters as they are."""

    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    """NinjaAPI with our codes in its description, and our words for what was sent wrongly."""

    def get_openapi_schema(self, **more: Any) -> Any:
        schema = super().get_openapi_schema(**more)
        said = schema["components"]["schemas"]["RefusalShown"]["properties"]["code"]
        said["enum"] = sorted(api_errors.codes())
        for path_ in schema["paths"].values():
            for operation in path_.values():
                for parameter in operation["parameters"]:
                    parameter["schema"] = _without_null(parameter["schema"])
        return schema

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> Any:
        return api_errors.invalid(error_contexts)


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Say of a parameter what it may be; in an address nothing is null, it is left out."""
    choices = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    if len(choices) != 1:
        return schema
    one: dict[str, Any] = choices[0]
    return {name: value for name, value in schema.items() if name != "anyOf"} | one


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise UnreadableBody
    return found


def _no_constant(_name: str) -> NoReturn:
    raise UnreadableBody


def _assembled() -> Api:
    made = Api(
        title="Dấu Son",
        version="1",
        description=(
            "Làm việc với văn bản thay một công chức, bằng mã truy cập của người đó. "
            "Mọi quyền, lượt và lời từ chối giống như trên trang."
        ),
        urls_namespace="api",
        auth=Bearer(),
        openapi_url=None,
        docs_url=None,
        parser=StrictParser(),
        renderer=Readable(),
    )
    api_errors.install(made)
    for router in (*OF_DOCUMENTS, *OF_WORKFLOW):
        made.add_router("", router)
    return made


api = _assembled()


@login_not_required
@require_safe
def openapi(_request: HttpRequest) -> HttpResponse:
    """Describe the API; it says nothing that the source does not say to everybody."""
    return JsonResponse(api.get_openapi_schema(), json_dumps_params={"ensure_ascii": False})


def unknown(request: HttpRequest, **_: str) -> HttpResponse:
    return api_errors.told(request, NoSuchAddress())


def _open(patterns: list[Any]) -> list[Any]:
    """Let the API itself ask for a token: the middleware would lead to the sign-in page."""
    for one in patterns:
        one.callback = login_not_required(_answered(one.callback))
    return patterns


def _answered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say a wrong method in our shape; and let nobody between keep what is an official's."""

    @functools.wraps(view)
    def answered(request: HttpRequest, **path: Any) -> HttpResponse:
        answer = view(request, **path)
        if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            allow = answer.headers["Allow"]
            answer = api_errors.told(request, MethodNotAllowed())
            answer.headers["Allow"] = allow
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    return answered


_patterns, _namespace, _ = api.urls
urls = (
    [
        path("openapi.json", openapi, name="openapi"),
        *_open(_patterns),
        path("<path:rest>", csrf_exempt(login_not_required(unknown)), name="unknown"),
    ],
    "api",
)
