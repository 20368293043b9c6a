"""Second steps in a real browser: codes, passkeys in a virtual device, and the PIN beside them."""

from base64 import b32decode
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from agencies.actions import second_factors
from agencies.models import Official
from documents.models import Signature
from tests import life
from tests.agencies.test_second_factors import SECRET, code_at
from tests.cast import PASSWORD, PIN
from tests.journeys.conftest import DESK, PHONE

SLOWLY = 30_000  # ms: a device is asked, and answers


def a_device(desk):
    """Plug a device into the browser that holds passkeys and knows its owner's finger."""
    debugger = desk.context.new_cdp_session(desk.page)
    debugger.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    debugger.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return debugger


def confirm_by_password(page):
    page.get_by_label("Mật khẩu hiện tại").fill(PASSWORD)
    page.get_by_role("button", name="Tiếp tục").click()


def enrol_passkey(desk, name):
    page = desk.open("/tuy-chon/bao-mat/")
    page.get_by_role("link", name="Thêm khóa truy cập").click()
    confirm_by_password(page)
    page.get_by_label("Tên").fill(name)
    page.get_by_role("button", name="Tạo khóa truy cập").click()
    expect(page.get_by_role("heading", name="Mã dự phòng")).to_be_visible(timeout=SLOWLY)
    expect(page.locator(".recovery li")).to_have_count(10)
    page.get_by_role("link", name="Đã chép xong").click()
    expect(page.locator("b", has_text=name)).to_be_visible()


def grow_old(username):
    """Let the confirmation of an official's only session be one of long ago."""
    session = Official.objects.get(username=username).sessions.get()
    store = session.get_session_store_class()()
    session.session_data = store.encode(session.get_decoded() | {"confirmed": None})
    session.save(force_update=True)


def ask_to_sign(desk, report):
    page = desk.open(f"/ky/{report.task.pk}/")
    page.locator("[data-sign]").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Mã xác nhận")).to_be_visible()
    return dialog


# Looking at a page ends a session of the browser's debugger, and the device is gone with it: what
# is done with a device is looked at elsewhere.
def test_a_passkey_is_made_signs_in_and_signs_a_tray(desk, cast):
    leader = desk("truongban")
    a_device(leader)
    enrol_passkey(leader, "Máy ở phòng họp")
    page = leader.page
    page.get_by_role("button", name="Đăng xuất").first.click()
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.get_by_role("link", name="Tùy chọn")).to_be_visible(timeout=SLOWLY)

    report = life.begin(cast).to("sign")
    grow_old("truongban")
    dialog = ask_to_sign(leader, report)
    dialog.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(dialog.get_by_text("Đã nhận khóa truy cập.")).to_be_visible(timeout=SLOWLY)
    dialog.get_by_label("Mã PIN").fill(PIN)
    dialog.get_by_role("button", name="Ký số").click()
    expect(page.get_by_text("Đã ký 1 văn bản")).to_be_visible(timeout=SLOWLY)
    assert Signature.objects.count() == 1


def test_a_program_is_enrolled_and_its_code_signs_a_tray(desk, cast):
    leader = desk("truongban")
    page = leader.open("/tuy-chon/bao-mat/khoa/")
    confirm_by_password(page)
    expect(page.get_by_role("heading", name="Thêm khóa truy cập")).to_be_visible()
    leader.look("bảo mật thêm khóa")
    leader.open("/tuy-chon/bao-mat/ung-dung/")
    page.get_by_text("Không quét được").click()
    leader.look("bảo mật đăng ký ứng dụng")
    secret = b32decode(page.locator("#day-chu").inner_text().replace(" ", ""))
    page.get_by_label("Mã sáu chữ số").fill(code_at(timezone.now(), secret))
    page.get_by_role("button", name="Đăng ký").click()
    expect(page.get_by_role("heading", name="Mã dự phòng")).to_be_visible()
    leader.look("bảo mật mã dự phòng")
    paper = page.locator(".recovery code").first.inner_text()
    leader.open("/tuy-chon/bao-mat/")
    leader.look("bảo mật")

    report = life.begin(cast).to("sign")
    grow_old("truongban")
    dialog = ask_to_sign(leader, report)
    leader.look("ký số có bước hai")
    dialog.get_by_label("Mã PIN").fill(PIN)
    dialog.get_by_label("Mã xác nhận").fill(paper)
    dialog.get_by_role("button", name="Ký số").click()
    expect(page.get_by_text("Đã ký 1 văn bản")).to_be_visible(timeout=SLOWLY)


def test_the_second_step_on_a_phone_by_code(desk, cast):
    then = timezone.now() - timedelta(days=1)
    second_factors.enrol_program(cast.clerk, secret=SECRET, code=code_at(then), at=then)
    clerk = desk("vanthu", size=PHONE)
    page = clerk.page
    expect(page.get_by_role("heading", name="Xác nhận đăng nhập")).to_be_visible()
    clerk.look("đăng nhập bước hai")
    page.get_by_label("Mã xác nhận").fill(code_at(timezone.now()))
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("link", name="Tùy chọn")).to_be_visible()
    for path, name in (
        ("/tuy-chon/bao-mat/", "bảo mật có ứng dụng"),
        ("/tuy-chon/bao-mat/ung-dung/", "bảo mật đăng ký ứng dụng"),
        ("/tuy-chon/bao-mat/xac-nhan/", "xác nhận lại"),
        ("/tuy-chon/phien/", "phiên"),
        ("/tuy-chon/mat-khau/", "mật khẩu"),
    ):
        clerk.open(path)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            clerk.look(f"{name} {scheme}")


def test_who_closes_the_device_can_still_type_a_code(desk, cast):
    then = timezone.now() - timedelta(days=1)
    second_factors.enrol_program(cast.leader, secret=SECRET, code=code_at(then), at=then)
    leader = desk("truongban", size=DESK)
    a_device(leader)  # with no passkey of ours in it
    page = leader.page
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.get_by_text("Không đọc được khóa truy cập")).to_be_visible(timeout=SLOWLY)
    page.get_by_label("Mã xác nhận").fill(code_at(timezone.now()))
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("link", name="Tùy chọn")).to_be_visible()
