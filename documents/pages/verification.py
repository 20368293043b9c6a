"""Xác thực: whoever holds a document's code learns whether it is genuine, without an account.

No more is shown than the code's holder may know: the subject only of a public document, the
content of none.
"""

from typing import Any, Final

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from agencies.actions.throttling import WINDOW, Tries, neighbourhood
from documents import access, overtaken
from documents.errors import NotFound, ObjectDamaged, StoreUnavailable
from documents.models import Circulation, Document, Rendition, Signature, Stage, Status
from documents.pages import matching, verdicts, verifying
from documents.pages.identifiers import recognise
from documents.pages.matching import FileForm, Match
from documents.pages.verdicts import Judgement
from ui.writing import day

# Who guesses is slowed in two steps. A few wrong codes, as one mistypes them: the next wrong one
# is refused, while who holds a true code is answered, for a whole office may share one address.
# But an answer to true codes alone is all that a guesser needs: after many wrong ones nobody at
# that address is answered for a while. At 200 in ten minutes, among 32^8 codes of which a million
# are in use, one address hits upon one in a month, and learns what stands on the paper's head.
MISSES: Final = 20
MOST_MISSES: Final = 200
COMPARISONS: Final = 20  # files that one address may have judged in a while, which is work

_SLOW_DOWN: Final = (
    "Địa chỉ mạng này đã thử quá nhiều lần; hãy chờ mười phút rồi thử lại. "
    "Mã xác thực gồm tám chữ và số, do cơ quan ban hành cung cấp."
)
_STATES: Final = {
    Status.RECALLED: "Văn bản đã bị thu hồi",
    Status.REPLACED: "Văn bản đã được thay thế",
    Status.CORRECTED: "Văn bản đã được đính chính",
}


class CodeForm(forms.Form):
    """The code as somebody reads it off the paper, or pastes what they have."""

    ma = forms.CharField(
        label="Mã xác thực",
        max_length=500,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-short": "",
            }
        ),
        help_text="Tám chữ và số, ví dụ 7F3K-91QD; chữ hoa hay thường, có gạch hay không đều được.",
        error_messages={
            "required": "Nhập mã xác thực do cơ quan ban hành cung cấp.",
            "max_length": "Mã xác thực chỉ có tám chữ và số.",
            "null_characters_not_allowed": "Mã xác thực chỉ có chữ và số.",
        },
    )

    def clean_ma(self) -> str:
        """Return the address that what was typed leads to."""
        found = recognise(self.cleaned_data["ma"])
        if found.sentence:
            raise forms.ValidationError(found.sentence)
        return found.address()


@login_not_required
@require_safe
def ask_for_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code or the file; with a code, lead to its address."""
    form = CodeForm(request.GET if "ma" in request.GET else None)
    if form.is_valid():
        return redirect(form.cleaned_data["ma"])
    page = {"form": form, "file_form": FileForm()}
    status = 422 if form.is_bound else 200
    return render(request, "documents/ask_for_code.html", page, status=status)


@login_not_required
@require_safe
def short_address(_request: HttpRequest, code: str) -> HttpResponse:
    """Lead on from the address in a QR code: the fewer letters, the coarser the picture."""
    return redirect("verify-document", code, permanent=True)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify_document(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether the document under a code is genuine, and whether a file is that document."""
    found = recognise(code)
    if found.sha256:
        return redirect(found.address())
    if request.method != "POST" and found.code not in ("", code):
        return redirect("verify-document", found.code, permanent=True)
    document = document_or_slowed(request, found.code)
    if document is None:
        return _not_found(request, code, found.sentence)
    if isinstance(document, HttpResponse):
        return document
    if request.method != "POST":
        return _page(request, document, FileForm())
    return _compare(request, document)


def document_or_slowed(request: HttpRequest, code: str) -> Document | HttpResponse | None:
    """Return the issued document with a code; None without one, or the answer to who guesses.

    Every page that tells a true code from a wrong one asks here. What is no code at all comes as
    "", which is no guess.
    """
    misses = tries("code", request, MOST_MISSES)
    wrong = misses.taken()
    if wrong >= MOST_MISSES:
        return slow_down(request)
    try:
        return access.issued_under(code)
    except NotFound:
        guesses = code and (not misses.take() or wrong >= MISSES)
        return slow_down(request) if guesses else None


