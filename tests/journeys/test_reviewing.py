"""The head of a unit in a browser: reads, sees what changed, initials or sends back with marks."""

import pytest
from playwright.sync_api import expect

from documents import queries
from documents.actions import reading
from tests import life
from tests.documents.drafts import paragraph
from tests.journeys.conftest import DESK, PHONE
from tests.life import Life


def _paragraphs(share: str) -> list[dict[str, object]]:
    said = [
        "Ban Quản lý báo cáo kết quả giải quyết thủ tục hành chính quý I như sau:",
        f"Hồ sơ giải quyết đúng hạn đạt {share} %, không có hồ sơ phải xin lỗi.",
        "Công tác tiếp dân được thực hiện đúng lịch.",
        "Kính trình Sở Nội vụ tổng hợp./.",
    ]
    return [{"id": f"b{at}", **paragraph(text)} for at, text in enumerate(said)]


@pytest.fixture
def waiting(cast, worker) -> Life:
    """Give a report at the head of its unit, who saw it before its last change."""
    begun = life.begin(cast, body=_paragraphs("92,4"))
    reading.opened(begun.document.revisions.get(n=1), by=cast.head, at=life.now())
    begun.revise(body=_paragraphs("94,1"))
    begun.submit()
    worker()
    return begun


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_head_initials_in_two_clicks_and_sees_the_changes_in_one_more(desk, waiting, size):
    head = desk("truongphong", size=size)
    page = head.page
    page.get_by_role("link", name="Xem và ký nháy").click()
    expect(page.locator("doc-viewer canvas").first).to_be_visible()
    head.look("ky-nhay")
    if size is DESK:
        head.picture("truong-phong-ky-nhay")
    page.get_by_role("link", name="Thay đổi (1)").click()
    expect(page.locator(".diff-block ins")).to_have_text("94,1")
    expect(page.get_by_text("1 đoạn không đổi")).to_be_visible()
    head.look("ky-nhay-thay-doi")
    if size is PHONE:
        head.picture("truong-phong-thay-doi")
    page.get_by_role("button", name="Ký nháy và trình").click()
    expect(page.get_by_text("Đã ký nháy, chuyển kiểm tra thể thức.")).to_be_visible()
    assert waiting.status == "FORM_CHECK"


def test_what_is_opened_is_noted_without_a_click(desk, waiting, cast):
    head = desk("truongphong")
    with head.page.expect_response("**/da-mo/") as told:
        head.page.get_by_role("link", name="Xem và ký nháy").click()
    assert told.value.status == 204
    revision = waiting.document.revisions.get(n=2)
    assert queries.reading_of(revision, cast.head) is not None


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_head_sends_back_with_a_remark_at_a_block(desk, waiting, size):
    head = desk("truongphong", size=size)
    page = head.page
    page.get_by_role("link", name="Xem và ký nháy").click()
    page.get_by_role("link", name="Đọc và đánh dấu").click()
    page.get_by_label("Cần sửa đoạn 2").check()
    page.get_by_label("Ý kiến về đoạn 2").fill("Ghi rõ số hồ sơ, không chỉ tỷ lệ.")
    head.look("ky-nhay-danh-dau")
    page.emulate_media(color_scheme="dark")
    head.look("ky-nhay-danh-dau-toi")
    page.emulate_media(color_scheme="light")
    if size is DESK:
        head.picture("truong-phong-danh-dau")
    page.get_by_label("Lý do trả lại").fill("Sửa một chỗ ở phần kết quả.")
    page.get_by_role("link", name="Thay đổi (1)").click()
    expect(page.locator(".diff-block ins")).to_be_visible()
    head.look("ky-nhay-giu-danh-dau")
    expect(page.get_by_label("Lý do trả lại")).to_have_value("Sửa một chỗ ở phần kết quả.")
    page.get_by_role("button", name="Trả lại").click()
    expect(page.get_by_text("Đã trả lại người soạn.")).to_be_visible()
    (mark,) = queries.marks_on(waiting.document)
    assert (mark.block_id, mark.note) == ("b1", "Ghi rõ số hồ sơ, không chỉ tỷ lệ.")
    drafter = desk("chuyenvien", size=size)
    drafter.page.goto(f"{drafter.address}/viec/{waiting.task.pk}/soan/")
    drafter.page.get_by_role("tab", name="Góp ý").click()
    expect(drafter.page.get_by_text("Ghi rõ số hồ sơ, không chỉ tỷ lệ.")).to_be_visible()
    drafter.look("soan-co-danh-dau")
    drafter.page.get_by_role("button", name="Đến đoạn này").click()
    expect(drafter.page.locator(".ProseMirror")).to_be_focused()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_any_two_revisions_stand_beside_each_other(desk, waiting, size):
    head = desk("truongphong", size=size)
    page = head.open(f"/van-ban/{waiting.document.public_id}/so-sanh/")
    expect(page.get_by_role("heading", name="Bản 1 thành bản 2")).to_be_visible()
    head.look("so-sanh")
    page.emulate_media(color_scheme="dark")
    head.look("so-sanh-toi")
    page.get_by_label("Đến bản").select_option("1")
    page.get_by_role("button", name="So sánh").click()
    expect(page.get_by_text("Hai bản không khác nhau.")).to_be_visible()
