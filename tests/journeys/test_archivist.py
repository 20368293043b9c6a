"""The archivist in a browser: finds a report, files it, closes the dossier, prints its list."""

import re

import pytest
from playwright.sync_api import expect

from tests import life
from tests.journeys.conftest import DESK, PHONE, follow

SUBJECT = "Tổng kết phong trào thi đua văn hóa công sở năm 2026"


@pytest.fixture
def issued(cast):
    return life.begin(cast, subject=[{"s": SUBJECT}]).to("end")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_the_archivist_finds_files_closes_and_prints(desk, issued, size):
    archivist = desk("luutru", size=size)
    page = archivist.page
    page.wait_for_url("**/tim/")
    page.wait_for_load_state("load")  # the keys are listened to from then on
    page.keyboard.press("/")
    page.keyboard.type("thi dua van hoa")
    expect(page.get_by_role("option", name=re.compile(SUBJECT))).to_be_visible()
    archivist.look("luu-tru-goi-y")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim/?q=*")
    expect(page.get_by_role("link", name=re.compile(SUBJECT)).first).to_be_visible()
    archivist.look("luu-tru-tra-cuu")
    page.get_by_role("link", name=re.compile("Xem nhanh")).click()
    expect(page.get_by_role("heading", name="Xem nhanh")).to_be_visible()
    archivist.look("luu-tru-xem-nhanh")
    if size is DESK:
        archivist.picture("luu-tru-tra-cuu")
    page.get_by_label("Lưu tìm kiếm này với tên").fill("Thi đua")
    page.get_by_role("button", name="Lưu tìm kiếm").click()
    expect(page.get_by_role("link", name="Thi đua", exact=True)).to_be_visible()

    page.get_by_role("checkbox", name="Chọn 01/BC-BQLKKT").check()
    follow(page.get_by_role("button", name="Đưa các văn bản đã chọn vào hồ sơ"))
    archivist.look("luu-tru-dua-vao-ho-so")
    page.get_by_role("link", name="Mở hồ sơ mới").click()
    page.get_by_label("Số, ký hiệu hồ sơ").fill("01.TCHC")
    page.get_by_label("Tiêu đề hồ sơ").fill("Phong trào thi đua năm 2026")
    archivist.look("luu-tru-mo-ho-so")
    page.get_by_role("button", name="Mở hồ sơ và đưa văn bản vào").click()
    page.get_by_role("button", name="Đóng hồ sơ").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Hồ sơ có 1 văn bản.")).to_be_visible()
    archivist.look("luu-tru-dong-ho-so")
    dialog.get_by_role("button", name="Đóng hồ sơ").click()
    expect(page.get_by_text("Đã đóng hồ sơ 01.TCHC.")).to_be_visible()
    archivist.look("luu-tru-ho-so")
    if size is DESK:
        archivist.picture("luu-tru-ho-so")
    page.get_by_role("link", name="In mục lục").click()
    expect(page.get_by_role("cell", name="01/BC-BQLKKT")).to_be_visible()
    archivist.look("luu-tru-muc-luc")
    pdf = page.pdf(prefer_css_page_size=True)
    box = re.search(rb"/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+)", pdf)
    assert box is not None
    assert [round(float(side)) for side in box.groups()] == [842, 595]
    archivist.open("/ho-so/?tinh-trang=dong")
    archivist.look("luu-tru-danh-sach-ho-so")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_a_code_leads_to_the_page_of_the_document(desk, issued, size):
    archivist = desk("luutru", size=size)
    page = archivist.page
    page.wait_for_url("**/tim/")
    page.wait_for_load_state("load")  # the keys are listened to from then on
    page.keyboard.press("/")
    page.keyboard.type("1/bc")
    expect(page.get_by_role("option", name=re.compile(SUBJECT))).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"01/BC-BQLKKT · {SUBJECT}")
    expect(page.locator("doc-viewer canvas").first).to_be_visible()
    archivist.look("van-ban-ban-in")
    page.get_by_role("link", name="Đọc", exact=True).click()
    expect(page.get_by_text("Ban Quản lý báo cáo kết quả thực hiện như sau:")).to_be_visible()
    archivist.look("van-ban-doc")
    follow(page.get_by_role("link", name="In phiếu"))
    archivist.look("van-ban-phieu")
