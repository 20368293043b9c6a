"""An administrator lets another system be told, and sees what it answered."""

from playwright.sync_api import expect

from tests.exchange.receiver import receiver, verify
from tests.journeys.conftest import DESK, PHONE, follow


def test_an_administrator_subscribes_tries_out_and_reads_the_cause(desk, worker):
    with receiver() as there:
        administrator = desk("quantri")
        page = administrator.open("/tich-hop/")
        administrator.look("tich-hop-trong")
        follow(page.get_by_role("link", name="Đăng ký địa chỉ"))
        page.get_by_label("Địa chỉ nhận tin").fill(there.url)
        page.get_by_label("Văn bản đã được phát hành").check()
        page.get_by_label("Nơi nhận đã tiếp nhận văn bản").check()
        administrator.look("dang-ky-dia-chi")
        page.get_by_role("button", name="Đăng ký", exact=True).click()
        secret = page.locator("#khoa-bi-mat").inner_text()
        administrator.look("khoa-bi-mat")
        follow(page.get_by_role("link", name="Đã chép"))

        page.get_by_role("button", name="Gọi thử").click()
        expect(page.get_by_text("Đang gọi thử")).to_be_visible()
        worker()
        page.reload()
        expect(page.locator("#tin").get_by_text("Đã nhận")).to_be_visible()
        assert verify(secret, *there.got[0])
        there.says = "broken"
        page.get_by_role("button", name="Gọi thử").click()
        expect(page.get_by_text("Đang gọi thử")).to_be_visible()
        worker()
        page.reload()
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            administrator.look("mot-dia-chi")
        follow(page.locator("#tin").get_by_role("link").first)
        expect(page.get_by_text("Nơi nhận trả lời mã 500.").first).to_be_visible()
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            administrator.look("mot-tin")
