"""Keeping secrets that must be read again: under keys made of the installation's KEY_SECRET."""

import hmac
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE: Final = 12


class Unreadable(Exception):
    """What was kept was wrapped under another KEY_SECRET, for somebody else, or was changed."""


def wrap(secret: bytes, *, purpose: str) -> bytes:
    """Encrypt a secret; it opens only for the same purpose, which names whose it is."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key_for("wrapping")).encrypt(nonce, secret, purpose.encode())


def unwrap(wrapped: bytes, *, purpose: str) -> bytes:
    nonce, sealed = wrapped[:_NONCE], wrapped[_NONCE:]
    try:
        return AESGCM(key_for("wrapping")).decrypt(nonce, sealed, purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error


def mark(text: str, *, purpose: str) -> str:
    """Return by what a secret is known again that need not be read again."""
    return hmac.new(key_for(purpose), text.encode(), "sha256").hexdigest()


def key_for(purpose: str) -> bytes:
    """Return the key of one purpose; from it nobody learns another's, nor KEY_SECRET."""
    return hmac.digest(settings.KEY_SECRET.encode(), f"dauson.{purpose}".encode(), "sha256")
