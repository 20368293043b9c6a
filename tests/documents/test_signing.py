"""The leader's signature: the file shown, the person named, the capacity of that moment."""

import hashlib

import pytest

import signing as pades
from agencies.actions import credentials
from agencies.errors import (
    CredentialLocked,
    CredentialRevoked,
    MayNotSign,
    NoCredential,
    NoPicture,
    PinWrong,
)
from documents import outside, storage
from documents.actions import rendering, signing
from documents.actions.drafting import latest_revision
from documents.actions.signing import leader_signature, prepared_rendition
from documents.errors import NotPreparedYet, PreparedFileChanged
from documents.models import Rendition, Signature, Stage, StoredObject
from local import ports
from tests import life
from tests.cast import PIN, TODAY
from tests.jobs_now import run_jobs
from tests.life import Life


def shown(report: Life) -> str:
    return prepared_rendition(latest_revision(report.document)).object.sha256


def make(report: Life, *, pin: str = PIN, by=None, sha256: str = "") -> signing.Made:
    by, at = by or report.cast.leader, life.now()

    def unlock() -> pades.Credential:
        return credentials.unlock(credentials.current(by, at=at), pin=pin, at=at)

    return signing.make(report.document, shown=sha256 or shown(report), unlock=unlock, by=by, at=at)


def record(report: Life, made: signing.Made) -> Signature:
    return signing.record(
        made, document=report.document, by=report.cast.leader, as_what="", at=life.now()
    )


@pytest.fixture
def report(cast, cheap_files) -> Life:
    """Give a report that waits for its leader's signature; its files cost nothing."""
    return life.begin(cast).to("sign")


def nothing_was_signed(report: Life) -> bool:
    return report.status == "AWAITING_SIGNATURE" and not Signature.objects.exists()


def test_the_signed_file_begins_with_the_bytes_that_were_shown(cast):
    report = life.begin(cast).to("sign")
    prepared = storage.read(prepared_rendition(latest_revision(report.document)).object)
    assert hashlib.sha256(prepared).hexdigest() == shown(report)
    report.sign()

    signature = leader_signature(report.document)
    signed = storage.read(signature.rendition.object)
    assert signed[: len(prepared)] == prepared
    assert signature.rendition.extends.stage == Stage.PREPARED
    assert (signature.level, signature.debt) == ("T", "")
    assert signature.proved_at is not None
    verdict = pades.verify(signed, trust=outside.trust(), at=life.now())
    assert [one.field for one in verdict.signatures] == [pades.LEADER]
    assert verdict.signatures[0].certificate_sha256 == signature.certificate_sha256


def test_the_record_says_who_signed_as_what_from_which_post(report):
    report.sign()

    signature = leader_signature(report.document)
    leader = report.cast.leader
    assert (signature.official, signature.applied_by) == (leader, leader)
    assert signature.post == leader.appointments.get().post
    assert (signature.capacity, signature.title) == ("", "TRƯỞNG BAN")


def test_another_file_than_the_one_shown_is_not_signed_and_the_pin_is_not_tried(
    report, monkeypatch
):
    monkeypatch.setattr(credentials, "unlock", lambda *_, **__: pytest.fail("the PIN was tried"))
    with pytest.raises(PreparedFileChanged):
        make(report, sha256="0" * 64)
    assert nothing_was_signed(report)


def test_only_the_named_signer_signs(report):
    with pytest.raises(MayNotSign) as refused:
        make(report, by=report.cast.deputy)
    assert refused.value.message == (
        "Người ký ghi trên văn bản là Nguyễn Văn Ký; trả lại người soạn nếu phải đổi người ký."
    )


def test_a_revision_that_names_no_signer_is_signed_by_nobody(cast, cheap_files):
    report = life.begin(cast).to("sign")
    report.document.revisions.model.objects.create(
        document=report.document,
        n=2,
        author=cast.drafter,
        at=life.now(),
        content=life.content(),
        signer=None,
        sha256="0" * 64,
    )
    with pytest.raises(MayNotSign, match="chưa xác định"):
        make(report, sha256="0" * 64)


