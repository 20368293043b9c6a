"""Whether a certificate was good when it was used, by what the file and the asker bring along."""

import datetime as dt
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final, Literal

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import ValidationInfoReadingError
from pyhanko_certvalidator import CertificateValidator, ValidationContext, errors

from signing.trust import Trust

Purpose = Literal["signatures", "timestamps"]

_MOST_REVOCATION_DATA: Final = 200

# Why a path is refused; the first that fits.
_REASONS: Final[dict[type[Exception], str]] = {
    errors.RevokedError: "certificate-revoked",
    errors.InsufficientRevinfoError: "no-revocation-data",
    errors.ExpiredError: "certificate-expired",
    errors.NotYetValidError: "certificate-not-yet-valid",
    errors.PathBuildingError: "certificate-untrusted",
    errors.InvalidCertificateError: "certificate-unfit",
    errors.DisallowedAlgorithmError: "weak-algorithm",
    # Whatever else breaks the path: it does not lead to a root that we trust.
    errors.ValidationError: "certificate-untrusted",
    ValueError: "certificate-untrusted",
}


@dataclass(frozen=True)
class Material:
    """Roots, certificates and revocation data with which certificates are judged."""

    roots: tuple[Any, ...]
    certificates: tuple[Any, ...]
    crls: tuple[bytes, ...]
    ocsp_answers: tuple[Any, ...]

    def with_crls(self, crls: Iterable[bytes]) -> "Material":
        return replace(self, crls=tuple(dict.fromkeys((*self.crls, *_readable(crls)))))

    def context(
        self, moment: dt.datetime, *, revocation: Literal["require", "none"], leaf: Any
    ) -> ValidationContext:
        """Return what pyHanko's path validation asks for."""
        return ValidationContext(
            trust_roots=list(self.roots),
            other_certs=list(self.certificates),
            crls=[asn1_crl.CertificateList.load(each) for each in self._about(leaf)],
            ocsps=list(self.ocsp_answers),
            moment=moment,
            revocation_mode=revocation,
            # What was published later also tells about the moment itself.
            retroactive_revinfo=True,
            allow_fetching=False,
        )

    def _about(self, leaf: Any) -> list[bytes]:
        """A list published after a certificate ended need not name it any more: left out."""
        ended, issuer = leaf.not_valid_after, leaf.issuer.dump()
        return [
            each
            for each in self.crls
            if not (_crl(each).last_update_utc > ended and _issuer(each) == issuer)
        ]


def read_material(reader: Any, trust: Trust) -> Material:
    """Read what the file itself brings along (its DSS)."""
    roots = tuple(asn1_x509.Certificate.load(each) for each in trust.roots)
    try:
        store = DocumentSecurityStore.read_dss(reader)
        certificates = tuple(store.load_certs())
        crls = [each.get_object().data for each in store.crls[:_MOST_REVOCATION_DATA]]
        answers = [each.get_object().data for each in store.ocsps[:_MOST_REVOCATION_DATA]]
    except (ValidationInfoReadingError, PdfError, ValueError):
        return Material(roots, (), (), ())
    return Material(
        roots,
        certificates,
        tuple(_readable(crls)),
        tuple(asn1_ocsp.OCSPResponse.load(each) for each in answers),
    )


async def judge(
    certificate: Any,
    others: Sequence[Any],
    material: Material,
    *,
    purpose: Purpose,
    used_at: dt.datetime,
    relied_on_until: dt.datetime,
) -> str:
    """Return what is wrong with a certificate as a code, or an empty string.

    It must have been good, and known not to be revoked, at `used_at`. It must neither have
    ended nor have been revoked until `relied_on_until`: for a signer that is the same moment,
    for a timestamp the moment at which a later timestamp takes over, or now.
    """
    material = replace(material, certificates=(*material.certificates, *others))
    if certificate.self_signed != "no" and certificate not in material.roots:
        return "certificate-untrusted"
    try:
        path = await _path(certificate, material, purpose, used_at, "require")
        if relied_on_until > used_at:
            await _path(certificate, material, purpose, relied_on_until, "none")
    except tuple(_REASONS) as error:
        return next(code for kind, code in _REASONS.items() if isinstance(error, kind))
    revoked = _is_named_revoked(path, material.crls, relied_on_until)
    return "certificate-revoked" if revoked else ""


async def _path(
    certificate: Any,
    material: Material,
    purpose: Purpose,
    moment: dt.datetime,
    revocation: Literal["require", "none"],
) -> Any:
    context = material.context(moment, revocation=revocation, leaf=certificate)
    validator = CertificateValidator(certificate, validation_context=context)
    if purpose == "timestamps":
        return await validator.async_validate_usage(set(), {"time_stamping"})  # type: ignore[no-untyped-call]
    path = await validator.async_validate_path()
    usage = certificate.key_usage_value
    # Certificates for signing documents bear one of the two, older ones only the first.
    if usage is not None and not usage.native & {"digital_signature", "non_repudiation"}:
        raise errors.InvalidCertificateError("key usage")
    return path


def _is_named_revoked(path: Any, crls: Iterable[bytes], until: dt.datetime) -> bool:
    """Whether any list, not only the newest, names a certificate of the path as revoked."""
    chain = [x509.load_der_x509_certificate(each.dump()) for each in path.iter_certs(True)]
    for issuer, certificate in pairwise(chain):
        for each in crls:
            crl = _crl(each)
            entry = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
            if crl.issuer != issuer.subject or entry is None or entry.revocation_date_utc > until:
                continue
            if crl.is_signature_valid(issuer.public_key()):  # type: ignore[arg-type]
                return True
    return False


def _readable(crls: Iterable[bytes]) -> list[bytes]:
    """Return the lists (DER) that can be read; one that cannot proves nothing."""
    found = []
    for each in crls:
        try:
            _crl(each)
        except ValueError:
            continue
        found.append(each)
    return found


def _crl(der: bytes) -> x509.CertificateRevocationList:
    with warnings.catch_warnings(action="ignore"):
        return x509.load_der_x509_crl(der)


def _issuer(der: bytes) -> bytes:
    return _crl(der).issuer.public_bytes()
