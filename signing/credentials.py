"""A signer's key: wrapped under a PIN while it rests, alive while it signs."""

import hashlib
import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from signing.errors import KeyMismatch, WrongPin

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

# First byte of a wrapped key, authenticated with the rest: a later format takes another.
_VERSION: Final = b"\x01"
_SALT: Final = 16
_NONCE: Final = 12
# 32 MB and about a tenth of a second a try: a PIN has few digits, so each guess must cost.
_SCRYPT_COST: Final = 2**15


@dataclass(frozen=True)
class Credential:
    """A certificate (DER), the issuers above it without the root (DER), and the live key."""

    certificate: bytes
    chain: tuple[bytes, ...]
    key: PrivateKey = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the certificate, in hexadecimal."""
        return hashlib.sha256(self.certificate).hexdigest()


def wrap(private_key_pkcs8: bytes, *, pin: str, secret: bytes) -> bytes:
    """Encrypt a PKCS #8 key so that it opens only with this PIN on this installation."""
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    sealed = AESGCM(_wrapping_key(pin, secret, salt)).encrypt(nonce, private_key_pkcs8, _VERSION)
    return _VERSION + salt + nonce + sealed


def unlock(
    wrapped: bytes,
    *,
    pin: str,
    secret: bytes,
    certificate: bytes,
    chain: Iterable[bytes] = (),
) -> Credential:
    """Open a wrapped key; raises WrongPin, or KeyMismatch where it is another certificate's."""
    version, rest = wrapped[:1], wrapped[1:]
    salt, nonce, sealed = rest[:_SALT], rest[_SALT : _SALT + _NONCE], rest[_SALT + _NONCE :]
    if version != _VERSION:
        raise WrongPin
    try:
        pkcs8 = AESGCM(_wrapping_key(pin, secret, salt)).decrypt(nonce, sealed, version)
    except (InvalidTag, ValueError) as error:
        raise WrongPin from error
    # Authenticated just now, so the costly arithmetic check of an RSA key tells nothing new.
    key = serialization.load_der_private_key(pkcs8, None, unsafe_skip_rsa_key_validation=True)
    return credential(key, certificate=certificate, chain=chain)


def credential(key: object, *, certificate: bytes, chain: Iterable[bytes] = ()) -> Credential:
    """Join a live key with its certificate; raises KeyMismatch where it is another's."""
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyMismatch
    if key.public_key() != x509.load_der_x509_certificate(certificate).public_key():
        raise KeyMismatch
    return Credential(certificate, tuple(chain), key)


def _wrapping_key(pin: str, secret: bytes, salt: bytes) -> bytes:
    # The secret is mixed in first: whoever steals the database alone cannot even begin to guess.
    peppered = hmac.digest(secret, pin.encode(), "sha256")
    return Scrypt(salt=salt, length=32, n=_SCRYPT_COST, r=8, p=1).derive(peppered)
