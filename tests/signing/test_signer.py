"""Signing and sealing: what is reached, what is owed, what is refused."""

import datetime as dt
import io
import subprocess
from pathlib import Path

import pikepdf
import pytest

import signing
from tests.signing import forging, paper
from tests.signing.office import AWAY, Office, now, picture


def test_the_signed_file_begins_with_the_prepared_one(office: Office):
    assert office.signed.startswith(office.prepared)
    assert office.issued.startswith(office.signed)
    assert office.archived.startswith(office.issued)


def test_a_timestamped_signature_says_when_and_by_whom(office: Office):
    before = now()
    signed = office.sign(office.prepared)
    assert (signed.level, signed.debt) == ("T", "")
    assert signed.certificate_sha256 == office.leader.fingerprint
    assert signed.proved_at is not None
    assert before <= signed.proved_at <= now()


def test_nobody_waits_for_an_authority_that_is_away(office: Office):
    signed = office.sign(office.prepared, timestamps=AWAY)
    assert (signed.level, signed.proved_at) == ("B", None)
    assert signed.debt == "Chưa có dấu thời gian: không kết nối được máy chủ."


def test_the_seal_brings_the_evidence_or_owes_it(office: Office):
    assert office.issue(office.signed).level == "LT"
    assert office.issue(office.signed, with_evidence=False).level == "T"
    assert office.issue(office.signed, timestamps=AWAY).level == "B"


def test_number_and_date_are_data_and_seen(office: Office):
    with pikepdf.open(io.BytesIO(office.issued)) as document:
        values = {str(each.T): str(each.get("/V", "")) for each in document.Root.AcroForm.Fields}
    assert values[signing.NUMBER] == paper.NUMBER_LINE
    assert values[signing.DATE] == paper.DATE_LINE
    shown = subprocess.run(
        ["pdftotext", "-", "-"], input=office.issued, capture_output=True, check=True
    ).stdout.decode()
    assert paper.NUMBER_LINE in shown
    assert paper.DATE_LINE in shown


def test_the_moment_of_signing_is_the_caller_s(office: Office):
    at = dt.datetime(2026, 1, 5, 8, 30, tzinfo=dt.UTC)
    signed = signing.sign(
        office.prepared,
        field=signing.LEADER,
        credential=office.leader,
        appearance=picture("blue"),
        certify=True,
        timestamps=None,
        at=at,
    )
    assert rb"/M (D\07220260105083000Z)" in signed.pdf
    assert signed.debt == "Chưa có dấu thời gian: không dùng máy chủ nào."


@pytest.mark.parametrize("stage", ["prepared", "signed", "issued", "archived"])
def test_other_readers_find_nothing_wrong(office: Office, stage: str, tmp_path: Path):
    file = tmp_path / f"{stage}.pdf"
    file.write_bytes(getattr(office, stage))
    subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)
    said = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True).stdout
    expected = {"prepared": 0, "signed": 1, "issued": 2, "archived": 2}[stage]
    assert said.count("Signature Validation: Signature is Valid.") == expected


def test_a_field_is_signed_once(office: Office):
    with pytest.raises(signing.CannotSign):
        office.sign(office.signed, certify=False)


def test_the_certifying_signature_comes_first(office: Office):
    sealed = office.sign(office.prepared, field=signing.SEAL, certify=False).pdf
    with pytest.raises(signing.CannotSign):
        office.sign(sealed, certify=True)


@pytest.mark.parametrize(
    "spoil", [forging.encrypted, lambda pdf: pdf[:500], lambda pdf: pdf[:0], forging.hybrid]
)
def test_what_cannot_be_read_is_not_signed(office: Office, spoil):
    with pytest.raises(signing.CannotSign):
        office.sign(spoil(office.prepared))


def test_a_picture_that_is_none_is_refused(office: Office):
    for broken in (b"", b"\x89PNG\r\n\x1a\n", picture("blue")[:60]):
        with pytest.raises(signing.CannotSign, match="PNG"):
            signing.sign(
                office.prepared,
                field=signing.LEADER,
                credential=office.leader,
                appearance=broken,
                certify=True,
                timestamps=None,
                at=now(),
            )


def test_an_archive_needs_the_timestamp_authority(office: Office):
    evidence = office.evidence(office.issued)
    with pytest.raises(signing.TimestampsUnavailable):
        signing.archive(office.issued, evidence=evidence, timestamps=AWAY, at=now())


def test_the_archive_names_the_authority_s_certificate(office: Office):
    archived = office.archive(office.issued)
    assert archived.level == "LTA"
    stamp = office.verify(archived.pdf).signatures[-1]
    assert (stamp.certificate_sha256, stamp.time) == (
        archived.certificate_sha256,
        archived.proved_at,
    )
