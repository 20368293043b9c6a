"""Pictures as they come from clipboards, telephones and attackers."""

import io
from typing import Any

from PIL import Image, ImageDraw

from documents.pictures import Plain


def a_chart(size: tuple[int, int] = (400, 200)) -> Image.Image:
    """Draw three columns on white."""
    width, height = size
    chart = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(chart)
    for at, (part, colour) in enumerate([(0.4, "#8a1c1c"), (0.7, "#1c4f8a"), (0.9, "#2c7a2c")]):
        left = width * (at * 3 + 1) // 10
        pen.rectangle([left, int(height * (1 - part)), left + width // 5, height], fill=colour)
    return chart


def a_file(image: Image.Image, kind: str = "PNG", **more: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def a_png(size: tuple[int, int] = (400, 200)) -> bytes:
    return a_file(a_chart(size))


def shown(plain: Plain, name: str = "h1", **changes: Any) -> Any:
    """Return the block that shows a picture."""
    facts = {"w": 50, "alt": "Ba cột tăng dần", "x": [{"s": "Hình 1. Thu hút đầu tư"}]}
    return {
        "t": "image",
        "id": name,
        "sha256": plain.sha256,
        "px": [plain.width, plain.height],
        **facts,
        **changes,
    }
