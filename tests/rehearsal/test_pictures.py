"""Drawn signatures and seals."""

import io
import math
from pathlib import Path

import pytest
from PIL import Image

from rehearsal import pictures

FONTS = Path(__file__).parents[2] / "node_modules/@expo-google-fonts/tinos"


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def colours(png: bytes) -> set[tuple[int, ...]]:
    pixels = opened(png).convert("RGBA").tobytes()
    return {tuple(pixels[at : at + 3]) for at in range(0, len(pixels), 4) if pixels[at + 3]}


def test_a_signature_is_blue_on_nothing_and_small():
    png = pictures.signature("Trần Minh Đức")
    assert colours(png) == {(16, 40, 150)}
    assert opened(png).convert("RGBA").getchannel("A").getpixel((0, 0)) == 0
    assert len(png) < 12_000


def test_a_signature_is_always_the_same_for_a_name_and_never_for_two():
    assert pictures.signature("Trần Minh Đức") == pictures.signature("Trần Minh Đức")
    assert pictures.signature("Trần Minh Đức") != pictures.signature("Trần Minh Đức ")


@pytest.fixture
def seal() -> bytes:
    if not FONTS.exists():
        pytest.skip("the fonts are not installed: make setup")
    return pictures.seal("Sở Nội vụ", "Tỉnh Sao Mai", diameter_mm=36, fonts=FONTS)


def test_a_seal_is_red_round_and_of_true_size(seal: bytes):
    picture = opened(seal)
    assert colours(seal) == {(206, 17, 38)}
    width_mm = picture.width / picture.info["dpi"][0] * 25.4
    assert (picture.width, round(width_mm)) == (picture.height, 36)
    left, top, right, bottom = picture.convert("RGBA").getchannel("A").getbbox() or (0, 0, 0, 0)
    assert (right - left, bottom - top) == pytest.approx(picture.size, abs=8)


def test_a_seal_is_always_the_same_for_an_agency(seal: bytes):
    again = pictures.seal("Sở Nội vụ", "Tỉnh Sao Mai", diameter_mm=36, fonts=FONTS)
    other = pictures.seal("Văn phòng", "Tỉnh Sao Mai", diameter_mm=36, fonts=FONTS)
    assert (again == seal, other == seal) == (True, False)


def test_long_names_stay_inside_the_ring(seal: bytes):
    long = "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân thành phố"
    picture = opened(pictures.seal(long, long, diameter_mm=30, fonts=FONTS))
    alpha = picture.convert("RGBA").getchannel("A")
    corner = alpha.crop((0, 0, picture.width // 8, picture.height // 8))
    assert corner.getextrema() == (0, 0)


def rings_and_words(agency: str) -> bytes:
    """The inner part of a seal: its words, and the ring around them."""
    picture = opened(pictures.seal(agency, "", diameter_mm=36, fonts=FONTS)).convert("RGBA")
    return picture.getchannel("A").tobytes()


@pytest.mark.usefixtures("seal")
def test_no_word_of_a_seal_touches_its_inner_ring():
    side = round(36 / 25.4 * pictures.DOTS_PER_INCH)
    names = ["Ban Quản lý Khu kinh tế tỉnh Sơn Hà", "Văn phòng Ủy ban nhân dân tỉnh Sơn Hà"]
    touched = []
    for name in names:
        alpha = rings_and_words(name)
        for tick in range(720):
            angle = math.radians(tick / 2)
            x = round(side / 2 + side * 0.305 * math.cos(angle))
            y = round(side / 2 + side * 0.305 * math.sin(angle))
            if alpha[y * side + x]:
                touched.append((name, tick / 2))
    assert touched == []


def test_a_folder_without_the_font_is_told(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="Tinos"):
        pictures.seal("A", "B", diameter_mm=36, fonts=tmp_path)
