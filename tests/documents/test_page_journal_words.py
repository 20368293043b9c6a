"""Every act that the code writes into a journal is said in Vietnamese."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from documents.actions import journal
from documents.models import Event, ReceiptKind, Stage, Verdict
from documents.pages import journal_words
from tests import life

ROOMS = ("agencies", "documents", "workflow", "rehearsal")

# What stands in the place of a name that the code puts together: f"REVIEW_{verdict}".
ENDINGS: dict[str, list[str]] = {
    "REVIEW_": Verdict.values,
    "INITIAL_": Verdict.values,
    "FORM_CHECK_": Verdict.values,
    "SET_": [Stage.DRAFT, Stage.PREPARED],
    "INCOMING_": [ReceiptKind.RECEIVED, ReceiptKind.RETURNED],
}


def acts_written(source: str) -> set[str]:
    acts: set[str] = set()
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "journal.record":
            acts |= _acts(call.args[1])
    return acts


def _acts(written: ast.expr) -> set[str]:
    match written:
        case ast.Constant(value=str(act)):
            return {act}
        case ast.JoinedStr(values=[ast.Constant(value=str(beginning)), ast.FormattedValue()]):
            return {f"{beginning}{ending}" for ending in ENDINGS[beginning]}
    raise AssertionError(f"no act can be read from {ast.unparse(written)}")


def sources():
    for room in ROOMS:
        for path in (Path(settings.ROOT) / room).rglob("*.py"):
            yield path.read_text(encoding="utf-8")


def test_every_act_in_the_code_has_its_sentence_and_no_sentence_is_left_over():
    written = set().union(*map(acts_written, sources()))
    assert written == journal_words.known_acts()


def test_the_walk_reads_names_that_are_put_together():
    source = 'journal.record(document, f"REVIEW_{verdict}", by=by)\njournal.record(d, "SIGNED")'
    assert acts_written(source) == {"REVIEW_AGREED", "REVIEW_SENT_BACK", "SIGNED"}


def test_an_act_of_a_newer_version_keeps_its_name():
    event = Event(act="TELEPORTED", at=timezone.now(), facts={})
    assert journal_words.entry(event).text == "Việc TELEPORTED"


@pytest.mark.django_db
def test_a_whole_life_is_told_newest_first(cast):
    document = life.begin(cast).to("end").document
    told = [entry.text for entry in journal_words.entries(document)]
    by = [entry.by for entry in journal_words.entries(document)]
    assert told == [
        "Sở Nội vụ tỉnh Sơn Hà đã tiếp nhận, số đến 1",
        "Đã chuyển đến Sở Nội vụ tỉnh Sơn Hà",
        f"Phát hành đến {document.dispatches.count()} nơi nhận",
        "Thêm dữ liệu xác minh và dấu thời gian lưu trữ",
        "Đóng dấu 01/BC-BQLKKT",
        f"Cấp số 01/BC-BQLKKT, ngày {timezone.localdate():%d/%m/%Y}",
        "Ký số bản 1",
        "Dàn trang bản trình ký 1",
        "Kiểm tra thể thức bản 1, đạt",
        "Dàn trang bản dự thảo 1",
        "Ký nháy bản 1",
        "Trình bản 1, không qua xin ý kiến",
        "Lập dự thảo, bản 1",
    ]
    assert (by[0], by[1], by[6]) == ("Mai Thị Nhận", "Hệ thống", "Nguyễn Văn Ký, Trưởng ban")


@pytest.mark.django_db
def test_reasons_findings_and_what_was_left_blank_are_told(cast):
    document = life.begin(cast, number={"value": "05", "symbol": "BC-BQLKKT"}).document
    findings = [{"code": "title-missing", "place": "signature.title", "message": "Thiếu chức vụ."}]
    journal.record(
        document,
        "FORM_CHECK_SENT_BACK",
        by=cast.checker,
        at=timezone.now(),
        revision=1,
        opinion="Xem lại.",
        findings=findings,
    )
    newest, first = journal_words.entries(document)
    assert (newest.detail, newest.tone) == ("«Xem lại.» Thiếu chức vụ.", "bad")
    assert first.detail == "Số 05 gõ trong dự thảo được bỏ trống để văn thư cấp."


def test_revisions_saved_in_a_row_are_one_line(cast, cheap_files):
    begun = life.begin(cast)
    for n in range(3):
        begun.revise(body=[{"t": "p", "x": [{"s": f"Lần {n}."}]}])
    said = [one.text for one in journal_words.entries(begun.document)]
    assert said == ["Lưu bản 2 đến bản 4", "Lập dự thảo, bản 1"]
