"""What arrives, in a browser: received and returned, assigned, worked on, answered."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from documents.actions import receiving
from documents.models import Assignment, Document, IncomingEntry
from tests import cast as casts
from tests.cast import TODAY
from tests.documents.arrivals import INVALID, arrive
from tests.journeys.conftest import DESK, PHONE, follow

SUBJECT = "Kết quả công tác quý I năm 2026"


def told(page: Page, sentence: str) -> None:
    expect(page.get_by_text(sentence).first).to_be_visible()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


@pytest.fixture
def arrivals(cast) -> list[IncomingEntry]:
    """Lay four documents before the receiving agency; one of them cannot be trusted."""
    codes = ("07/BC-BQLKKT", "08/BC-BQLKKT", "09/BC-BQLKKT")
    return [
        *(arrive(cast, code=code) for code in codes),
        arrive(cast, code="10/BC-BQLKKT", verdict=INVALID),
    ]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_what_arrives_is_received_assigned_and_answered(desk, cast, arrivals, size):
    receiver = desk("tiepnhan", size=size)
    page = receiver.open("/van-ban-den/")
    receiver.look("van-ban-den")
    page.get_by_role("button", name=re.compile("^Tiếp nhận ?: 07.BC-BQLKKT")).click()
    told(page, "Đã tiếp nhận 07/BC-BQLKKT, số đến 1.")
    page.get_by_label("Chọn cả danh sách").check()
    if size == DESK:
        receiver.picture("tiep-nhan-danh-sach")
    press(page, "Tiếp nhận 3 văn bản")
    told(page, "10/BC-BQLKKT: Chữ ký chưa được kết luận là hợp lệ")
    told(page, "Đã tiếp nhận 09/BC-BQLKKT, số đến 3.")
    receiver.look("tiep-nhan-mot-van-ban-bi-tu-choi")
    page.get_by_text("Trả lại các văn bản đã chọn").first.click()
    press(page, "Trả lại 1 văn bản")
    told(page, "Trả lại thì phải nêu lý do.")
    page.get_by_label("Lý do trả lại").fill("Chữ ký không hợp lệ; hãy ký và gửi lại.")
    receiver.look("tra-lai")
    press(page, "Trả lại 1 văn bản")
    told(page, "Đã trả lại 10/BC-BQLKKT")
    receiver.look("van-ban-den-trong")

    leader = desk("giamdoc", size=size)
    page = leader.open("/van-ban-den/?tinh-trang=chua-phan-cong")
    leader.look("chua-phan-cong")
    follow(page.get_by_role("link", name=re.compile("^07.BC-BQLKKT")))
    follow(page.get_by_role("link", name="Phân công", exact=True))
    page.get_by_label("Chủ trì").select_option(label="Cao Văn Lạ")
    page.get_by_label("Văn phòng Sở").check()
    page.get_by_label("Hạn xử lý").fill("32/13/2026")
    page.get_by_label("Ý kiến chỉ đạo").fill("Tham mưu văn bản trả lời.")
    press(page, "Giao xử lý")
    told(page, "Hạn xử lý:")
    leader.look("phan-cong-sai-ngay")
    page.get_by_label("Hạn xử lý").fill(f"{TODAY:%d/%m/%Y}")
    if size == DESK:
        leader.picture("tiep-nhan-phan-cong")
    press(page, "Giao xử lý")
    told(page, "Đã giao Cao Văn Lạ (Văn phòng Sở), Văn phòng Sở xử lý.")
    leader.look("da-phan-cong")

    official = desk("nguoila", size=size)
    page = official.open("/")
    official.look("viec-duoc-giao")
    follow(page.get_by_role("link", name=re.compile("^Xử lý ?: 07.BC-BQLKKT")).first)
    official.look("phan-cong")
    if size == DESK:
        official.picture("tiep-nhan-xu-ly")
    press(page, "Đang xử lý")
    told(page, "Đã ghi là đang xử lý.")
    follow(page.get_by_role("link", name="Soạn trả lời"))
    official.look("soan-tra-loi")
    press(page, "Lập dự thảo")
    told(page, "Đã lập văn bản, bản 1.")
    answer = Document.objects.latest("pk")
    assert answer.answers == arrivals[0]
    page = official.open(f"/van-ban/{answer.public_id}/")
    told(page, "Văn bản liên quan")
    official.look("van-ban-tra-loi")


def test_whoever_is_to_have_it_is_found_without_marks(desk, cast):
    entry = receiving.receive(arrive(cast), by=cast.receiver, at=timezone.now())
    office = cast.receiver.appointments.get().post.department
    for n, name in enumerate(("Đặng Thị Ánh", "Đặng Văn Tám", "Lê Ngọc Ẩn", "Tô Vĩnh Ý")):
        casts.an_official(f"nguoi{n}", name, office)
    page = desk("giamdoc").open(f"/van-ban-den/{entry.pk}/phan-cong/")
    lead = page.get_by_label("Chủ trì", exact=True)
    page.get_by_label("Tìm trong «Chủ trì»").fill("dang")
    expect(page.get_by_text("2 tên khớp.")).to_be_visible()
    page.get_by_label("Tìm trong «Chủ trì»").fill("dang tam")
    chosen = lead.evaluate("(one) => one.selectedOptions[0].text")
    assert chosen == "Đặng Văn Tám"
    page.get_by_label("Tìm trong «Phối hợp»").fill("an")
    expect(page.get_by_role("checkbox", name="Lê Ngọc Ẩn")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Tô Vĩnh Ý")).to_be_hidden()
    page.get_by_role("checkbox", name="Lê Ngọc Ẩn").check()
    page.get_by_label("Tìm trong «Phối hợp»").fill("khong co ai")
    expect(page.get_by_text("Không có tên nào khớp.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Lê Ngọc Ẩn")).to_be_visible()
    press(page, "Giao xử lý")
    told(page, "Đã giao Đặng Văn Tám (Văn phòng Sở), Lê Ngọc Ẩn (Văn phòng Sở) xử lý.")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_what_is_late_says_so_until_it_is_done_or_taken_back(desk, cast, size):
    entry = receiving.receive(arrive(cast), by=cast.receiver, at=timezone.now())
    Assignment.objects.create(
        entry=entry,
        official=cast.stranger,
        leads=True,
        due_on=TODAY.replace(year=TODAY.year - 1),
        assigned_by=cast.receiving_leader,
        assigned_at=timezone.now(),
    )
    leader = desk("giamdoc", size=size)
    page = leader.open("/van-ban-den/?tinh-trang=dang-xu-ly&han=qua-han")
    told(page, "Quá hạn: Cao Văn Lạ")
    leader.look("qua-han")
    follow(page.get_by_role("link", name=re.compile("^07.BC-BQLKKT")))
    expect(page.locator("doc-viewer canvas").first).to_be_visible()
    leader.look("mot-van-ban-qua-han")

    official = desk("nguoila", size=size)
    page = official.open("/")
    follow(page.get_by_role("link", name=re.compile("^Xử lý ?: 07.BC-BQLKKT")).first)
    page.get_by_label("Kết quả xử lý").fill("Đã lưu theo dõi.")
    press(page, "Báo xong")
    told(page, "Đã ghi là xử lý xong.")
    official.look("da-xong")
    page = leader.open("/van-ban-den/?tinh-trang=da-xong")
    told(page, "Đã xong: Cao Văn Lạ")
