"""Two revisions of a document side by side in one text; and telling that one was opened."""

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from agencies.models import Official
from agencies.moments import vn_day
from documents import access, queries
from documents.actions import reading
from documents.errors import NotFound
from documents.models import Document, Revision
from documents.pages.requests import OfficialRequest
from documents.text.compare import compare
from ui.typed import whole_number

MOST_PAGES = 100_000
LISTED = 60  # of the revisions of a long draft; the others are chosen by their numbers


@require_safe
def compare_revisions(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """Show what changed from revision `tu` to revision `den`, and all revisions there are.

    Without a choice it is what changed since the official looked last, else the latest change.
    `viec` is the task of the drafter who came from his draft, and goes back there.
    """
    document = _document(request.user, public_id)
    rows = list(document.revisions.defer("content").select_related("author").order_by("-n"))
    numbers = {row.n: row for row in rows}
    asked = {key: request.GET.get(key, "").strip() for key in ("tu", "den")}
    chosen = {key: numbers.get(_number(text)) for key, text in asked.items()}
    refusal = _refusal(asked, chosen)
    new = chosen["den"] or rows[0]
    old = chosen["tu"] or queries.seen_before(new, request.user) or _one_before(new, rows)
    compared = compare(old.content, new.content) if old and not refusal else None
    context = {
        "document": document,
        "task_id": whole_number(request.GET.get("viec", "")),
        "revisions": rows,
        "history": _history(document, rows),
        "left_out": max(len(rows) - LISTED, 0),
        "old": old,
        "new": new,
        "comparison": compared,
        "refusal": refusal,
    }
    status = HTTPStatus.NOT_FOUND if refusal else HTTPStatus.OK
    return render(request, "documents/compare_revisions.html", context, status=status)


class ReadingForm(forms.Form):
    """Which revision was open, and up to which of its pages."""

    revision = forms.IntegerField(min_value=1)
    page = forms.IntegerField(min_value=1, max_value=MOST_PAGES, required=False)
    pages = forms.IntegerField(min_value=0, max_value=MOST_PAGES, required=False)


@require_POST
def tell_opened(request: OfficialRequest, public_id: UUID) -> HttpResponse:
    """Note that the official has a revision before him; asked by the page's script."""
    document = _document(request.user, public_id)
    form = ReadingForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    told = form.cleaned_data
    revision = document.revisions.filter(n=told["revision"]).first()
    if revision is None:
        raise Http404
    reading.opened(
        revision,
        by=request.user,
        at=timezone.now(),
        page=told["page"] or 1,
        pages=told["pages"] or 0,
    )
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _document(official: Official, public_id: UUID) -> Document:
    """Return a document whose making the official takes part in; drafts are nobody else's."""
    on = vn_day(timezone.now())
    try:
        document = access.document_for(official, public_id, on=on)
    except NotFound as refusal:
        raise Http404(refusal.message) from refusal
    if not access.is_inside(official, document, on=on):
        raise Http404(NotFound.message)
    return document


def _one_before(new: Revision, rows: list[Revision]) -> Revision | None:
    return next((row for row in rows if row.n < new.n), None)


def _history(
    document: Document, rows: list[Revision]
) -> list[tuple[Revision, Revision | None, bool]]:
    """Return the newest revisions, each with the one before it and whether it was submitted."""
    asked = queries.submitted(document)
    before = [*rows[1:], None]
    return [(row, old, row.n in asked) for row, old in zip(rows, before, strict=True)][:LISTED]


def _number(text: str) -> int:
    """Return the number of a revision; 0, which none bears, for what is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _refusal(asked: dict[str, str], chosen: dict[str, Revision | None]) -> str:
    unknown = [text for key, text in asked.items() if text and chosen[key] is None]
    if not unknown:
        return ""
    return gettext("Văn bản không có bản %(item)s; hãy chọn trong danh sách.") % {
        "item": unknown[0][:20]
    }
