"""The verdict: what holds, and each forgery for its own reason."""

import datetime as dt
import io

import pytest
from asn1crypto import x509
from cryptography import x509 as certificate
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

import signing
from rehearsal import authority
from signing import preflight
from signing.running import run
from tests.signing import forging, paper
from tests.signing.office import AWAY, Office, now


def codes(verdict: signing.Verdict) -> set[str]:
    return {problem.code for problem in verdict.problems}


YEAR = dt.timedelta(days=365)


# What holds.


def test_an_archived_document_is_valid_by_itself(office: Office):
    verdict = office.verify(office.archived, expect=office.expectation, crls=[])
    assert (verdict.verdict, verdict.problems) == ("valid", ())
    assert [(each.field, each.level) for each in verdict.signatures[:2]] == [
        (signing.LEADER, "LTA"),
        (signing.SEAL, "LTA"),
    ]
    assert [each.covers_whole_file for each in verdict.signatures] == [False, False, True]
    assert dict(verdict.values) == {
        signing.NUMBER: paper.NUMBER_LINE,
        signing.DATE: paper.DATE_LINE,
    }


def test_an_issued_document_is_valid_by_itself(office: Office):
    verdict = office.verify(office.issued, expect=office.expectation, crls=[])
    assert verdict.verdict == "valid"
    assert [each.level for each in verdict.signatures] == ["LT", "LT"]


def test_a_signed_document_is_valid_with_revocation_lists(office: Office):
    verdict = office.verify(office.signed)
    assert (verdict.verdict, verdict.signatures[0].level) == ("valid", "T")


def test_without_revocation_data_nothing_is_decided(office: Office):
    verdict = office.verify(office.signed, crls=[])
    assert verdict.verdict == "indeterminate"
    assert codes(verdict) == {"no-revocation-data", "timestamp-unproved"}


def test_the_archive_timestamp_pays_for_signatures_without_one(office: Office):
    signed = office.sign(office.prepared, timestamps=AWAY)
    issued = office.issue(signed.pdf, timestamps=AWAY)
    assert (signed.level, issued.level) == ("B", "B")
    archived = office.archive(issued.pdf)
    verdict = office.verify(archived.pdf, crls=[])
    assert verdict.verdict == "valid"
    assert [each.time for each in verdict.signatures] == [archived.proved_at] * 3


def test_a_renewed_document_is_valid(office: Office):
    renewed = office.archive(office.archived)
    verdict = office.verify(renewed.pdf, expect=office.expectation, crls=[])
    assert (verdict.verdict, len(verdict.signatures)) == ("valid", 4)


def test_an_archived_document_outlives_its_signers_certificates(office: Office):
    assert office.verify(office.archived, at=now() + 9 * YEAR, crls=[]).verdict == "valid"


def test_an_archived_document_does_not_outlive_its_last_timestamp(office: Office):
    verdict = office.verify(office.archived, at=now() + 11 * YEAR, crls=[])
    assert verdict.verdict == "indeterminate"
    assert "timestamp-unproved" in codes(verdict)


def test_a_signature_without_proof_of_time_ends_with_its_certificate(office, monkeypatch):
    monkeypatch.setattr(authority, "_CURRENT_FOR", 10 * YEAR)
    signed = office.sign(office.prepared, timestamps=AWAY).pdf
    verdict = office.verify(signed, at=now() + 6 * YEAR)
    assert (verdict.verdict, codes(verdict)) == ("indeterminate", {"expiry-unproved"})


def test_pyhanko_with_difference_analysis_agrees_on_an_archived_document(office: Office):
    reader = PdfFileReader(io.BytesIO(office.archived))
    roots = [x509.Certificate.load(root) for root in office.trust.roots]
    context = ValidationContext(trust_roots=roots, crls=office.crls, revocation_mode="require")

    async def judged() -> list[bool]:
        people = [
            await async_validate_pdf_signature(each, context)
            for each in reader.embedded_regular_signatures
        ]
        stamp = await async_validate_pdf_timestamp(reader.embedded_timestamp_signatures[0], context)
        unchanged = not isinstance(stamp.diff_result, SuspiciousModification)
        return [*(each.bottom_line for each in people), stamp.valid, stamp.trusted, unchanged]

    assert run(judged()) == [True] * 5


