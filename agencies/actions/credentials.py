"""Unlocking what people sign with."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import OperationalError, transaction

import signing
from agencies.errors import (
    CredentialBusy,
    CredentialLocked,
    CredentialRevoked,
    NoCredential,
    NoPicture,
    NotLocked,
    PinWrong,
)
from agencies.models import Agency, Credential, Official
from agencies.models.credential import TRIES
from agencies.models.periods import holds_on
from agencies.moments import vn_day

_log = logging.getLogger(__name__)

LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL: the lock_timeout ran out


def current(holder: Official | Agency, *, at: datetime) -> Credential:
    """Return the holder's credential that is valid at a moment; the newest, where there are two."""
    credential = (
        holder.credentials.filter(valid_from__lte=at, valid_to__gt=at)
        .order_by("-valid_from", "-pk")
        .first()
    )
    if credential is None:
        raise NoCredential
    return credential


def unlock(credential: Credential, *, pin: str, at: datetime) -> signing.Credential:
    """Return the key, ready to sign. Three wrong PINs lock the credential.

    Tries on one credential wait for each other (a tenth of a second each, at most the database's
    lock_timeout): many wrong ones at one moment count in full, many right ones lock nobody out.
    """
    try:
        with transaction.atomic():
            locked = Credential.objects.select_for_update(of=["self"]).get(pk=credential.pk)
            if locked.revoked_at and locked.revoked_at <= at:
                raise CredentialRevoked
            if locked.is_locked:
                raise CredentialLocked
            opened = _opened(locked, pin=pin)
            tries = 0 if opened else locked.wrong_pins + 1
            Credential.objects.filter(pk=locked.pk).exclude(wrong_pins=tries).update(
                wrong_pins=tries
            )
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE:
            raise CredentialBusy from error
        raise
    if opened is None:
        left = TRIES - tries
        raise PinWrong(f"Mã PIN không đúng; còn {left} lần thử.") if left else CredentialLocked
    return opened


def _opened(credential: Credential, *, pin: str) -> signing.Credential | None:
    try:
        return signing.unlock(
            bytes(credential.wrapped_key),
            pin=pin,
            secret=settings.KEY_SECRET.encode(),
            certificate=bytes(credential.certificate),
            chain=tuple(bytes(part) for part in credential.chain),
        )
    except signing.WrongPin:
        return None


def release(credential: Credential, *, by: str, at: datetime) -> None:
    """Give a locked credential its tries back.

    ``by`` is the account of the machine whose holder did it: officials cannot do this themselves.
    Raises CredentialRevoked, NotLocked.
    """
    with transaction.atomic():
        locked = Credential.objects.select_for_update(of=["self"]).get(pk=credential.pk)
        if locked.revoked_at and locked.revoked_at <= at:
            raise CredentialRevoked
        if not locked.is_locked:
            raise NotLocked
        Credential.objects.filter(pk=locked.pk).update(wrong_pins=0)
    _log.info("The credential %s of %s is released by %s.", locked.pk, locked, by)


def signature_picture(official: Official, *, at: datetime) -> bytes:
    """Return the official's drawn signature as PNG."""
    image = official.signature_images.filter(holds_on(vn_day(at))).first()
    if image is None:
        raise NoPicture
    return bytes(image.picture)


def seal_picture(agency: Agency, *, at: datetime) -> bytes:
    """Return the agency's seal as PNG."""
    image = agency.seal_images.filter(holds_on(vn_day(at))).first()
    if image is None:
        raise NoPicture
    return bytes(image.picture)
