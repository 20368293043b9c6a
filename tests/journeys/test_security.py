"""Second steps in a real browser: codes, passkeys in a virtual device, and the PIN beside them."""

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
    desk.look("bảo mật thêm khóa")
    page.get_by_label("Tên").fill(name)
    page.get_by_role("button", name="Tạo khóa truy cập").click()
    expect(page.get_by_role("heading", name="Mã dự phòng")).to_be_visible(timeout=SLOWLY)
    expect(page.locator(".recovery li")).to_have_count(10)
    desk.look("bảo mật mã dự phòng")
    page.get_by_role("link", name="Đã chép xong").click()
    expect(page.get_by_text(name)).to_be_visible()


def test_a_passkey_is_made_signs_in_and_signs_a_tray(desk, cast):
    leader = desk("truongban")
    a_device(leader)
    enrol_passkey(leader, "Máy ở phòng họp")
    leader.look("bảo mật")
    page = leader.page
    page.get_by_role("button", name="Đăng xuất").first.click()
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.get_by_role("link", name="Tùy chọn")).to_be_visible(timeout=SLOWLY)

    report = life.begin(cast).to("sign")
    # Twenty minutes later the confirmation of the sign-in is an old one.
    session = Official.objects.get(username="truongban").sessions.get()
    kept = session.get_decoded() | {"confirmed": None}
    store = session.get_session_store_class()()
    session.session_data = store.encode(kept)
    session.save(force_update=True)
    page = leader.open(f"/ky/{report.task.pk}/")
    page.locator("[data-sign]").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Mã xác nhận")).to_be_visible()
    dialog.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(dialog.get_by_text("Đã nhận khóa truy cập.")).to_be_visible(timeout=SLOWLY)
    leader.look("ký số có bước hai")
    dialog.get_by_label("Mã PIN").fill(PIN)
    dialog.get_by_role("button", name="Ký số").click()
    expect(page.get_by_text("Đã ký 1 văn bản")).to_be_visible()
    assert Signature.objects.count() == 1


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
