"""One telling: the very text that was sent, each call of the receiver, and sending it again."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from agencies.moments import vn_day
from exchange.actions import delivering
from exchange.models import Delivery
from exchange.pages.requests import official_of, subscription_asked
from exchange.pages.subscriptions import TONES, document_of
from ui.refusal import Refusal

ATTEMPTS = 50  # the newest; replays may add more


class DeliveryPage(View):
    def get(self, request: HttpRequest, public_id: UUID, delivery_id: UUID) -> HttpResponse:
        return self._show(request, self._asked(request, public_id, delivery_id))

    def post(self, request: HttpRequest, public_id: UUID, delivery_id: UUID) -> HttpResponse:
        """Send the same text again."""
        delivery = self._asked(request, public_id, delivery_id)
        try:
            delivering.replay(delivery, by=official_of(request), at=timezone.now())
        except Refusal as refusal:
            delivery.refresh_from_db()
            return self._show(request, delivery, refusal=refusal.message, status=409)
        messages.success(request, "Đang gửi lại; tải lại trang sau ít giây để xem kết quả.")
        return redirect("delivery", public_id, delivery_id)

    def _asked(self, request: HttpRequest, public_id: UUID, delivery_id: UUID) -> Delivery:
        subscription = subscription_asked(request, public_id, on=vn_day(timezone.now()))
        rows = subscription.deliveries.select_related(
            "subscription", "event__document__register_entry"
        )
        found = rows.filter(public_id=delivery_id).first()
        if found is None:
            raise Http404
        return found

    def _show(
        self, request: HttpRequest, delivery: Delivery, *, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        context = {
            "one": delivery,
            "called": document_of(delivery),
            "tone": TONES[delivery.state],
            "body": json.dumps(json.loads(delivery.body), ensure_ascii=False, indent=2),
            "attempts": delivery.attempts.order_by("-pk")[:ATTEMPTS],
            "refusal": refusal,
        }
        return render(request, "exchange/delivery.html", context, status=status)