# Who signed.


def test_a_revoked_certificate_is_refused(office: Office):
    fired = office.credential("Người đã nghỉ việc")
    office.server.authority.revoke("Người đã nghỉ việc", now() - dt.timedelta(hours=1))
    verdict = office.verify(office.sign(office.prepared, by=fired).pdf)
    assert (verdict.verdict, codes(verdict)) == ("invalid", {"certificate-revoked"})


def test_a_signature_made_before_the_revocation_stays_valid(office: Office):
    moved = office.credential("Người chuyển công tác")
    signed = office.sign(office.prepared, by=moved).pdf
    office.server.authority.revoke("Người chuyển công tác", now() + dt.timedelta(seconds=5))
    assert office.verify(signed, at=now() + dt.timedelta(days=1)).verdict == "valid"


def test_an_older_list_that_names_the_certificate_is_heard_too(office: Office):
    fired = office.credential("Người bị quên")
    signed = office.sign(office.prepared, by=fired).pdf
    office.server.authority.revoke("Người bị quên", now() - dt.timedelta(hours=1))
    older = office.crls
    # Newer lists need not name a certificate that has ended meanwhile.
    serial = certificate.load_der_x509_certificate(fired.certificate).serial_number
    (office.server.folder / "revoked" / str(serial)).unlink()
    assert office.verify(signed).verdict == "valid"
    verdict = office.verify(signed, crls=[*office.crls, *older])
    assert (verdict.verdict, codes(verdict)) == ("invalid", {"certificate-revoked"})


def test_a_stranger_s_authority_is_not_trusted(office: Office, tmp_path):
    stranger = signing.Trust.from_pem(forging.other_root(tmp_path))
    verdict = signing.verify(office.archived, trust=stranger, at=now())
    assert verdict.verdict == "invalid"
    assert codes(verdict) == {"certificate-untrusted", "timestamp-untrusted"}


def test_another_person_in_the_leader_s_field_is_refused(office: Office):
    signed = office.sign(office.prepared, by=office.credential("Người khác")).pdf
    issued = office.issue(signed).pdf
    assert office.verify(issued).verdict == "valid"
    verdict = office.verify(issued, expect=office.expectation)
    assert (verdict.verdict, codes(verdict)) == ("invalid", {"wrong-signer"})


def test_a_timestamp_of_something_else_is_refused(office: Office):
    class Liar:
        def token(self, imprint: bytes) -> bytes:
            return office.timestamps.token(bytes(len(imprint)))

    verdict = office.verify(office.sign(office.prepared, timestamps=Liar()).pdf)
    assert (verdict.verdict, codes(verdict)) == ("invalid", {"timestamp-broken"})


# What was changed. Each row: how the file was forged, and the reasons that must be given.

AFTER_THE_SEAL = {
    "number": (
        lambda pdf: forging.with_lines(pdf, number="Số: 33/BC-VP"),
        {"number-changed", "not-covered"},
    ),
    "date": (
        lambda pdf: forging.with_lines(pdf, date="Sao Mai, ngày 06 tháng 01 năm 2026"),
        {"date-changed", "not-covered"},
    ),
    "date hidden": (
        lambda pdf: forging.with_flags(pdf, signing.DATE, 2),
        {"field-hidden", "not-covered"},
    ),
    "page": (forging.with_page_text, {"page-changed", "not-covered"}),
    "stamp": (forging.with_stamp, {"annotation-added", "not-covered"}),
    "xmp": (forging.with_xmp, {"metadata-changed", "not-covered"}),
    "info": (forging.with_info, {"info-changed", "not-covered"}),
    "appearances": (forging.with_need_appearances, {"appearances-requested", "not-covered"}),
    "seal's field removed": (
        lambda pdf: forging.without_field(pdf, signing.SEAL),
        {"field-removed", "not-covered", "changed-after-signing"},
    ),
    "seal removed": (
        lambda pdf: forging.without_value(pdf, signing.SEAL),
        {"signature-removed", "not-covered", "changed-after-signing"},
    ),
    "bytes": (lambda pdf: pdf + b"% more\n", {"trailing-bytes"}),
    "bytes that end as a file does": (lambda pdf: pdf + b"garbage %%EOF\n", {"trailing-bytes"}),
}


