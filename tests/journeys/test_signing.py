"""The leader's desk in a browser: a whole tray with one PIN, on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from documents.models import Reading
from tests import life
from tests.cast import PIN
from tests.journeys.conftest import DESK, PHONE
from tests.life import Life
from workflow.actions import drafting
from workflow.models import DocumentProcess, SigningBatch

HEAP = 1.2  # how much of it 80 more documents may add
SUBJECTS = (
    "Tổng kết phong trào thi đua “Cán bộ, công chức thi đua thực hiện văn hóa công sở” năm 2026",
    "Kết quả công tác văn thư, lưu trữ năm 2026",
    "Kiểm tra việc chấp hành kỷ luật, kỷ cương hành chính quý I năm 2027",
)


@pytest.fixture
def tray(cast) -> list[Life]:
    """Give three reports that wait for their leader's signature, with real files."""
    return [life.begin(cast, subject=[{"s": subject}]).to("sign") for subject in SUBJECTS]


def drawn(page: Page) -> None:
    expect(page.locator("doc-viewer canvas").first).to_be_visible()
    expect(page.get_by_role("group", name=re.compile("^Trang 1 trên "))).to_be_visible()


def change(report: Life) -> None:
    """Take a document back, correct it and present it again, while its leader has the old page."""
    process = DocumentProcess.objects.get(document=report.document, status="NEW")
    drafting.withdraw(process, reason="Sửa", by=report.cast.drafter, at=life.now())
    report.revise(subject=[{"s": "Kiểm tra kỷ cương hành chính, đã sửa số liệu"}])
    report.submit()
    report.initial()
    report.pass_form()


def test_a_leader_signs_the_whole_tray_with_one_pin_in_three_clicks(desk, tray):
    leader = desk("truongban", size=DESK)
    page = leader.page
    page.get_by_role("link", name=re.compile("^Mở tập trình ký")).click()
    drawn(page)
    leader.look("trinh-ky")
    leader.picture("lanh-dao-ban-ky")
    page.get_by_label("Chọn cả tập").click()
    page.get_by_role("button", name="Ký số 3 văn bản").click()
    expect(page.get_by_role("heading", name="Ký số 3 văn bản")).to_be_visible()
    leader.look("ky-so-ca-tap")
    leader.picture("lanh-dao-ky-so")
    page.get_by_label("Mã PIN").fill(PIN)
    page.get_by_label("Mã PIN").press("Enter")
    expect(page.get_by_role("heading", name="Đã ký 3/3 văn bản")).to_be_visible()
    leader.look("da-ky-ca-tap")
    assert [one.status for one in tray] == ["AWAITING_NUMBER"] * 3
    page.get_by_role("link", name="Xong").click()
    expect(page.get_by_text("Không có văn bản nào chờ bạn ký")).to_be_visible()
    leader.look("tap-trinh-ky-trong")


def test_a_changed_document_stays_unsigned_beside_the_good_ones(desk, tray):
    leader = desk("truongban")
    page = leader.open("/ky/")
    drawn(page)
    change(tray[2])
    page.get_by_label("Chọn cả tập").click()
    page.get_by_role("button", name="Ký số 3 văn bản").click()
    page.get_by_label("Mã PIN").fill(PIN)
    page.get_by_label("Mã PIN").press("Enter")
    expect(page.get_by_role("heading", name="Đã ký 2/3 văn bản")).to_be_visible()
    expect(page.get_by_text("Bản trình đã đổi (bản 2); hãy xem lại trước khi ký.")).to_be_visible()
    leader.look("ky-ca-tap-mot-ban-doi")
    leader.picture("lanh-dao-ket-qua")
    page.get_by_role("link", name="Xem lại").click()
    drawn(page)
    page.keyboard.press("d")
    expect(page.get_by_role("region", name="Thay đổi từ bản 1 đến bản 2")).to_be_visible()
    leader.look("trinh-ky-thay-doi")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Kiểm tra kỷ cương hành chính, đã sửa số liệu"
    )
    assert [one.status for one in tray] == [
        "AWAITING_NUMBER",
        "AWAITING_NUMBER",
        "AWAITING_SIGNATURE",
    ]


