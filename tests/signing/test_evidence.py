"""Collecting evidence: issuers, revocation lists, and what to say when they cannot be had."""

import datetime as dt

import pytest
from cryptography import x509

import signing
from tests.signing.office import Office, fetch, now


def collect(office: Office, *, fetch=fetch, at=None, certificates=None) -> signing.Evidence:
    wanted = certificates or [office.leader.certificate]
    return signing.collect(wanted, trust=office.trust, fetch=fetch, at=at or now())


def test_evidence_reaches_up_to_the_root(office: Office):
    evidence = collect(office)
    holders = [
        x509.load_der_x509_certificate(each).subject.rfc4514_string().split(",")[0]
        for each in evidence.certificates
    ]
    assert holders == ["CN=Lãnh đạo", "CN=CA cấp chứng thư mẫu", "CN=CA gốc mẫu"]
    assert (len(evidence.crls), evidence.ocsp_answers) == (2, ())


def test_each_address_is_asked_once(office: Office):
    asked = []

    def counting(url: str) -> bytes:
        asked.append(url)
        return fetch(url)

    collect(office, fetch=counting, certificates=signing.certificates_of(office.issued))
    assert sorted(asked) == sorted(set(asked))


def test_where_no_list_can_be_had_the_responder_is_asked(office: Office):
    def without_lists(url: str) -> bytes:
        if url.endswith("/issuing.crl"):
            raise ConnectionRefusedError
        return fetch(url)

    evidence = collect(office, fetch=without_lists)
    assert (len(evidence.crls), len(evidence.ocsp_answers)) == (1, 1)
    issued = office.issue(office.signed, with_evidence=False).pdf
    every = signing.certificates_of(issued)
    archived = signing.archive(
        issued,
        evidence=collect(office, fetch=without_lists, certificates=every),
        timestamps=office.timestamps,
        at=now(),
    )
    assert office.verify(archived.pdf, crls=[]).verdict == "valid"


def unreachable(url: str) -> bytes:
    raise TimeoutError


def garbage(url: str) -> bytes:
    return b"<html>"


@pytest.mark.parametrize("answers", [unreachable, garbage])
def test_what_cannot_be_had_is_told_in_words(office: Office, answers):
    with pytest.raises(signing.EvidenceUnavailable, match="Lãnh đạo"):
        collect(office, fetch=answers)


def test_a_list_that_is_out_of_date_is_none(office: Office):
    with pytest.raises(signing.EvidenceUnavailable, match="danh sách thu hồi"):
        collect(office, at=now() + dt.timedelta(days=30))


def test_a_list_of_another_authority_is_none(office: Office):
    root = office.server.authority.crl("root")

    def swapped(url: str) -> bytes:
        return root if url.endswith(".crl") else fetch(url) if url.endswith(".cer") else b""

    with pytest.raises(signing.EvidenceUnavailable, match="danh sách thu hồi"):
        collect(office, fetch=swapped)


def test_a_signed_file_names_its_certificates(office: Office):
    found = signing.certificates_of(office.issued)
    assert {office.leader.certificate, office.seal.certificate} < set(found)
    assert len(found) == len(set(found)) == 4


def test_a_file_that_cannot_be_read_names_none():
    with pytest.raises(signing.CannotSign):
        signing.certificates_of(b"x")
