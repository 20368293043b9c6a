"""A subscription's secret: shown once, wrapped while it rests, used to sign what is sent."""

import hmac
import os
import secrets
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SIGNATURE: Final = "X-DauSon-Signature"

_VERSION: Final = b"\x01"  # first byte of a wrapped secret: a later format takes another
_NONCE: Final = 12


def new_secret() -> str:
    """Return 256 random bits as an administrator copies them."""
    return f"dauson_{secrets.token_urlsafe(32)}"


def wrap(secret: str, *, subscription: UUID) -> bytes:
    """Encrypt a secret so that it opens only on this installation, for this subscription."""
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(_wrapping_key()).encrypt(nonce, secret.encode(), _bound_to(subscription))
    return _VERSION + nonce + sealed


def unwrap(wrapped: bytes, *, subscription: UUID) -> str:
    nonce, sealed = wrapped[1 : 1 + _NONCE], wrapped[1 + _NONCE :]
    return AESGCM(_wrapping_key()).decrypt(nonce, sealed, _bound_to(subscription)).decode()


def signature(secret: str, body: bytes, *, moment: int) -> str:
    """Return the header that proves who sent a body, and when: seconds since 1970."""
    digest = hmac.digest(secret.encode(), f"{moment}.".encode() + body, "sha256")
    return f"t={moment},v1={digest.hex()}"


def _bound_to(subscription: UUID) -> bytes:
    return _VERSION + subscription.bytes


def _wrapping_key() -> bytes:
    derivation = HKDF(SHA256(), length=32, salt=None, info=b"dauson subscription secret")
    return derivation.derive(settings.KEY_SECRET.encode())
