"""Hồ sơ: the list of dossiers, one of them; what lies in it on paper and as a spreadsheet."""

from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views import View
from django.views.decorators.http import require_safe

from agencies.models import Official
from agencies.moments import vn_day
from documents import register_sheet
from documents.actions import dossiers as acts
from documents.dossiers import Line, dossiers_of, items_of, line
from documents.models import Document, Dossier
from documents.pages import dossier_words
from documents.pages.dossier_requests import (
    ReopenForm,
    about,
    agencies_of,
    documents_asked,
    dossier_asked,
    is_archivist,
    official_of,
)
from documents.pages.requests import OfficialRequest
from documents.register_sheet import Column
from ui import undo
from ui.refusal import Refusal
from ui.typed import whole_number
from ui.writing import day

PAGE: Final = 50
COLUMNS: Final = (
    Column("Số TT", 7, "number"),
    Column("Số, ký hiệu văn bản", 20),
    Column("Ngày tháng văn bản", 14, "date"),
    Column("Tên loại và trích yếu nội dung văn bản", 60),
    Column("Tác giả văn bản", 34),
    Column("Số trang", 9, "number"),
    Column("Ghi chú", 18),
)


@require_safe
def list_dossiers(request: OfficialRequest) -> HttpResponse:
    """Show the dossiers of one's agency, the newest first: those open, or those closed."""
    on = vn_day(timezone.now())
    if not agencies_of(request.user):
        raise Http404
    closed = request.GET.get("tinh-trang") == "dong"
    after = whole_number(request.GET.get("sau", ""))
    mine = dossiers_of(request.user, on=on)
    shown = mine.filter(closed_on__isnull=not closed).order_by("-pk")
    if after is not None:
        shown = shown.filter(pk__lt=after)
    rows = list(shown.select_related("retention", "opened_by", "agency")[: PAGE + 1])
    here = {"tinh-trang": "dong"} if closed else {}
    following = urlencode(here | {"sau": rows[PAGE - 1].pk}) if len(rows) > PAGE else ""
    context = {
        "rows": rows[:PAGE],
        "closed": closed,
        "open_count": mine.filter(closed_on__isnull=True).count(),
        "closed_count": mine.filter(closed_on__isnull=False).count(),
        "first_url": "?" + urlencode(here) if after is not None else "",
        "next_url": f"?{following}" if following else "",
    }
    return render(request, "documents/dossiers.html", context)