def _not_found(request: HttpRequest, code: str, sentence: str) -> HttpResponse:
    page = {
        "form": CodeForm(initial={"ma": code[:60]}),
        "file_form": FileForm(),
        "sentence": sentence,
    }
    return render(request, "documents/code_not_found.html", page, status=404)


def _compare(request: HttpRequest, document: Document) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, document, form, status=422)
    if not tries("comparison", request, COMPARISONS).take():
        return slow_down(request)
    data = form.cleaned_data["tep"].read()
    return _page(request, document, form, match=matching.of_bytes(data, beside=document))


def _page(
    request: HttpRequest,
    document: Document,
    form: FileForm,
    *,
    match: Match | None = None,
    status: int = 200,
) -> HttpResponse:
    rendition = verifying.signed_rendition(document)
    assert rendition is not None, "an issued document has a sealed file"
    page: dict[str, Any] = {
        "code": document.verification_code,
        "overtaken": overtaken_words(document),
        "overtaken_by": overtaken.by_what(document),
        "facts": facts(document, rendition),
        "originals": originals(document),
        "form": form,
        "match": match,
    }
    try:
        judged = verifying.verdict_on(document, rendition, at=timezone.now())
    except StoreUnavailable as away:
        page["cannot_judge"], status = away.message, 503
    except ObjectDamaged as damaged:
        page["cannot_judge"], status = damaged.message, 500
    else:
        page |= _verdict(
            document, verdicts.in_words(judged), what="Bản gốc" if match else "Văn bản"
        )
    return render(request, "documents/verify_document.html", page, status=status)


def _verdict(document: Document, judgement: Judgement, *, what: str) -> dict[str, Any]:
    """Give the one sentence that comes first: a document that was recalled is never just valid."""
    since = overtaken_words(document)
    if since and judgement.verdict == "valid":
        text = "Chữ ký vẫn hợp lệ, nhưng văn bản không còn giá trị như khi ban hành."
        return {"verdict": "indeterminate", "title": since, "text": text, "judged": judgement}
    titles = {
        "valid": gettext("%(what)s hợp lệ") % {"what": what},
        "invalid": gettext("%(what)s không hợp lệ") % {"what": what},
        "indeterminate": "Chưa kết luận được",
    }
    title = titles[judgement.verdict]
    return {
        "verdict": judgement.verdict,
        "title": title,
        "text": judgement.text,
        "judged": judgement,
    }


def overtaken_words(document: Document) -> str:
    """Say what became of a document after its issue; "" while it stands as it was issued."""
    return _STATES.get(Status(document.status), "")


def facts(document: Document, rendition: Rendition) -> list[tuple[str, str]]:
    """Return what the holder of the code or the file may know: what stands on the paper's head."""
    entry = document.register_entry
    code = document.verification_code
    signatures = (
        Signature.objects.filter(rendition__revision=rendition.revision_id, voiding=None)
        .select_related("official", "agency")
        .order_by("pk")
    )
    # As the paper says it: who changed their name since still signed under the old one.
    printed = rendition.revision.content["signature"]["name"]
    subject = document.subject if document.circulation == Circulation.PUBLIC else ""
    told = [
        ("Số, ký hiệu", entry.code),
        ("Ngày ban hành", day(entry.issued_on)),
        ("Cơ quan ban hành", document.agency.name_on(entry.issued_on).full_name),
        ("Trích yếu", subject),
        *(
            ("Người ký", f"{printed} ({one.title})") if one.official else ("Dấu", one.title)
            for one in signatures
        ),
        ("Mã xác thực", f"{code[:4]}-{code[4:]}"),
    ]
    return [(label, value) for label, value in told if value]


def originals(document: Document) -> Any:
    """Return the sealed file and those that archiving made of it: each is an original."""
    return (
        Rendition.objects.filter(
            revision__document=document, stage__in=[Stage.ISSUED, Stage.ARCHIVED]
        )
        .select_related("object")
        .order_by("pk")
    )


def slow_down(request: HttpRequest) -> HttpResponse:
    """Ask for patience, with the time after which trying again is worth it."""
    response = render(request, "documents/slow_down.html", {"sentence": _SLOW_DOWN}, status=429)
    response.headers["Retry-After"] = str(WINDOW)
    return response


def tries(kind: str, request: HttpRequest, most: int) -> Tries:
    """Count what one neighbourhood tries here."""
    who = neighbourhood(request.META.get("REMOTE_ADDR", ""))
    return Tries(f"verification-{kind}", who, most)
