"""The whole story in a browser: a report from its drafter to the archive of Sở Nội vụ."""

import re

import pytest
from playwright.sync_api import Page, expect

from documents.models import Document, Stage
from tests.cast import PIN
from tests.journeys.conftest import DESK, PHONE, follow

SUBJECT = "Kết quả công tác văn thư, lưu trữ năm 2026"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def told(page: Page, sentence: str) -> None:
    expect(page.get_by_text(sentence).first).to_be_visible()


def open_task(page: Page, button: str) -> None:
    follow(page.get_by_role("link", name=re.compile(f"^{button}")).first)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_a_report_from_its_drafter_to_the_archive_of_so_noi_vu(desk, worker, size):
    drafter = desk("chuyenvien", size=size)
    drafter.look("viec-trong")
    page = drafter.open("/van-ban/moi/")
    drafter.look("soan-van-ban")
    page.get_by_label("Tên loại").select_option(label="Báo cáo")
    page.get_by_label("Trích yếu").fill(SUBJECT)
    press(page, "Lập dự thảo")
    told(page, "Đã lập văn bản, bản 1.")
    writing = page.get_by_role("textbox", name="Nội dung văn bản")
    expect(writing).to_be_visible()
    drafter.look("soan-du-thao-moi")
    place = writing.bounding_box()
    assert place is not None
    assert place["y"] + 160 < size["height"]
    writing.press("Control+A")
    page.keyboard.type("Ban Quản lý báo cáo kết quả như sau:\nĐã lập 12 hồ sơ./.")
    page.locator("summary").filter(has_text="Thể thức").click()
    page.get_by_label("Nơi nhận", exact=True).fill(
        "Sở Nội vụ (b/c)\nHội Khoa học lịch sử tỉnh\nCác phòng, đơn vị\nLưu: VT, TCHC"
    )
    page.get_by_label("Người ký").select_option(label="Nguyễn Văn Ký: TRƯỞNG BAN")
    drafter.look("soan-thao")
    press(page, "Trình duyệt")
    expect(page.get_by_role("button", name="Trình", exact=True)).to_be_visible()
    worker()
    page.reload()
    page.get_by_label("Phòng Quản lý đầu tư").check()
    drafter.look("trinh-duyet")
    press(page, "Trình")
    told(page, "Đã xin ý kiến 1 đơn vị.")
    drafter.look("van-ban-dang-xin-y-kien")

    reviewer = desk("tp-dautu", size=size)
    reviewer.look("viec-cho-y-kien")
    open_task(reviewer.page, "Cho ý kiến")
    reviewer.page.get_by_role("textbox", name="Ý kiến").fill("Thống nhất với dự thảo.")
    reviewer.look("cho-y-kien")
    press(reviewer.page, "Đồng ý")
    told(reviewer.page, "Đã ghi ý kiến đồng ý.")

    head = desk("truongphong", size=size)
    open_task(head.page, "Xem và ký nháy")
    head.look("ky-nhay")
    press(head.page, "Ký nháy và trình")
    told(head.page, "Đã ký nháy")

    checker = desk("thethuc", size=size)
    open_task(checker.page, "Kiểm tra")
    checker.look("kiem-tra-the-thuc")
    press(checker.page, "Đạt, trình ký")
    told(checker.page, "Thể thức đạt")
    worker()

    leader = desk("truongban", size=size)
    open_task(leader.page, "Xem và ký")
    leader.look("trinh-ky")
    press(leader.page, "Ký số 1 văn bản")
    leader.page.get_by_label("Mã PIN").fill("000000")
    leader.page.get_by_label("Mã PIN").press("Enter")
    told(leader.page, "Mã PIN không đúng; còn 2 lần thử.")
    leader.look("ky-so-sai-pin")
    leader.page.get_by_label("Mã PIN").fill(PIN)
    leader.page.get_by_label("Mã PIN").press("Enter")
    told(leader.page, "Đã ký 1 văn bản, đã chuyển văn thư cấp số.")

    clerk = desk("vanthu", size=size)
    clerk.open("/")
    open_task(clerk.page, "Cấp số, đóng dấu")
    clerk.look("cap-so")
    clerk.page.get_by_role("textbox", name="Mã PIN").fill(PIN)
    press(clerk.page, "Cấp số, đóng dấu")
    told(clerk.page, "Đã cấp số 01/BC-BQLKKT và đóng dấu.")
    worker()
    clerk.open("/")
    open_task(clerk.page, "Phát hành")
    clerk.look("phat-hanh-con-dong-chua-ro")
    chosen = clerk.page.locator("select[name=choice]:visible").first
    chosen.select_option(label="Gửi ngoài hệ thống")
    press(clerk.page, "Xác định nơi nhận Hội Khoa học lịch sử tỉnh")
    told(clerk.page, "Đã xác định nơi nhận")
    clerk.look("phat-hanh")
    press(clerk.page, "Phát hành đến 5 nơi")
    clerk.page.get_by_role("dialog").get_by_role("button", name="Phát hành đến 5 nơi").click()
    told(clerk.page, "Đã phát hành")
    worker()
    clerk.page.reload()
    clerk.look("van-ban-da-phat-hanh")

    receiver = desk("tiepnhan", size=size)
    receiver.look("viec-tiep-nhan")
    open_task(receiver.page, "Xem và tiếp nhận")
    receiver.look("van-ban-den")
    press(receiver.page, "Tiếp nhận")
    told(receiver.page, "Đã tiếp nhận")

    drafter.open("/tim/?q=van+thu+luu+tru")
    expect(page.get_by_role("link", name=re.compile("Kết quả công tác")).first).to_be_visible()
    drafter.look("tim")
    document = Document.objects.get(subject=SUBJECT)
    stranger = desk(size=size)
    stranger.open(f"/xac-thuc/{document.verification_code}/")
    stranger.look("xac-thuc")
    told(stranger.page, "Văn bản hợp lệ")
    assert document.revisions.filter(renditions__stage=Stage.ARCHIVED).exists()
