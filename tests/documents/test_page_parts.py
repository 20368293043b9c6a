"""The parts of a document's page, at each stage of its life, for each kind of reader."""

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import timezone

from documents import storage
from documents.access import let_official_see
from documents.actions import receiving
from documents.errors import StoreUnavailable
from documents.models import RecipientLine, Signature
from documents.pages import parts, receipts
from tests import life
from workflow.actions import registering
from workflow.actions import reviewing as acts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


def shown(document, official):
    document.refresh_from_db()
    return parts.context(document, official=official, at=timezone.now())


def page(document, official):
    return render_to_string("documents/parts/document.html", shown(document, official))


def test_a_draft_shows_its_facts_text_and_journal(cast):
    document = life.begin(cast).document
    context = shown(document, cast.drafter)
    assert context["facts"][:2] == [("Số, ký hiệu", "Chưa cấp"), ("Tên loại", "Báo cáo")]
    assert ("Người ký", "Nguyễn Văn Ký (TRƯỞNG BAN)") in context["facts"]
    assert (context["judgement"], context["recipients"], context["verification_code"]) == (
        None,
        [],
        "",
    )
    html = page(document, cast.drafter)
    assert "Ban Quản lý báo cáo kết quả thực hiện như sau:" in html
    assert "Lập dự thảo, bản 1" in html
    assert "Sở Nội vụ (b/c);" in html


def test_a_signed_document_tells_what_its_signature_still_lacks(cast):
    document = life.begin(cast).to("register").document
    context = shown(document, cast.clerk)
    assert context["judgement"].verdict == "indeterminate"
    assert [check.text for check in context["judgement"].signatures] == [
        "Chữ ký của người có thẩm quyền: Nguyễn Văn Ký"
    ]
    assert context["debts"] == [parts.BEFORE_SEAL]


def test_a_signature_without_a_timestamp_says_why_and_what_becomes_of_it(cast):
    document = life.begin(cast).to("register").document
    Signature.objects.update(debt="máy chủ không trả lời kịp", level="B", proved_at=None)
    assert shown(document, cast.clerk)["debts"][0] == (
        "Chữ ký của Nguyễn Văn Ký chưa có dấu thời gian vì máy chủ không trả lời kịp; "
        "hệ thống sẽ tự bổ sung."
    )


def test_an_issued_document_is_judged_now_and_its_recipients_stand_with_their_receipts(cast):
    report = life.begin(cast).to("receive")
    context = shown(report.document, cast.drafter)
    assert context["judgement"].title == "Chữ ký hợp lệ"
    assert [check.tone for check in context["judgement"].signatures] == ["good"] * 3
    assert [(one.line, one.state, one.tone) for one in context["recipients"]] == [
        ("Sở Nội vụ (b/c);", "Đã đến, chờ tiếp nhận", "neutral"),
        ("Các phòng, đơn vị;", "Đã chuyển 3/3", "good"),
        ("Lưu: VT, TCHC.", "Lưu tại cơ quan", "neutral"),
    ]
    report.receive()
    first = shown(report.document, cast.drafter)["recipients"][0]
    assert (first.state, first.tone) == ("Đã tiếp nhận, số đến 1", "good")
    assert first.detail.endswith("Mai Thị Nhận nhận lúc " + first.detail[-17:])
    code = report.document.verification_code
    html = page(report.document, cast.drafter)
    assert f"{code[:4]}-{code[4:]}</a>" in html
    assert "Bản gốc có dấu thời gian lưu trữ" in html
    assert "Sở Nội vụ tỉnh Sơn Hà đã tiếp nhận, số đến 1" in html


def test_a_return_stands_on_the_line_with_its_reason(cast):
    report = life.begin(cast).to("receive")
    receiving.send_back(report.arrival, reason="Thiếu phụ lục", by=cast.receiver, at=timezone.now())
    first = shown(report.document, cast.drafter)["recipients"][0]
    assert (first.state, first.tone) == ("Trả lại", "bad")
    assert first.detail.startswith("Sở Nội vụ tỉnh Sơn Hà. Thiếu phụ lục (")


def test_a_line_that_means_many_tells_how_many_are_how_far(cast):
    outcomes = [
        receipts._Outcome("Xã A", "Đã tiếp nhận", "Đã tiếp nhận, số đến 1", "good"),
        receipts._Outcome("Xã B", "Đã tiếp nhận", "Đã tiếp nhận, số đến 9", "good"),
        receipts._Outcome("Xã C", "Trả lại", "Trả lại", "bad", "Nhầm nơi (16/11/2026 09:41)."),
        receipts._Outcome("Xã D", "Đang gửi", "Đang gửi", "neutral"),
    ]
    told = receipts._together("UBND các xã;", outcomes)
    assert (told.state, told.tone) == ("Đã tiếp nhận 2/4, Trả lại 1/4, Đang gửi 1/4", "bad")
    assert told.detail == "Xã C trả lại: Nhầm nơi (16/11/2026 09:41). Chưa tiếp nhận: Xã D."
    done = receipts._together("UBND các xã;", outcomes[:2])
    assert (done.state, done.tone, done.detail) == ("Đã tiếp nhận 2/2", "good", "Xã A, Xã B.")
    many = receipts._some([f"Xã {n}" for n in range(20)])
    assert many.endswith("Xã 7 và 12 nơi khác")


