"""Every page, opened by the one who may: accessible, narrow, in both schemes, silent."""

from tests.journeys.conftest import DESK, PHONE
from tests.workflow.test_permissions import pages

# Who opens which page of the table of permissions; the rest anybody of the agency may.
OPENERS = {
    "bước Cho ý kiến": "tp-dautu",
    "bước Ký nháy": "truongphong",
    "bước Kiểm tra thể thức": "thethuc",
    "bước Ký số": "truongban",
    "tập trình ký": "truongban",
    "kết quả một tập ký": "truongban",
    "địa chỉ cũ của bước ký": "truongban",
    "bước Cấp số, đóng dấu": "vanthu",
    "bước Phát hành": "vanthu",
    "văn bản đến": "tiepnhan",
    "một văn bản đến": "tiepnhan",
}
NOT_PAGES = ("tệp bản gốc", "tệp của văn bản đến", "đăng nhập")


def test_every_page_keeps_the_rules_at_a_desk_and_on_a_phone_light_and_dark(desk, cast):
    opened = [page for page in pages(cast) if page.shown and page.name not in NOT_PAGES]
    for size in (DESK, PHONE):
        desks = {}
        for page in opened:
            who = OPENERS.get(page.name, "chuyenvien")
            if who not in desks:
                desks[who] = desk(who, size=size)
            sitting = desks[who]
            sitting.open(page.url)
            for scheme in ("light", "dark"):
                sitting.page.emulate_media(color_scheme=scheme)
                sitting.look(f"trang {page.name} {scheme}".replace("/", " "))


def test_pages_without_a_sign_in_keep_the_rules(desk):
    stranger = desk(size=PHONE)
    for path in ("/dang-nhap/", "/xac-thuc/", "/xac-thuc/00000000/"):
        stranger.open(path)
        stranger.look("ngoài " + path.replace("/", " "))
    stranger.complaints.clear()  # the browser reports the 404 of the code that does not exist


def test_a_page_that_is_not_there_says_what_to_do(desk, cast):
    sitting = desk("chuyenvien")
    sitting.open("/van-ban/00000000-0000-0000-0000-000000000000/")
    sitting.look("không thấy")
    sitting.complaints.clear()  # the browser itself reports the 404 that this test asked for
