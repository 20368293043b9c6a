"""The administrator lets a stand-in do an absent official's work, in three clicks."""

import pytest
from playwright.sync_api import expect

from agencies.models import Delegation
from tests.cast import TODAY
from tests.journeys.conftest import DESK, PHONE, follow


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_a_delegation_takes_three_clicks(desk, cast, size):
    administrator = desk("quantri", size=size)
    page = administrator.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Quản trị")
    administrator.look("quan-tri")
    chips = page.get_by_role("navigation", name="Các phần của quản trị")
    follow(chips.get_by_role("link", name="Ủy quyền"))
    if size is DESK:
        administrator.picture("quan-tri-uy-quyen")
    page.get_by_label("Người vắng mặt").select_option(label="Lê Văn Trưởng")
    page.get_by_label("Người xử lý thay").select_option(label="Ngô Thị Đầu")
    page.get_by_label("Đến hết ngày").fill(f"{TODAY:%d/%m/%Y}")
    page.get_by_label("Lý do").fill("Nghỉ phép")
    page.get_by_role("button", name="Lưu ủy quyền").click()
    expect(page.get_by_text("Ngô Thị Đầu xử lý thay Lê Văn Trưởng đến hết ngày")).to_be_visible()
    assert Delegation.objects.get().stand_in == cast.investment_head
    administrator.look("quan-tri-uy-quyen")
    for section in ("Người dùng", "Đơn vị, chức vụ", "Quyền ký", "Nhật ký"):
        follow(chips.get_by_role("link", name=section))
        administrator.look(f"quan-tri-{section}")
    administrator.open("/quan-tri/nguoi-dung/")
    follow(page.get_by_role("link", name="Bùi Thị Thư"))
    administrator.look("quan-tri-mot-nguoi")
