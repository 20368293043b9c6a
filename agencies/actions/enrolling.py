"""Giving people and agencies what they sign with: a certificate with its key, and a picture."""

import io
import logging
from datetime import datetime
from decimal import Decimal
from typing import Final

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from django.conf import settings
from django.db import transaction
from PIL import Image, UnidentifiedImageError

import signing
from agencies.errors import AgencyError
from agencies.models import Agency, Credential, Official, SealImage, SignatureImage
from agencies.models.periods import holds_on
from agencies.moments import vn_day

SHORTEST_PIN: Final = 6
LARGEST_PICTURE: Final = 1_000_000  # bytes
USUAL_SEAL: Final = Decimal("36.0")  # millimetres

_log = logging.getLogger(__name__)


class CannotEnrol(AgencyError):
    """The file or the PIN does not serve; the sentence says why."""


def enrol(
    holder: Official | Agency, container: bytes, *, passphrase: str, pin: str, by: str, at: datetime
) -> Credential:
    """Take a certificate and its key out of a PKCS #12 file, the key wrapped under a PIN.

    `by` is the account of the machine whose holder did it. Earlier credentials stay: what they
    signed is judged by them. Raises CannotEnrol.
    """
    if len(pin) < SHORTEST_PIN:
        raise CannotEnrol(f"Mã PIN phải có ít nhất {SHORTEST_PIN} ký tự.")
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(
            container, passphrase.encode() or None
        )
    except ValueError as error:
        raise CannotEnrol("Không mở được tệp PKCS #12: sai mật khẩu hoặc tệp hỏng.") from error
    if key is None or certificate is None:
        raise CannotEnrol("Tệp PKCS #12 không có đủ khóa và chứng thư.")
    if not certificate.not_valid_before_utc <= at < certificate.not_valid_after_utc:
        raise CannotEnrol("Chứng thư chưa có hiệu lực hoặc đã hết hạn.")
    der = certificate.public_bytes(Encoding.DER)
    chain = tuple(one.public_bytes(Encoding.DER) for one in others if one.issuer != one.subject)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    secret = settings.KEY_SECRET.encode()
    wrapped = signing.wrap(private, pin=pin, secret=secret)
    try:
        signing.unlock(wrapped, pin=pin, secret=secret, certificate=der, chain=chain)
    except signing.SigningError as error:
        raise CannotEnrol(f"Khóa này không dùng để ký được: {error}") from error
    credential = Credential.objects.create(
        official=holder if isinstance(holder, Official) else None,
        agency=holder if isinstance(holder, Agency) else None,
        certificate=der,
        chain=list(chain),
        wrapped_key=wrapped,
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
    )
    _log.info("The credential %s is given by %s.", credential.pk, by)
    return credential


@transaction.atomic
def give_picture(
    holder: Official | Agency, png: bytes, *, at: datetime, diameter_mm: Decimal = USUAL_SEAL
) -> None:
    """Let a drawn signature, or a seal in its true size, be used from today on."""
    _require_picture(png)
    today = vn_day(at)
    images = holder.signature_images if isinstance(holder, Official) else holder.seal_images
    images.filter(valid_from=today).delete()
    images.filter(holds_on(today)).update(valid_to=today)
    if isinstance(holder, Official):
        SignatureImage.objects.create(official=holder, picture=png, valid_from=today)
    else:
        SealImage.objects.create(
            agency=holder, picture=png, diameter_mm=diameter_mm, valid_from=today
        )


def _require_picture(png: bytes) -> None:
    try:
        with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
            image.verify()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise CannotEnrol("Hình chữ ký, hình dấu không phải là tệp PNG đọc được.") from error
    if len(png) > LARGEST_PICTURE:
        raise CannotEnrol("Hình chữ ký, hình dấu lớn quá 1 MB.")