def test_who_received_it_sees_what_was_issued_and_nothing_of_its_making(cast):
    document = life.begin(cast).to("end").document
    context = shown(document, cast.receiver)
    assert context["is_inside"] is False
    assert [label for label, _ in context["facts"]] == [
        "Số, ký hiệu",
        "Ngày ban hành",
        "Tên loại",
        "Cơ quan ban hành",
        "Người ký",
    ]
    assert (context["revisions"], context["entries"], context["recipients"]) == ([], [], [])
    assert [file.label for file in context["files"]] == [
        "Bản gốc đã đóng dấu",
        "Bản gốc có dấu thời gian lưu trữ",
    ]
    assert context["judgement"].verdict == "valid"
    html = page(document, cast.receiver)
    assert "Nhật ký" not in html
    assert "Các phiên bản" not in html
    assert "Đã tiếp nhận" not in html


def test_a_signer_from_another_agency_takes_part_in_the_making(cast):
    document = life.begin(cast).document
    let_official_see(document, cast.receiving_leader)
    assert shown(document, cast.receiving_leader)["is_inside"] is True


def test_a_voided_signature_is_marked_with_its_reason(cast):
    report = life.begin(cast).to("register")
    registering.send_back(report.task, reason="Sai tên.", by=cast.clerk, at=timezone.now())
    context = shown(report.document, cast.drafter)
    (gone,) = context["voided"]
    assert gone.text == "Chữ ký của Nguyễn Văn Ký trên bản 1 đã mất hiệu lực"
    assert gone.detail.startswith("Bùi Thị Thư, ")
    assert gone.detail.endswith(": Sai tên.")
    assert context["judgement"] is None
    assert "đã mất hiệu lực" in page(report.document, cast.drafter)


def test_what_was_said_of_a_revision_stands_with_it(cast):
    report = life.begin(cast).to("form_check")
    acts.send_back(report.task, reason="Thiếu <nơi nhận>.", by=cast.checker, at=timezone.now())
    report.revise(subject=[{"s": "Bản sửa"}])
    context = shown(report.document, cast.drafter)
    assert [
        (one["n"], [said.text for said in one["opinions"]]) for one in context["revisions"]
    ] == [
        (2, []),
        (1, ["Đồng ý.", "Thiếu <nơi nhận>."]),
    ]
    assert "Thiếu &lt;nơi nhận&gt;." in page(report.document, cast.drafter)


def test_a_store_that_is_away_leaves_the_page_standing(cast, monkeypatch):
    document = life.begin(cast).to("issue").document

    def away(_stored):
        raise StoreUnavailable

    monkeypatch.setattr(storage, "read", away)
    context = shown(document, cast.clerk)
    assert (context["judgement"], context["cannot_judge"]) == (None, StoreUnavailable.message)
    assert StoreUnavailable.message in page(document, cast.clerk)


def test_the_store_is_asked_once_a_minute(cast, monkeypatch):
    document = life.begin(cast).to("issue").document
    asked = []
    read = storage.read

    def counting(stored):
        asked.append(stored.pk)
        return read(stored)

    monkeypatch.setattr(storage, "read", counting)
    for _ in range(3):
        shown(document, cast.clerk)
    assert len(asked) == 1


def test_a_line_that_means_nobody_yet_waits_for_the_clerk(cast):
    report = life.begin(cast, recipients=["Cụm thi đua số 3;", "Sở Nội vụ;", "Lưu: VT."]).to(
        "issue"
    )
    assert RecipientLine.objects.filter(targets__isnull=True).count() == 1
    assert [
        (one.line, one.state, one.tone) for one in shown(report.document, cast.clerk)["recipients"]
    ] == [
        ("Cụm thi đua số 3;", "Chưa xác định nơi gửi", "warn"),
        ("Sở Nội vụ;", "Gửi khi phát hành", "neutral"),
        ("Lưu: VT.", "Lưu tại cơ quan", "neutral"),
    ]


def test_more_revisions_ask_no_more_of_the_database(cast, django_assert_num_queries):
    report = life.begin(cast)
    report.revise(subject=[{"s": "Lần 0"}])
    shown(report.document, cast.drafter)
    with django_assert_num_queries(30):
        shown(report.document, cast.drafter)
    for n in range(1, 5):
        report.revise(subject=[{"s": f"Lần {n}"}])
    with django_assert_num_queries(30):
        shown(report.document, cast.drafter)
