"""What leads a reader of a document to where it is verified, on a page of ours or on paper."""

import segno
from django.conf import settings
from django.urls import reverse

from documents.models import Document
from documents.typesetting import Verification


def short_url(document: Document) -> str:
    """Return the whole address that a QR code holds: printed once, it is answered for ever."""
    return settings.BASE_URL + reverse("verify-short", args=[document.verification_code])


def on_paper(document: Document) -> Verification | None:
    """Return what the first page says of it, where the agency wants that printed."""
    if not document.agency.prints_verification:
        return None
    address, code = short_url(document), document.verification_code
    drawing = segno.make(address, error="m", micro=False, boost_error=False)
    qr = drawing.svg_inline(border=2, svgclass=None, lineclass=None)
    return Verification(code=f"{code[:4]}-{code[4:]}", address=address, qr=qr)
