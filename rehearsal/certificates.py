"""What stands in the certificates of the throw-away authority, before they are signed."""

from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_SAMPLE: Final = "(THỬ NGHIỆM)"
_YEAR: Final = timedelta(days=365)
# RFC 5280, appendix A.1 allows 64 letters; our library counts bytes. Longer names are cut.
_LONGEST_NAME: Final = 64


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def name(common_name: str, organization: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, _cut(common_name, _LONGEST_NAME)),
        ]
    )


def sample_of(organization: str) -> str:
    """Mark an organization as a sample; the mark survives where the name is too long."""
    if _SAMPLE in organization:
        return _cut(organization, _LONGEST_NAME)
    mark = f" {_SAMPLE}"
    return _cut(organization, _LONGEST_NAME - len(mark.encode())) + mark


def _cut(name: str, size: int) -> str:
    if len(name.encode()) <= size:
        return name
    kept = name.encode()[: size - len("…".encode())].decode(errors="ignore")
    return f"{kept.rstrip()}…"


def begin(subject: x509.Name, key: rsa.RSAPrivateKey, *, years: int) -> x509.CertificateBuilder:
    """Return a certificate of a key that holds since yesterday, without its issuer yet."""
    yesterday = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    own_key = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(yesterday)
        .not_valid_after(yesterday + years * _YEAR)
        .add_extension(own_key, critical=False)
    )


def usage(purpose: str) -> x509.KeyUsage:
    """Return what a key is for: "ca", "signatures" or "timestamps"."""
    return x509.KeyUsage(
        digital_signature=purpose != "ca",
        content_commitment=purpose == "signatures",
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=purpose == "ca",
        crl_sign=purpose == "ca",
        encipher_only=False,
        decipher_only=False,
    )


def issuer_key_of(key: rsa.RSAPrivateKey) -> x509.AuthorityKeyIdentifier:
    """Say by whose key a certificate or a list is signed."""
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def uri(url: str) -> x509.UniformResourceIdentifier:
    return x509.UniformResourceIdentifier(url)


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def pkcs8(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
