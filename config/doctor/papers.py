"""A page typeset, signed and judged, with a key that lives as long as the examination."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, Final, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID
from django.conf import settings
from PIL import Image

import signing
from config.doctor.finding import Finding, ill, well
from documents import typesetting
from documents.text import van_ban

_PIN: Final = "135790"
_DRAFT: Final[dict[str, Any]] = {
    "schema": "vbhc/1",
    "type": "BC",
    "issuer": {"parent": None, "name": "CƠ QUAN KIỂM TRA", "abbr": "KT"},
    "place": "Hà Nội",
    "subject": [{"s": "Kiểm tra hệ thống"}],
    "body": [{"t": "p", "x": [{"s": "Trang này được dàn để kiểm tra rồi bỏ."}]}],
    "recipients": ["Lưu: VT."],
}


def typeset(*, at: datetime) -> tuple[Finding, bytes]:
    """Set a page and prepare its fields; return it empty where that fails."""
    try:
        content = van_ban.accept(_DRAFT)
        page = typesetting.typeset(content, created_at=at)
        blank = typesetting.lines(page.places, notation="BC-KT", place="Hà Nội")
        places = {
            name: signing.Place(page=place.page, x=place.x, y=place.y, w=place.w, h=place.h)
            for name, place in page.places.items()
        }
        prepared = signing.prepare(page.pdf, places, blank_lines=blank.pdf)
    except (typesetting.CannotTypeset, signing.SigningError) as error:
        return ill("typesetting", f"No page can be set: {error}"), b""
    return well(
        "typesetting", f"A page is set and prepared ({len(prepared) // 1024} kB)."
    ), prepared


def signed(prepared: bytes, *, at: datetime) -> Finding:
    """Wrap a key as officials' keys are, unlock it by its PIN, sign, and judge the file."""
    ours, secret = _ThrowAway.made(at), settings.KEY_SECRET.encode()
    wrapped = signing.wrap(ours.key, pin=_PIN, secret=secret)
    try:
        credential = signing.unlock(wrapped, pin=_PIN, secret=secret, certificate=ours.certificate)
        made = signing.sign(
            prepared,
            field=signing.LEADER,
            credential=credential,
            appearance=_picture(),
            certify=True,
            timestamps=None,
            at=at,
        )
    except signing.SigningError as error:
        return ill("signing", f"A page cannot be signed: {error}")
    verdict = signing.verify(made.pdf, trust=signing.Trust((ours.root,)), at=at)
    if verdict.verdict == "invalid" or len(verdict.signatures) != 1:
        said = ", ".join(problem.code for problem in verdict.problems)
        return ill("signing", f"What was just signed is judged invalid: {said}.")
    return well("signing", "A page is signed with a wrapped key, and its signature holds.")


def timestamped(*, at: datetime) -> list[Finding]:
    """Ask each authority by itself: signing goes on with the next where one is away."""
    found = []
    for url in settings.TIMESTAMP_URLS:
        client = signing.timestamp_client(url, timeout=settings.OUTSIDE_TIMEOUT)
        try:
            token = client.token(hashlib.sha256(at.isoformat().encode()).digest())
        except signing.TimestampsUnavailable as fault:
            found.append(ill("timestamps", f"{url}: {fault.cause}."))
            continue
        found.append(well("timestamps", f"{url} gives timestamps ({len(token)} bytes)."))
    return found or [ill("timestamps", "TIMESTAMP_URLS names no authority.")]


@dataclass(frozen=True)
class _ThrowAway:
    """A key (PKCS #8), its certificate and the root above it (DER); nobody else trusts that."""

    key: bytes
    certificate: bytes
    root: bytes

    @classmethod
    def made(cls, at: datetime) -> Self:
        above, own = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        root = _certificate("doctor's root", above.public_key(), at, by="doctor's root")
        root = root.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        root = root.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        leaf = _certificate("doctor", own.public_key(), at, by="doctor's root")
        leaf = leaf.add_extension(_usage(content_commitment=True), critical=True)
        return cls(
            own.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
            *(one.sign(above, hashes.SHA256()).public_bytes(Encoding.DER) for one in (leaf, root)),
        )


def _certificate(
    name: str, key: ec.EllipticCurvePublicKey, at: datetime, *, by: str
) -> x509.CertificateBuilder:
    subject, issuer = (
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (name, by)
    )
    return (
        x509.CertificateBuilder(issuer, subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(hours=1))
        .not_valid_after(at + timedelta(hours=1))
    )


def _usage(**used: bool) -> x509.KeyUsage:
    names = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement "
        "key_cert_sign crl_sign encipher_only decipher_only"
    )
    return x509.KeyUsage(**{name: used.get(name, False) for name in names.split()})


def _picture() -> bytes:
    stream = BytesIO()
    Image.new("RGBA", (40, 20), (20, 60, 160, 255)).save(stream, "PNG")
    return stream.getvalue()
