"""The pages for what should not have happened.

They ask nothing of the database or the session: either may be the reason.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBadRequest, HttpResponseServerError
from django.template.loader import render_to_string


def server_error(request: HttpRequest) -> HttpResponseServerError:
    return HttpResponseServerError(_page("500.html", request))


def bad_request(
    request: HttpRequest,
    exception: Exception,  # noqa: ARG001 (Django gives it by this name)
) -> HttpResponseBadRequest:
    return HttpResponseBadRequest(_page("400.html", request))


def _page(name: str, request: HttpRequest) -> str:
    """Return a page with the reference under which the log tells what happened."""
    reference = getattr(request, "reference", "")
    return render_to_string(name, {"rehearsal": settings.REHEARSAL, "reference": reference})
