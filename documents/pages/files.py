"""The PDF files themselves, opened in the browser's own viewer."""

import unicodedata
from datetime import date
from http import HTTPStatus
from typing import Final
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from agencies.moments import vn_day
from documents import access, storage
from documents.errors import NotFound, ObjectDamaged, StoreUnavailable
from documents.models import Document, Rendition, Stage, StoredObject
from documents.pages.requests import OfficialRequest
from ui.refusal import Refusal

RETRY_AFTER = 30  # seconds, until a store that was away is asked again

_BEFORE_ISSUE: Final = {
    Stage.DRAFT: "du-thao",
    Stage.PREPARED: "ban-trinh-ky",
    Stage.SIGNED: "ban-da-ky",
}


@require_safe
def open_rendition(request: OfficialRequest, public_id: UUID, pk: int) -> HttpResponseBase:
    """Send one file of a document to somebody who may see it."""
    on = vn_day(timezone.now())
    document = _document(request, public_id, on=on)
    rendition = (
        access.renditions_for(request.user, document, on=on)
        .filter(pk=pk)
        .select_related("object", "revision__document__register_entry")
        .first()
    )
    if rendition is None:
        raise Http404(NotFound.message)
    return send(request, rendition.object, name=name_of(rendition))


@require_safe
def open_attachment(request: OfficialRequest, public_id: UUID, pk: int) -> HttpResponseBase:
    """Send a file that goes with a document, to be saved: it is not ours to show."""
    on = vn_day(timezone.now())
    document = _document(request, public_id, on=on)
    attachment = access.attachments_for(request.user, document, on=on).filter(pk=pk).first()
    if attachment is None:
        raise Http404(NotFound.message)
    response = send(request, attachment.object, name="tep")
    if response.status_code == HTTPStatus.OK:
        response.headers["Content-Type"] = attachment.media_type
        response.headers["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=attachment.name
        )
        # Should a browser show it all the same, it is nobody's page: no origin, no script.
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
def open_picture(request: OfficialRequest, public_id: UUID, sha256: str) -> HttpResponseBase:
    """Send a picture of a document's text to somebody who may see it."""
    on = vn_day(timezone.now())
    document = _document(request, public_id, on=on)
    picture = access.pictures_for(request.user, document, on=on).filter(sha256=sha256).first()
    if picture is None:
        raise Http404(NotFound.message)
    response = send(request, picture.object, name="hinh")
    if response.status_code == HTTPStatus.OK:
        response.headers["Content-Type"] = picture.media_type
        response.headers["Content-Disposition"] = "inline"
    return response


@require_safe
def open_incoming(request: OfficialRequest, pk: int) -> HttpResponseBase:
    """Send the file as it arrived."""
    on = vn_day(timezone.now())
    entry = access.incoming_for(request.user, on=on).filter(pk=pk).select_related("object").first()
    if entry is None:
        raise Http404(NotFound.message)
    return send(request, entry.object, name=entry.code)


def _document(request: OfficialRequest, public_id: UUID, *, on: date) -> Document:
    try:
        return access.document_for(request.user, public_id, on=on)
    except NotFound as refusal:
        raise Http404(refusal.message) from refusal


def name_of(rendition: Rendition) -> str:
    """Return what a file is called when it is saved: its code, or its stage and revision."""
    entry = getattr(rendition.revision.document, "register_entry", None)
    if rendition.stage in (Stage.ISSUED, Stage.ARCHIVED) and entry is not None:
        return str(entry.code)
    symbol = rendition.revision.content["number"]["symbol"]
    return f"{symbol}-{_BEFORE_ISSUE[Stage(rendition.stage)]}-{rendition.revision.n}"


def send(request: HttpRequest, stored: StoredObject, *, name: str) -> HttpResponseBase:
    """Answer with a stored PDF, or with 304 to a browser that has these very bytes.

    The bytes are proved by their hash before the first of them leaves, so they are read whole.
    """
    etag = f'"{stored.sha256}"'
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        known.headers["Cache-Control"] = "private, no-cache"
        return known
    try:
        data = storage.read(stored)
    except StoreUnavailable as refusal:
        response = refused(request, refusal, status=503)
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response
    except ObjectDamaged as refusal:
        return refused(request, refusal, status=500)
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={
            "Content-Disposition": _inline(name),
            "Cache-Control": "private, no-cache",
            "ETag": etag,
        },
    )


def refused(request: HttpRequest, refusal: Refusal, *, status: int) -> HttpResponse:
    """Show why there is no file, in the frame of the other pages."""
    return render(request, "documents/refused.html", {"refusal": refusal}, status=status)


def _inline(name: str) -> str:
    """Name the file for browsers that know RFC 8187 and for those that do not."""
    safe = "".join(sign if sign.isalnum() or sign in "-." else "-" for sign in name)
    plain = unicodedata.normalize("NFKD", safe.replace("Đ", "D").replace("đ", "d"))
    ascii_only = plain.encode("ascii", "ignore").decode()
    return f"inline; filename=\"{ascii_only}.pdf\"; filename*=UTF-8''{quote(safe, safe='')}.pdf"
