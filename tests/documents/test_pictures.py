"""What comes as a picture is judged by its content and made plain; the page takes it as it is."""

import base64
import io
import struct
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image, ImageCms

from documents import importing, pictures, typesetting
from documents.errors import PictureRefused
from documents.text import van_ban
from documents.text.compare import compare
from documents.text.merge import merge
from documents.text.problems import BadDraft
from documents.typesetting.preview import preview
from tests.documents.drafts import a_report, paragraph
from tests.documents.pictures import a_chart, a_file, a_png, shown

AT = datetime(2026, 4, 2, 8, 30, tzinfo=UTC)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
CHART = a_chart()
RED, WHITE = (138, 28, 28), (255, 255, 255)


def see_through() -> Image.Image:
    image = CHART.convert("RGBA")
    image.putalpha(0)
    return image


def deep_grey() -> Image.Image:
    return Image.new("I", (40, 20), 128 * 257).convert("I;16")


def told() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Máy ảnh của ông Ký"
    return exif


# What comes, and how it is kept: its kind, its mode, its size and the colour of one place.
KINDS: dict[str, tuple[bytes, tuple[str, str, tuple[int, int], object]]] = {
    "colours": (a_file(CHART), ("image/png", "RGB", (400, 200), RED)),
    "transparent": (a_file(see_through()), ("image/png", "RGB", (400, 200), WHITE)),
    "sixteen bits": (a_file(deep_grey()), ("image/png", "L", (40, 20), 128)),
    "palette": (a_file(CHART.quantize(8)), ("image/png", "RGB", (400, 200), RED)),
    "black and white": (a_file(Image.new("1", (9, 9))), ("image/png", "L", (9, 9), 0)),
    "profile": (a_file(CHART, icc_profile=SRGB), ("image/png", "RGB", (400, 200), RED)),
    "broken profile": (a_file(CHART, icc_profile=b"?"), ("image/png", "RGB", (400, 200), RED)),
    "large": (a_png((4000, 2000)), ("image/png", "RGB", (1600, 800), RED)),
    "printer's colours": (
        a_file(Image.new("CMYK", (30, 30)), "JPEG"),
        ("image/jpeg", "RGB", (30, 30), WHITE),
    ),
    "on its side": (
        a_file(Image.new("L", (400, 200), 128), "JPEG", exif=told()),
        ("image/jpeg", "L", (200, 400), 128),
    ),
}


