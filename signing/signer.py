"""Signing: one revision that brings one signature, and nothing that was not asked for."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError as PyHankoRefusal
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing import fields
from signing.appearance import PictureStyle
from signing.credentials import Credential
from signing.errors import CannotSign, TimestampsUnavailable
from signing.evidence import Evidence
from signing.running import run
from signing.timestamps import Stamper, Timestamps

Level = Literal["B", "T", "LT", "LTA"]

# Hexadecimal digits kept free for one CMS: signature, chain and timestamp take 6 to 12 thousand.
RESERVED: Final = 16_384
_EC_SIGNATURE: Final = 72


@dataclass(frozen=True)
class Signed:
    """A signed file.

    `level` is what was reached, `proved_at` the time of the timestamp, None where there is none;
    `debt` says in words why it is less than asked for, empty where nothing is owed.
    """

    pdf: bytes
    level: Level
    certificate_sha256: str
    proved_at: datetime | None
    debt: str


class QuietWriter(IncrementalPdfFileWriter):
    """Appends a revision and leaves XMP and Info as they were typeset and signed."""

    def _update_meta(self) -> None:
        pass


def open_writer(pdf: bytes) -> QuietWriter:
    """Open a file to append to it; raises CannotSign where it is no whole, open PDF."""
    try:
        writer = QuietWriter(io.BytesIO(pdf))
    except (PdfError, ValueError, RecursionError) as error:
        raise CannotSign("Tệp không phải là bản PDF đọc được.") from error
    if writer.prev.encrypted:
        raise CannotSign("Tệp PDF bị mã hóa.")
    return writer


def sign(
    pdf: bytes,
    *,
    field: str,
    credential: Credential,
    appearance: bytes,
    certify: bool,
    timestamps: Timestamps | None,
    at: datetime,
) -> Signed:
    """Sign in an empty field; `appearance` is a PNG.

    `certify` makes it the certification signature, which from then on allows only filling in.
    Without a timestamp authority, or where it does not answer, the level is B at once.
    """
    meta = PdfSignatureMetadata(
        field_name=field,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        certify=certify,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    return _finish(open_writer(pdf), meta, credential, appearance, timestamps, at)


def fill_and_seal(
    pdf: bytes,
    *,
    lines: bytes,
    number: str,
    date: str,
    credential: Credential,
    appearance: bytes,
    timestamps: Timestamps | None,
    evidence: Evidence | None,
    at: datetime,
) -> Signed:
    """Fill number and date and put the agency's seal, in one revision.

    `lines` is a PDF of two pages, the number line and the date line, which say `number` and
    `date`. `evidence` (of everyone who signs) makes the issued file whole without anything from
    outside; the archive revision brings it where it cannot be had now.
    """
    writer = open_writer(pdf)
    fields.fill(writer, lines, {fields.NUMBER: number, fields.DATE: date})
    if evidence is not None:
        embed(writer, evidence)
    meta = PdfSignatureMetadata(
        field_name=fields.SEAL,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signed = _finish(writer, meta, credential, appearance, timestamps, at)
    if evidence is None or signed.level == "B":
        return signed
    return Signed(signed.pdf, "LT", signed.certificate_sha256, signed.proved_at, signed.debt)


def embed(writer: IncrementalPdfFileWriter, evidence: Evidence) -> None:
    """Put validation data into the revision that is being written (DSS, without VRI)."""
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        sig_contents=None,
        certs=[asn1_x509.Certificate.load(each) for each in evidence.certificates],
        crls=[asn1_crl.CertificateList.load(each) for each in evidence.crls],
        ocsps=[asn1_ocsp.OCSPResponse.load(each) for each in evidence.ocsp_answers],
    )


def _finish(
    writer: QuietWriter,
    meta: Any,
    credential: Credential,
    appearance: bytes,
    timestamps: Timestamps | None,
    at: datetime,
) -> Signed:
    signer = _KeySigner(credential)
    stamper = Stamper(timestamps) if timestamps is not None else None
    pdf_signer = PdfSigner(
        meta, signer, stamp_style=PictureStyle(png=appearance), timestamper=stamper
    )
    try:
        pdf = run(_write(writer, pdf_signer, at))
    except (PyHankoRefusal, PdfError) as error:
        raise CannotSign("Tệp không ở trạng thái có thể ký vào ô này.") from error
    proved = stamper.given.at if stamper is not None and stamper.given is not None else None
    debt = "Chưa có dấu thời gian: không dùng máy chủ nào." if stamper is None else signer.debt
    return Signed(pdf, "B" if proved is None else "T", credential.fingerprint, proved, debt)


async def _write(writer: QuietWriter, pdf_signer: Any, at: datetime) -> bytes:
    session = pdf_signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = at
    document = session.prepare_tbs_document(None, RESERVED)
    digest, out = document.digest_tbs_document(output=io.BytesIO())
    await document.perform_signature(digest.document_digest, PdfCMSSignedAttributes())
    pdf: bytes = out.getvalue()
    return pdf


class _KeySigner(Signer):
    """Signs with a live key, and goes without a timestamp where none can be had."""

    def __init__(self, credential: Credential) -> None:
        issuers = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        issuers.register_multiple([asn1_x509.Certificate.load(each) for each in credential.chain])
        # Loaded from bytes: objects that were built are encoded anew at every use.
        certificate = asn1_x509.Certificate.load(credential.certificate)
        super().__init__(signing_cert=certificate, cert_registry=issuers, embed_roots=False)
        self._key = credential.key
        self.debt = ""

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if digest_algorithm != "sha256":
            raise CannotSign("Chỉ ký với thuật toán băm SHA-256.")
        if isinstance(self._key, rsa.RSAPrivateKey):
            size = self._key.key_size // 8
            return bytes(size) if dry_run else self._key.sign(data, padding.PKCS1v15(), SHA256())
        return bytes(_EC_SIGNATURE) if dry_run else self._key.sign(data, ec.ECDSA(SHA256()))

    async def unsigned_attrs(self, *args: Any, **options: Any) -> Any:
        """The timestamp, or nothing and a debt: nobody waits for an authority that is away."""
        try:
            return await super().unsigned_attrs(*args, **options)
        except TimestampsUnavailable as error:
            self.debt = error.message
            return None
