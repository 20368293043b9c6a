"""The drafter writes beside the true page, loses the network, goes on, submits."""

import re

import pytest
from playwright.sync_api import Page, expect

from documents.models import Document
from tests import life
from tests.cast import PASSWORD
from tests.documents import pictures
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.waiting import until

PASTED = """(bytes) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], "dán.png", { type: "image/png" }));
  const options = { clipboardData: data, bubbles: true, cancelable: true };
  document.querySelector(".writing").dispatchEvent(new ClipboardEvent("paste", options));
}"""
SENTENCE = "Trong quý I, Ban Quản lý đã cấp 12 giấy phép."


def state(page: Page, words: str) -> None:
    expect(page.locator("[data-state]")).to_have_text(re.compile(words), timeout=15_000)


def latest_text(document: Document) -> str:
    body = document.revisions.latest("n").content["body"]
    return "\n".join("".join(run["s"] for run in block.get("x", [])) for block in body)


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=re.compile(f"^{name}")).click()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_the_drafter_writes_loses_the_network_goes_on_and_submits(desk, cast, size):
    begun = life.begin(cast)
    document, task = begun.document, begun.task
    drafter = desk("chuyenvien", size=size)
    page = drafter.open(f"/viec/{task.pk}/soan/")
    writing = page.get_by_role("textbox", name="Nội dung văn bản")
    expect(writing).to_be_visible()
    if size == PHONE:
        tab(page, "Bản in")
    expect(page.get_by_role("img", name="Trang 1 trên 1")).to_be_visible()
    drafter.look("soan-ban-in")
    if size == DESK:
        drafter.picture("chuyen-vien-soan-thao")
    if size == PHONE:
        tab(page, "Soạn thảo")

    writing.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type(SENTENCE)
    state(page, "Chưa lưu|Đang lưu")
    state(page, r"Bản 2, lưu \d\d:\d\d:\d\d")
    assert SENTENCE in latest_text(document)

    page.context.set_offline(True)
    page.keyboard.type(" Gõ khi mất mạng.")
    state(page, "Mất kết nối, đã giữ trên máy này")
    drafter.look("soan-mat-mang")
    page.context.set_offline(False)
    state(page, "Bản 3, lưu")
    assert "Gõ khi mất mạng." in latest_text(document)
    drafter.complaints[:] = [one for one in drafter.complaints if "INTERNET" not in one]

    tab(page, "Kiểm tra thể thức")
    drafter.look("soan-kiem-tra")
    if size == PHONE:
        tab(page, "Soạn thảo")
    page.locator("summary").filter(has_text="Thể thức").click()
    expect(page.get_by_role("list", name="Nơi nhận theo danh bạ")).to_be_visible()
    names = page.get_by_role("combobox", name="Tìm nơi nhận trong danh bạ")
    names.press_sequentially("so noi")
    expect(page.get_by_role("option", name="Sở Nội vụ")).to_be_visible()
    drafter.look("soan-the-thuc")
    names.press("Escape")
    expect(page.get_by_role("listbox", name="Nơi nhận trong danh bạ")).to_be_hidden()
    names.press_sequentially(" vu")
    expect(page.get_by_role("option", name="Sở Nội vụ")).to_be_visible()
    names.press("ArrowDown")
    names.press("Enter")
    expect(page.get_by_label("Nơi nhận", exact=True)).to_have_value(
        re.compile(r"Sở Nội vụ tỉnh Sơn Hà;\nLưu:")
    )

    page.get_by_role("button", name="Trình duyệt").click()
    page.get_by_role("button", name="Trình", exact=True).click()
    expect(page.get_by_text("Đã trình trưởng đơn vị ký nháy.")).to_be_visible()


def test_an_ended_sign_in_is_mended_in_place_and_the_save_goes_on(desk, cast):
    begun = life.begin(cast)
    document, task = begun.document, begun.task
    drafter = desk("chuyenvien")
    page = drafter.open(f"/viec/{task.pk}/soan/")
    writing = page.get_by_role("textbox", name="Nội dung văn bản")
    writing.click()
    page.context.clear_cookies(name="sessionid")
    page.keyboard.type("Gõ khi hết phiên. ")
    dialog = page.get_by_role("dialog", name="Phiên làm việc đã kết thúc")
    expect(dialog).to_be_visible()
    drafter.look("soan-het-phien")
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập").click()
    state(page, "Bản 2, lưu")
    assert "Gõ khi hết phiên." in latest_text(document)
    drafter.complaints[:] = [one for one in drafter.complaints if "status of 401" not in one]


