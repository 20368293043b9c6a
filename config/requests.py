"""Requests as this application reads them: in UTF-8, whatever they call themselves."""

from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.utils.http import parse_header_parameters


class Utf8Request(WSGIRequest):
    """Keeps what a request says of its encoding, and does not act on it.

    Django would read the address in that encoding before any middleware is asked, and there are
    encodings («idna», «rot13») in which that ends in an error. OnlyUtf8 refuses them in words.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(
            meta.get("CONTENT_TYPE", "")
        )
