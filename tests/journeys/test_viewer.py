"""The viewer of PDF files: it draws what the file shows, and every word of it can be read."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import life
from tests.journeys.conftest import PHONE
from tests.journeys.waiting import until
from tests.life import Life

WIDTH = "document.querySelector('.sheet').getBoundingClientRect().width"


@pytest.fixture
def sealed(cast) -> Life:
    """Give a report with number, date and seal, that waits to be sent."""
    return life.begin(cast).to("issue")


def sheet(page: Page, n: int = 1):
    return page.get_by_role("group", name=re.compile(f"^Trang {n} trên "))


def drawn(page: Page) -> None:
    expect(sheet(page).locator("canvas")).to_be_visible()


def test_number_and_date_are_read_though_they_are_no_text_of_the_page(desk, sealed):
    page = desk("vanthu").open(f"/viec/{sealed.task.pk}/phat-hanh/")
    page.locator("doc-viewer").scroll_into_view_if_needed()
    drawn(page)
    words = sheet(page).locator(".field-words")
    expect(words.first).to_have_text(re.compile(r"^Số: 01/BC-BQLKKT$"))
    expect(words.nth(1)).to_have_text(re.compile(r"^Sơn Hà, ngày \d{2} tháng \d{1,2} năm \d{4}$"))
    expect(sheet(page)).to_contain_text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")


def test_pages_grow_and_fit_again(desk, cast):
    life.begin(cast).to("sign")
    page = desk("truongban").open("/ky/")
    drawn(page)
    fits = page.evaluate(WIDTH)
    page.get_by_role("button", name="Phóng to").click()
    # Asked of the page again and again: it grows at once and is drawn sharp a moment later.
    until(page, f"Math.abs({WIDTH} - {fits} * 1.25) <= 2")
    page.get_by_role("region", name="Bản in").focus()
    page.keyboard.press("0")
    until(page, f"Math.abs({WIDTH} - {fits}) <= 2")
    until(
        page,
        "(() => { const c = document.querySelector('.sheet canvas');"
        " return Math.abs(c.width / c.getBoundingClientRect().width - 1) <= 0.05 })()",
    )


def test_two_fingers_zoom_the_page_and_leave_the_deed_where_it_is(desk, cast, browser):
    life.begin(cast).to("sign")
    leader = desk("truongban", size=PHONE)
    page = leader.open("/ky/")
    drawn(page)
    fits = page.evaluate(WIDTH)
    debugger = leader.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[int, int]) -> None:
        debugger.send(
            "Input.dispatchTouchEvent",
            {
                "type": kind,
                "touchPoints": [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)],
            },
        )

    touch("touchStart", (160, 500), (220, 500))
    for spread in (20, 40, 60):
        touch("touchMove", (160 - spread, 500), (220 + spread, 500))
    touch("touchEnd")
    until(page, f"{WIDTH} > {fits} * 2")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    expect(page.get_by_role("button", name="Ký số 1 văn bản")).to_be_in_viewport()


def test_without_a_script_the_file_is_a_link(desk, cast, browser, live_server):
    life.begin(cast).to("sign")
    leader = desk("truongban")
    state = leader.context.storage_state()
    plain = browser.new_context(java_script_enabled=False, storage_state=state)
    page = plain.new_page()
    page.goto(f"{live_server.url}/ky/")
    expect(page.get_by_role("link", name=re.compile(r"^Mở bản trình ký \(PDF"))).to_be_visible()
    page.get_by_role("button", name="Ký số văn bản đã đánh dấu").click()
    expect(page.get_by_label("Mã PIN")).to_be_visible()
    expect(page.get_by_role("heading", name="Ký số 1 văn bản")).to_be_visible()
    plain.close()


def test_a_file_that_does_not_come_leaves_the_link(desk, cast):
    life.begin(cast).to("sign")
    leader = desk("truongban")
    leader.page.route("**/tep/*.pdf", lambda route: route.fulfill(body="không phải PDF"))
    page = leader.open("/ky/")
    expect(page.get_by_role("alert")).to_contain_text("Trình duyệt không hiện được tệp này ở đây.")
    expect(page.get_by_role("link", name=re.compile(r"^Mở bản trình ký"))).to_be_visible()
