"""Keys at rest and awake."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

import signing
from tests.signing.office import PIN, SECRET, Office


@pytest.fixture(scope="module")
def issued(office: Office):
    return office.server.authority.issue("Người có khóa", common_name="A", organization="B")


@pytest.fixture(scope="module")
def wrapped(issued) -> bytes:
    return signing.wrap(issued.private_key_pkcs8, pin=PIN, secret=SECRET)


def test_the_right_pin_opens_the_key(issued, wrapped):
    credential = signing.unlock(
        wrapped, pin=PIN, secret=SECRET, certificate=issued.certificate, chain=issued.chain
    )
    opened = credential.key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    assert (opened, credential.chain) == (issued.private_key_pkcs8, issued.chain)


@pytest.mark.parametrize(("pin", "secret"), [("000000", SECRET), (PIN, b"t" * 32), ("", SECRET)])
def test_a_wrong_pin_or_another_installation_opens_nothing(issued, wrapped, pin, secret):
    with pytest.raises(signing.WrongPin, match="Mã PIN không đúng"):
        signing.unlock(wrapped, pin=pin, secret=secret, certificate=issued.certificate)


@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_a_wrapped_key_with_any_byte_changed_does_not_open(issued, wrapped, data):
    spoiled = bytearray(wrapped)
    spoiled[data.draw(st.integers(0, len(wrapped) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(signing.WrongPin):
        signing.unlock(bytes(spoiled), pin=PIN, secret=SECRET, certificate=issued.certificate)


def test_a_wrapped_key_cut_short_does_not_open(issued, wrapped):
    for length in (0, 1, 10, 40):
        with pytest.raises(signing.WrongPin):
            signing.unlock(wrapped[:length], pin=PIN, secret=SECRET, certificate=issued.certificate)


def test_a_key_is_wrapped_anew_each_time(issued, wrapped):
    assert signing.wrap(issued.private_key_pkcs8, pin=PIN, secret=SECRET) != wrapped


def test_a_key_of_another_certificate_is_refused(office: Office, wrapped):
    with pytest.raises(signing.KeyMismatch):
        signing.unlock(wrapped, pin=PIN, secret=SECRET, certificate=office.leader.certificate)


def test_an_elliptic_key_of_another_certificate_is_refused(office: Office):
    pkcs8 = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    wrapped = signing.wrap(pkcs8, pin=PIN, secret=SECRET)
    with pytest.raises(signing.KeyMismatch):
        signing.unlock(wrapped, pin=PIN, secret=SECRET, certificate=office.leader.certificate)


def test_a_credential_does_not_print_its_key(office: Office):
    assert "key=" not in repr(office.leader)