class DossierPage(View):
    """One dossier: what lies in it, its journal; the archivist closes it and opens it again."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, dossier_asked(official_of(request), pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        by, at = official_of(request), timezone.now()
        dossier = dossier_asked(by, pk)
        form = ReopenForm(request.POST)
        try:
            if request.POST.get("do") == "close":
                if self._must_ask(request, dossier):
                    return self._show(request, dossier, asking=True)
                acts.close(dossier, by=by, at=at)
                messages.success(
                    request, gettext("Đã đóng hồ sơ %(code)s.") % {"code": dossier.code}
                )
            elif is_archivist(request, dossier) and not form.is_valid():
                return self._show(request, dossier, form=form, status=422)
            else:
                acts.reopen(dossier, reason=form.data.get("reason", ""), by=by, at=at)
                messages.success(
                    request, gettext("Đã mở lại hồ sơ %(code)s.") % {"code": dossier.code}
                )
        except Refusal as refusal:
            dossier.refresh_from_db()
            return self._show(request, dossier, refusal=refusal.message, status=409)
        return redirect("dossier", dossier.pk)

    def _must_ask(self, request: HttpRequest, dossier: Dossier) -> bool:
        """Tell whether closing was not asked yet, or of fewer or more documents than lie in it."""
        possible = is_archivist(request, dossier) and not dossier.is_closed
        asked = "confirmed" in request.POST and request.POST.get("so") == str(dossier.items.count())
        return possible and dossier.items.exists() and not asked

    def _show(
        self,
        request: HttpRequest,
        dossier: Dossier,
        *,
        form: ReopenForm | None = None,
        refusal: str = "",
        asking: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        on = vn_day(timezone.now())
        items = items_of(dossier, official=official_of(request), on=on)
        after = whole_number(request.GET.get("sau", ""))
        shown = items.filter(pk__gt=after) if after is not None else items
        lines = [line(item) for item in shown[: PAGE + 1]]
        number, seen = dossier.items.count(), items.count()
        context = {
            "dossier": dossier,
            "sequel": Dossier.objects.filter(follows=dossier).first(),
            "lines": lines[:PAGE],
            "number": number,
            "unseen": number - seen,
            "entries": dossier_words.entries(dossier, reader=official_of(request), on=on),
            "is_archivist": is_archivist(request, dossier),
            "is_year_set": acts.is_year_set(dossier),
            "form": form or ReopenForm(),
            "asking": asking,
            "refusal": refusal,
            "first_url": reverse("dossier", args=[dossier.pk]) if after is not None else "",
            "next_url": f"?sau={lines[PAGE - 1].key}" if len(lines) > PAGE else "",
        }
        return render(request, "documents/dossier.html", context, status=status)


class MovesDocuments(DossierPage):
    """Move documents into or out of a dossier; `nothing` says that none was there to move."""

    http_method_names = ("post",)
    nothing = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        dossier = dossier_asked(official_of(request), pk)
        try:
            moved = self.move(dossier, documents_asked(request), by=official_of(request))
        except Refusal as refusal:
            return self._show(request, dossier, refusal=refusal.message, status=409)
        if not moved:
            return self._show(request, dossier, refusal=self.nothing, status=409)
        self.tell(dossier, moved)
        return redirect("dossier", dossier.pk)

    def move(self, dossier: Dossier, named: list[Document], *, by: Official) -> list[Document]:
        raise NotImplementedError

    def tell(self, dossier: Dossier, moved: list[Document]) -> None:
        raise NotImplementedError


class TakeOut(MovesDocuments):
    """Take documents out of a dossier, and offer to put them in again."""

    nothing = "Văn bản này không còn trong hồ sơ."

    def move(self, dossier: Dossier, named: list[Document], *, by: Official) -> list[Document]:
        return acts.take_out(dossier, named, by=by, at=timezone.now())

    def tell(self, dossier: Dossier, moved: list[Document]) -> None:
        told = gettext("Đã đưa %(n)s văn bản ra khỏi hồ sơ %(code)s.")
        told %= {"n": len(moved), "code": dossier.code}
        undo.offer(self.request, told, about("put-back-into-dossier", dossier, moved))


class PutBack(MovesDocuments):
    """Put documents into a dossier again, after they were taken out of it."""

    nothing = "Văn bản này đã có sẵn trong hồ sơ."

    def move(self, dossier: Dossier, named: list[Document], *, by: Official) -> list[Document]:
        return acts.put_in(dossier, named, by=by, at=timezone.now())

    def tell(self, dossier: Dossier, moved: list[Document]) -> None:
        told = gettext("Đã đưa lại %(n)s văn bản vào hồ sơ %(code)s.")
        messages.success(self.request, told % {"n": len(moved), "code": dossier.code})


@require_safe
def print_list(request: OfficialRequest, pk: int) -> HttpResponse:
    """Show the list of a dossier's documents as it is bound at its head."""
    dossier = dossier_asked(request.user, pk)
    rows = _rows(request, dossier)
    pages = sum(row[5] for row in rows if isinstance(row[5], int))
    context = {
        "dossier": dossier,
        "columns": COLUMNS,
        "rows": [[day(one) if isinstance(one, date) else one for one in row] for row in rows],
        "pages": pages,
        "unseen": dossier.items.count() - len(rows),
    }
    return render(request, "documents/print_dossier.html", context)


@require_safe
def list_sheet(request: OfficialRequest, pk: int) -> HttpResponse:
    """Give the same list as a spreadsheet."""
    dossier = dossier_asked(request.user, pk)
    file = register_sheet.workbook(
        agency=str(dossier.agency),
        title="MỤC LỤC VĂN BẢN TRONG HỒ SƠ",
        caption=f"Hồ sơ {dossier.code}: {dossier.title}",
        columns=COLUMNS,
        rows=_rows(request, dossier),
    )
    answer = HttpResponse(file, content_type=register_sheet.CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="muc-luc-ho-so-{dossier.pk}.xlsx"'
    return answer


def _rows(request: OfficialRequest, dossier: Dossier) -> list[list[register_sheet.Value]]:
    items = items_of(dossier, official=request.user, on=vn_day(timezone.now()))
    return [_row(n, line(item)) for n, item in enumerate(items, start=1)]


def _row(n: int, one: Line) -> list[register_sheet.Value]:
    note = "" if one.code else "Chưa ban hành"
    return [n, one.code, one.dated_on, one.title, one.author, one.pages, note]
