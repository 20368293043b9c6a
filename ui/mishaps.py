"""The page for what should not have happened: handler500 = "ui.mishaps.server_error"."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import render_to_string


def server_error(_request: HttpRequest) -> HttpResponseServerError:
    """Ask nothing of the database or the session: either may be the reason."""
    page = render_to_string("500.html", {"rehearsal": settings.REHEARSAL})
    return HttpResponseServerError(page)
