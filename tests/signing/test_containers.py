"""The bytes that no signature covers."""

import pytest

import signing
from tests.signing.office import Office


def hexadecimal(pdf: bytes) -> tuple[int, int]:
    """Where the digits of the last container begin and end."""
    start = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    return start, pdf.index(b">", start)


def with_digit(pdf: bytes, at: int, digit: bytes) -> bytes:
    assert pdf[at : at + 1] != digit
    return pdf[:at] + digit + pdf[at + 1 :]


@pytest.mark.parametrize("stage", ["signed", "issued", "archived"])
def test_what_follows_a_container_s_content_is_zeros(office: Office, stage: str):
    pdf = getattr(office, stage)
    _, end = hexadecimal(pdf)
    verdict = office.verify(with_digit(pdf, end - 10, b"1"))
    assert (verdict.verdict, verdict.problems[0].code) == ("invalid", "signature-broken")


@pytest.mark.parametrize("stage", ["signed", "issued", "archived"])
def test_a_container_is_written_in_one_way(office: Office, stage: str):
    pdf = getattr(office, stage)
    start, end = hexadecimal(pdf)
    letter = next(at for at in range(start, end) if pdf[at : at + 1].isalpha())
    for spoiled in (pdf[letter : letter + 1].swapcase(), b" "):
        assert office.verify(with_digit(pdf, letter, spoiled)).verdict == "invalid"


def test_a_certificate_in_a_container_is_whole_though_nobody_needs_it(office: Office):
    # The issued file has a good copy of it among its validation data.
    pdf = office.issued
    start, end = hexadecimal(pdf)
    issuer = office.seal.chain[0].hex()
    at = start + pdf[start:end].decode().lower().index(issuer) + len(issuer) - 1
    digit = b"1" if pdf[at : at + 1] != b"1" else b"2"
    verdict = office.verify(with_digit(pdf, at, digit))
    assert [each.code for each in verdict.problems] == ["signature-broken"]


def test_the_versions_in_a_container_follow_from_its_content(office: Office):
    pdf = office.signed
    start, end = hexadecimal(pdf)
    # The second of the two versions: that of the signer, before the name of the issuer.
    at = start + pdf[start:end].lower().rindex(b"020101") + 5
    assert office.verify(pdf).verdict == "valid"
    assert office.verify(with_digit(pdf, at, b"3")).verdict == "invalid"


def test_only_a_timestamp_stands_beside_a_signature(office: Office):
    pdf = office.issued
    start, end = hexadecimal(pdf)
    # The object identifier of signature-time-stamp-token: another one would make it vanish.
    known = bytes.fromhex("060b2a864886f70d010910020e").hex().encode()
    at = start + pdf[start:end].lower().rindex(known) + len(known) - 1
    verdict = office.verify(with_digit(pdf, at, b"f" if pdf[start:end].islower() else b"F"))
    assert signing.SEAL in {each.field for each in verdict.signatures}
    assert [each.code for each in verdict.problems] == ["signature-broken"]
