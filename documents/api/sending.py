"""Sending a stored file to a program: as bytes, or as an address of the store for some minutes."""

import base64
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from django.http import HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from documents import storage
from documents.api.asking import ApiRequest
from documents.models import StoredObject

FOR: Final = timedelta(minutes=5)
# What ninja cannot know of an answer that is no JSON.
DESCRIBED: Final[dict[str, Any]] = {
    "responses": {
        200: {
            "description": "Nội dung tệp; với sent_as=address, một địa chỉ dùng được vài phút.",
            "content": {
                # A file is of any type: what was attached, as it is.
                "*/*": {"schema": {"type": "string", "format": "binary"}},
                "application/json": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "url": {"type": "string"},
                            "expires_at": {"type": "string", "format": "date-time"},
                            "sha256": {"type": "string"},
                            "size": {"type": "integer"},
                        },
                        "required": ["url", "expires_at", "sha256", "size"],
                    }
                },
            },
        }
    }
}


class As(StrEnum):
    """As bytes through this application, or as an address of the store itself."""

    STREAM = "stream"
    ADDRESS = "address"


def send(
    request: ApiRequest, stored: StoredObject, how: As, *, name: str, media_type: str
) -> HttpResponse:
    """Answer with a file; 304 to who has these very bytes. Raises StoreUnavailable, ObjectDamaged.

    Sent as bytes they are proved by their hash before the first of them leaves; from the store's
    own address the program proves them by the hash it was told.
    """
    if how is As.ADDRESS:
        url = storage.address(stored, name=name, valid_for=FOR)
        until = request.auth.at + FOR
        told = {"url": url, "expires_at": until, "sha256": stored.sha256, "size": stored.size}
        return JsonResponse(told, headers={"Cache-Control": "private, no-store"})
    etag = f'"{stored.sha256}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = HttpResponse(storage.read(stored), content_type=media_type)
        answer.headers["Content-Disposition"] = (
            content_disposition_header(as_attachment=True, filename=name) or "attachment"
        )
    digest = base64.b64encode(bytes.fromhex(stored.sha256)).decode()
    answer.headers["ETag"] = etag
    answer.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
