"""Number, date and seal in one act; what fails in between is resumed with the same number."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

import signing as pades
from agencies.errors import CredentialLocked, NoPicture, PinWrong
from agencies.models import SealImage
from documents import outside, storage
from documents.actions import numbering, sealing
from documents.actions.signing import leader_signature
from documents.errors import NotNumbered, NotSigned, StoreUnavailable
from documents.models import (
    EntryState,
    RegisterEntry,
    Rendition,
    Signature,
    Stage,
    StoredObject,
    Voiding,
)
from local import ports
from tests import life
from tests.cast import PIN, TODAY
from tests.jobs_now import run_jobs
from tests.life import Life
from workflow.actions import door, registering
from workflow.errors import Busy


@pytest.fixture
def report(cast) -> Life:
    """Give a report that its leader has signed, with real files."""
    return life.begin(cast).to("register")


def entry_of(report: Life) -> RegisterEntry:
    return RegisterEntry.objects.get(document=report.document)


def test_number_date_and_seal_stand_in_one_revision_of_the_signed_file(report):
    signed = storage.read(leader_signature(report.document).rendition.object)
    entry = report.seal()

    issued = Rendition.objects.get(stage=Stage.ISSUED)
    sealed = storage.read(issued.object)
    assert sealed[: len(signed)] == signed
    assert (entry.state, entry.code) == (EntryState.ISSUED, "01/BC-BQLKKT")
    verdict = pades.verify(sealed, trust=outside.trust(), at=life.now())
    assert verdict.values[pades.NUMBER] == "Số: 01/BC-BQLKKT"
    assert f"ngày {entry.issued_on.day:02d}" in verdict.values[pades.DATE]
    assert [one.field for one in verdict.signatures] == [pades.LEADER, pades.SEAL]
    assert (verdict.verdict, verdict.problems) == ("valid", ()), "the evidence is in the file"


def test_the_seal_belongs_to_the_agency_and_was_put_on_by_the_clerk(report):
    report.seal()
    seal = Signature.objects.get(field=pades.SEAL)

    assert (seal.agency, seal.official) == (report.cast.agency, None)
    assert seal.applied_by == report.cast.clerk
    assert seal.title == "Ban Quản lý Khu kinh tế tỉnh Sơn Hà"


def made_now(report):
    key = sealing.unlock(report.document, pin=PIN, at=life.now())
    return sealing.make(report.document, key=key, at=life.now())


def _seal_at_another_desk(report, task):
    try:
        registering.number_and_seal(
            task, issued_on=TODAY, pin=PIN, by=report.cast.clerk, at=life.now()
        )
    finally:
        connection.close()


def test_the_sealed_file_is_locked_in_the_store_for_a_day_of_rehearsal(report):
    report.seal()
    run_jobs()
    stored = Rendition.objects.get(stage=Stage.ISSUED).object
    assert stored.locked_until == storage.lock_of(stored)

    held = storage.lock_of(stored) - life.now()
    assert 0.9 < held.total_seconds() / 86_400 <= 1


def test_a_wrong_pin_takes_no_number(report):
    with pytest.raises(PinWrong):
        report.seal(pin="000000")
    assert not RegisterEntry.objects.exists()
    assert report.status == "AWAITING_NUMBER"

    assert report.seal().number == 1


def test_three_wrong_pins_lock_the_seal_and_take_no_number(report):
    for _ in range(2):
        with pytest.raises(PinWrong):
            report.seal(pin="000000")
    for pin in ("000000", PIN):
        with pytest.raises(CredentialLocked):
            report.seal(pin=pin)
    assert not RegisterEntry.objects.exists()

    report.cast.agency.credentials.update(wrong_pins=0)
    assert report.seal().number == 1


def test_a_second_click_while_the_seal_is_being_made_is_told_to_wait(cast, cheap_files, committed):
    """Two sealed files of one number must not come to be: nobody could remove the second."""
    report = life.begin(cast).to("register")
    task = report.task
    with door.alone(task), ThreadPoolExecutor(1) as second:
        refused = second.submit(_seal_at_another_desk, report, task)
        with pytest.raises(Busy):
            refused.result()
    assert not RegisterEntry.objects.exists()
    assert report.seal().number == 1


def test_while_the_store_is_away_the_number_waits_and_others_go_on(report, cast, settings):
    other = life.begin(cast).to("register")
    endpoint = settings.S3_ENDPOINT
    settings.S3_ENDPOINT = f"http://127.0.0.1:{ports.choose()}"
    storage._client.cache_clear()
    try:
        with pytest.raises(StoreUnavailable):
            report.seal()
    finally:
        settings.S3_ENDPOINT = endpoint
        storage._client.cache_clear()
    assert entry_of(report).state == EntryState.TAKEN

    assert other.seal().code == "02/BC-BQLKKT"
    assert report.seal().code == "01/BC-BQLKKT"


def test_while_the_authorities_are_away_the_seal_is_put_on_and_says_what_it_owes(
    report, settings, monkeypatch
):
    def away(url: str) -> bytes:
        raise OSError("refused")

    settings.TIMESTAMP_URLS = [f"http://127.0.0.1:{ports.choose()}/tsa"]
    monkeypatch.setattr(outside, "_fetch", away)
    report.seal()

    seal = Signature.objects.get(field=pades.SEAL)
    assert (report.status, seal.level) == ("AWAITING_DISPATCH", "B")
    assert seal.debt


def test_without_a_picture_of_the_seal_nothing_is_sealed(report):
    SealImage.objects.update(valid_to=TODAY)
    with pytest.raises(NoPicture):
        report.seal()
    assert not Signature.objects.filter(field=pades.SEAL).exists()


def test_without_a_number_nothing_is_sealed(report):
    with pytest.raises(NotNumbered):
        made_now(report)


def test_a_document_sealed_already_is_not_sealed_again(report):
    report.seal()
    with pytest.raises(NotNumbered):
        made_now(report)


def test_a_void_signature_is_never_sealed(cast, cheap_files):
    report = life.begin(cast).to("register")
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(sealing, "make", _away)
        with pytest.raises(StoreUnavailable):
            report.seal()
    signature = leader_signature(report.document)
    Voiding.objects.create(signature=signature, reason="Sai", by=cast.clerk, at=life.now())
    with pytest.raises(NotSigned):
        made_now(report)


def test_two_seals_made_at_once_are_recorded_once(cast, cheap_files, committed):
    """The second of two clerks finds the document sealed; the first one's file stays."""
    report = life.begin(cast).to("register")
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(sealing, "make", _away)
        with pytest.raises(StoreUnavailable):
            report.seal()
    made = [made_now(report) for _ in range(2)]
    sealing.record(made[0], document=report.document, by=cast.clerk, as_what="", at=life.now())
    with pytest.raises(NotNumbered):
        sealing.record(made[1], document=report.document, by=cast.clerk, as_what="", at=life.now())
    assert Rendition.objects.filter(stage=Stage.ISSUED).count() == 1


def _away(*_: object, **__: object) -> None:
    raise StoreUnavailable


def test_a_seal_that_is_refused_leaves_nothing_that_cannot_be_swept(report, cast):
    """What is locked stays for years: only what a row names may be locked."""
    made = made_now_with_number(report)
    RegisterEntry.objects.update(state=EntryState.ISSUED)
    with pytest.raises(NotNumbered):
        sealing.record(made, document=report.document, by=cast.clerk, as_what="", at=life.now())
    run_jobs()

    assert storage.lock_of(left_behind(made)) is None


def made_now_with_number(report):
    numbering.take(
        report.document, issued_on=TODAY, by=report.cast.clerk, as_what="", at=life.now()
    )
    return made_now(report)


def left_behind(made):
    return StoredObject(
        key=made.stored.key, version_id=made.stored.version_id, sha256=made.stored.sha256
    )
