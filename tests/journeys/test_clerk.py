"""The clerk's desk in a browser: number, seal and send, at a desk and on a phone; two at once."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from agencies.models import Duty
from tests import life
from tests.cast import PIN
from tests.journeys.conftest import DESK, PHONE
from tests.life import Life

SUBJECTS = ("Kết quả công tác văn thư năm 2026", "Tình hình thu hút đầu tư quý III năm 2026")


@pytest.fixture
def signed(cast) -> list[Life]:
    """Give two reports that wait for their number, with real files."""
    return [life.begin(cast, subject=[{"s": one}]).to("register") for one in SUBJECTS]


def told(page: Page, sentence: str | re.Pattern[str]) -> None:
    expect(page.get_by_text(sentence).first).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_the_clerk_numbers_seals_and_sends_in_two_clicks(desk, signed, worker, size):
    clerk = desk("vanthu", size=size)
    page = clerk.open("/van-thu/")
    clerk.look("van-thu-cho-cap-so")
    page.get_by_role("button", name=re.compile(f"^Cấp số, đóng dấu.*{SUBJECTS[0]}")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("01/BC-BQLKKT")).to_be_visible()
    clerk.look("van-thu-hoi-pin")
    if size is DESK:
        clerk.picture("van-thu-hoi-pin")
    page.get_by_label("Mã PIN của con dấu").fill("000000")
    page.get_by_label("Mã PIN của con dấu").press("Enter")
    expect(dialog.get_by_text("Mã PIN không đúng; còn 2 lần thử.")).to_be_visible()
    clerk.look("van-thu-sai-pin")
    page.get_by_label("Mã PIN của con dấu").fill(PIN)
    page.get_by_label("Mã PIN của con dấu").press("Enter")
    told(page, f"Đã cấp số 01/BC-BQLKKT và đóng dấu: {SUBJECTS[0]}")
    expect(page.locator("doc-viewer").get_by_text("Số: 01/BC-BQLKKT").first).to_be_attached()
    worker()
    clerk.look("van-thu-ban-co-dau")
    if size is DESK:
        clerk.picture("van-thu-ban-co-dau")
    page.get_by_role("button", name="Phát hành đến 4 nơi").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Sở Nội vụ tỉnh Sơn Hà")).to_be_visible()
    clerk.look("van-thu-hoi-phat-hanh")
    dialog.get_by_role("button", name="Phát hành đến 4 nơi").click()
    told(page, "Đã phát hành 01/BC-BQLKKT, đang gửi đến các nơi nhận.")
    assert signed[0].status == "ISSUED"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_several_are_sealed_with_one_pin_and_stand_ready_to_be_sent(desk, signed, worker, size):
    clerk = desk("vanthu", size=size)
    page = clerk.open("/van-thu/")
    usual = page.get_by_label(f"Ngày ban hành {SUBJECTS[1]}").input_value()
    page.get_by_label(f"Ngày ban hành {SUBJECTS[1]}").fill("31/12/2099")
    page.get_by_role("button", name=re.compile(f"^Cấp số, đóng dấu.*{SUBJECTS[1]}")).click()
    told(page, "Ngày ban hành không được sau hôm nay")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_label(f"Ngày ban hành {SUBJECTS[1]}").fill(usual)
    page.get_by_label(f"Chọn {SUBJECTS[1]}").check()
    expect(page.get_by_text("dự kiến")).to_have_count(0)
    page.get_by_label("Chọn cả danh sách").check()
    expect(page.get_by_text("dự kiến", exact=True)).to_have_count(2)
    clerk.look("van-thu-du-kien")
    page.get_by_role("button", name="Cấp số, đóng dấu 2 văn bản").click()
    page.get_by_label("Mã PIN của con dấu").fill(PIN)
    page.get_by_label("Mã PIN của con dấu").press("Enter")
    told(page, f"Đã cấp số 02/BC-BQLKKT và đóng dấu: {SUBJECTS[1]}")
    clerk.look("van-thu-cho-phat-hanh")
    worker()
    page.get_by_role("button", name=re.compile("^Phát hành đến 4 nơi.*01.BC-BQLKKT")).click()
    clerk.look("van-thu-hoi-phat-hanh-tren-ban")
    page.get_by_role("dialog").get_by_role("button", name="Phát hành đến 4 nơi").click()
    told(page, "Đã phát hành 01/BC-BQLKKT")
    worker()
    clerk.open("/so/di/")
    clerk.look("so-van-ban-di")
    if size is DESK:
        clerk.picture("so-van-ban-di")
    clerk.open("/so/di/in/")
    clerk.look("in-so-van-ban-di")
    assert [one.status for one in signed] == ["ISSUED", "AWAITING_DISPATCH"]


def test_the_second_of_two_clerks_is_told_the_number_and_nothing_chosen_is_lost(desk, cast, signed):
    add_clerk(cast)
    first, second = desk("vanthu"), desk("vanthu2")
    first.open("/van-thu/")
    second.open("/van-thu/")
    own = re.compile(f"^Cấp số, đóng dấu.*{SUBJECTS[0]}")
    for page, button in ((first.page, own), (second.page, "Cấp số, đóng dấu 2 văn bản")):
        page.get_by_label("Chọn cả danh sách").check()
        page.get_by_role("button", name=button).click()
        page.get_by_label("Mã PIN của con dấu").fill(PIN)
        page.get_by_label("Mã PIN của con dấu").press("Enter")
        told(page, re.compile("Đã cấp số"))
    told(second.page, re.compile("Bùi Thị Thư xử lý lúc .*, văn bản đã được cấp số 01/BC-BQLKKT"))
    exactly = f"Đã cấp số 02/BC-BQLKKT và đóng dấu: {SUBJECTS[1]}"
    expect(second.page.get_by_text(exactly, exact=True)).to_be_visible()
    second.look("van-thu-den-sau")


def test_without_script_the_page_itself_asks_for_the_pin(browser, live_server, desk, signed):
    clerk = desk("vanthu")
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    context.add_cookies(clerk.context.cookies())
    page = context.new_page()
    page.goto(f"{live_server.url}/van-thu/")
    page.get_by_label(f"Chọn {SUBJECTS[0]}").check()
    page.get_by_role("button", name="Cấp số, đóng dấu các văn bản đã chọn").click()
    expect(page.get_by_role("heading", name="Cấp số, đóng dấu 1 văn bản")).to_be_visible()
    page.get_by_label("Mã PIN của con dấu").fill(PIN)
    page.get_by_label("Mã PIN của con dấu").press("Enter")
    told(page, f"Đã cấp số 01/BC-BQLKKT và đóng dấu: {SUBJECTS[0]}")
    page.get_by_role("button", name="Phát hành đến 4 nơi").click()
    expect(page.get_by_role("heading", name="Phát hành 01/BC-BQLKKT đến 4 nơi?")).to_be_visible()
    page.get_by_role("button", name="Phát hành đến 4 nơi").click()
    told(page, "Đã phát hành 01/BC-BQLKKT, đang gửi đến các nơi nhận.")
    context.close()


def test_the_register_prints_as_a_book_of_landscape_pages(desk, cast, signed, tmp_path: Path):
    for report in signed:
        report.seal()
    clerk = desk("vanthu")
    page = clerk.open("/so/di/in/")
    pdf = page.pdf(prefer_css_page_size=True)
    box = re.search(rb"/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+)", pdf)
    assert box is not None
    assert [round(float(side)) for side in box.groups()] == [842, 595]
    (tmp_path / "so.pdf").write_bytes(pdf)


def add_clerk(cast) -> None:
    from tests.cast import _official  # noqa: PLC0415

    _official("vanthu2", "Lý Thị Hai", cast.unit, "Văn thư", duties=[Duty.CLERK])