def test_the_capacity_is_asked_again_when_the_signature_is_recorded(report):
    """The appointment ends while the signature is being made."""
    made = make(report)
    report.cast.leader.appointments.update(valid_to=TODAY)
    with pytest.raises(MayNotSign, match="không giữ chức vụ nào"):
        record(report, made)
    assert nothing_was_signed(report)


def test_a_newer_revision_is_not_signed_with_the_file_of_the_one_before(report):
    made = make(report)
    report.document.revisions.model.objects.create(
        document=report.document,
        n=2,
        author=report.cast.drafter,
        at=life.now(),
        content=life.content(),
        signer=report.cast.leader,
        sha256="0" * 64,
    )
    with pytest.raises(PreparedFileChanged):
        record(report, made)
    assert nothing_was_signed(report)


def test_before_the_file_is_prepared_the_signer_is_told_to_come_back(cast, cheap_files):
    report = life.begin(cast).to("form_check")
    with pytest.raises(NotPreparedYet):
        make(report, sha256="0" * 64)
    rendering.prepare(latest_revision(report.document).pk)
    assert make(report).extends.stage == Stage.PREPARED


@pytest.mark.parametrize(
    ("lose", "refusal"),
    [
        (lambda leader: leader.credentials.update(valid_to=life.now()), NoCredential),
        (lambda leader: leader.credentials.update(revoked_at=life.now()), CredentialRevoked),
        (lambda leader: leader.credentials.update(wrong_pins=3), CredentialLocked),
        (lambda leader: leader.signature_images.update(valid_to=TODAY), NoPicture),
    ],
    ids=["expired", "revoked", "locked", "no picture"],
)
def test_what_a_signer_lacks_is_named_and_nothing_is_signed(cast, lose, refusal):
    report = life.begin(cast).to("sign")
    lose(cast.leader)
    stored = StoredObject.objects.count()
    with pytest.raises(refusal):
        report.sign()
    assert nothing_was_signed(report)
    assert StoredObject.objects.count() == stored


def test_a_wrong_pin_signs_nothing_and_the_right_one_still_does(cast):
    report = life.begin(cast).to("sign")
    with pytest.raises(PinWrong):
        report.sign(pin="000000")
    assert nothing_was_signed(report)
    report.sign()
    assert report.status == "AWAITING_NUMBER"


def test_while_the_authority_is_down_the_signature_owes_its_time_and_the_archive_pays(
    cast, settings
):
    urls = settings.TIMESTAMP_URLS
    settings.TIMESTAMP_URLS = [f"http://127.0.0.1:{ports.choose()}/tsa"]
    report = life.begin(cast).to("issue")
    leader = leader_signature(report.document)
    seal = Signature.objects.get(field=pades.SEAL)
    for signature in (leader, seal):
        assert (signature.level, signature.proved_at) == ("B", None)
        assert signature.debt.startswith("Chưa có dấu thời gian"), signature.debt

    assert "archive" not in run_jobs()
    waiting = report.document.obstacles.get(job="archive")
    assert waiting.message.startswith("Chưa lấy được dấu thời gian")

    settings.TIMESTAMP_URLS = urls
    assert "archive" in run_jobs()
    for signature in (leader, seal):
        signature.refresh_from_db()
        assert (signature.level, signature.debt) == ("LTA", "")
        assert signature.proved_at is not None
    assert not report.document.obstacles.exists()
    archived = Rendition.objects.get(stage=Stage.ARCHIVED)
    verdict = pades.verify(storage.read(archived.object), trust=outside.trust(), at=life.now())
    assert (verdict.verdict, verdict.problems) == ("valid", ())


def test_a_voided_signature_is_kept_and_counts_no_more(report):
    report.sign()
    signature = leader_signature(report.document)
    signing.void(signature, reason="Sai số", by=report.cast.clerk, at=life.now())

    assert leader_signature(report.document) is None
    assert Rendition.objects.get(stage=Stage.SIGNED).signature.voiding.reason == "Sai số"
    assert report.document.events.latest("n").act == "SIGNATURE_VOIDED"
