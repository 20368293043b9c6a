"""The archive revision: everything that proves the signatures, and a timestamp over it all."""

from dataclasses import replace

import pytest

import signing as pades
from documents import outside, storage
from documents.actions import archiving, sweeping
from documents.actions.distributing import expectation
from documents.errors import NotAnExtension, OutsideUnavailable
from documents.models import Rendition, Signature, Stage
from local import ports
from tests import life
from tests.jobs_now import run_jobs, waiting_jobs
from tests.life import Life
from workflow.actions import registering

FIELDS = (pades.LEADER, pades.SEAL)


@pytest.fixture
def report(cast) -> Life:
    """Give a sealed report whose archive revision is still owed."""
    report = life.begin(cast).to("register")
    report.seal()
    return report


def archived() -> list[Rendition]:
    return list(Rendition.objects.filter(stage=Stage.ARCHIVED))


def test_the_archive_revision_begins_with_the_sealed_bytes_and_covers_everything(report):
    run_jobs()
    (last,) = archived()
    issued, whole = storage.read(last.extends.object), storage.read(last.object)

    assert whole[: len(issued)] == issued
    verdict = pades.verify(
        whole,
        trust=outside.trust(),
        at=life.now(),
        expect=expectation(report.document),
    )
    assert (verdict.verdict, verdict.problems) == ("valid", ())
    assert {one.field: one.level for one in verdict.signatures if one.field in FIELDS} == {
        pades.LEADER: "LTA",
        pades.SEAL: "LTA",
    }
    assert verdict.signatures[-1].covers_whole_file, "the archive's own timestamp is the last"
    assert set(Signature.objects.values_list("level", "debt")) == {("LTA", "")}
    assert storage.lock_of(last.object) is not None


def test_archived_once_however_often_it_is_asked(report):
    run_jobs()
    archiving.archive(report.document.pk)
    archiving.archive(report.document.pk)

    assert len(archived()) == 1
    assert report.document.events.filter(act="ARCHIVED").count() == 1


def test_without_a_seal_there_is_nothing_to_archive(cast, cheap_files):
    report = life.begin(cast).to("register")
    archiving.archive(report.document.pk)
    assert archived() == []


@pytest.mark.parametrize("missing", ["timestamps", "revocation data", "authority unnamed"])
def test_while_an_authority_is_away_the_page_says_so_and_the_sweep_asks_again(
    report, settings, monkeypatch, missing
):
    def away(url: str) -> bytes:
        raise OSError("refused")

    urls = settings.TIMESTAMP_URLS
    with monkeypatch.context() as patch:
        if missing == "revocation data":
            patch.setattr(outside, "_fetch", away)
        elif missing == "timestamps":
            settings.TIMESTAMP_URLS = [f"http://127.0.0.1:{ports.choose()}/tsa"]
        else:
            settings.TIMESTAMP_URLS = []
        with pytest.raises(OutsideUnavailable) as waits:
            archiving.archive(report.document.pk)
    settings.TIMESTAMP_URLS = urls
    obstacle = report.document.obstacles.get(job="archive")
    assert obstacle.message == waits.value.message
    assert obstacle.message.startswith("Chưa ")
    assert archived() == []

    sweeping.pay_debts()
    assert "archive" in waiting_jobs()
    run_jobs()
    assert len(archived()) == 1
    assert not report.document.obstacles.exists()


def test_a_void_signature_is_not_lifted_with_the_others(cast, cheap_files, monkeypatch):
    report = life.begin(cast).to("register")
    registering.send_back(report.task, reason="Sai", by=cast.clerk, at=life.now())
    void = Signature.objects.get()
    report.revise(subject=[{"s": "Kết quả, có sửa"}])
    report.submit()
    report.initial()
    report.pass_form()
    report.sign()
    report.seal()
    monkeypatch.setattr(outside, "timestamps", lambda: object())
    monkeypatch.setattr(
        pades, "archive", lambda pdf, **_: pades.Signed(pdf + b"*", "LTA", "", life.now(), "")
    )
    run_jobs()

    void.refresh_from_db()
    assert void.level == "T"
    assert len(archived()) == 1


def test_a_file_that_does_not_begin_with_the_one_before_is_never_stored(cast, monkeypatch):
    """The proof that nothing was changed is that every file only adds to what was shown."""
    report = life.begin(cast).to("sign")
    real = pades.sign

    def rewriting(pdf: bytes, **facts: object) -> pades.Signed:
        signed = real(pdf, **facts)
        return replace(signed, pdf=b"x" + signed.pdf)

    monkeypatch.setattr(pades, "sign", rewriting)
    with pytest.raises(NotAnExtension):
        report.sign()
    assert report.status == "AWAITING_SIGNATURE"