@pytest.mark.parametrize(("data", "kept"), KINDS.values(), ids=KINDS)
def test_every_kind_of_picture_is_kept_plain(data: bytes, kept: Any) -> None:
    plain = pictures.judge(data)
    image = Image.open(io.BytesIO(plain.data))
    image.load()
    at = (image.width // 8, image.height * 9 // 10)
    assert (plain.media_type, image.mode, image.size, image.getpixel(at)) == kept
    assert (plain.width, plain.height) == image.size
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert pictures.judge(data) == plain


def test_a_photograph_that_comes_as_png_is_kept_as_jpeg() -> None:
    noise = Image.effect_noise((1500, 1200), 60).convert("RGB")
    plain = pictures.judge(a_file(noise, compress_level=1))
    assert plain.media_type == "image/jpeg"


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it is so large."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


REFUSED = {
    "nothing": (b"", "Tệp hình không có nội dung."),
    "too many bytes": (
        b"\0" * (pictures.LARGEST + 1),
        "Tệp hình lớn hơn 10 MB; hãy thu nhỏ hình rồi chèn lại.",
    ),
    "another kind": (a_file(CHART, "GIF"), "Chỉ chèn được hình PNG hoặc JPEG."),
    "a drawing": (
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "Chỉ chèn được hình PNG hoặc JPEG.",
    ),
    "torn": (
        a_png()[:700],
        "Tệp hình bị hỏng nên không mở được; hãy lưu lại hình rồi chèn lại.",
    ),
    "a bomb": (
        bomb(8_000, 8_000),
        "Hình có hơn 50 triệu điểm ảnh; hãy thu nhỏ hình rồi chèn lại.",
    ),
    "a greater bomb": (
        bomb(100_000, 100_000),
        "Hình có hơn 50 triệu điểm ảnh; hãy thu nhỏ hình rồi chèn lại.",
    ),
}


@pytest.mark.parametrize(("data", "says"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_shown_is_refused_in_words(data: bytes, says: str) -> None:
    with pytest.raises(PictureRefused) as refusal:
        pictures.judge(data)
    assert refusal.value.message == says


PLAIN = pictures.judge(a_png())
OTHER = pictures.judge(a_png((200, 400)))
STORE = {one.sha256: one.data for one in (PLAIN, OTHER)}


def said(words: str) -> Any:
    return {**paragraph(words), "id": "p1"}


def report(**changes: Any) -> van_ban.Content:
    return a_report(body=[said("Kết quả"), shown(PLAIN, **changes)])


def test_a_page_with_pictures_has_the_same_bytes_each_time_and_breaks_like_its_preview() -> None:
    body = [shown(PLAIN, f"h{at}", w=w) for at, w in enumerate([25, 50, 75, 100, 100, 100])]
    content = a_report(body=[*body, shown(OTHER, "last", w=100)])
    pages = [typesetting.typeset(content, created_at=AT, image=STORE.__getitem__) for _ in range(2)]
    assert pages[0].pdf == pages[1].pdf
    drawn = preview(
        content, near=1, known=(), image=lambda name: pictures.small(STORE[name], widest=150)
    )
    assert len(drawn.sheets) == pages[0].pages
    assert set(drawn.blocks) == {block["id"] for block in content["body"]}
    assert b"data:image/" in next(iter(drawn.pictures.values()))


def test_the_page_says_what_a_picture_shows() -> None:
    undescribed = report(alt="")
    pages = [
        typesetting.typeset(one, created_at=AT, image=STORE.__getitem__).pdf
        for one in (report(), undescribed)
    ]
    alternatives = [
        (b"\xfe\xff" + text.encode("utf-16-be"))
        for text in ("Ba cột tăng dần", "Hình chưa có mô tả")
    ]
    assert [_alternatives(pdf) for pdf in pages] == [[one] for one in alternatives]


def _alternatives(pdf: bytes) -> list[bytes]:
    """Return what the tags of figures say, but for those of the fields."""
    import pikepdf  # noqa: PLC0415

    names = {"leader", "seal", "number", "date", "book"}
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = [
            str(one.Alt)
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
    return [b"\xfe\xff" + one.encode("utf-16-be") for one in found if one not in names]


def test_a_changed_picture_is_told_in_words() -> None:
    changed = report(sha256=OTHER.sha256, px=[200, 400], w=100, alt="Hai cột")
    (block,) = [one for one in compare(report(), changed).blocks if one.kind == "image"]
    assert (block.how, block.notes) == (
        "changed",
        (
            "Thay bằng hình khác.",
            "Độ rộng 50% thành 100% khổ chữ.",
            "Mô tả hình «Ba cột tăng dần» thành «Hai cột».",
        ),
    )


def test_a_picture_that_came_or_went_is_told_in_words() -> None:
    without = a_report(body=[said("Kết quả")])
    there = [compare(without, report()).blocks[-1], compare(report(), without).blocks[-1]]
    says = ("Hình «Ba cột tăng dần», rộng 50% khổ chữ.",)
    assert [(one.how, one.notes) for one in there] == [("added", says), ("removed", says)]


def test_two_pictures_without_words_are_not_taken_for_each_other() -> None:
    plain = {"alt": "", "x": []}
    old = a_report(body=[shown(PLAIN, "a", **plain), shown(OTHER, "b", **plain)])
    new = a_report(body=[shown(OTHER, "c", **plain), shown(PLAIN, "d", **plain)])
    assert sorted(one.how for one in compare(old, new).blocks) == ["moved", "same"]


def test_two_who_change_one_picture_in_different_ways_contradict_each_other() -> None:
    mine, theirs = report(w=100), report(alt="Hai cột")
    assert merge(report(), mine, theirs).conflicts == ("h1",)
    text = a_report(body=[said("Kết quả khác"), shown(PLAIN)])
    joined = merge(report(), mine, text)
    assert (joined.conflicts, joined.content["body"]) == ((), [text["body"][0], mine["body"][1]])


def test_a_text_is_found_by_what_its_pictures_show_and_printed_with_their_captions() -> None:
    assert "Hình 1. Thu hút đầu tư" in van_ban.plain_text(report()).splitlines()
    assert "Ba cột tăng dần" not in van_ban.plain_text(report())
    assert van_ban.searched_text(report()).endswith("\nBa cột tăng dần")


def test_a_file_brings_its_pictures_along() -> None:
    body = [{**shown(PLAIN), "data": base64.b64encode(a_png()).decode()}]
    raw = van_ban.canonical({**report(), "body": body})  # type: ignore[typeddict-item]
    brought = importing.read(raw)
    assert (brought.content["body"], brought.pictures) == ([shown(PLAIN)], (PLAIN,))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("@", "Hình 1: khóa data không phải base64."),
        (base64.b64encode(b"GIF89a").decode(), "Hình 1: Chỉ chèn được hình PNG hoặc JPEG."),
    ],
)
def test_a_file_whose_picture_cannot_be_taken_is_refused(data: str, says: str) -> None:
    body = [{**shown(PLAIN), "data": data}]
    with pytest.raises(BadDraft) as bad:
        importing.read(van_ban.canonical({**report(), "body": body}))  # type: ignore[typeddict-item]
    assert bad.value.message == says


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"sha256": "../../etc/passwd"}, "Hình 1, khóa “sha256” không nhận “../../etc/passwd”"),
        ({"w": 200}, "Hình 1, khóa “w” lớn nhất là 100, không nhận “200”."),
        ({"alt": "a\x07"}, "Hình 1, mô tả, ký tự thứ 2: "),
    ],
)
def test_a_picture_outside_the_format_is_refused(changes: Any, says: str) -> None:
    with pytest.raises(BadDraft) as bad:
        van_ban.check({**report(), "body": [said("x"), shown(PLAIN) | changes]})
    assert bad.value.message.startswith(says)
