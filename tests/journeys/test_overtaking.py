"""A report is recalled by a newer one: found without marks, said everywhere once it is issued."""

import re

import pytest
from playwright.sync_api import expect

from tests import life
from tests.journeys.conftest import DESK, PHONE, follow


@pytest.fixture
def older(cast, cheap_files):
    return life.begin(cast).to("receive").document


def test_a_drafter_recalls_what_was_issued_and_its_reader_is_led_on(desk, cast, older):
    report = life.begin(cast)
    drafter = desk("chuyenvien")
    page = drafter.open(f"/viec/{report.task.pk}/soan/")
    page.locator("summary").filter(has_text="Thu hồi, thay thế, đính chính").click()
    follow(page.get_by_role("link", name="Chọn văn bản"))
    page.get_by_label("Số, ký hiệu hoặc trích yếu").fill("ket qua cong tac")
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page.get_by_text("01/BC-BQLKKT").first).to_be_visible()
    drafter.look("chon-van-ban-thu-hoi")
    page.get_by_role("button", name="Thu hồi 01/BC-BQLKKT").click()
    expect(page.get_by_text("Đã ghi: văn bản này thu hồi 01/BC-BQLKKT.")).to_be_visible()
    page.set_viewport_size(PHONE)
    drafter.look("da-ghi-thu-hoi")
    page.set_viewport_size(DESK)
    report.to("receive")

    receiver = desk("tiepnhan")
    receiver.open(f"/van-ban-den/{older.arrivals.get().pk}/")
    sentence = re.compile(r"Đã bị thu hồi bằng 02/BC-BQLKKT ngày")
    expect(receiver.page.get_by_text(sentence)).to_be_visible()
    receiver.look("van-ban-den-da-thu-hoi")
    reader = desk()
    reader.open(f"/xac-thuc/{older.verification_code}/")
    expect(reader.page.get_by_text(sentence)).to_be_visible()
    reader.look("xac-thuc-da-thu-hoi")
    follow(reader.page.get_by_role("link", name="Mở 02/BC-BQLKKT"))
    expect(reader.page.get_by_text("02/BC-BQLKKT").first).to_be_visible()