def test_on_a_phone_a_leader_reads_and_signs_and_goes_on_to_the_next(desk, tray):
    leader = desk("truongban", size=PHONE)
    page = leader.open("/ky/")
    drawn(page)
    leader.look("trinh-ky")
    page.get_by_role("link", name="Đọc").click()
    expect(page.get_by_role("region", name="Nội dung văn bản")).to_be_visible()
    leader.look("trinh-ky-doc")
    page.get_by_role("button", name="Ký số 1 văn bản").click()
    page.get_by_label("Mã PIN").fill(PIN)
    leader.look("ky-so")
    page.get_by_label("Mã PIN").press("Enter")
    expect(page.get_by_text("Đã ký 1 văn bản, đã chuyển văn thư cấp số.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(SUBJECTS[1])
    assert [one.status for one in tray] == [
        "AWAITING_NUMBER",
        "AWAITING_SIGNATURE",
        "AWAITING_SIGNATURE",
    ]


def test_a_document_goes_back_with_its_reason(desk, tray):
    leader = desk("truongban", size=PHONE)
    page = leader.open("/ky/")
    page.get_by_role("link", name="Trả lại").click()
    expect(page.get_by_label("Lý do trả lại")).to_be_visible()
    leader.look("tra-lai")
    page.get_by_label("Lý do trả lại").fill("Số liệu mục II chưa khớp.")
    page.get_by_role("button", name="Trả lại").click()
    expect(page.get_by_text("Đã trả lại người soạn.")).to_be_visible()
    assert tray[0].status == "DRAFTING"


def test_keys_walk_the_tray_and_sign(desk, tray):
    leader = desk("truongban")
    page = leader.open("/ky/")
    drawn(page)
    title = page.get_by_role("heading", level=1)
    page.keyboard.press("j")
    expect(title).to_have_text(SUBJECTS[1])
    page.keyboard.press("j")
    expect(title).to_have_text(SUBJECTS[2])
    page.keyboard.press("k")
    expect(title).to_have_text(SUBJECTS[1])
    drawn(page)
    page.keyboard.press("x")
    expect(page.get_by_role("button", name="Ký số 0 văn bản")).to_be_disabled()
    page.keyboard.press("x")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Ký số 1 văn bản")).to_be_visible()
    page.keyboard.type("jjxx")  # keys of the desk are letters of the PIN's field here
    expect(page.get_by_label("Mã PIN")).to_have_value("jjxx")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_text("Văn bản sau")).to_be_visible()
    leader.look("trinh-ky-phim")
    page.keyboard.press("Escape")
    page.go_back()
    expect(title).to_have_text(SUBJECTS[2])


def test_what_was_opened_is_remembered_and_the_rest_is_marked(desk, tray, cast):
    page = desk("truongban").open("/ky/")
    drawn(page)
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text(SUBJECTS[1])
    drawn(page)
    expect(page.locator(".queue .tag", has_text="Chưa mở")).to_have_count(1)
    for _ in range(50):
        if Reading.objects.filter(official=cast.leader).count() == 2:
            break
        page.wait_for_timeout(100)
    page.get_by_label("Chọn cả tập").click()
    page.get_by_role("button", name="Ký số 3 văn bản").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("li", has_text="Chưa mở")).to_have_text(re.compile(SUBJECTS[2]))


def test_a_range_is_chosen_with_shift(desk, tray):
    page = desk("truongban").open("/ky/")
    boxes = page.locator(".queue input[type=checkbox]")
    boxes.nth(0).uncheck()
    boxes.nth(0).check()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(page.get_by_role("button", name="Ký số 3 văn bản")).to_be_enabled()


def test_the_batch_goes_on_when_the_page_is_closed(desk, tray):
    leader = desk("truongban")
    page = leader.open("/ky/")
    page.get_by_label("Chọn cả tập").click()
    page.get_by_role("button", name="Ký số 3 văn bản").click()
    page.get_by_label("Mã PIN").fill(PIN)
    with page.expect_request("**/ky/tap/"):
        page.get_by_label("Mã PIN").press("Enter")
    page.close()
    leader.page = leader.context.new_page()
    for _ in range(100):
        batch = SigningBatch.objects.first()
        if batch is not None and batch.ended_at is not None:
            break
        leader.page.wait_for_timeout(100)
    assert [one.status for one in tray] == ["AWAITING_NUMBER"] * 3


def test_the_desk_fits_a_tablet_with_its_facts_in_a_drawer(desk, tray):
    leader = desk("truongban", size={"width": 820, "height": 1180})
    page = leader.open("/ky/")
    drawn(page)
    facts = page.get_by_role("heading", name="Kiểm tra trước khi ký")
    expect(facts).to_be_hidden()
    page.get_by_role("button", name="Kiểm tra").click()
    expect(facts).to_be_visible()
    leader.look("trinh-ky-may-tinh-bang")


def test_150_documents_pass_through_the_viewer_without_growth(desk, tray):
    leader = desk("truongban")
    page = leader.open("/ky/")
    drawn(page)
    debugger = leader.context.new_cdp_session(page)

    def heap() -> float:
        debugger.send("HeapProfiler.collectGarbage")
        return float(debugger.send("Runtime.getHeapUsage")["usedSize"])

    sizes = {}
    keys = ["j", "j", "k", "k"]
    for n in range(1, 151):
        with page.expect_response(re.compile(r"/tep/\d+\.pdf$")):
            page.keyboard.press(keys[(n - 1) % 4])
        expect(page.locator("doc-viewer canvas").first).to_be_visible()
        if n in (20, 100, 150):
            sizes[n] = heap()
    assert sizes[100] / sizes[20] <= HEAP, sizes
    assert sizes[150] / sizes[20] <= HEAP, sizes
    assert len(page.workers) == 1
