"""Validation data: the certificates above a signer, and who says that none is revoked."""

import base64
import hashlib
import urllib.parse
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID as Access

from signing.errors import EvidenceUnavailable
from signing.trust import Trust

# A path longer than this is a circle or a joke.
_LONGEST_PATH: Final = 8


@dataclass(frozen=True)
class Evidence:
    """What a validator needs to judge without asking anyone; all DER, each once."""

    certificates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    ocsp_answers: tuple[bytes, ...] = ()


def collect(
    certificates: Iterable[bytes],
    *,
    trust: Trust,
    fetch: Callable[[str], bytes],
    at: datetime,
) -> Evidence:
    """Collect issuers and current revocation data for certificates, up to a trusted root.

    `fetch` gets an address and returns the body of the answer; what it raises (OSError) is told
    as EvidenceUnavailable. The addresses are those in the certificates: which of them may be
    asked is for `fetch` to say. Each is asked once.
    """
    collection = _Collection(trust, fetch, at)
    wanted = [x509.load_der_x509_certificate(each) for each in certificates]
    collection.learn(wanted)
    for certificate in wanted:
        collection.climb(certificate)
    return collection.evidence()


@dataclass
class _Collection:
    trust: Trust
    fetch: Callable[[str], bytes]
    at: datetime
    known: dict[bytes, x509.Certificate] = field(default_factory=dict)
    used: dict[bytes, None] = field(default_factory=dict)
    crls: dict[bytes, None] = field(default_factory=dict)
    answers: dict[bytes, None] = field(default_factory=dict)
    bodies: dict[str, bytes | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.learn(x509.load_der_x509_certificate(root) for root in self.trust.roots)

    def learn(self, certificates: Iterable[x509.Certificate]) -> None:
        for each in certificates:
            self.known.setdefault(_der(each), each)

    def evidence(self) -> Evidence:
        return Evidence(tuple(self.used), tuple(self.crls), tuple(self.answers))

    def climb(self, certificate: x509.Certificate) -> None:
        """Go up to a root; at each step note issuer and revocation data."""
        for _ in range(_LONGEST_PATH):
            der = _der(certificate)
            if der in self.used:
                return
            self.used[der] = None
            if der in self.trust.roots:
                return
            issuer = self._issuer(certificate)
            self._ask_revocation(certificate, issuer)
            certificate = issuer
        raise EvidenceUnavailable("chuỗi chứng thư số quá dài")

    def _issuer(self, certificate: x509.Certificate) -> x509.Certificate:
        for _ in range(2):
            for candidate in self.known.values():
                if _issued(candidate, certificate):
                    return candidate
            self.learn(
                each
                for url in _access_urls(certificate, Access.CA_ISSUERS)
                if (body := self._get(url)) is not None
                for each in _read_certificates(body)
            )
        raise EvidenceUnavailable(
            f"không tìm được chứng thư số của tổ chức đã cấp cho {_holder(certificate)}"
        )

    def _ask_revocation(self, certificate: x509.Certificate, issuer: x509.Certificate) -> None:
        """CRL first: one answers for every certificate of its issuer; else OCSP."""
        for url in _crl_urls(certificate):
            body = self._get(url)
            if body is not None and (crl := self._current_crl(body, issuer)) is not None:
                self.crls[crl] = None
                return
        for url in _access_urls(certificate, Access.OCSP):
            body = self._get(_ocsp_question(url, certificate, issuer))
            if body is not None and self._is_current_answer(body, certificate):
                self.answers[body] = None
                return
        raise EvidenceUnavailable(
            f"không có danh sách thu hồi hiện hành cho chứng thư số của {_holder(certificate)}"
        )

    def _current_crl(self, body: bytes, issuer: x509.Certificate) -> bytes | None:
        try:
            pem = body.lstrip().startswith(b"-----")
            crl = x509.load_pem_x509_crl(body) if pem else x509.load_der_x509_crl(body)
            key = issuer.public_key()
            ours = crl.issuer == issuer.subject and crl.is_signature_valid(key)  # type: ignore[arg-type]
        except (ValueError, TypeError):
            return None
        current = self._is_current(crl.next_update_utc)
        return crl.public_bytes(Encoding.DER) if ours and current else None

    def _is_current_answer(self, body: bytes, certificate: x509.Certificate) -> bool:
        try:
            answer = ocsp.load_der_ocsp_response(body)
            if answer.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
                return False
            ours = answer.serial_number == certificate.serial_number
        except ValueError:
            return False
        return ours and self._is_current(answer.next_update_utc)

    def _is_current(self, until: datetime | None) -> bool:
        return until is None or until >= self.at.astimezone(UTC)

    def _get(self, url: str) -> bytes | None:
        if url not in self.bodies:
            try:
                self.bodies[url] = self.fetch(url)
            except OSError:
                self.bodies[url] = None
        return self.bodies[url]


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _holder(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def _issued(candidate: x509.Certificate, certificate: x509.Certificate) -> bool:
    if candidate.subject != certificate.issuer:
        return False
    try:
        certificate.verify_directly_issued_by(candidate)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _read_certificates(body: bytes) -> list[x509.Certificate]:
    try:
        if body.lstrip().startswith(b"-----"):
            return x509.load_pem_x509_certificates(body)
        return [x509.load_der_x509_certificate(body)]
    except ValueError:
        return []


def _access_urls(certificate: x509.Certificate, method: x509.ObjectIdentifier) -> list[str]:
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess)
    except x509.ExtensionNotFound:
        return []
    return [
        each.access_location.value
        for each in access.value
        if each.access_method == method
        and isinstance(each.access_location, x509.UniformResourceIdentifier)
    ]


def _crl_urls(certificate: x509.Certificate) -> list[str]:
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints)
    except x509.ExtensionNotFound:
        return []
    return [
        name.value
        for point in points.value
        for name in point.full_name or ()
        if isinstance(name, x509.UniformResourceIdentifier)
    ]


def _ocsp_question(url: str, certificate: x509.Certificate, issuer: x509.Certificate) -> str:
    """Return the address that asks by GET (RFC 6960, appendix A.1)."""
    # SHA-1 only names the issuer here; responders need not know another (RFC 5019, 2.1.1).
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, SHA1())  # noqa: S303
    question = base64.b64encode(builder.build().public_bytes(Encoding.DER)).decode()
    return f"{url.rstrip('/')}/{urllib.parse.quote(question, safe='')}"


def fingerprint(certificate: bytes) -> str:
    """The SHA-256 of a certificate (DER), in hexadecimal."""
    return hashlib.sha256(certificate).hexdigest()
