"""What closes SeaweedFS to everyone but its S3 gateway.

Object locks are enforced in the gateway alone. Left as they come, the filer's and the volume
server's ports let any local user read, forge and delete what is locked, without a key. So both
demand tokens that only the gateway can make, and all talk between the parts is mutual TLS.
"""

import datetime
import ipaddress
import secrets
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from local import folders
from local.account import give

_TOKENS = ("jwt.signing", "jwt.signing.read", "jwt.filer_signing", "jwt.filer_signing.read")
_PARTS = (
    "admin",
    "client",
    "filer",
    "master",
    "mq",
    "msg_agent",
    "msg_broker",
    "s3",
    "volume",
    "worker",
)
_YEARS = 20


def harden(folder: Path) -> None:
    """Write ``security.toml`` and its certificates, once; `weed` reads it in its working folder."""
    if (folder / "security.toml").exists():
        return
    authority, certificate, key = _certificates()
    for name, content in (("ca.crt", authority), ("node.crt", certificate), ("node.key", key)):
        _write(folder / name, content)
    _write(folder / "security.toml", _security(folder).encode())


def _write(path: Path, content: bytes) -> None:
    folders.write_private(path, content)
    give(path)


def _security(folder: Path) -> str:
    tokens = [f'[{name}]\nkey = "{secrets.token_urlsafe(32)}"\n' for name in _TOKENS]
    access = "[access]\nui = false\n[filer.expose_directory_metadata]\nenabled = false\n"
    parts = [
        f'[grpc.{name}]\ncert = "{folder}/node.crt"\nkey = "{folder}/node.key"\n' for name in _PARTS
    ]
    return "".join([*tokens, access, f'[grpc]\nca = "{folder}/ca.crt"\n', *parts])


def _certificates() -> tuple[bytes, bytes, bytes]:
    """Return an authority's certificate, a node's and the node's key, as PEM.

    The authority's own key is forgotten at once: there will never be a second node.
    """
    authority_key = ec.generate_private_key(ec.SECP256R1())
    node_key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Object store of one machine")])
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "node")])
    authority = (
        _certificate(issuer, issuer, authority_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    usages = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    names: list[x509.GeneralName] = [
        x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
        x509.DNSName("localhost"),
    ]
    node = (
        _certificate(subject, issuer, node_key.public_key())
        .add_extension(x509.ExtendedKeyUsage(usages), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    key = node_key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    pem = serialization.Encoding.PEM
    return authority.public_bytes(pem), node.public_bytes(pem), key


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=365 * _YEARS))
    )