@pytest.mark.parametrize("stage", ["issued", "archived"])
@pytest.mark.parametrize("forgery", AFTER_THE_SEAL)
def test_a_change_after_the_seal_is_refused_for_its_reason(office: Office, forgery, stage):
    forge, reasons = AFTER_THE_SEAL[forgery]
    verdict = office.verify(forge(getattr(office, stage)))
    # What was sealed is still there, whole, inside the file: that is said, too.
    assert (verdict.verdict, codes(verdict)) == ("invalid", reasons | {"sealed-revision-whole"})


def test_the_size_of_the_whole_sealed_revision_is_told(office: Office):
    verdict = office.verify(forging.with_stamp(office.archived))
    size = f"{len(office.archived):,}".replace(",", ".")
    assert f" {size} byte" in verdict.problems[-1].message


def test_a_page_changed_between_leader_and_clerk_is_refused(office: Office):
    verdict = office.verify(office.issue(forging.with_page_text(office.signed)).pdf)
    assert verdict.verdict == "invalid"
    assert codes(verdict) == {"page-changed", "unsigned-revision"}


def test_a_number_filled_by_a_stranger_is_refused(office: Office):
    filled = forging.with_lines(office.signed, number="Số: 99/BC-VP")
    assert codes(office.verify(filled)) == {"number-filled-by-stranger", "not-covered"}
    verdict = office.verify(office.issue(filled).pdf)
    assert (verdict.verdict, codes(verdict)) == ("invalid", {"number-filled-by-stranger"})


def test_a_date_filled_by_a_stranger_is_refused(office: Office):
    filled = forging.with_lines(office.signed, date="Sao Mai, ngày 09 tháng 01 năm 2026")
    assert codes(office.verify(office.issue(filled).pdf)) == {"date-filled-by-stranger"}


def test_a_number_filled_by_whoever_signs_elsewhere_is_refused(office: Office):
    prepared = office.sign(office.prepared, field=signing.SEAL, certify=False).pdf
    filled = forging.with_lines(prepared, number="Số: 99/BC-VP")
    verdict = office.verify(office.sign(filled, certify=False).pdf)
    assert "number-changed" in codes(verdict) or "number-filled-by-stranger" in codes(verdict)


def test_a_seal_of_unknown_kind_does_not_just_vanish(office: Office):
    verdict = office.verify(forging.with_unknown_subfilter(office.issued))
    assert verdict.verdict == "invalid"
    assert {"unknown-signature", "not-covered"} <= codes(verdict)


def test_one_signature_in_two_fields_is_refused(office: Office):
    forged = forging.with_value_of(office.signed, signing.SEAL, signing.LEADER)
    verdict = office.verify(forged)
    assert verdict.verdict == "invalid"
    assert "shared-signature" in codes(verdict)


def test_a_field_listed_twice_is_refused(office: Office):
    verdict = office.verify(forging.with_field_twice(office.issued, signing.LEADER))
    assert verdict.verdict == "invalid"
    assert {"duplicate-field", "shared-signature"} <= codes(verdict)


# What a document has no business to contain, or to be.


def test_a_script_is_refused_though_everyone_signed_it(office: Office):
    prepared = office.prepare(forging.with_action(paper.typeset()[0]))
    verdict = office.verify(office.sign(prepared).pdf)
    assert (verdict.verdict, codes(verdict)) == ("invalid", {"active-content"})


