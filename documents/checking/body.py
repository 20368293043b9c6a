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


def _has_words(text: str) -> bool:
    return any(sign.isalnum() for sign in text)
