"""Xác thực: whoever holds a document's code learns whether it is genuine, without an account.

No more is shown than the code's holder may know: the subject only of a public document, the
content of none.
"""

import hashlib
import unicodedata
from typing import Any, Final

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.actions.throttling import WINDOW, Tries, neighbourhood
from documents import access
from documents.errors import NotFound, ObjectDamaged, StoreUnavailable
from documents.models import Circulation, Document, Rendition, Signature, Stage, Status
from documents.pages import verdicts, verifying
from documents.pages.verdicts import Judgement
from ui.writing import day

LARGEST_FILE: Final = 30 * 1024 * 1024
MISSES: Final = 20  # wrong codes that one address may try in a while
COMPARISONS: Final = 20  # files that it may have judged, which is work

# The letters of the code leave out what looks alike (Crockford's Base32); read as it was meant.
_MEANT = str.maketrans("OIL", "011")
_TOO_LARGE = "Tệp lớn quá 30 MB; chỉ kiểm tra được tệp PDF nhỏ hơn."
_SLOW_DOWN = (
    "Địa chỉ mạng này đã thử quá nhiều lần; hãy chờ mười phút rồi thử lại. "
    "Mã xác thực in trên văn bản gồm tám chữ và số."
)
_STATES: Final = {
    Status.RECALLED: "Văn bản đã bị thu hồi",
    Status.REPLACED: "Văn bản đã được thay thế",
    Status.CORRECTED: "Văn bản đã được đính chính",
}


class CodeForm(forms.Form):
    """The code as somebody reads it off the paper."""

    ma = forms.CharField(
        label="Mã xác thực",
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "data-short": ""}
        ),
        help_text="Tám chữ và số, ví dụ 7F3K-91QD; chữ hoa hay thường đều được.",
        error_messages={
            "required": "Nhập mã xác thực in trên văn bản.",
            "max_length": "Mã xác thực chỉ có tám chữ và số.",
            "null_characters_not_allowed": "Mã xác thực chỉ có chữ và số.",
        },
    )


class FileForm(forms.Form):
    """A file to be compared with the original."""

    tep = forms.FileField(
        label="Tệp PDF",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text="Tệp được so với bản gốc rồi bỏ đi, không được lưu lại.",
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


def read_code(typed: str) -> str:
    """Read a code forgivingly: «7f3k 9lqd» is 7F3K91QD."""
    letters = unicodedata.normalize("NFKC", typed).upper().translate(_MEANT)
    return "".join(letter for letter in letters if letter.isalnum())


@login_not_required
@require_safe
def ask_for_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code; with one, lead to its address, which a QR code may also hold."""
    form = CodeForm(request.GET if "ma" in request.GET else None)
    if form.is_valid():
        return redirect("verify-document", read_code(form.cleaned_data["ma"]) or "-")
    status = 422 if form.is_bound else 200
    return render(request, "documents/ask_for_code.html", {"form": form}, status=status)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify_document(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether the document under a code is genuine, and whether a file is that document.

    Who holds a code is answered even where a neighbour at the same address guesses.
    """
    try:
        document = access.issued_under(read_code(code))
    except NotFound:
        if not _tries("code", request, MISSES).take():
            return _slow_down(request)
        page = {"form": CodeForm(initial={"ma": code[:60]})}
        return render(request, "documents/code_not_found.html", page, status=404)
    if request.method != "POST":
        return _page(request, document, FileForm())
    return _compare(request, document)


def _compare(request: HttpRequest, document: Document) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, document, form, status=422)
    if not _tries("comparison", request, COMPARISONS).take():
        return _slow_down(request)
    data = form.cleaned_data["tep"].read()
    return _page(request, document, form, compared=_compared(document, data))


def _compared(document: Document, data: bytes) -> tuple[bool, Judgement]:
    """Tell whether bytes are one of the files that were sent out, and judge them themselves."""
    sha256 = hashlib.sha256(data).hexdigest()
    newest = verifying.signed_rendition(document)
    assert newest is not None, "an issued document has a sealed file"
    is_same = _sent_out(document).filter(object__sha256=sha256).exists()
    judged = verifying.judge(data, document, newest, at=timezone.now())
    return is_same, verdicts.in_words(judged)


def _page(
    request: HttpRequest,
    document: Document,
    form: FileForm,
    *,
    compared: tuple[bool, Judgement] | None = None,
    status: int = 200,
) -> HttpResponse:
    rendition = verifying.signed_rendition(document)
    assert rendition is not None, "an issued document has a sealed file"
    page: dict[str, Any] = {
        "code": document.verification_code,
        "facts": _facts(document, rendition),
        "originals": _sent_out(document).select_related("object").order_by("pk"),
        "form": form,
        "compared": compared,
    }
    try:
        judged = verifying.verdict_on(document, rendition, at=timezone.now())
    except StoreUnavailable as away:
        page["cannot_judge"], status = away.message, 503
    except ObjectDamaged as damaged:
        page["cannot_judge"], status = damaged.message, 500
    else:
        page |= _verdict(
            document, verdicts.in_words(judged), what="Bản gốc" if compared else "Văn bản"
        )
    return render(request, "documents/verify_document.html", page, status=status)


def _verdict(document: Document, judgement: Judgement, *, what: str) -> dict[str, Any]:
    """Give the one sentence that comes first: a document that was recalled is never just valid."""
    overtaken = _STATES.get(Status(document.status))
    if overtaken is not None and judgement.verdict == "valid":
        text = "Chữ ký vẫn hợp lệ, nhưng văn bản không còn giá trị như khi ban hành."
        return {"verdict": "indeterminate", "title": overtaken, "text": text, "judged": judgement}
    titles = {
        "valid": f"{what} hợp lệ",
        "invalid": f"{what} không hợp lệ",
        "indeterminate": "Chưa kết luận được",
    }
    title = titles[judgement.verdict]
    return {
        "verdict": judgement.verdict,
        "title": title,
        "text": judgement.text,
        "judged": judgement,
    }


def _facts(document: Document, rendition: Rendition) -> list[tuple[str, str]]:
    entry = document.register_entry
    signatures = (
        Signature.objects.filter(rendition__revision=rendition.revision_id, voiding=None)
        .select_related("official", "agency")
        .order_by("pk")
    )
    subject = document.subject if document.circulation == Circulation.PUBLIC else ""
    told = [
        ("Số, ký hiệu", entry.code),
        ("Ngày ban hành", day(entry.issued_on)),
        ("Cơ quan ban hành", document.agency.name_on(entry.issued_on).full_name),
        ("Trích yếu", subject),
        *(
            ("Người ký", f"{one.official} ({one.title})") if one.official else ("Dấu", one.title)
            for one in signatures
        ),
    ]
    return [(label, value) for label, value in told if value]


def _sent_out(document: Document) -> Any:
    """Return the sealed file and those that archiving made of it: each is an original."""
    return Rendition.objects.filter(
        revision__document=document, stage__in=[Stage.ISSUED, Stage.ARCHIVED]
    )


def _slow_down(request: HttpRequest) -> HttpResponse:
    response = render(request, "documents/slow_down.html", {"sentence": _SLOW_DOWN}, status=429)
    response.headers["Retry-After"] = str(WINDOW)
    return response


def _tries(kind: str, request: HttpRequest, most: int) -> Tries:
    who = neighbourhood(request.META.get("REMOTE_ADDR", ""))
    return Tries(f"verification-{kind}", who, most)
