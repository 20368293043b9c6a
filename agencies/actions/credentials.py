"""Unlocking what people sign with."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

import signing
from agencies.errors import (
    CredentialLocked,
    CredentialRevoked,
    NoCredential,
    NoPicture,
    PinWrong,
)
from agencies.models import Agency, Credential, Official
from agencies.models.credential import TRIES
from agencies.models.periods import holds_on
from agencies.moments import vn_day


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

    A try is counted before it is made and given back when the PIN was right, so that
    many tries at one moment cannot exceed three.
    """
    with transaction.atomic():
        locked = Credential.objects.select_for_update(of=["self"]).get(pk=credential.pk)
        if locked.revoked_at and locked.revoked_at <= at:
            raise CredentialRevoked
        if locked.is_locked:
            raise CredentialLocked
        tries = locked.wrong_pins + 1
        Credential.objects.filter(pk=locked.pk).update(wrong_pins=tries)
    try:
        opened = signing.unlock(
            bytes(locked.wrapped_key),
            pin=pin,
            secret=settings.KEY_SECRET.encode(),
            certificate=bytes(locked.certificate),
            chain=tuple(bytes(part) for part in locked.chain),
        )
    except signing.WrongPin:
        left = TRIES - tries
        if left <= 0:
            raise CredentialLocked from None
        raise PinWrong(f"Mã PIN không đúng; còn {left} lần thử.") from None
    Credential.objects.filter(pk=locked.pk, wrong_pins__gt=0).update(wrong_pins=F("wrong_pins") * 0)
    return opened


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
