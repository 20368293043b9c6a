"""Receiving what arrived, or sending it back: one, or several that settle each by itself."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from agencies.moments import vn_day
from documents import access
from documents.actions import receiving
from documents.actions.receiving import Settled
from documents.arrivals import Asked
from documents.errors import NotFound
from documents.models import IncomingEntry
from documents.pages import incoming
from documents.pages.incoming import ReturnForm, Typed
from documents.pages.requests import OfficialRequest
from ui.refusal import Refusal
from ui.typed import whole_number

NOBODY_CHOSEN = "Chưa chọn văn bản nào; hãy đánh dấu ở đầu dòng."


@require_POST
def receive(request: OfficialRequest, pk: int) -> HttpResponse:
    """Give the arrival its number; a second click is told what the first one did."""
    entry = incoming.entry_for(request, pk)
    try:
        entry = receiving.receive(entry, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(
            request,
            gettext("Đã tiếp nhận %(code)s, số đến %(number)s.")
            % {"code": entry.code, "number": entry.number},
        )
    if "ve" in request.POST:
        return redirect(_list_of(request).address)
    return redirect("read-incoming", pk)


@require_POST
def send_back(request: OfficialRequest, pk: int) -> HttpResponse:
    """Return the arrival with the reason; without one nothing happens and nothing typed is lost."""
    entry = incoming.entry_for(request, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return incoming.show_one(request, entry, form, status=422)
    try:
        receiving.send_back(
            entry, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return incoming.show_one(request, incoming.entry_for(request, pk), form, status=409)
    messages.success(
        request,
        gettext("Đã trả lại %(code)s cho %(sender)s.")
        % {"code": entry.code, "sender": entry.sender},
    )
    return redirect("read-incoming", pk)


@require_POST
def settle_many(request: OfficialRequest) -> HttpResponse:
    """Receive or return what was ticked; the button says which. What is refused stays ticked."""
    chosen, named = _keys(request, "chon"), _keys(request, "dich-danh")
    back = request.POST.get("do") == "return"
    form = ReturnForm(request.POST) if back else ReturnForm(initial=_reason(request))
    typed = Typed(chosen=chosen, named=named, form=form)
    entries = _chosen(request, chosen)
    if not entries and chosen:
        raise Http404(NotFound.message)
    if not entries:
        return _again(request, typed, sentence=NOBODY_CHOSEN, status=422)
    if back and not form.is_valid():
        return _again(request, typed, status=422)
    if back:
        reason = form.cleaned_data["reason"]
        settled = receiving.send_back_many(
            entries, reason=reason, by=request.user, clock=timezone.now
        )
    else:
        settled = receiving.receive_many(entries, named=named, by=request.user, clock=timezone.now)
    if any(one.refusal for one in settled):
        return _again(request, typed, settled=settled, status=409)
    for one in settled:
        messages.success(request, incoming.in_words(one))
    return redirect(_list_of(request).address)


def _again(
    request: OfficialRequest,
    typed: Typed,
    *,
    sentence: str = "",
    settled: list[Settled] | None = None,
    status: int,
) -> HttpResponse:
    shown = Typed(
        chosen=typed.chosen,
        named=typed.named,
        form=typed.form,
        settled=settled or [],
        sentence=sentence,
    )
    return incoming.show_list(request, _list_of(request), shown, status=status)


def _list_of(request: OfficialRequest) -> Asked:
    """Return the list on which a button was pressed."""
    return Asked.of(QueryDict(request.POST.get("ve", "")[:2_000]).dict())


def _reason(request: OfficialRequest) -> dict[str, str]:
    return {"reason": request.POST.get("reason", "")}


def _keys(request: OfficialRequest, name: str) -> frozenset[int]:
    found = (whole_number(text) for text in request.POST.getlist(name)[: incoming.PAGE])
    return frozenset(key for key in found if key is not None)


def _chosen(request: OfficialRequest, keys: frozenset[int]) -> list[IncomingEntry]:
    """Return what was ticked, as far as the official may see it, the oldest first."""
    entries = access.incoming_for(request.user, on=vn_day(timezone.now())).filter(pk__in=keys)
    return list(entries.select_related("agency", "document").order_by("pk"))
