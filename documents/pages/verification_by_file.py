"""Xác thực by the file itself: whoever holds a file learns what it is, without its code.

A browser with scripts sends only the file's SHA-256; the file itself comes here on request, is
judged and dropped. A hash is no guess: who knows it has the file. A code beside it may be one.
"""

import re
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from documents import overtaken
from documents.models import Document
from documents.pages import matching
from documents.pages.identifiers import recognise
from documents.pages.matching import FileForm, Match
from documents.pages.verification import (
    COMPARISONS,
    document_or_slowed,
    facts,
    overtaken_words,
    slow_down,
    tries,
)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify_file(request: HttpRequest) -> HttpResponse:
    """Say which issued document a file is; `?ma=` names the one that it is compared with."""
    code = request.GET.get("ma", "")
    beside = document_or_slowed(request, recognise(code).code) if code else None
    if isinstance(beside, HttpResponse):
        return beside
    if request.method == "POST":
        return _judge(request, beside)
    sha256 = request.GET.get("sha256", "").strip().lower()
    if not sha256:
        return _page(request, FileForm(), None)
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        wrong = Match(
            "indeterminate",
            "Không đọc được mã băm",
            "Mã băm SHA-256 có 64 chữ số thập lục phân (0 đến 9, a đến f).",
        )
        return _page(request, FileForm(), wrong, status=422)
    return _page(request, FileForm(), matching.of_hash(sha256, beside=beside))


def _judge(request: HttpRequest, beside: Document | None) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, None, status=422)
    if not tries("comparison", request, COMPARISONS).take():
        return slow_down(request)
    data = form.cleaned_data["tep"].read()
    return _page(request, form, matching.of_bytes(data, beside=beside))


def _page(
    request: HttpRequest, form: FileForm, match: Match | None, *, status: int = 200
) -> HttpResponse:
    page: dict[str, Any] = {"form": form, "match": match, "facts": [], "overtaken": ""}
    page["overtaken_by"] = []
    if match is not None and match.document is not None and match.rendition is not None:
        page["facts"] = facts(match.document, match.rendition)
        page["overtaken"] = overtaken_words(match.document)
        page["overtaken_by"] = overtaken.by_what(match.document)
    return render(request, "documents/verify_file.html", page, status=status)
