"""The search page: one box, what to narrow by, the passages that were hit, a look beside them."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from agencies.actions import pacing
from agencies.errors import TooFast
from agencies.models import AgencyName, Official
from agencies.models.periods import holds_on
from agencies.moments import vn_day
from documents import access, overtaken, search
from documents.actions import searching
from documents.actions.drafting import latest_revision
from documents.dossiers import dossiers_of
from documents.errors import NotFound
from documents.facets import facets
from documents.models import Document, DocumentKind, SavedSearch, Status
from documents.pages.requests import OfficialRequest
from documents.search import Asked
from ui import undo
from ui.refusal import Refusal
from ui.typed import whole_number

LONGEST = 2_000
SAVED = "da-luu"
FIRST_YEAR, LAST_YEAR = 1945, 2199
LARGEST_KEY = 2**63 - 1
NO_AGENCY = "Không có cơ quan này; hãy chọn lại."
NO_SIGNER = "Không có người ký này; hãy chọn lại."
NO_DOSSIER = "Không có hồ sơ này; hãy chọn lại."


def _key(label: str, refused: str) -> forms.IntegerField:
    """Make a field for the key of a row; what cannot be one is refused in the same words."""
    said = dict.fromkeys(("invalid", "min_value", "max_value"), refused)
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=LARGEST_KEY,
        widget=forms.HiddenInput,
        error_messages=said,
    )


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
    loai = forms.ChoiceField(
        label="Loại văn bản",
        required=False,
        choices=[("", ""), *DocumentKind.choices],
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "Không có loại văn bản này; hãy chọn lại."},
    )
    nam = forms.IntegerField(
        label="Năm",
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.HiddenInput,
        error_messages={
            "invalid": "Năm gồm bốn chữ số.",
            "min_value": f"Năm từ {FIRST_YEAR} đến {LAST_YEAR}.",
            "max_value": f"Năm từ {FIRST_YEAR} đến {LAST_YEAR}.",
        },
    )
    coquan = _key("Cơ quan", NO_AGENCY)
    nguoiky = _key("Người ký", NO_SIGNER)
    hoso = _key("Hồ sơ", NO_DOSSIER)
    tinhtrang = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", ""), *Status.choices],
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "Không có tình trạng này; hãy chọn lại."},
    )

    def __init__(self, typed: Any, *, official: Official, on: date) -> None:
        super().__init__(typed)
        self.official, self.on = official, on
        self.labels: dict[str, str] = {}

    def clean_coquan(self) -> int | None:
        names = AgencyName.objects.filter(holds_on(self.on), agency=self.cleaned_data["coquan"])
        return self._one("coquan", names.values_list("full_name", flat=True), NO_AGENCY)

    def clean_nguoiky(self) -> int | None:
        people = Official.objects.filter(pk=self.cleaned_data["nguoiky"])
        return self._one("nguoiky", people.values_list("full_name", flat=True), NO_SIGNER)

    def clean_hoso(self) -> int | None:
        mine = dossiers_of(self.official, on=self.on).filter(pk=self.cleaned_data["hoso"])
        return self._one("hoso", mine.values_list("title", flat=True), NO_DOSSIER)

    def _one(self, name: str, found: Any, refused: str) -> int | None:
        key: int | None = self.cleaned_data[name]
        if key is None:
            return None
        label = found.first()
        if label is None:
            raise forms.ValidationError(refused)
        self.labels[name] = label
        return key

    def asked(self) -> Asked:
        chosen = self.cleaned_data
        return Asked(
            text=chosen["q"],
            agency_id=chosen["coquan"],
            kind=chosen["loai"],
            year=chosen["nam"],
            signer_id=chosen["nguoiky"],
            dossier_id=chosen["hoso"],
            status=chosen["tinhtrang"],
        )

    def address(self, **changes: str) -> str:
        """Return this search's address with something else chosen, or "" for no more."""
        kept = {name: value for name, value in self.cleaned_data.items() if value} | changes
        return "?" + urlencode({name: value for name, value in kept.items() if value})

    def chosen(self) -> list[dict[str, str]]:
        """Return what narrows the search now, each with the address without it."""
        said = self.labels | {
            "loai": dict(DocumentKind.choices).get(self.cleaned_data["loai"], ""),
            "nam": gettext("năm %(nam)s") % {"nam": self.cleaned_data["nam"]}
            if self.cleaned_data["nam"]
            else "",
            "tinhtrang": dict(Status.choices).get(self.cleaned_data["tinhtrang"], ""),
        }
        return [
            {"label": str(label), "url": self.address(**{name: ""})}
            for name, label in said.items()
            if label
        ]


class SaveForm(forms.Form):
    """A name for a search that is asked again and again."""

    use_required_attribute = False

    ten = forms.CharField(
        label="Tên",
        max_length=80,
        widget=forms.TextInput(attrs={"maxlength": 80}),
        error_messages={
            "required": "Hãy đặt tên cho tìm kiếm này.",
            "max_length": "Tên dài nhất 80 chữ; hãy rút ngắn.",
        },
    )


@require_safe
def find_documents(request: OfficialRequest) -> HttpResponse:
    """Answer a search; a code that means just one document leads straight to it."""
    at = timezone.now()
    on = vn_day(at)
    form = SearchForm(_asked_for(request), official=request.user, on=on)
    if "q" in request.GET:
        try:
            pacing.count_search(request.user, at=at)
        except TooFast as refusal:
            return _too_fast(request, refusal)
    after = request.GET.get("sau", "")
    if form.is_valid() and not after and "xem" not in request.GET:
        try:
            document = search.document_numbered(form.asked(), official=request.user, on=on)
        except Refusal:
            document = None  # the page itself says so
        if document is not None:
            return redirect("document", document.public_id)
    return _page(request, form, after=after)


