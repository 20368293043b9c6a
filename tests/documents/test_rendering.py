"""The pages of a revision, set once: the draft to read, the file to sign."""

import io

import pikepdf
import pytest
from django.db import connection

import signing as pades
from documents import storage, typesetting
from documents.actions import rendering, sweeping
from documents.actions.drafting import latest_revision
from documents.errors import FormRefused, StoreUnavailable
from documents.models import Rendition, Revision, RevisionCopy, Stage, TypesettingFault
from documents.text import van_ban
from tests import life
from tests.jobs_now import run_jobs, waiting_jobs
from tests.life import Life
from workflow.actions import reviewing


@pytest.fixture
def report(cast) -> Life:
    return life.begin(cast)


def revision_of(report: Life) -> Revision:
    return latest_revision(report.document)


def lose_all_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_a_saved_revision_asks_for_its_pages_and_its_copy(report):
    assert waiting_jobs() == ["keep_revision", "set_draft"]
    run_jobs()

    assert list(revision_of(report).renditions.values_list("stage", flat=True)) == ["DRAFT"]
    copy = RevisionCopy.objects.get().object
    assert storage.read(copy) == van_ban.canonical(revision_of(report).content)


def test_a_job_done_twice_leaves_one_result(report):
    run_jobs()
    revision = revision_of(report)
    for _ in range(2):
        rendering.keep_revision(revision.pk)
        rendering.set_draft(revision.pk)
        rendering.prepare(revision.pk)

    assert sorted(Rendition.objects.values_list("stage", flat=True)) == ["DRAFT", "PREPARED"]
    assert RevisionCopy.objects.count() == 1
    assert report.document.events.filter(act__startswith="SET_").count() == 2


def test_the_prepared_file_has_every_field_and_they_are_empty(report):
    rendering.prepare(revision_of(report).pk)
    prepared = Rendition.objects.get(stage=Stage.PREPARED)

    with pikepdf.open(io.BytesIO(storage.read(prepared.object))) as pdf:
        fields = {str(field.T): field.get("/V") for field in pdf.Root.AcroForm.Fields}
    assert set(fields) == {pades.NUMBER, pades.DATE, pades.LEADER, pades.SEAL}
    assert fields[pades.LEADER] is None
    assert fields[pades.SEAL] is None
    assert "01" not in str(fields[pades.NUMBER] or "")
    assert set(prepared.places) == {"number", "date", "leader", "seal"}


def test_the_same_revision_gives_the_same_bytes(report):
    revision = revision_of(report)
    pages = [typesetting.typeset(revision.content, created_at=revision.at).pdf for _ in range(2)]
    assert pages[0] == pages[1]


def test_a_rendition_says_with_what_it_was_set(report):
    run_jobs()
    engine = Rendition.objects.get().engine
    assert engine.pop("options")["watermark"] == "DỰ THẢO"
    assert any(name.startswith("Tinos") for name in engine)


def test_pages_that_cannot_be_set_are_said_once_and_not_tried_for_ever(report, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise typesetting.CannotTypeset("Bảng ở mục II quá lớn.")

    monkeypatch.setattr(typesetting, "typeset", refuse)
    run_jobs()
    assert revision_of(report).typesetting_fault.message == "Bảng ở mục II quá lớn."

    sweeping.pay_debts()
    assert "set_draft" not in waiting_jobs()


def test_while_the_store_is_away_the_page_says_so_until_it_is_back(report, monkeypatch):
    def away(*_: object, **__: object) -> None:
        raise StoreUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(storage, "put", away)
        assert run_jobs() == []
    first = {one.job: one.since for one in report.document.obstacles.all()}
    assert set(first) == {"keep_revision", "set_draft"}
    assert {one.message for one in report.document.obstacles.all()} == {StoreUnavailable.message}

    with monkeypatch.context() as patch:
        patch.setattr(storage, "put", away)
        run_jobs()
    assert {one.job: one.since for one in report.document.obstacles.all()} == first, (
        "since when is the first time"
    )
    run_jobs()
    assert not report.document.obstacles.exists()


def test_debts_are_read_off_the_facts_when_every_job_was_lost(report):
    report.to("form_check")
    run_jobs()
    report.pass_form()
    other = life.begin(report.cast)
    lose_all_jobs()
    sweeping.pay_debts()

    assert waiting_jobs() == ["keep_revision", "set_draft"]
    run_jobs()
    assert RevisionCopy.objects.filter(revision__document=other.document).exists()


def test_of_what_waits_for_its_signature_the_file_is_asked_for_again(report):
    report.to("form_check")
    run_jobs()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workflow.actions.reviewing.later_prepare", lambda _: None)
        report.pass_form()
    assert not Rendition.objects.filter(stage=Stage.PREPARED).exists()
    lose_all_jobs()

    sweeping.pay_debts()
    assert waiting_jobs() == ["prepare"]
    run_jobs()
    assert Rendition.objects.filter(stage=Stage.PREPARED).exists()


def test_a_busy_page_engine_is_no_fault_of_the_draft(report, monkeypatch):
    def busy(*_: object, **__: object) -> None:
        raise typesetting.SetterAway("Hệ thống đang dàn trang nhiều văn bản cùng lúc.")

    with monkeypatch.context() as patch:
        patch.setattr(typesetting, "typeset", busy)
        run_jobs()
    assert not TypesettingFault.objects.exists()
    assert "set_draft" in waiting_jobs()

    run_jobs()
    assert revision_of(report).renditions.filter(stage=Stage.DRAFT).exists()


def test_a_notation_that_will_not_fit_is_found_out_before_a_number_is_taken(cast):
    symbol = "BC-" + "W" * 27
    report = life.begin(cast, number={"value": None, "symbol": symbol})
    run_jobs()

    assert TypesettingFault.objects.get().revision == revision_of(report)


def test_what_nobody_could_read_yet_does_not_go_to_its_signer(report, cast):
    report.submit()
    report.initial()
    with pytest.raises(FormRefused) as refused:
        reviewing.pass_form(report.task, by=cast.checker, at=life.now())
    assert [finding["code"] for finding in refused.value.findings] == ["not_set_yet"]


def test_a_file_that_cannot_be_prepared_is_said_and_not_asked_for_every_minute(report, monkeypatch):
    report.submit()
    report.initial()
    run_jobs()
    reviewing.pass_form(report.task, by=report.cast.checker, at=life.now())

    def refuse(*_: object, **__: object) -> None:
        raise typesetting.CannotTypeset("Dàn trang quá lâu.")

    monkeypatch.setattr(typesetting, "typeset", refuse)
    run_jobs()
    sweeping.pay_debts()

    assert revision_of(report).typesetting_fault.message == "Dàn trang quá lâu."
    assert "prepare" not in waiting_jobs()
