"""The search page: one box, three filters, the passages that were hit."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.models import AgencyName
from agencies.models.periods import holds_on
from agencies.moments import vn_day
from documents import search
from documents.models import DocumentKind
from documents.pages.requests import OfficialRequest
from documents.search import Asked
from documents.text.folding import sort_key
from ui.refusal import Refusal

LONGEST = 2_000
FIRST_YEAR, LAST_YEAR = 1945, 2199


class SearchForm(forms.Form):
    """What may be typed and chosen; every text is answered, so hardly anything is refused."""

    q = forms.CharField(
        label="Từ cần tìm",
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        help_text="Có dấu hoặc không dấu; cụm từ để trong ngoặc kép; số, ký hiệu như 12/BC-VP.",
        error_messages={
            "max_length": f"Chỉ tìm được đến {LONGEST} chữ; hãy bỏ bớt.",
            "null_characters_not_allowed": "Từ cần tìm có ký tự không in được; hãy gõ lại.",
        },
    )
    coquan = forms.TypedChoiceField(
        label="Cơ quan ban hành",
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "Không có cơ quan này; hãy chọn lại."},
    )
    loai = forms.ChoiceField(
        label="Loại văn bản",
        required=False,
        choices=[("", "Tất cả"), *DocumentKind.choices],
        error_messages={"invalid_choice": "Không có loại văn bản này; hãy chọn lại."},
    )
    nam = forms.IntegerField(
        label="Năm",
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={
            "invalid": "Năm gồm bốn chữ số.",
            "min_value": f"Năm từ {FIRST_YEAR} đến {LAST_YEAR}.",
            "max_value": f"Năm từ {FIRST_YEAR} đến {LAST_YEAR}.",
        },
    )

    def __init__(self, typed: Any, *, on: date) -> None:
        super().__init__(typed)
        names = AgencyName.objects.filter(holds_on(on)).values_list("agency_id", "full_name")
        by_name = sorted(names, key=lambda agency: sort_key(agency[1]))
        self.fields["coquan"].choices = [("", "Tất cả"), *by_name]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        chosen = self.cleaned_data
        return Asked(
            text=chosen["q"],
            agency_id=chosen["coquan"],
            kind=chosen["loai"],
            year=chosen["nam"],
        )


@require_safe
def find_documents(request: OfficialRequest) -> HttpResponse:
    """Answer a search; a code that means just one document leads straight to it."""
    on = vn_day(timezone.now())
    form = SearchForm(request.GET, on=on)
    page = {"form": form, "search_query": request.GET.get("q", "")}
    if not form.is_valid():
        return render(request, "documents/find_documents.html", page, status=422)
    asked, after = form.asked(), request.GET.get("sau", "")
    try:
        if not after:
            document = search.document_numbered(asked, official=request.user, on=on)
            if document is not None:
                return redirect("document", document.public_id)
        results = search.find(asked, official=request.user, on=on, after=after)
        total = None if after else search.count(asked, official=request.user, on=on)
    except Refusal as refusal:
        page["refused"] = refusal.message
        return render(request, "documents/find_documents.html", page)
    page |= {
        "asked": asked,
        "found": results.found,
        "total": total,
        "counted": search.COUNTED,
        "first_url": _address(request) if after else "",
        "next_url": _address(request, after=results.following) if results.following else "",
    }
    return render(request, "documents/find_documents.html", page)


def _address(request: OfficialRequest, *, after: str = "") -> str:
    """Return this search's address, from the beginning or from where a page ended."""
    kept = [(name, value) for name, value in request.GET.items() if name != "sau" and value]
    return "?" + urlencode([*kept, ("sau", after)] if after else kept)
