"""In which language a page speaks: that of the official's choice, and of nothing else.

Django's own LocaleMiddleware obeys the browser: English Windows would get English pages.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

Handler = Callable[[HttpRequest], HttpResponseBase]


class OfficialsLanguage:
    """Speak as the signed-in official chose; to everybody else in Vietnamese."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen: str = getattr(request.user, "language", settings.LANGUAGE_CODE)
        with translation.override(chosen):
            return self.get_response(request)
