"""How the API refuses: which class of refusal is which status, and every code there is."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any, Final, get_args

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import get_resolver
from django.utils.log import log_response
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationErrorContext
from pydantic import BaseModel

import signing
from agencies import errors as agencies
from documents import errors as documents
from documents.api.refusing import (
    ApiRefusal,
    InvalidRequest,
    Mishap,
    TokenMissing,
    TooLarge,
    UnreadableBody,
    code_of,
)
from documents.text.problems import BadDraft
from jobs import NotYet
from ui.refusal import Refusal
from workflow import errors as workflow

CONFLICT: Final = 409  # things stand otherwise than the caller thinks
OF_CLASS: Final[dict[type[Exception], int]] = {
    documents.NotFound: 404,
    documents.ObjectDamaged: 500,
    documents.NotYourDuty: 403,
    documents.NotYourAssignment: 403,
    documents.ArchivistsDuty: 403,
    documents.NotToBeTakenOut: 403,
    workflow.NotYourTurn: 403,
    agencies.MayNotSign: 403,
    agencies.ScopeMissing: 403,
    agencies.TokenDead: 401,
    agencies.TooManyCalls: 429,
    documents.ReasonMissing: 422,
    documents.NoteMissing: 422,
    documents.NobodyAssigned: 422,
    documents.DueInThePast: 422,
    documents.DirectorMissing: 422,
    documents.CannotAttach: 422,
    workflow.NobodyToReview: 422,
    workflow.OwnUnitAsked: 422,
    workflow.NothingChosen: 422,
    workflow.TooManyChosen: 422,
    workflow.NothingToNumber: 422,
    workflow.TooManyToNumber: 422,
    BadDraft: 422,
}
_REFUSALS: Final = (Refusal, BadDraft, signing.SigningError)
_UNREADABLE: Final = (BadRequest, MultiPartParserError, SuspiciousOperation)
_QUOTED: Final = re.compile(r"'((?:[^'\\]|\\.)*)'")
_A_MINUTE: Final = 60


def install(api: NinjaAPI) -> None:
    """Tell every refusal in our own shape."""
    handlers: dict[type[Exception], Any] = dict.fromkeys(_REFUSALS, told)
    handlers |= dict.fromkeys(_UNREADABLE, partial(_instead, UnreadableBody()))
    handlers[HttpError] = _of_ninja
    handlers[AuthenticationError] = partial(_instead, TokenMissing())
    handlers[Http404] = partial(_instead, documents.NotFound())
    handlers[RequestDataTooBig] = partial(_instead, TooLarge())
    handlers[Exception] = _mishap
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def told(request: HttpRequest, refusal: Exception) -> HttpResponse:
    """Answer with a refusal."""
    status = status_of(refusal)
    said: dict[str, Any] = {
        "code": code_of(type(refusal)),
        "message": getattr(refusal, "message", str(refusal)),
    }
    fields = getattr(refusal, "fields", None)
    if isinstance(refusal, BadDraft):
        fields = [{"name": one.place, "message": one.message} for one in refusal.problems]
    if isinstance(refusal, documents.FormRefused):
        fields = [{"name": one["place"], "message": one["message"]} for one in refusal.findings]
    more = {"allowed": getattr(refusal, "allowed", None), "fields": fields}
    more["correlation"] = getattr(request, "reference", None) or None
    answer = JsonResponse(
        said | {name: value for name, value in more.items() if value is not None},
        status=status,
        json_dumps_params={"ensure_ascii": False},
    )
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if status in (429, 503):
        answer.headers["Retry-After"] = str(_A_MINUTE)
    return answer


def status_of(refusal: Exception) -> int:
    if isinstance(refusal, ApiRefusal):
        return refusal.status
    for kind in type(refusal).__mro__:
        if kind in OF_CLASS:
            return OF_CLASS[kind]
    return 503 if isinstance(refusal, NotYet) else CONFLICT


def codes() -> dict[str, type[Exception]]:
    """Return every code that an answer may bear, with the class of the refusal."""
    bases = (Refusal, signing.SigningError)
    found = {code_of(kind): kind for base in bases for kind in _below(base)}
    found[code_of(BadDraft)] = BadDraft
    return {code: kind for code, kind in found.items() if not kind.__module__.startswith("tests.")}


def _below(kind: type[Exception]) -> Iterator[type[Exception]]:
    yield kind
    for one in kind.__subclasses__():
        yield from _below(one)


def invalid(contexts: list[ValidationErrorContext[Any]]) -> InvalidRequest:
    """Say of each place what is wrong there, and what could stand there instead."""
    fields = [
        _fault(one, context.model)
        for context in contexts
        for one in context.pydantic_validation_error.errors(include_url=False)
    ]
    allowed = next((one["allowed"] for one in fields if "allowed" in one), None)
    return InvalidRequest(fields, allowed=allowed)


def _fault(error: Any, model: Any) -> dict[str, Any]:
    place = [str(part) for part in error["loc"]]
    source = model.__ninja_param_source__
    # The first part is our own function's name for the body, or for all the filters.
    shown = place[1:] if len(place) > 1 else ["body"] if source == "body" else place
    found: dict[str, Any] = {
        "name": ".".join(shown if source != "path" else place)[:200],
        "message": _message(error),
    }
    kind = error["type"]
    if kind == "extra_forbidden":
        found["allowed"] = sorted(_at(model, error["loc"][:-1]))
    elif kind in ("literal_error", "enum"):
        found["allowed"] = _QUOTED.findall(error["ctx"]["expected"])
    return found


def _at(model: Any, path: tuple[Any, ...]) -> list[str]:
    """Return the names known at a place of the body."""
    here: Any = model
    for part in path:
        if isinstance(part, int):
            continue
        field = getattr(here, "model_fields", {}).get(part)
        here = next(_models(field.annotation), None) if field is not None else here
    return list(getattr(here, "model_fields", {}))


def _models(annotation: Any) -> Iterator[Any]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


_WORDS: Final = {
    "missing": "Thiếu phần này.",
    "extra_forbidden": "Không có tên này.",
    "literal_error": "Không có giá trị này.",
    "enum": "Không có giá trị này.",
    "string_type": "Cần một chuỗi chữ.",
    "string_unicode": "Có ký tự không in được.",
    "string_pattern_mismatch": "Không đúng dạng.",
    "int_type": "Cần một số nguyên.",
    "int_parsing": "Cần một số nguyên.",
    "bool_type": "Cần true hoặc false.",
    "list_type": "Cần một danh sách.",
    "dict_type": "Cần một đối tượng JSON.",
    "model_type": "Cần một đối tượng JSON.",
    "model_attributes_type": "Cần một đối tượng JSON.",
    "uuid_parsing": "Cần một UUID.",
    "uuid_type": "Cần một UUID.",
    "date_type": "Cần một ngày, như 2026-11-25.",
    "date_from_datetime_parsing": "Cần một ngày, như 2026-11-25.",
    "datetime_type": "Cần một thời điểm, như 2026-11-25T09:30:00+07:00.",
    "datetime_from_date_parsing": "Cần một thời điểm, như 2026-11-25T09:30:00+07:00.",
}


def _message(error: Any) -> str:
    context = error.get("ctx") or {}
    match error["type"]:
        case "string_too_long" | "too_long":
            return f"Dài quá; nhiều nhất {context['max_length']}."
        case "string_too_short" | "too_short":
            return f"Ngắn quá; ít nhất {context['min_length']}."
        case "greater_than_equal":
            return f"Nhỏ quá; ít nhất {context['ge']}."
        case "less_than_equal":
            return f"Lớn quá; nhiều nhất {context['le']}."
    return _WORDS.get(error["type"], "Chưa đúng.")


def _instead(refusal: Refusal, request: HttpRequest, _error: Exception) -> HttpResponse:
    return told(request, refusal)


def _mishap(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer what nobody thought of; the log tells it under the reference that the answer bears."""
    answer = told(request, Mishap())
    log_response(
        "%s: %s",
        "Internal Server Error",
        request.path,
        response=answer,
        request=request,
        exception=error,
    )
    return answer


def _of_ninja(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Tell what our own parser refused, which ninja wraps."""
    cause = error.__cause__
    return told(request, cause if isinstance(cause, Refusal) else UnreadableBody())


def page() -> str:
    """List every code with its status and sentence, for docs/reference."""
    assert get_resolver().url_patterns, "every room is loaded, and so every refusal known"
    rows = [
        f"| `{code}` | {status_of(_blank(kind))} | {sentence(kind)} |"
        for code, kind in sorted(codes().items())
    ]
    return "| code | status | what the official reads |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def _blank(kind: type[Exception]) -> Exception:
    return kind.__new__(kind)


def sentence(kind: type[Exception]) -> str:
    own = vars(kind).get("message")
    return own if isinstance(own, str) else "(the sentence is made for the case)"
