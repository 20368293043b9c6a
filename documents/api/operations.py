"""How every address of the API is made: its scope, its errors, its Idempotency-Key."""

import functools
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, cast

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel

import signing
from agencies.actions import calls
from agencies.errors import ScopeMissing
from agencies.models import Scope
from documents.api.asking import ApiRequest
from documents.api.refusing import STATUSES, BadIdempotencyKey, InvalidRequest, RefusalShown
from documents.text.problems import BadDraft
from ui.refusal import Refusal

View = Callable[..., Any]
REPEATED: Final = "Idempotency-Replayed"
_KEY: Final = re.compile(r"[A-Za-z0-9._-]{8,100}")
_REFUSALS: Final = (Refusal, BadDraft, signing.SigningError)
_ERRORS: Final = dict.fromkeys(STATUSES, RefusalShown)
_KEY_HEADER: Final = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Gọi lại với cùng khóa và cùng nội dung: cùng câu trả lời, không làm lần hai.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9._-]{8,100}$"},
}


def reads(
    router: Router,
    path: str,
    gives: Any,
    summary: str,
    *,
    method: str = "GET",
    extra: dict[str, Any] | None = None,
) -> Callable[[View], View]:
    """Make a view an address that only tells something."""
    return _made(router, method, path, {200: gives}, summary, scope=Scope.READ, extra=extra or {})


def acts(
    router: Router,
    path: str,
    gives: Any,
    summary: str,
    *,
    scope: Scope,
    method: str = "POST",
    status: int = 200,
    by_steps: bool = False,
) -> Callable[[View], View]:
    """Make a view an address that does something, once for each Idempotency-Key.

    `by_steps` is for acts that also work outside of transactions; see agencies/actions/calls.py.
    """

    def once(view: View) -> View:
        @functools.wraps(view)
        def called(request: ApiRequest, **sent: Any) -> Any:
            key = request.headers.get("Idempotency-Key")
            if key is None:
                return _answer(view(request, **sent).model_dump_json(), status)
            if not _KEY.fullmatch(key):
                raise BadIdempotencyKey
            return _once(request, key, lambda: view(request, **sent), status, by_steps=by_steps)

        extra = {"parameters": [_KEY_HEADER]}
        return _made(router, method, path, {status: gives}, summary, scope=scope, extra=extra)(
            called
        )

    return once


def _once(
    request: ApiRequest, key: str, act: Callable[[], BaseModel], status: int, *, by_steps: bool
) -> HttpResponse:
    way = calls.by_steps if by_steps else calls.in_one
    mac, at = calls.mac_of(_said(request)), request.auth.at
    with way(request.auth.token, key, body_mac=mac, at=at) as call:
        if call.answer:
            answer = _answer(call.answer, status)
            answer.headers[REPEATED] = "true"
            return answer
        if call.begun_at < at:
            request.auth = replace(request.auth, since=call.begun_at)
        try:
            said = act().model_dump_json()
        except _REFUSALS:
            if by_steps:
                calls.drop(call)
            raise
        calls.keep(call, said)
        return _answer(said, status)


def _answer(said: str, status: int) -> HttpResponse:
    return HttpResponse(said, status=status, content_type="application/json; charset=utf-8")


def _said(request: ApiRequest) -> bytes:
    """Return what makes a call the same as another: where it goes and what it says."""
    if request.content_type == "multipart/form-data":  # whose boundary differs each time
        told = [(name, request.POST.getlist(name)) for name in sorted(request.POST)]
        files = [
            (name, file.name, hashlib.sha256(file.read()).hexdigest())
            for name in sorted(request.FILES)
            for file in request.FILES.getlist(name)
        ]
        for name in request.FILES:
            for file in request.FILES.getlist(name):
                file.seek(0)
        body = json.dumps([told, files]).encode()
    else:
        body = request.body
    return f"{request.method} {request.get_full_path()}\n".encode() + body


def _made(
    router: Router,
    method: str,
    path: str,
    gives: dict[int, Any],
    summary: str,
    *,
    scope: Scope,
    extra: dict[str, Any],
) -> Callable[[View], View]:
    def make(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: ApiRequest, **sent: Any) -> Any:
            made = cast("Any", guarded)._ninja_operation  # noqa: SLF001 (where ninja leaves it)
            _require_known(request, made.models)
            if scope not in request.auth.token.scopes:
                raise ScopeMissing(f"Mã truy cập không có phạm vi «{scope.value}».")
            return view(request, **sent)

        router.api_operation(
            [method],
            path,
            response=gives | _ERRORS,
            summary=summary,
            description=f"Phạm vi: {scope.value}.",
            operation_id=view.__name__,
            openapi_extra={"x-scope": scope.value, **extra},
        )(guarded)
        return guarded

    return make


def _require_known(request: ApiRequest, models: list[Any]) -> None:
    """Refuse a parameter or form field that the address does not know, or that comes twice."""
    takes = {one.__ninja_param_source__ for one in models}
    if not takes & {"body", "form", "file"} and request.body.strip() not in (b"", b"{}"):
        raise InvalidRequest([{"name": "body", "message": "Lời gọi này không có nội dung."}])
    sources = {"query": request.GET}
    if request.content_type == "multipart/form-data":
        sources |= {"form": request.POST, "file": request.FILES}  # type: ignore[dict-item]
    for source, given in sources.items():
        known = _names(models, source)
        lists = {name for one in models for name in getattr(one, "__ninja_collection_fields__", ())}
        for name in given:
            if name not in known:
                told = {"name": name[:100], "message": "Không có tên này.", "allowed": known}
                raise InvalidRequest([told], allowed=known)
            if name not in lists and len(given.getlist(name)) > 1:
                raise InvalidRequest([{"name": name, "message": "Tên này chỉ ghi một lần."}])


def _names(models: list[Any], source: str) -> list[str]:
    return sorted(
        name
        for one in models
        if one.__ninja_param_source__ == source
        for name in getattr(one, "__ninja_flatten_map__", one.model_fields)
    )