@pytest.mark.parametrize("choice", ["Lấy bản của đồng nghiệp", "Lưu bản của tôi"])
def test_two_who_wrote_in_one_place_choose(desk, cast, choice):
    begun = life.begin(cast)
    task = begun.task
    body = begun.document.revisions.get().content["body"]
    drafter = desk("chuyenvien")
    page = drafter.open(f"/viec/{task.pk}/soan/")
    writing = page.get_by_role("textbox", name="Nội dung văn bản")
    writing.click()
    theirs = [*body[:-1], {**body[-1], "x": [{"s": "Của đồng nghiệp./."}]}]
    begun.revise(body=theirs)
    page.keyboard.press("Control+End")
    page.keyboard.type(" Của tôi.")
    dialog = page.get_by_role("dialog", name="Văn bản vừa được người khác sửa")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="So sánh").click()
    expect(dialog.get_by_text("chỗ khác nhau")).to_be_visible()
    drafter.look("soan-trung-sua")
    dialog.get_by_role("button", name=choice).click()
    if choice == "Lưu bản của tôi":
        state(page, "Bản 3, lưu")
        assert latest_text(begun.document).endswith("Của tôi.")
        return
    state(page, "Bản 2, lưu")
    expect(writing).to_contain_text("Của đồng nghiệp./.")
    page.get_by_role("button", name="Hoàn tác", exact=True).click()
    expect(writing).to_contain_text("Của tôi.")
    state(page, "Bản 3, lưu")


def test_two_who_wrote_in_different_places_are_joined(desk, cast):
    begun = life.begin(cast)
    body = begun.document.revisions.get().content["body"]
    drafter = desk("chuyenvien")
    page = drafter.open(f"/viec/{begun.task.pk}/soan/")
    writing = page.get_by_role("textbox", name="Nội dung văn bản")
    writing.get_by_text("Đã cấp 12 giấy phép;").click()
    begun.revise(body=[*body[:-1], {**body[-1], "x": [{"s": "Của đồng nghiệp./."}]}])
    page.keyboard.type("Của tôi. ")
    state(page, "Bản 3, lưu")
    expect(writing).to_contain_text("Của đồng nghiệp./.")
    assert "Của tôi." in latest_text(begun.document)
    assert "Của đồng nghiệp./." in latest_text(begun.document)


def test_the_drafter_puts_pictures_in_describes_them_and_sees_them_printed(desk, cast):
    begun = life.begin(cast)
    document, task = begun.document, begun.task
    drafter = desk("chuyenvien")
    page = drafter.open(f"/viec/{task.pk}/soan/")
    writing = page.get_by_role("textbox", name="Nội dung văn bản")
    writing.click()
    page.keyboard.press("Control+Home")

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Chèn ảnh").click()
    bad = {"name": "hỏng.png", "mimeType": "image/png", "buffer": pictures.a_png()[:700]}
    good = {"name": "biểu đồ.png", "mimeType": "image/png", "buffer": pictures.a_png((600, 300))}
    chooser.value.set_files([bad, good])
    expect(page.get_by_text("Tệp hình bị hỏng nên không mở được")).to_be_visible()
    expect(writing.locator("figure")).to_have_count(1)
    page.keyboard.type("Hình 1. Thu hút đầu tư")
    page.keyboard.press("Tab")
    page.keyboard.type("Ba cột tăng dần")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Rộng 50% khổ chữ").click()
    drafter.look("soan-hinh")

    page.evaluate(PASTED, list(pictures.a_png((300, 300))))
    expect(writing.locator("figure")).to_have_count(2)
    state(page, r"Bản \d+, lưu")
    tab(page, "Kiểm tra thể thức")
    expect(page.get_by_text("Hình 2 chưa có mô tả")).to_be_visible()
    shown = [one for one in document.revisions.latest("n").content["body"] if one["t"] == "image"]
    assert [(one["w"], one["alt"]) for one in shown] == [(50, "Ba cột tăng dần"), (50, "")]
    tab(page, "Bản in")
    until(
        page,
        """() => decodeURIComponent(document.querySelector("[data-pages] img").src)
          .split("data:image/").length >= 4""",  # the page itself, and two pictures on it
    )
    drafter.look("soan-hinh-ban-in")
