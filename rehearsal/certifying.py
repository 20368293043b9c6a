"""Giving the officials and agencies of a rehearsal what they sign with.

Certificates come from the throw-away authority of this machine, which AUTHORITY_FOLDER and
AUTHORITY_URL name in the environment.
"""

import os
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from cryptography import x509
from django.conf import settings

import signing
from agencies.models import Agency, Credential, Official, SealImage, SignatureImage
from documents.typesetting import fonts
from rehearsal import pictures
from rehearsal.authority import Authority
from rehearsal.cast import PIN

SEAL_MM: Final = 36.0


class NoAuthority(Exception):
    """The environment names no throw-away authority."""


@cache
def the_authority() -> Authority:
    try:
        folder, url = os.environ["AUTHORITY_FOLDER"], os.environ["AUTHORITY_URL"]
    except KeyError as missing:
        raise NoAuthority(
            f"Chưa đặt biến môi trường {missing.args[0]}; hãy chạy make run hoặc make rehearse."
        ) from missing
    return Authority(Path(folder), url)


def equip_official(official: Official, *, organization: str, since: date) -> None:
    """Give an official a certificate, its key under the PIN, and a drawn signature; once."""
    if not official.credentials.exists():
        _certify(
            Credential(official=official),
            label=f"official:{official.username}:{official.full_name}",
            common_name=official.full_name,
            organization=organization,
        )
    if not official.signature_images.exists():
        SignatureImage.objects.create(
            official=official, picture=pictures.signature(official.full_name), valid_from=since
        )


def equip_agency(agency: Agency, *, on: date, since: date) -> None:
    """Give an agency a certificate, its key under the PIN, and a drawn seal; once."""
    name = agency.name_on(on)
    if not agency.credentials.exists():
        _certify(
            Credential(agency=agency),
            label=f"agency:{agency.code or agency.public_id}",
            common_name=name.full_name,
            organization=name.full_name,
        )
    if not agency.seal_images.exists():
        picture = pictures.seal(
            name.issuer_line,
            name.parent_line or f"TỈNH {name.place}",
            diameter_mm=SEAL_MM,
            fonts=fonts.folder(),
        )
        SealImage.objects.create(
            agency=agency, picture=picture, diameter_mm=f"{SEAL_MM}", valid_from=since
        )


def _certify(credential: Credential, *, label: str, common_name: str, organization: str) -> None:
    issued = the_authority().issue(label, common_name=common_name, organization=organization)
    certificate = x509.load_der_x509_certificate(issued.certificate)
    credential.certificate = issued.certificate
    credential.chain = list(issued.chain)
    credential.wrapped_key = signing.wrap(
        issued.private_key_pkcs8, pin=PIN, secret=settings.KEY_SECRET.encode()
    )
    credential.valid_from = certificate.not_valid_before_utc
    credential.valid_to = certificate.not_valid_after_utc
    credential.save()
