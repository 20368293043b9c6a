"""Each request has a reference: in the log, in the answer, and on the page of a mishap."""

import logging
import re
import secrets
import time
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config.middleware import Handler
from jobs.errand import reference

HEADER: Final = "X-Request-ID"
# Read aloud over the telephone: no letter looks like a figure or like another letter.
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_WELL_FORMED: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{7,63}")

_log = logging.getLogger(__name__)


class Traced:
    """Give the request its reference: that of a proxy of ours, or a new one."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = _given(request) or new_reference()
        request.reference = name  # type: ignore[attr-defined]  # read by the pages of mishaps
        token, began = reference.set(name), time.perf_counter()
        try:
            answer = self.get_response(request)
            answer.headers[HEADER] = name
            _note(request, answer, seconds=time.perf_counter() - began)
        finally:
            reference.reset(token)
        return answer


def new_reference() -> str:
    """Return a reference such as 7F3K-91QD-4M2P."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def _given(request: HttpRequest) -> str:
    """Return what a proxy of ours calls the request; of anybody else nothing is believed."""
    given = request.headers.get(HEADER, "") if settings.TRUSTED_PROXY_COUNT else ""
    return given if _WELL_FORMED.fullmatch(given) else ""


def _note(request: HttpRequest, answer: HttpResponseBase, *, seconds: float) -> None:
    """Write who asked for what and how long it took; the address as its pattern, without names."""
    match = request.resolver_match
    official = request.__dict__.get("_cached_user")  # asked for by the page, or not at all
    facts = {
        "method": request.method,
        "route": match.route if match else "",
        "status": answer.status_code,
        "ms": round(seconds * 1000),
        "official": str(getattr(official, "public_id", "")),
    }
    _log.info("answered", extra={"facts": facts})
