"""Pictures in the text: chosen, pasted, dropped, described, made narrower, taken away."""

from playwright.sync_api import FilePayload, expect

from tests.journeys.editor.bench import Mount, block

WORDS = block("b1", "Trước"), block("b2", "Sau")
DATA = "data:image/png;base64,ZHVuZw=="  # "dung"
COPY = """() => {
  const data = new DataTransfer();
  const options = { clipboardData: data, bubbles: true, cancelable: true };
  document.querySelector(".writing").dispatchEvent(new ClipboardEvent("copy", options));
  return data.getData("text/html");
}"""
NEITHER = (
    "Đã bỏ hình nằm ở trang khác hoặc trong bảng. Hãy lưu hình về máy rồi chèn bằng nút «Ảnh»."
)


def test_a_chosen_picture_stands_below_the_block_with_caption_and_description(mount: Mount):
    bench = mount(*WORDS).at("b1")
    with bench.page.expect_file_chooser() as chooser:
        bench.page.get_by_role("button", name="Chèn ảnh").click()
    files: list[FilePayload] = [
        {"name": name, "mimeType": "image/png", "buffer": name.encode()}
        for name in ("a.png", "xấu")
    ]
    chooser.value.set_files(files)
    bench.has_images(1)
    assert bench.said() == ["Tệp hình bị hỏng."]
    bench.type("Hình 1")
    assert bench.lines() == ["p Trước", "image 61 75% «» Hình 1", "p Sau"]

    bench.page.get_by_role("button", name="Rộng 25% khổ chữ").click()
    bench.press("Tab")
    described = bench.page.get_by_role("textbox", name="Mô tả hình")
    expect(described).to_be_focused()
    bench.type("Biểu đồ").press("Enter").type(". Nguồn").press("Enter").type("Thêm")
    lines = ["p Trước", "image 61 25% «Biểu đồ» Hình 1. Nguồn", "p Thêm", "p Sau"]
    assert bench.lines() == lines
    bench.accepted()


def test_a_picture_goes_by_two_backspaces_and_comes_back_by_undo(mount: Mount):
    bench = mount(*WORDS).at("b1").send("paste", "b.png")
    bench.has_images(1)
    bench.press("Backspace")
    assert len(bench.blocks()) == 3
    bench.press("Backspace")
    assert bench.lines() == ["p Trước", "p Sau"]
    bench.do("undo")
    assert bench.lines() == ["p Trước", "image 62 75% «»", "p Sau"]
    bench.at("b2").press("Home", "Backspace")
    assert len(bench.blocks()) == 3


def test_dropped_pictures_stand_where_they_were_dropped(mount: Mount):
    bench = mount(*WORDS).at("b1").send("drop", "c.png", "d.png", "xấu")
    bench.has_images(2)
    lines = ["p Trước", "p Sau", "image 63 75% «»", "image 64 75% «»"]
    assert (bench.lines(), bench.said()) == (lines, ["Tệp hình bị hỏng."])


def test_pasted_html_keeps_the_pictures_that_it_carries_and_names_those_left_out(mount: Mount):
    html = (
        f'<p>Một</p><p><img src="{DATA}" alt="Cột"></p><p>hai <img src="http://x.test/a.png"></p>'
    )
    bench = mount(block("b1", "")).at("b1").paste(html)
    bench.has_images(1)
    assert bench.lines() == ["p Một", "image 64 75% «Cột»", "p hai"]
    assert bench.said() == [NEITHER]
    bench.accepted()


def test_a_copied_picture_is_pasted_within_the_document_without_sending_it(mount: Mount):
    bench = mount(*WORDS).at("b1").send("paste", "e.png")
    bench.has_images(1)
    bench.type("Chú thích")
    copied = bench.press("Control+a").page.evaluate(COPY)
    bench.press("ArrowRight").press("Enter").paste(copied)
    bench.has_images(2)
    names = [one["id"] for one in bench.blocks()]
    assert len(set(names)) == len(names)
    assert [line for line in bench.lines() if line.startswith("image")] == [
        "image 65 75% «» Chú thích"
    ] * 2
