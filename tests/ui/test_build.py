import re

import brotli  # type: ignore[import-untyped]
import pytest
from fontTools.ttLib import TTFont

from ui import build, icons

pytestmark = pytest.mark.usefixtures("built")

PAGE = "aàảãáạăằẳẵắặâầẩẫấậđeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"


@pytest.mark.parametrize("name", build.WEIGHTS)
def test_the_letters_hold_all_of_vietnamese_in_both_cases(name):
    drawn = TTFont(build.BUILT / name).getBestCmap()
    assert [sign for sign in PAGE + PAGE.upper() if ord(sign) not in drawn] == []
    assert [sign for sign in "–“”…→✓₫№§0123456789" if ord(sign) not in drawn] == []


@pytest.mark.parametrize("name", build.WEIGHTS)
def test_figures_stand_under_each_other(name):
    font = TTFont(build.BUILT / name)
    drawn, widths = font.getBestCmap(), font["hmtx"]
    assert len({widths[drawn[ord(figure)]][0] for figure in "0123456789"}) == 1


def test_the_letters_are_light():
    assert sum((build.BUILT / name).stat().st_size for name in build.WEIGHTS) <= 60_000


def test_the_same_letters_are_made_every_time():
    weight = build.WEIGHTS["plex-400.woff2"]
    source = build.PLEX / weight / f"IBMPlexSans_{weight}.ttf"
    assert build.letters(source) == (build.BUILT / "plex-400.woff2").read_bytes()


def test_the_sprite_holds_just_the_icons_that_pages_may_use():
    sprite = (build.BUILT / "icons.svg").read_text(encoding="utf-8")
    assert sprite == build.sprite()
    assert re.findall(r'<symbol id="([^"]+)"', sprite) == sorted(icons.NAMES)
    assert len(brotli.compress(sprite.encode())) <= 5_000


def test_the_licences_travel_with_the_copies():
    assert "SIL OPEN FONT LICENSE" in (build.BUILT / "LICENSE-plex").read_text(encoding="utf-8")
    assert "ISC License" in (build.BUILT / "LICENSE-lucide").read_text(encoding="utf-8")


def test_what_is_in_place_is_not_made_again():
    made = (build.BUILT / "icons.svg").stat().st_mtime_ns
    assert build.build() is False
    assert (build.BUILT / "icons.svg").stat().st_mtime_ns == made


def test_the_lock_names_no_registry():
    lock = (build.ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert re.findall(r'"resolved"|registry', lock) == []
