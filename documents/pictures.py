"""Pictures in the text of a document: judged by their content, and made plain at the door.

What comes out is as every page engine and every reader takes it: PNG or JPEG, eight bits, grey or
sRGB, upright, on white, without a word of where or with what it was taken. The same picture gives
the same bytes.
"""

import base64
import binascii
import hashlib
import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from PIL import Image, ImageCms, ImageOps

from documents.errors import PictureRefused

LARGEST: Final = 10 * 1024 * 1024
MOST_PIXELS: Final = 50_000_000
# 250 dots an inch over the width of the text, and over its height.
WIDEST: Final = 1_600
TALLEST: Final = 2_400
PHOTOGRAPH: Final = 1_000_000  # bytes from which a PNG is tried as a JPEG
QUALITY: Final = 85

_MEDIA_TYPES: Final = {"PNG": "image/png", "JPEG": "image/jpeg"}
_DAMAGED: Final = "Tệp hình bị hỏng nên không mở được; hãy lưu lại hình rồi chèn lại."


@dataclass(frozen=True, slots=True)
class Plain:
    """A picture that may be taken, as it will be kept."""

    data: bytes
    media_type: str
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def judge(data: bytes) -> Plain:
    """Return a picture made plain; PictureRefused says why it is not taken."""
    if not data:
        raise PictureRefused("Tệp hình không có nội dung.")
    if len(data) > LARGEST:
        raise PictureRefused("Tệp hình lớn hơn 10 MB; hãy thu nhỏ hình rồi chèn lại.")
    image, kind = _opened(data)
    image = _in_plain_colours(image)
    image.thumbnail((WIDEST, TALLEST), Image.Resampling.LANCZOS)
    image.info.clear()
    kept = _written(image, kind)
    if kind == "PNG" and len(kept) > PHOTOGRAPH:
        # A photograph from the clipboard comes as PNG, ten times as large as it need be.
        smaller = _written(image, "JPEG")
        if len(smaller) < len(kept) / 2:
            kept, kind = smaller, "JPEG"
    return Plain(kept, _MEDIA_TYPES[kind], image.width, image.height)


def small(data: bytes, *, widest: int = 800) -> bytes:
    """Return a lighter copy of a picture that was made plain, for a preview."""
    image = Image.open(io.BytesIO(data))
    if image.width <= widest and len(data) < PHOTOGRAPH / 10:
        return data
    image.thumbnail((widest, TALLEST), Image.Resampling.BILINEAR)
    return min(_written(image, "JPEG"), data, key=len)


def taken_out(draft: object) -> tuple[object, list[Plain]]:
    """Return a draft from a file without the bytes that its images carry, and those pictures.

    An image of a file holds `data`, a PNG or JPEG in base64, in place of the hash and size of what
    is kept. PictureRefused names the image.
    """
    if not isinstance(draft, dict) or not isinstance(draft.get("body"), list):
        return draft, []
    found: list[Plain] = []
    body = list(_without_bytes(draft["body"], found))
    return {**draft, "body": body}, found


def _without_bytes(body: list[Any], found: list[Plain]) -> Iterator[Any]:
    number = 0
    for block in body:
        if not isinstance(block, dict) or block.get("t") != "image":
            yield block
            continue
        number += 1
        if "data" not in block:
            yield block
            continue
        try:
            plain = judge(base64.b64decode(str(block["data"]), validate=True))
        except (binascii.Error, ValueError):
            raise PictureRefused(f"Hình {number}: khóa data không phải base64.") from None
        except PictureRefused as refusal:
            raise PictureRefused(f"Hình {number}: {refusal.message}") from None
        found.append(plain)
        kept = {key: value for key, value in block.items() if key != "data"}
        yield {**kept, "sha256": plain.sha256, "px": [plain.width, plain.height]}


def _opened(data: bytes) -> tuple[Image.Image, str]:
    """Decode a picture wholly, upright. Its size is asked before its first pixel is made."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(data), formats=tuple(_MEDIA_TYPES))
    except Image.DecompressionBombError:
        raise PictureRefused(_TOO_MANY_PIXELS) from None
    except (OSError, SyntaxError, ValueError, struct.error, zlib.error):
        raise PictureRefused("Chỉ chèn được hình PNG hoặc JPEG.") from None
    if opened.width * opened.height > MOST_PIXELS:
        raise PictureRefused(_TOO_MANY_PIXELS)
    kind = str(opened.format)
    try:
        opened.draft(None, (TALLEST, TALLEST))  # a large JPEG need not be decoded in full
        opened.load()
        return ImageOps.exif_transpose(opened), kind
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error):
        raise PictureRefused(_DAMAGED) from None


_TOO_MANY_PIXELS: Final = "Hình có hơn 50 triệu điểm ảnh; hãy thu nhỏ hình rồi chèn lại."


def _in_plain_colours(image: Image.Image) -> Image.Image:
    """Return the picture in grey or sRGB, eight bits, what is transparent in it on white."""
    profile = image.info.get("icc_profile")
    if image.has_transparency_data:
        ink = image.convert("RGBA")
        image = Image.new("RGBA", ink.size, "white")
        image.alpha_composite(ink)
        image = image.convert("RGB")
    if image.mode.startswith("I"):  # sixteen bits of grey
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.mode not in ("RGB", "CMYK"):
        image = image.convert("RGB")
    if profile:
        image = _in_srgb(image, profile)
    return image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Apply the picture's own colour profile; one that does not fit or is broken says nothing."""
    try:
        target = ImageCms.createProfile("sRGB")
        made = ImageCms.profileToProfile(image, io.BytesIO(profile), target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return made or image


def _written(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "PNG":
        image.save(out, "PNG", compress_level=6)
    else:
        image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
