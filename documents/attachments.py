"""What may go with a document: kinds of file, told by their content, and their names."""

import io
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext

from documents import active_content
from documents.errors import CannotAttach

LARGEST: Final = 10 * 1024 * 1024
MOST: Final = 20  # files of one document
LONGEST_NAME: Final = 150
KINDS: Final = "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), PNG, JPEG"

_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": _OFFICE + "wordprocessingml.document",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "pptx": _OFFICE + "presentationml.presentation",
}
_BEGINNINGS: Final = {
    b"%PDF-": "pdf",
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpg",
}
_MAIN_PARTS: Final = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_UNPRINTABLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_NOT_IN_NAMES: Final = frozenset('/\\:*?"<>|')


@dataclass(frozen=True, slots=True)
class Judged:
    """A file that may be taken: its name as it will be shown, and what it is."""

    name: str
    media_type: str


def judge(name: str, data: bytes) -> Judged:
    """Return what a file is by its content; CannotAttach says why it is not taken."""
    clean = clean_name(name)
    if not data:
        raise CannotAttach(gettext("Tệp «%(clean)s» không có nội dung.") % {"clean": clean})
    if len(data) > LARGEST:
        raise CannotAttach(
            gettext("Tệp «%(clean)s» lớn hơn 10 MB; hãy chia nhỏ hoặc nén lại.") % {"clean": clean}
        )
    kind = _kind(data)
    if kind is None:
        raise CannotAttach(
            gettext("Tệp «%(clean)s» không phải loại nhận được: %(kinds)s.")
            % {"clean": clean, "kinds": KINDS}
        )
    ending = clean.rpartition(".")[2].lower().replace("jpeg", "jpg")
    if ending != kind:
        raise CannotAttach(
            gettext("Tệp «%(clean)s» có đuôi khác nội dung; nội dung của tệp là .%(kind)s.")
            % {"clean": clean, "kind": kind}
        )
    if acts := _active(kind, data):
        raise CannotAttach(f"Tệp «{clean}» {acts}; hãy lưu lại thành tệp thường rồi thêm.")
    return Judged(clean, _MEDIA_TYPES[kind])


def clean_name(name: str) -> str:
    """Return the name in NFC without folders and without signs that no file name should hold."""
    composed = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    shown = "".join(
        " " if sign.isspace() else sign
        for sign in composed
        if sign not in _NOT_IN_NAMES and unicodedata.category(sign) not in _UNPRINTABLE
    )
    stem, dot, ending = " ".join(shown.split()).strip(". ").rpartition(".")
    if not dot:
        stem, ending = ending, ""
    return (stem[: LONGEST_NAME - len(ending[:10])].rstrip() or "tep") + dot + ending[:10]


def _active(kind: str, data: bytes) -> str:
    """Say why a file is not only to be read; empty for one that is."""
    if kind == "pdf":
        return active_content.in_pdf(data)
    if kind in _MAIN_PARTS.values():
        return active_content.in_office(data)
    return ""


def _kind(data: bytes) -> str | None:
    for beginning, kind in _BEGINNINGS.items():
        if data.startswith(beginning):
            return kind
    return _office_kind(data) if data.startswith(b"PK") else None


def _office_kind(data: bytes) -> str | None:
    """Tell an Office file by the names of its parts; nothing of it is unpacked."""
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    return next((kind for part, kind in _MAIN_PARTS.items() if part in names), None)