def _too_fast(request: OfficialRequest, refusal: TooFast) -> HttpResponse:
    page = render(request, "documents/slow_down.html", {"sentence": refusal.message}, status=429)
    page.headers["Retry-After"] = "60"
    return page


@require_safe
def suggest_documents(request: OfficialRequest) -> JsonResponse:
    """Answer what is being typed into the box of the bar: a few documents that it may mean."""
    typed = request.GET.get("q", "").replace("\x00", "")
    at = timezone.now()
    on = vn_day(at)
    try:
        pacing.count_search(request.user, at=at)
        found = search.suggest(typed[:LONGEST], official=request.user, on=on)
    except Refusal:
        found = []
    answer = [
        {
            "code": one.code,
            "title": f"{one.document.get_kind_display()}: {one.document.subject}",
            "agency": one.agency,
            "url": reverse("document", args=[one.document.public_id]),
        }
        for one in found
    ]
    return JsonResponse({"found": answer}, headers={"Cache-Control": "private, no-store"})


@require_POST
def save_search(request: OfficialRequest) -> HttpResponse:
    """Keep a search under a name; the same name again stands for the new one."""
    at = timezone.now()
    asked = QueryDict(request.POST.get("dieu-kien", "").removeprefix("?"))
    form = SearchForm(asked, official=request.user, on=vn_day(at))
    save = SaveForm(request.POST)
    if not form.is_valid() or not save.is_valid():
        return _page(request, form, save=save)
    name = save.cleaned_data["ten"]
    query = form.address().removeprefix("?")
    saved, is_new = searching.save(name, query=query, by=request.user, at=at)
    done = "Đã lưu" if is_new else "Đã thay bằng tìm kiếm mới"
    messages.success(request, f"{done}: «{name}».")
    # By its key: what may be searched for is longer than an address to be led to may be.
    return redirect(f"{reverse('find-documents')}?{SAVED}={saved.pk}")


@require_POST
def forget_search(request: OfficialRequest, pk: int) -> HttpResponse:
    """Delete one of one's own saved searches, and offer to take it back."""
    try:
        saved = searching.forget(pk, by=request.user)
    except NotFound as error:
        raise Http404 from error
    was = urlencode({"ten": saved.name, "dieu-kien": saved.query})
    back = f"{reverse('take-back-search')}?{was}"
    undo.offer(request, gettext("Đã xóa tìm kiếm «%(name)s».") % {"name": saved.name}, back)
    return redirect("find-documents")


@require_POST
def take_back_search(request: OfficialRequest) -> HttpResponse:
    """Keep again the search that was just deleted; what is none is not kept."""
    at = timezone.now()
    asked = QueryDict(request.GET.get("dieu-kien", ""))
    form = SearchForm(asked, official=request.user, on=vn_day(at))
    save = SaveForm(request.GET)
    if not form.is_valid() or not save.is_valid():
        return redirect("find-documents")
    query = form.address().removeprefix("?")
    searching.take_back(save.cleaned_data["ten"], query=query, by=request.user, at=at)
    return redirect("find-documents")


def _asked_for(request: OfficialRequest) -> QueryDict:
    """Return what the address asks for: in so many words, or as a search of one's own saved."""
    key = whole_number(request.GET.get(SAVED, ""))
    if key is None:
        return request.GET
    saved = SavedSearch.objects.filter(official=request.user, pk=key).first()
    if saved is None:
        raise Http404
    return QueryDict(saved.query)


def _page(
    request: OfficialRequest, form: SearchForm, *, after: str = "", save: SaveForm | None = None
) -> HttpResponse:
    on = vn_day(timezone.now())
    page: dict[str, Any] = {
        "form": form,
        "save": save or SaveForm(),
        "saved": list(SavedSearch.objects.filter(official=request.user).order_by("name", "pk")),
        "search_query": form.data.get("q", ""),
    }
    if not form.is_valid():
        return render(request, "documents/find_documents.html", page, status=422)
    asked = form.asked()
    page |= {"asked": asked, "address": form.address(), "chosen": form.chosen()}
    try:
        results = search.find(asked, official=request.user, on=on, after=after)
        total = None if after else search.count(asked, official=request.user, on=on)
        narrower = [
            (facet.title, [(one, form.address(**{facet.name: one.value})) for one in facet.choices])
            for facet in facets(asked, official=request.user, on=on)
            if facet.choices and not form.cleaned_data[facet.name]
        ]
    except Refusal as refusal:
        page["refused"] = refusal.message
        return render(request, "documents/find_documents.html", page)
    here = {"sau": after} if after else {}
    looked_at = _looked_at(request, on=on)
    since = overtaken.by_what_each(one.document for one in results.found)
    page |= {
        "rows": [
            (
                replace(one, since=since.get(one.document.pk, [])),
                form.address(xem=str(one.document.public_id), **here) + "#xem-nhanh",
            )
            for one in results.found
        ],
        "total": total,
        "counted": search.COUNTED,
        "narrower": narrower,
        "looked_at": looked_at,
        "content": latest_revision(looked_at).content if looked_at else None,
        "close_url": form.address(**here),
        "first_url": form.address() if after else "",
        "next_url": form.address(sau=results.following) if results.following else "",
    }
    status = 422 if save is not None else 200
    return render(request, "documents/find_documents.html", page, status=status)


def _looked_at(request: OfficialRequest, *, on: date) -> Document | None:
    """Return the document to look at beside the results; none where there is nothing to see."""
    try:
        return access.document_for(request.user, UUID(request.GET.get("xem", "")), on=on)
    except (ValueError, NotFound):
        return None
