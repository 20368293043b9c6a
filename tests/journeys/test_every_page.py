"""Every page, opened by the one who may: accessible, narrow, in both schemes, silent."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from agencies.models import Official
from tests import life
from tests.journeys.conftest import DESK, NARROWEST, PHONE
from tests.workflow.test_permissions import pages
from workflow.actions import notices

# Who opens a page: the first of these who may.
OPENERS = (
    *("drafter", "head", "clerk", "leader", "receiver", "checker", "investment_head"),
    "administrator",
)
# How many things a page may ask for; those that show or edit a document beside the rest, more.
PLAIN, WORKSPACE = 14, 18
STEPS = ("draft", "review", "initial", "form_check", "sign", "register", "issue")
SHOWING = ("document", "read-incoming", "old-sign", *(f"task-{step}" for step in STEPS))
MOST = dict.fromkeys(SHOWING, WORKSPACE)


# What the table shows and is no page: files, and what answers a script or a form alone.
NO_PAGES = [
    "tệp security.txt",
    "hình trong hướng dẫn",
    "gợi ý khi gõ vào ô tìm",
    "mục lục hồ sơ, Excel",
    "bảng tính sổ văn bản đi",
    "bảng tính sổ văn bản đến",
    "lưu khi đang soạn",
    "bản in khi đang soạn",
    "nghĩa của dòng nơi nhận",
    "thêm tệp kèm theo (POST)",
    "tệp kèm theo",
    "thêm hình (POST)",
    "hình trong văn bản",
    "gợi ý nơi nhận",
    "tệp bản gốc",
    "tệp của văn bản đến",
]
# What the browser itself reports of a page that is not there.
NOT_THERE = "Failed to load resource: the server responded with a status of 404 (Not Found)"


def to_open(cast):
    """Return what of the table is a page, with who opens it; no file, nothing for a script."""
    found = [(page, opened_by(page, cast)) for page in pages(cast) if page.shown]
    assert [page.name for page, who in found if not who] == NO_PAGES
    return [(page, who) for page, who in found if who]


def opened_by(page, cast):
    for who in OPENERS:
        browser = Client()
        browser.force_login(getattr(cast, who))
        answer = browser.get(page.url, follow=True)
        if answer.status_code == 200:
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            whole = is_page and b"</html>" in answer.content
            return getattr(cast, who).username if whole else ""
    return ""


class Desks:
    """A desk for each official who opens one of the pages."""

    def __init__(self, desk, size):
        self.desk, self.size, self.taken = desk, size, {}

    def of(self, who):
        if who not in self.taken:
            self.taken[who] = self.desk(who, size=self.size)
        return self.taken[who]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_every_page_and_dialog_keeps_the_rules_light_and_dark(desk, cast, size):
    desks = Desks(desk, size)
    for page, who in to_open(cast):
        sitting = desks.of(who)
        sitting.open(page.url)
        name = f"trang {page.name}".replace("/", " ")
        for scheme in ("light", "dark"):
            sitting.page.emulate_media(color_scheme=scheme)
            sitting.look(f"{name} {scheme}")
            for n in range(sitting.page.locator("[data-dialog]:visible:enabled").count()):
                sitting.page.locator("[data-dialog]:visible:enabled").nth(n).click()
                sitting.look(f"{name} {scheme} hộp thoại {n}")
                sitting.page.keyboard.press("Escape")


def test_every_page_fits_a_narrow_screen_with_large_letters_too(desk, cast):
    desks = Desks(desk, NARROWEST)
    opened = to_open(cast)
    for size in ("", "LARGE"):
        Official.objects.update(text_size=size)
        for page, who in opened:
            sitting = desks.of(who)
            sitting.open(page.url)
            sitting.fits(f"trang {page.name} 320 px {size}")


def test_a_cold_page_asks_for_little(desk, cast):
    desks = Desks(desk, DESK)
    greedy = {}
    for page, who in to_open(cast):
        asked = desks.of(who).requests_when_cold(page.url)
        if len(asked) > MOST.get(page.route, PLAIN):
            greedy[page.name] = (len(asked), page.route, sorted(asked))
    assert greedy == {}


def test_who_chose_dark_and_large_letters_gets_them_on_a_light_machine(desk, cast):
    sitting = desk("chuyenvien", size=PHONE)
    page = sitting.open("/tuy-chon/")
    page.emulate_media(color_scheme="light")
    page.get_by_label("Tối").check()
    page.get_by_label("A+ – cỡ lớn").check()
    page.get_by_role("button", name="Lưu tùy chọn").click()
    expect(page.get_by_text("Đã lưu tùy chọn.")).to_be_visible()
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    letters = page.evaluate("getComputedStyle(document.documentElement).fontSize")
    assert (paper, letters) == ("rgb(17, 23, 30)", "18px")
    sitting.look("tuy-chon-toi")


def test_the_frame_speaks_english_to_whoever_chose_it(desk, cast):
    sitting = desk("chuyenvien")
    page = sitting.open("/tuy-chon/")
    page.get_by_label("English").check()
    page.get_by_role("button", name="Lưu tùy chọn").click()
    expect(page.get_by_role("heading", name="Preferences")).to_be_visible()
    expect(page.get_by_role("link", name="My tasks").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    sitting.open("/")
    sitting.look("viec-tieng-anh")


def test_keys_lead_to_the_search_and_to_the_list_of_keys(desk, cast):
    sitting = desk("chuyenvien")
    page = sitting.open("/tuy-chon/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Phím tắt")
    expect(dialog).to_contain_text("Tìm văn bản")
    sitting.look("phim-tat")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#tim")).to_be_focused()
    page.keyboard.type("a/b?c")
    expect(page.locator("#tim")).to_have_value("a/b?c")
    expect(dialog).to_be_hidden()


def test_the_bell_rings_while_the_page_is_open_and_takes_back_what_was_put_away(desk, cast):
    document = life.begin(cast).document
    sitting = desk("chuyenvien")
    page = sitting.page
    page.clock.install()
    sitting.open("/tuy-chon/")
    bell = page.get_by_role("link", name="Thông báo")
    expect(bell).to_have_attribute("data-count", "0")
    notices.tell([cast.drafter], "Lãnh đạo đã ký.", document=document, at=life.now())
    page.clock.run_for(61_000)
    expect(page.locator(".toast")).to_have_text("Lãnh đạo đã ký.")
    expect(bell).to_have_attribute("data-count", "1")
    expect(page).to_have_title("(1) Tùy chọn – Dấu Son")
    sitting.look("chuong")
    bell.click()
    page.get_by_role("button", name="Đã xem tất cả").click()
    toast = page.locator(".toast")
    expect(toast).to_contain_text("Đã cất 1 thông báo.")
    sitting.look("hoan-tac")
    toast.get_by_role("button", name="Hoàn tác").click()
    expect(bell).to_have_attribute("data-count", "1")


def test_pages_without_a_sign_in_keep_the_rules(desk):
    stranger = desk(size=PHONE)
    for path in ("/dang-nhap/", "/xac-thuc/", "/xac-thuc/00000000/"):
        stranger.open(path)
        stranger.look("ngoài " + path.replace("/", " "))
    stranger.complaints.remove(NOT_THERE)  # of the code that does not exist, once


def test_a_page_that_is_not_there_says_what_to_do(desk, cast):
    sitting = desk("chuyenvien")
    sitting.open("/van-ban/00000000-0000-0000-0000-000000000000/")
    sitting.look("không thấy")
    sitting.complaints.remove(NOT_THERE)  # which this test asked for, once
