"""Quản trị: how the agency stands today; what its documents carry; what was done."""

from datetime import timedelta
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from agencies import administration, administration_words
from agencies.actions import arranging
from agencies.pages.administration.base import AdministrationPage
from ui.refusal import Refusal
from ui.typed import whole_number

PAGE: Final = 50


class Overview(AdministrationPage):
    """What needs the administrator today, and the agency's own settings."""

    template_name = "agencies/administration/overview.html"

    def get(self, _request: HttpRequest) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest) -> HttpResponse:
        prints = request.POST.get("do") == "print"
        try:
            arranging.print_verification(self.agency, prints=prints, by=self.official, at=self.at)
        except Refusal as refusal:
            return self._page(refusal=refusal.message, status=409)
        messages.success(
            request,
            _("Từ nay văn bản được in mã xác thực và mã QR.")
            if prints
            else _("Từ nay văn bản không in mã xác thực và mã QR nữa."),
        )
        return redirect("administration")

    def _page(self, *, refusal: str = "", status: int = 200) -> HttpResponse:
        in_force, _over = administration.delegations(self.agency, on=self.on)
        ends_soon = self.at + timedelta(days=administration.SOON)
        return self.show(
            {
                "refusal": refusal,
                "name": self.agency.name_on(self.on),
                "delegations": in_force,
                "vacant": administration.vacant_posts(self.agency, on=self.on),
                "credentials": [
                    (one, one.valid_to <= ends_soon)
                    for one in administration.credentials(self.agency, at=self.at, on=self.on)
                ],
            },
            status=status,
        )


class Journal(AdministrationPage):
    """What administrators did, the newest first."""

    section = "agency-journal"
    template_name = "agencies/administration/journal.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        events = self.agency.events.select_related("by").order_by("-pk")
        before = whole_number(request.GET.get("truoc", ""))
        if before is not None:
            events = events.filter(pk__lt=before)
        shown = list(events[: PAGE + 1])
        return self.show(
            {
                "entries": [administration_words.entry(one) for one in shown[:PAGE]],
                "first_url": "?" if before is not None else "",
                "next_url": f"?truoc={shown[PAGE - 1].pk}" if len(shown) > PAGE else "",
            }
        )
