"""Drawn signatures and seals, to practise with: the same bytes for the same words."""

import hashlib
import io
import math
import random
import re
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

DOTS_PER_INCH: Final = 300
_FINE: Final = 3  # drawn so much larger, then reduced: soft edges
_BLUE: Final = (16, 40, 150)
_RED: Final = (206, 17, 38)
# What no line of a seal parts: words of two syllables, and a place with what it is.
_COMPOUND: Final = re.compile(
    r"HỘI ĐỒNG|NHÂN DÂN|ỦY BAN|KHU KINH TẾ|KINH TẾ|QUẢN LÝ|ĐẦU TƯ|NỘI VỤ|TÀI CHÍNH|VĂN PHÒNG"
    r"|(?:TỈNH|HUYỆN|XÃ|PHƯỜNG) \w+ \w+"
)
Layer = Image.Image


def signature(name: str) -> bytes:
    """Draw an official's signature: blue on nothing, a flowing line that only this name has."""
    chance = random.Random(hashlib.sha256(name.encode()).digest())  # noqa: S311 - a drawing
    width, height = 720, 320
    ink = Image.new("L", (width * _FINE, height * _FINE))
    pen = ImageDraw.Draw(ink)
    letters = max(4, min(9, len(name.replace(" ", "")) // 2))
    _stroke(pen, _scrawl(chance, letters, width, height), 4.2)
    _stroke(pen, _flourish(chance, width, height), 3.2)
    return _png(_coloured(ink.resize((width, height), Image.Resampling.LANCZOS), _BLUE))


def _scrawl(
    chance: random.Random, letters: int, width: int, height: int
) -> list[tuple[float, float]]:
    """Loops from left to right, the first one tall as a capital letter."""
    tall = [height * chance.uniform(0.10, 0.22) for _ in range(letters)]
    tall[0] = height * chance.uniform(0.30, 0.38)
    lean, drop = chance.uniform(0.25, 0.5), chance.uniform(-0.12, 0.05) * height
    start = chance.uniform(0, math.tau)
    step = (width - 200) / letters
    points = []
    for tick in range(letters * 60 + 1):
        letter = min(tick // 60, letters - 1)
        share = (tick - letter * 60) / 60
        after = tall[min(letter + 1, letters - 1)]
        size = tall[letter] + (after - tall[letter]) * share
        turn = start + math.tau * tick / 60
        up = size * math.sin(turn)
        x = 110 + step * tick / 60 + size * 0.55 * math.cos(turn) + lean * up
        points.append((x, height * 0.52 - up + drop * tick / (letters * 60)))
    return points


def _flourish(chance: random.Random, width: int, height: int) -> list[tuple[float, float]]:
    """One sweep under the name, back to the left."""
    left, right = chance.uniform(60, 160), width - chance.uniform(30, 90)
    depth, bend = chance.uniform(0.70, 0.80) * height, chance.uniform(14, 34)
    return [
        (right + (left - right) * t, depth + bend * math.sin(math.pi * t * 1.6) - 26 * (1 - t))
        for t in (tick / 90 for tick in range(91))
    ]


def _stroke(pen: ImageDraw.ImageDraw, points: list[tuple[float, float]], width: float) -> None:
    """Draw a line as a nib does: thicker where it goes down."""
    for (x0, y0), (x1, y1) in pairwise(points):
        pressure = 1 + 0.55 * (y1 - y0) / (math.hypot(x1 - x0, y1 - y0) or 1)
        radius = width * pressure * _FINE / 2
        steps = max(1, int(math.hypot(x1 - x0, y1 - y0) * _FINE / max(radius, 1)) + 1)
        for step in range(steps):
            x = (x0 + (x1 - x0) * step / steps) * _FINE
            y = (y0 + (y1 - y0) * step / steps) * _FINE
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)


def seal(agency: str, parent: str, *, diameter_mm: float, fonts: Path) -> bytes:
    """Draw a round red seal at its true size (300 dots an inch): rings and words, no emblem.

    `parent` runs around, `agency` stands in the middle. `fonts` is a folder that holds Tinos.
    """
    final = round(diameter_mm / 25.4 * DOTS_PER_INCH)
    size = final * _FINE
    ink, font = Image.new("L", (size, size)), _tinos_bold(fonts)
    pen, middle = ImageDraw.Draw(ink), size / 2
    for share, thickness in ((0.495, 0.018), (0.465, 0.006), (0.325, 0.007)):
        radius = size * share
        box = (middle - radius, middle - radius, middle + radius, middle + radius)
        pen.ellipse(box, outline=255, width=max(1, round(size * thickness)))
    _ring(ink, parent.upper(), font, radius=size * 0.395, largest=size * 0.085, upper=True)
    _ring(ink, "MẪU THỬ NGHIỆM", font, radius=size * 0.395, largest=size * 0.062, upper=False)
    _middle(pen, agency.upper(), font, middle=middle, radius=size * 0.29)
    return _png(_coloured(ink.resize((final, final), Image.Resampling.LANCZOS), _RED))


def _tinos_bold(fonts: Path) -> Path:
    found = sorted(path for path in fonts.rglob("Tinos*.ttf") if path.stem.endswith("Bold"))
    if not found:
        raise FileNotFoundError(f"no bold Tinos under {fonts}")
    return found[0]


def _ring(ink: Layer, text: str, font: Path, *, radius: float, largest: float, upper: bool) -> None:
    """Write along the ring: over its top, or along its bottom, the letters then standing up."""
    room = math.radians(210 if upper else 110) * radius
    size = largest
    while size > 8 and ImageFont.truetype(font, int(size)).getlength(text) * 1.12 > room:
        size *= 0.96
    face = ImageFont.truetype(font, int(size))
    widths = [face.getlength(letter) * 1.12 for letter in text]
    angle = sum(widths) / radius / 2 * (-1 if upper else 1) + (
        -math.pi / 2 if upper else math.pi / 2
    )
    for letter, width in zip(text, widths, strict=True):
        half = width / radius / 2 * (1 if upper else -1)
        angle += half
        _letter(ink, letter, face, radius, angle, upper=upper)
        angle += half


def _letter(
    ink: Layer,
    letter: str,
    face: ImageFont.FreeTypeFont,
    radius: float,
    angle: float,
    *,
    upper: bool,
) -> None:
    side = int(face.size * 2.4)
    stamp = Image.new("L", (side, side))
    ImageDraw.Draw(stamp).text((side / 2, side / 2), letter, font=face, fill=255, anchor="mm")
    turn = -math.degrees(angle) - 90 if upper else 90 - math.degrees(angle)
    stamp = stamp.rotate(turn, resample=Image.Resampling.BICUBIC)
    middle = ink.width / 2
    at = (
        int(middle + radius * math.cos(angle) - side / 2),
        int(middle + radius * math.sin(angle) - side / 2),
    )
    ink.paste(255, (*at, at[0] + side, at[1] + side), stamp)


def _middle(
    pen: ImageDraw.ImageDraw, text: str, font: Path, *, middle: float, radius: float
) -> None:
    """Write in the middle, in the largest letters with which the lines stay inside the circle."""
    size = radius * 0.36
    parts = _parts(text)
    while True:
        face = ImageFont.truetype(font, int(size))
        height = size * 1.22
        lines = _lines(parts, face, radius, height)
        if lines or size < 9:
            break
        size *= 0.95
    top = middle - height * (len(lines) - 1) / 2
    for index, line in enumerate(lines):
        pen.text((middle, top + index * height), line, font=face, fill=255, anchor="mm")


def _parts(text: str) -> list[str]:
    """Divide a name in capitals into what one line holds: a compound or a lone syllable."""
    return [part.replace("_", " ") for part in _COMPOUND.sub(_joined, text).split()]


def _joined(found: re.Match[str]) -> str:
    return found.group().replace(" ", "_")


def _lines(
    parts: list[str], face: ImageFont.FreeTypeFont, radius: float, height: float
) -> list[str]:
    """Lay parts on as few lines as fit the circle, the roomiest way; none where none fits."""
    length = cache(face.getlength)
    for count in range(1, min(6, len(parts)) + 1):
        # Letters reach 0.55 of a line above and below its middle, their marks included.
        edges = [(abs(index - (count - 1) / 2) + 0.55) * height for index in range(count)]
        if edges[0] >= radius:
            return []
        chords = [2 * math.sqrt(radius**2 - edge**2) for edge in edges]
        ways = [_laid(parts, breaks) for breaks in combinations(range(1, len(parts)), count - 1)]
        room = {
            way: min(chord - length(line) for chord, line in zip(chords, way, strict=True))
            for way in ways
        }
        best = max(ways, key=room.__getitem__)
        if room[best] >= 0:
            return list(best)
    return []


def _laid(parts: list[str], breaks: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(" ".join(parts[start:end]) for start, end in pairwise((0, *breaks, len(parts))))


def _coloured(ink: Layer, colour: tuple[int, int, int]) -> Layer:
    """Return a palette picture of one colour in sixteen strengths: small as a file."""
    strengths = 15
    indices = ink.point([round(value * strengths / 255) for value in range(256)])
    picture = Image.frombytes("P", ink.size, indices.tobytes())
    picture.putpalette(list(colour) * (strengths + 1))
    picture.info["transparency"] = bytes(
        round(index * 255 / strengths) for index in range(strengths + 1)
    )
    return picture


def _png(picture: Layer) -> bytes:
    out = io.BytesIO()
    picture.save(
        out,
        format="PNG",
        optimize=True,
        bits=4,
        transparency=picture.info["transparency"],
        dpi=(DOTS_PER_INCH, DOTS_PER_INCH),
    )
    return out.getvalue()
