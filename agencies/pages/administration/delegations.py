"""Ủy quyền xử lý: who does whose work on which days."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from agencies import administration, roles
from agencies.actions import delegating
from agencies.models import Delegation, Official
from agencies.pages.administration.base import DayField, EndsPeriod, PeriodsPage, offer
from ui.refusal import Refusal


class DelegationForm(forms.Form):
    """Who is away, who stands in, from which day to which."""

    use_required_attribute = False

    absent = forms.ChoiceField(label=_lazy("Người vắng mặt"))
    stand_in = forms.ChoiceField(label=_lazy("Người xử lý thay"))
    first = DayField(label=_lazy("Từ ngày"))
    last = DayField(
        label=_lazy("Đến hết ngày"),
        help_text=_lazy("Sau ngày này việc tự trở về người vắng mặt."),
    )
    reason = forms.CharField(label=_lazy("Lý do"), max_length=200)

    def __init__(
        self, *args: Any, absent: list[Official], people: list[Official], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, who in (("absent", absent), ("stand_in", people)):
            offer(self, name, [(str(one.pk), one.full_name) for one in who])


class Delegations(PeriodsPage):
    """The delegations of the agency, and a form for one more."""

    section = "delegations"
    template_name = "agencies/administration/delegations.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        said = form.cleaned_data
        try:
            made = delegating.delegate(
                self.agency,
                absent=Official.objects.get(pk=int(said["absent"])),
                stand_in=Official.objects.get(pk=int(said["stand_in"])),
                first=said["first"],
                last=said["last"],
                reason=said["reason"],
                by=self.official,
                at=self.at,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            return self.page(form, status=409)
        messages.success(
            request,
            _("%(stand_in)s xử lý thay %(absent)s đến hết ngày %(last)s.")
            % {
                "stand_in": made.stand_in,
                "absent": made.absent,
                "last": f"{said['last']:%d/%m/%Y}",
            },
        )
        return redirect("delegations")

    def listed(self) -> tuple[list[Delegation], list[Delegation]]:
        return administration.delegations(self.agency, on=self.on)

    def form(self, *args: Any, **kwargs: Any) -> DelegationForm:
        in_order = administration.in_order
        return DelegationForm(
            *args,
            absent=in_order(administration.officials_of(self.agency, on=self.on)),
            people=in_order(roles.people_of(self.agency, on=self.on)),
            **kwargs,
        )


class EndDelegation(EndsPeriod, Delegations):
    """End one of the agency's delegations with this day, or take it back before it begins."""

    ended = _lazy("Đã kết thúc ủy quyền.")

    def end(self, one: Delegation) -> None:
        delegating.end(self.agency, one, by=self.official, at=self.at)
