"""What a signature looks like: a picture in the middle of its field."""

import io
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from PIL import Image, UnidentifiedImageError
from pyhanko.stamp import BaseStampStyle

from signing import objects
from signing.errors import CannotSign

_LARGEST_SIDE: Final = 4000
# Ink of one colour with soft edges: sixteen colours look the same and save half the bytes.
_COLOURS: Final = 16


@dataclass(frozen=True)
class _Raster:
    width: int
    height: int
    palette: bytes
    pixels: bytes  # one byte a pixel, deflated
    opacity: bytes  # one byte a pixel, deflated


@lru_cache(maxsize=64)  # an official's picture does not change from one signature to the next
def _raster(png: bytes) -> _Raster:
    try:
        with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
            if max(image.size) > _LARGEST_SIDE:
                raise CannotSign("Hình chữ ký, hình dấu quá lớn.")
            coloured = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise CannotSign("Hình chữ ký, hình dấu không phải là tệp PNG đọc được.") from error
    opacity = coloured.getchannel("A")
    few = coloured.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    palette = bytes(few.getpalette() or b"")[: 3 * _COLOURS]
    return _Raster(
        width=few.width,
        height=few.height,
        palette=palette,
        pixels=zlib.compress(few.tobytes(), 9),
        opacity=zlib.compress(opacity.tobytes(), 9),
    )


@dataclass(frozen=True)
class PictureStyle(BaseStampStyle):
    """pyHanko's way to ask for a look: this one is a PNG with transparency."""

    png: bytes = field(default=b"", repr=False)

    def create_stamp(self, writer: Any, box: Any, text_params: Any) -> Any:  # noqa: ARG002
        """Return the picture; it reads its size from the field, as `box` is in whole points."""
        return _Picture(writer, _raster(self.png))


@dataclass(frozen=True)
class _Picture:
    writer: Any
    raster: _Raster

    def apply_appearance(self, widget: Any) -> None:
        """Give the widget its look; keys and /BBox are those of the empty look (fields.py)."""
        left, bottom, right, top = (float(edge) for edge in widget["/Rect"])
        width, height = right - left, top - bottom
        scale = min(width / self.raster.width, height / self.raster.height)
        w, h = self.raster.width * scale, self.raster.height * scale
        x, y = (width - w) / 2, (height - h) / 2
        drawing = f"q {w:.3f} 0 0 {h:.3f} {x:.3f} {y:.3f} cm /Hinh Do Q"
        look = objects.compressed(
            {
                "/Type": objects.name("/XObject"),
                "/Subtype": objects.name("/Form"),
                "/BBox": objects.numbers((0, 0, width, height)),
                "/Resources": objects.dictionary(
                    {"/XObject": objects.dictionary({"/Hinh": self._image()})}
                ),
            },
            drawing.encode(),
        )
        widget[objects.name("/AP")] = objects.dictionary({"/N": self.writer.add_object(look)})

    def _image(self) -> Any:
        palette = self.raster.palette
        colours = objects.array(
            objects.name("/Indexed"),
            objects.name("/DeviceRGB"),
            objects.number(len(palette) // 3 - 1),
            objects.binary(palette),
        )
        grey = objects.name("/DeviceGray")
        mask = self._samples(self.raster.opacity, {"/ColorSpace": grey})
        return self._samples(self.raster.pixels, {"/ColorSpace": colours, "/SMask": mask})

    def _samples(self, deflated: bytes, more: dict[str, Any]) -> Any:
        image = {
            "/Type": objects.name("/XObject"),
            "/Subtype": objects.name("/Image"),
            "/Width": objects.number(self.raster.width),
            "/Height": objects.number(self.raster.height),
            "/BitsPerComponent": objects.number(8),
        }
        return self.writer.add_object(objects.deflated({**image, **more}, deflated))
