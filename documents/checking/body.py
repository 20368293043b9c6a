"""What the body of a document must say before its leader sees it."""

from collections.abc import Iterator
from datetime import date

from documents.checking.finding import Finding
from documents.models import Revision
from documents.text import limits


def body(revision: Revision, _on: date) -> Iterator[Finding]:
    """The body has words of its own."""
    for block in revision.content["body"]:
        rows = [*block.get("head", []), *block.get("rows", [])]
        cells = [limits.cell_text(cell) for row in rows for cell in row]
        if any(_has_words(text) for text in (limits.joined(block.get("x", [])), *cells)):
            return
    yield Finding(
        "body_is_empty",
        "body",
        "Văn bản chưa có nội dung; hãy soạn nội dung rồi trình.",
        block=revision.content["body"][0]["id"],
    )


def images(revision: Revision, _on: date) -> Iterator[Finding]:
    """Every image is described: who cannot see it hears what it shows (PDF/UA-1)."""
    number = 0
    for block in revision.content["body"]:
        if block["t"] != "image":
            continue
        number += 1
        if not _has_words(block["alt"]):
            yield Finding(
                "image_not_described",
                "body",
                f"Hình {number} chưa có mô tả; hãy ghi hình cho thấy gì, "
                "để người không nhìn được hình cũng biết.",
                block=block["id"],
            )


def _has_words(text: str) -> bool:
    return any(sign.isalnum() for sign in text)
