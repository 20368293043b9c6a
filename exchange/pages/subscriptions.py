"""Tích hợp: which addresses an agency lets be told, and one of them with all that it was told."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_http_methods, require_safe

from agencies.administration import administered_by
from agencies.moments import vn_day
from agencies.pages.security import behind_step_up
from exchange import queries
from exchange.actions import delivering, subscribing
from exchange.models import (
    Delivery,
    DeliveryState,
    Fact,
    Subscription,
    SubscriptionAct,
    SubscriptionEvent,
)
from exchange.pages.requests import official_of, subscription_asked
from exchange.pages.subscribe_form import SubscribeForm
from ui.parts import Entry, Tone
from ui.refusal import Refusal
from ui.typed import whole_number

PAGE: Final = 50
ENTRIES: Final = 100  # lines of a subscription's journal
STATES: Final = {"cho-gui": "PENDING", "da-nhan": "DELIVERED", "ngung-gui": "GIVEN_UP"}
TONES: Final[dict[str, Tone]] = {"PENDING": "info", "DELIVERED": "good", "GIVEN_UP": "bad"}
ACTS: Final[dict[str, tuple[Callable[..., object], str]]] = {
    "pause": (subscribing.pause, "Đã tạm ngừng; tin mới được giữ lại đến khi mở lại."),
    "resume": (subscribing.resume, "Đã mở lại; tin đang chờ được gửi ngay."),
    "revoke": (subscribing.revoke, "Đã hủy đăng ký; khóa bí mật đã xóa."),
    "test": (delivering.try_out, "Đang gọi thử; tải lại trang sau ít giây để xem kết quả."),
}


@require_safe
def list_subscriptions(request: HttpRequest) -> HttpResponse:
    """List the subscriptions of the agencies that one administers, those in force first."""
    official, on = official_of(request), vn_day(timezone.now())
    agencies = list(administered_by(official, on=on))
    if not agencies:
        raise Http404
    rows = queries.with_counts(queries.subscriptions_of(official, on=on))
    rows = rows.select_related("agency").prefetch_related("agency__names")
    found = sorted(rows[: 4 * PAGE], key=lambda one: one.is_revoked)
    context = {"rows": [_row(one) for one in found], "several": len(agencies) > 1}
    return render(request, "exchange/subscriptions.html", context)


def _row(subscription: Subscription) -> dict[str, Any]:
    return {
        "one": subscription,
        "facts": facts_in_words(subscription),
        "standing": standing(subscription),
    }


def facts_in_words(subscription: Subscription) -> str:
    return "; ".join(Fact(fact).label for fact in subscription.facts)


def standing(subscription: Subscription) -> tuple[str, str]:
    """Return how a subscription stands, in words, with a tone."""
    if subscription.is_revoked:
        return "Đã hủy", "neutral"
    if subscription.is_paused:
        return "Tạm ngừng", "warn"
    return ("Đang gọi hỏng", "bad") if subscription.failures else ("Đang báo tin", "good")


@require_http_methods(["GET", "HEAD", "POST"])
@behind_step_up
def subscribe(request: HttpRequest) -> HttpResponse:
    """Subscribe an address; its secret stands on this one answer only."""
    official, at = official_of(request), timezone.now()
    on = vn_day(at)
    if not administered_by(official, on=on).exists():
        raise Http404
    form = SubscribeForm(
        request.POST if request.method == "POST" else None, official=official, on=on
    )
    if not form.is_valid():
        return _form(request, form, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    try:
        made, secret = subscribing.subscribe(
            said["agency"],
            key=said["key"],
            address=said["address"],
            facts=[Fact(fact) for fact in said["facts"]],
            by=official,
            at=at,
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _form(request, form, status=409)
    if not secret:
        messages.info(request, "Địa chỉ này đã được đăng ký từ lần bấm trước.")
        return redirect("subscription", made.public_id)
    page = render(request, "exchange/subscribed.html", {"made": made, "secret": secret})
    page.headers["Cache-Control"] = "private, no-store"
    return page


def _form(request: HttpRequest, form: SubscribeForm, *, status: int) -> HttpResponse:
    return render(request, "exchange/subscribe.html", {"form": form}, status=status)


class SubscriptionPage(View):
    """One subscription: what it is told, what became of each telling, and its four acts."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        one = subscription_asked(request, public_id, on=vn_day(timezone.now()))
        return self._show(request, one)

    @method_decorator(behind_step_up)
    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        at = timezone.now()
        one = subscription_asked(request, public_id, on=vn_day(at))
        act, done = ACTS.get(request.POST.get("do", ""), (None, ""))
        if act is None:
            return self._show(request, one, refusal="Nút này không có trên trang.", status=422)
        try:
            act(one, by=official_of(request), at=at)
        except Refusal as refusal:
            one.refresh_from_db()
            return self._show(request, one, refusal=refusal.message, status=409)
        messages.success(request, done)
        return redirect("subscription", public_id)

    def _show(
        self, request: HttpRequest, one: Subscription, *, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        asked = request.GET.get("tinh-trang", "")
        after = whole_number(request.GET.get("sau", ""))
        rows = queries.deliveries_of(one, state=STATES.get(asked, ""))
        if after is not None:
            rows = rows.filter(pk__lt=after)
        found = list(rows.select_related("event__document__register_entry")[: PAGE + 1])
        here = {"tinh-trang": asked} if asked in STATES else {}
        following = urlencode(here | {"sau": found[PAGE - 1].pk}) if len(found) > PAGE else ""
        context = {
            "one": one,
            "facts": [Fact(fact).label for fact in one.facts],
            "standing": standing(one),
            "chips": _chips(asked if asked in STATES else ""),
            "rows": [(row, document_of(row), TONES[row.state]) for row in found[:PAGE]],
            "entries": [_entry(event) for event in _journal(one)],
            "refusal": refusal,
            "first_url": f"?{urlencode(here)}" if after is not None else "",
            "next_url": f"?{following}" if following else "",
        }
        return render(request, "exchange/subscription.html", context, status=status)


def _chips(asked: str) -> list[tuple[str, str, bool]]:
    labels = {state: DeliveryState(value).label for state, value in STATES.items()}
    return [("?", "Tất cả", not asked)] + [
        (f"?tinh-trang={state}", label, state == asked) for state, label in labels.items()
    ]


def document_of(delivery: Delivery) -> str:
    """Return how the document is called that a delivery tells of; "" for a test."""
    if delivery.event is None:
        return ""
    entry = getattr(delivery.event.document, "register_entry", None)
    return entry.code if entry else "văn bản chưa có số"


def _journal(subscription: Subscription) -> list[SubscriptionEvent]:
    return list(subscription.events.select_related("by").order_by("-pk")[:ENTRIES])


def _entry(event: SubscriptionEvent) -> Entry:
    tones: dict[str, Tone] = {
        SubscriptionAct.PAUSED: "warn",
        SubscriptionAct.REVOKED: "bad",
        SubscriptionAct.RESUMED: "good",
    }
    return Entry(
        at=event.at,
        text=event.get_act_display(),
        by=str(event.by or "Hệ thống"),
        detail=event.detail,
        tone=tones.get(event.act, ""),
    )
