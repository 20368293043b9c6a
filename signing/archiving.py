"""Archiving: validation data of everyone who signed, and a timestamp over all of it."""

import io
from datetime import datetime

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper

from signing.errors import CannotSign, TimestampsUnavailable
from signing.evidence import Evidence, fingerprint
from signing.running import run
from signing.signer import RESERVED, Signed, embed, open_writer
from signing.timestamps import Stamper, Timestamps, tokens


def archive(pdf: bytes, *, evidence: Evidence, timestamps: Timestamps, at: datetime) -> Signed:
    """Add one revision with validation data and a document timestamp that covers everything.

    It pays for signatures made without a timestamp. Done again before the certificate of the
    last timestamp ends, it renews the proof. Raises TimestampsUnavailable; nothing is lost then.
    """
    del at  # the time that counts is the authority's own
    writer = open_writer(pdf)
    embed(writer, evidence)
    stamper, out = Stamper(timestamps), io.BytesIO()
    try:
        run(
            PdfTimeStamper(stamper).async_timestamp_pdf(
                writer, "sha256", None, bytes_reserved=RESERVED, output=out
            )
        )
    except PdfError as error:
        raise CannotSign("Tệp không ở trạng thái có thể lưu trữ.") from error
    if stamper.given is None:
        raise TimestampsUnavailable("máy chủ không cấp")
    certificate = stamper.given.certificate
    return Signed(out.getvalue(), "LTA", fingerprint(certificate), stamper.given.at, "")


renew = archive


def certificates_of(pdf: bytes) -> list[bytes]:
    """Return the certificates (DER) of a file's signatures and timestamps, chains included."""
    found: dict[bytes, None] = {}
    try:
        for signature in PdfFileReader(io.BytesIO(pdf)).embedded_signatures:
            for signed in (signature.signed_data, *tokens(signature.signer_info)):
                found.update((each.chosen.dump(), None) for each in signed["certificates"])
    except (PdfError, ValueError, KeyError) as error:
        raise CannotSign("Không đọc được các chữ ký trong tệp.") from error
    return list(found)
