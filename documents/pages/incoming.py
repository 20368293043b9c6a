"""Văn bản đến: what arrived at the official's agencies; receiving it, or sending it back."""

from typing import Final

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agencies import roles
from agencies.models import Duty
from agencies.moments import vn_day
from documents import access
from documents.actions import receiving
from documents.errors import NotFound, ReasonMissing
from documents.models import IncomingEntry, IncomingState
from documents.pages import verdicts
from documents.pages.requests import OfficialRequest
from ui.parts import File
from ui.refusal import Refusal
from ui.typed import whole_number

PAGE = 30
LONGEST_REASON = 1_000  # as long as the column that keeps it

STATES: Final = {
    "cho-tiep-nhan": IncomingState.ARRIVED,
    "da-tiep-nhan": IncomingState.RECEIVED,
    "da-tra-lai": IncomingState.RETURNED,
}
NOTHING: Final = {
    IncomingState.ARRIVED: "Không có văn bản nào chờ tiếp nhận",
    IncomingState.RECEIVED: "Chưa tiếp nhận văn bản nào",
    IncomingState.RETURNED: "Chưa trả lại văn bản nào",
}


class ReturnForm(forms.Form):
    """Why a document goes back; the sender reads it on the line of Nơi nhận."""

    reason = forms.CharField(
        label="Lý do trả lại",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Cơ quan gửi đọc được lý do này ngay trên dòng nơi nhận.",
        error_messages={
            "required": ReasonMissing.message,
            "max_length": f"Lý do dài quá {LONGEST_REASON} chữ; hãy viết gọn lại.",
            "null_characters_not_allowed": "Lý do có ký tự không in được; hãy gõ lại.",
        },
    )


@require_safe
def list_incoming(request: OfficialRequest) -> HttpResponse:
    """List what arrived, in one of its three states, the newest first."""
    entries = access.incoming_for(request.user, on=vn_day(timezone.now()))
    chosen = request.GET.get("tinh-trang", "")
    state = STATES.get(chosen, IncomingState.ARRIVED)
    counts = dict(entries.order_by().values_list("state").annotate(Count("pk")))
    before = whole_number(request.GET.get("truoc", ""))
    shown = entries.filter(state=state).order_by("-pk")
    if before is not None:
        shown = shown.filter(pk__lt=before)
    rows = list(shown[: PAGE + 1])
    here = f"?tinh-trang={chosen}" if chosen in STATES else "?tinh-trang=cho-tiep-nhan"
    return render(
        request,
        "documents/list_incoming.html",
        {
            "chips": [
                (f"?tinh-trang={address}", one.label, counts.get(one, 0), one == state)
                for address, one in STATES.items()
            ],
            "entries": [(row, verdicts.in_words(row.verdict)) for row in rows[:PAGE]],
            "nothing": NOTHING[state],
            "first_url": here if before else "",
            "next_url": f"{here}&truoc={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        },
    )


@require_safe
def read_incoming(request: OfficialRequest, pk: int) -> HttpResponse:
    """Show one entry: the verdict at arrival, the facts, the file, and what may be done."""
    return _page(request, _entry(request, pk), ReturnForm())


@require_POST
def receive(request: OfficialRequest, pk: int) -> HttpResponse:
    """Give the arrival its number; a second click is told what the first one did."""
    entry = _entry(request, pk)
    try:
        entry = receiving.receive(entry, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, f"Đã tiếp nhận {entry.code}, số đến {entry.number}.")
    return redirect("read-incoming", pk)


@require_POST
def send_back(request: OfficialRequest, pk: int) -> HttpResponse:
    """Return the arrival with the reason; without one nothing happens and nothing typed is lost."""
    entry = _entry(request, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, entry, form, status=422)
    try:
        receiving.send_back(
            entry, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )
    except Refusal as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, f"Đã trả lại {entry.code} cho {entry.sender}.")
    return redirect("read-incoming", pk)


def _entry(request: OfficialRequest, pk: int) -> IncomingEntry:
    entries = access.incoming_for(request.user, on=vn_day(timezone.now()))
    entry = (
        entries.filter(pk=pk)
        .select_related("document", "object", "closed_by", "agency")
        .prefetch_related("agency__names")
        .first()
    )
    if entry is None:
        raise Http404(NotFound.message)
    return entry


def _page(
    request: OfficialRequest, entry: IncomingEntry, form: ReturnForm, *, status: int = 200
) -> HttpResponse:
    on = vn_day(timezone.now())
    may_act = entry.state == IncomingState.ARRIVED and roles.has_duty(
        request.user, entry.agency_id, Duty.RECEIVE, on=on
    )
    return render(
        request,
        "documents/read_incoming.html",
        {
            "entry": entry,
            "judgement": verdicts.in_words(entry.verdict),
            "may_act": may_act,
            "file": File(
                "Tệp như khi đến (PDF)",
                reverse("incoming-file", args=[entry.pk]),
                entry.object.size,
                entry.object.sha256,
            ),
            "form": form,
        },
        status=status,
    )
