"""What a browser may do with our answers: nothing from elsewhere, no code inside a page."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

PAGE = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)

# A browser's own viewer shows a PDF inside a page of its own, with an <embed> and style attributes.
# Chromium 156 no longer holds that page to the file's policy; older ones, still common on the
# machines of offices, do and then show nothing. No page of ours is loosened by this.
PDF = "; ".join(
    [
        "default-src 'none'",
        "object-src 'self'",
        "style-src 'unsafe-inline'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)

REFUSED = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb")

HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # The address of a document names it: other sites never learn where a reader came from.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in REFUSED),
    "X-Content-Type-Options": "nosniff",
}

Handler = Callable[[HttpRequest], HttpResponseBase]


class StrictCSPMiddleware:
    """Put the policy on every answer; a view that set a header itself keeps its own."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        is_pdf = response.headers.get("Content-Type", "").startswith("application/pdf")
        response.headers.setdefault("Content-Security-Policy", PDF if is_pdf else PAGE)
        return response
