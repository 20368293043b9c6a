"""Whether a file is one that an agency issued: first by its hash, then by what it carries."""

import hashlib
from dataclasses import dataclass
from typing import Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext

from documents import access, storage
from documents.errors import NotFound
from documents.models import Document, Rendition, Stage
from documents.pages import verdicts, verifying
from documents.pages.verdicts import Judgement

LARGEST_FILE: Final = 30 * 1024 * 1024
_TOO_LARGE: Final = "Tệp lớn quá 30 MB; chỉ kiểm tra được tệp PDF nhỏ hơn."

_TITLES: Final = {
    Stage.ISSUED: "Tệp đúng là bản đã phát hành",
    Stage.ARCHIVED: "Tệp đúng là bản đã phát hành",
    Stage.SIGNED: "Tệp là bản đã ký, chưa đóng dấu",
    Stage.PREPARED: "Tệp là bản trình ký, chưa có chữ ký",
    Stage.DRAFT: "Tệp là bản dự thảo",
}
_ORIGINAL: Final = "Từng byte của tệp đúng như tệp mà cơ quan đã ban hành."
_EARLIER: Final = "Đây là tệp có trước bản {code} đã phát hành; chỉ bản đã đóng dấu là bản gốc."
_OTHER_TITLE: Final = "Tệp là của văn bản khác"
_OTHER: Final = "Tệp là của văn bản {code}, không phải của văn bản đang xem."
_DIFFERS: Final = "Tệp này không phải là tệp mà cơ quan đã ban hành."
_UNKNOWN: Final = (
    "Không văn bản nào phát hành từ hệ thống này có đúng tệp này: tệp đã bị sửa, đã lưu lại bằng "
    "phần mềm khác, hoặc do hệ thống khác phát hành."
)


class FileForm(forms.Form):
    """A file to be recognised, or compared with the original."""

    tep = forms.FileField(
        label="Tệp PDF",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text="Tệp được so với bản đã phát hành rồi bỏ đi, không được lưu lại.",
        error_messages={
            "required": "Chọn tệp PDF cần so với bản gốc.",
            "invalid": "Chọn tệp PDF cần so với bản gốc.",
        },
    )

    def clean_tep(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["tep"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_TOO_LARGE)
        return file


@dataclass(frozen=True, slots=True)
class Match:
    """What a file is, in words; `document` where it belongs to one, `judgement` where it came."""

    verdict: str
    title: str
    text: str
    document: Document | None = None
    rendition: Rendition | None = None
    judgement: Judgement | None = None


def of_hash(sha256: str, *, beside: Document | None = None) -> Match:
    """Say what the file of a hash is: an original, an earlier stage, or nothing that we know."""
    try:
        rendition = access.file_of_issued(storage.key_of(sha256))
    except NotFound:
        if beside is not None:
            return Match("invalid", "Tệp khác bản gốc", _DIFFERS)
        return Match("indeterminate", "Không nhận ra tệp", _UNKNOWN)
    document = rendition.revision.document
    code = document.register_entry.code
    if beside is not None and document != beside:
        return Match("invalid", _OTHER_TITLE, _OTHER.format(code=code), document, rendition)
    stage = Stage(rendition.stage)
    title = _TITLES[stage]
    if stage in (Stage.ISSUED, Stage.ARCHIVED):
        return Match("valid", title, _ORIGINAL, document, rendition)
    if stage == Stage.DRAFT:
        title = gettext("%(title)s số %(n)s") % {"title": title, "n": rendition.revision.n}
    return Match("indeterminate", title, _EARLIER.format(code=code), document, rendition)


def of_bytes(data: bytes, *, beside: Document | None = None) -> Match:
    """Say what a file is; one that is unknown is judged by the signatures that it carries."""
    match = of_hash(hashlib.sha256(data).hexdigest(), beside=beside)
    if match.document is not None:
        return match
    if beside is None:
        judged = verifying.judge_alone(data, at=timezone.now())
    else:
        newest = verifying.signed_rendition(beside)
        assert newest is not None, "an issued document has a sealed file"
        judged = verifying.judge(data, beside, newest, at=timezone.now())
    return Match(match.verdict, match.title, match.text, judgement=verdicts.in_words(judged))
