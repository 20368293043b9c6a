"""A draft from a file, with the pictures that it brings along."""

from dataclasses import dataclass

from documents.errors import PictureRefused
from documents.pictures import Plain, taken_out
from documents.text import json_file, van_ban
from documents.text.content import Content
from documents.text.problems import BadDraft, Problem


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file says, and the pictures whose bytes it carries."""

    content: Content
    pictures: tuple[Plain, ...]


def read(raw: bytes) -> Brought:
    """Read a draft in the format `vbhc/1`; BadDraft says in sentences why it cannot be taken."""
    try:
        draft, pictures = taken_out(json_file.load(raw))
    except PictureRefused as refusal:
        raise BadDraft([Problem("Nội dung", refusal.message)]) from refusal
    return Brought(van_ban.accept(draft), tuple(pictures))
