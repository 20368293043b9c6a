"""The one part of a file that no signature covers: the container that a signature itself lies in.

Whatever is in it beside the signature could be anything, so it must be exactly what it should be.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from asn1crypto import core, parser
from cryptography import x509
from cryptography.exceptions import InvalidSignature

from signing.timestamps import tokens

_DIGITS: Final = re.compile(rb"<(?:[0-9a-f]+|[0-9A-F]+)>")


def is_sound(reader: Any, signature: Any, known: Iterable[Any]) -> bool:
    """Whether a container holds one CMS, zeros, and nothing that does not belong there.

    `known` are certificates (asn1crypto) that may have issued those in the container.
    """
    _, before, after, _ = (int(number) for number in signature.byte_range)
    reader.stream.seek(before)
    written = reader.stream.read(after - before)
    if _DIGITS.fullmatch(written) is None or len(written) % 2:
        return False
    content = bytes.fromhex(written[1:-1].decode())
    if content[parser.peek(content) :].strip(b"\0"):
        return False
    if not _has_only_timestamps(signature.signer_info):
        return False
    parts = (signature.signed_data, *tokens(signature.signer_info))
    issuers = [_certificate(each) for each in known]
    return all(_is_consistent(part, issuers) for part in parts)


def _has_only_timestamps(signer: Any) -> bool:
    attributes = signer["unsigned_attrs"]
    if isinstance(attributes, core.Void):
        return True
    return all(each["type"].native == "signature_time_stamp_token" for each in attributes)


def _is_consistent(signed: Any, known: list[x509.Certificate]) -> bool:
    """One signer, whose digest is the one announced; every certificate is somebody's."""
    (signer,) = signed["signer_infos"]
    announced = [each.dump() for each in signed["digest_algorithms"]]
    if announced != [signer["digest_algorithm"].dump()]:
        return False
    # RFC 5652, 5.1 and 5.3: the versions follow from how the signer is named and what is signed.
    by_name = signer["sid"].name == "issuer_and_serial_number"
    is_plain = by_name and signed["encap_content_info"]["content_type"].native == "data"
    versions = (signed["version"].native, signer["version"].native)
    if versions != ("v1" if is_plain else "v3", "v1" if by_name else "v3"):
        return False
    own = list(_certificates(signed))
    return all(any(_issued(issuer, each) for issuer in (*known, *own)) for each in own)


def _certificates(signed: Any) -> Iterator[x509.Certificate]:
    for each in signed["certificates"]:
        yield _certificate(each.chosen)


def _certificate(certificate: Any) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate.dump())


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
