"""Keeping the pictures that the text of a document shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from agencies.models import Official
from documents import storage
from documents.errors import PictureRefused
from documents.models import Document, Picture, Status, StoredObject
from documents.pictures import Plain
from documents.storage import Stored
from documents.text import van_ban
from documents.text.content import Content
from documents.text.problems import Objection, refused

MOST: Final = 400  # pictures of one document over all its revisions


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture whose bytes lie in the store, not yet a document's."""

    sha256: str
    media_type: str
    width: int
    height: int
    object: Stored | StoredObject


def store(plain: Plain) -> Kept:
    """Store a picture's bytes, before any row names them and outside every transaction."""
    stored = storage.put(plain.data, content_type=plain.media_type)
    return Kept(plain.sha256, plain.media_type, plain.width, plain.height, stored)


def of(document: Document) -> list[Kept]:
    """Return a document's pictures, for another one that is written from it."""
    return [
        Kept(one.sha256, one.media_type, one.width, one.height, one.object)
        for one in document.pictures.select_related("object").order_by("pk")
    ]


@transaction.atomic
def add(document: Document, kept: Kept, *, by: Official, at: datetime) -> Picture:
    """Make a stored picture one that the draft may show; it may have it already."""
    document = Document.objects.select_for_update(of=["self"]).get(pk=document.pk)
    if document.status != Status.DRAFTING:
        raise PictureRefused("Văn bản đã trình nên không chèn thêm hình được nữa.")
    if document.pictures.count() >= MOST:
        raise PictureRefused(f"Văn bản đã có {MOST} hình qua các bản; hãy soạn văn bản mới.")
    return _named(document, kept, by=by, at=at)


def take_along(
    document: Document, kept: Iterable[Kept], content: Content, *, by: Official, at: datetime
) -> None:
    """Give a document that is being begun those pictures which its text shows."""
    shown = set(van_ban.pictures_of(content))
    for one in kept:
        if one.sha256 in shown:
            _named(document, one, by=by, at=at)


def require(document: Document, content: Content) -> None:
    """Let a text show only pictures that its document has. Raises BadDraft."""
    if not any(block["t"] == "image" for block in content["body"]):
        return
    sizes = {one.sha256: [one.width, one.height] for one in document.pictures.all()}
    found = list(_unknown(content, sizes))
    if found:
        raise refused(content, found)


def _unknown(content: Content, sizes: Mapping[str, list[int]]) -> Iterable[Objection]:
    for at, block in enumerate(content["body"]):
        if block["t"] == "image" and sizes.get(block["sha256"]) != block["px"]:
            yield ("body", at), " chưa được tải lên cho văn bản này; hãy xóa rồi chèn lại hình."


def _named(document: Document, kept: Kept, *, by: Official, at: datetime) -> Picture:
    there = document.pictures.filter(sha256=kept.sha256).first()
    if there is not None:
        return there
    stored = kept.object.named() if isinstance(kept.object, Stored) else kept.object
    return Picture.objects.create(
        document=document,
        object=stored,
        sha256=kept.sha256,
        media_type=kept.media_type,
        width=kept.width,
        height=kept.height,
        added_by=by,
        added_at=at,
    )