def test_only_our_own_attachment_is_allowed(office: Office):
    typeset = paper.typeset()[0]
    ours = office.prepare(forging.with_attachment(typeset, "van-ban.json"))
    strange = office.prepare(forging.with_attachment(typeset, "khac.exe"))
    assert office.verify(office.sign(ours).pdf).verdict == "valid"
    assert codes(office.verify(office.sign(strange).pdf)) == {"attached-file"}


def test_files_that_cannot_be_judged_are_refused_for_their_reason(office: Office):
    reasons = {
        "no-signature": office.prepared,
        "encrypted": forging.encrypted(office.prepared),
        "hybrid-xref": forging.hybrid(office.issued),
        "not-a-pdf": b"\n" + office.issued,
        "unreadable": office.issued[:4000],
        "too-complex": b"%PDF-1.7\n" + b"startxref\n" * 300,
        "too-large": b"%PDF-1.7\n" + bytes(64 * 1024 * 1024),
    }
    for code, pdf in reasons.items():
        verdict = office.verify(pdf)
        assert (verdict.verdict, verdict.problems[0].code) == ("invalid", code)


def test_a_date_hidden_before_anyone_signed_is_refused(office: Office):
    prepared = forging.with_flags_from_the_start(office.prepared, signing.DATE, 132 | 2)
    verdict = office.verify(office.issue(office.sign(prepared).pdf).pdf)
    assert (verdict.verdict, codes(verdict)) == ("invalid", {"field-hidden"})


def test_a_file_may_be_read_only_so_much(office: Office, monkeypatch):
    monkeypatch.setattr(preflight, "_MOST_READS", 10_000)
    assert codes(office.verify(office.archived)) == {"too-complex"}


def test_a_nest_without_end_does_not_stop_the_verdict(office: Office):
    nest = b"[" * 100_000
    forged = office.prepared.replace(b"%%EOF", b"%%EOF\n1 0 obj\n" + nest + b"\nendobj\n")
    assert office.verify(forged).verdict == "invalid"


# What the register says.


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": 33}, "number-mismatch"),
        ({"notation": "KH-VP"}, "number-mismatch"),
        ({"issued_on": dt.date(2026, 1, 6)}, "date-mismatch"),
        ({"fields": ("KyNhay",)}, "field-missing"),
    ],
)
def test_a_document_unlike_its_register_entry_is_refused(office: Office, change, code):
    asked = {**vars(office.expectation), **change}
    verdict = office.verify(office.archived, expect=signing.Expectation(**asked))
    assert (verdict.verdict, codes(verdict)) == ("invalid", {code})


def test_a_document_without_its_seal_is_not_the_one_expected(office: Office):
    verdict = office.verify(office.signed, expect=office.expectation)
    assert codes(verdict) == {"not-signed", "number-mismatch", "date-mismatch"}


def test_the_seal_is_the_last_signature(office: Office):
    sealed = office.sign(office.prepared, by=office.seal, field=signing.SEAL, certify=False).pdf
    signed = office.sign(sealed, certify=False).pdf
    verdict = office.verify(signed, expect=office.expectation)
    assert "seal-not-last" in codes(verdict)


# Any file at all.


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_flipped_byte_breaks_an_archived_document(office: Office, data: st.DataObject):
    pdf = bytearray(office.archived)
    at = data.draw(st.integers(0, len(pdf) - 1))
    pdf[at] ^= data.draw(st.integers(1, 255))
    assert office.verify(bytes(pdf)).verdict != "valid"


@settings(max_examples=60, deadline=None)
@given(tail=st.binary(max_size=400), header=st.booleans())
def test_no_file_makes_the_verdict_fail(office: Office, tail: bytes, header: bool):
    pdf = (b"%PDF-1.7\n" if header else b"") + tail
    assert office.verify(pdf).verdict == "invalid"
