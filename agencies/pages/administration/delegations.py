"""Ủy quyền xử lý: who does whose work on which days."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from agencies import administration, roles
from agencies.actions import delegating
from agencies.models import Official
from agencies.pages.administration.base import AdministrationPage, DayField
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

    def __init__(self, *args: Any, people: list[Official], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((str(one.pk), one.full_name) for one in people)]
        for name in ("absent", "stand_in"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class Delegations(AdministrationPage):
    """The delegations of the agency, and a form for one more."""

    section = "delegations"
    template_name = "agencies/administration/delegations.html"

    def get(self, _request: HttpRequest) -> HttpResponse:
        return self._page(self._form(initial={"first": self.on}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        said = form.cleaned_data
        try:
            made = delegating.delegate(
                self.agency,
                absent=self._person(said["absent"]),
                stand_in=self._person(said["stand_in"]),
                first=said["first"],
                last=said["last"],
                reason=said["reason"],
                by=self.official,
                at=self.at,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            return self._page(form, status=409)
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

    def _form(self, *args: Any, **kwargs: Any) -> DelegationForm:
        people = administration.in_order(roles.people_of(self.agency, on=self.on))
        return DelegationForm(*args, people=people, **kwargs)

    def _person(self, key: str) -> Official:
        return roles.people_of(self.agency, on=self.on).get(pk=int(key))

    def _page(self, form: DelegationForm, *, refusal: str = "", status: int = 200) -> HttpResponse:
        in_force, over = administration.delegations(self.agency, on=self.on)
        context = {
            "form": form,
            "in_force": in_force,
            "over": over,
            "today": self.on,
            "refusal": refusal,
        }
        return self.show(context, status=status)


class EndDelegation(Delegations):
    """End one of the agency's delegations with this day, or take it back before it begins."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # type: ignore[override]
        in_force, _over = administration.delegations(self.agency, on=self.on)
        delegation = next((one for one in in_force if one.pk == pk), None)
        if delegation is None:
            raise Http404
        try:
            delegating.end(self.agency, delegation, by=self.official, at=self.at)
        except Refusal as refusal:
            form = self._form(initial={"first": self.on})
            return self._page(form, refusal=refusal.message, status=409)
        messages.success(request, _("Đã kết thúc ủy quyền."))
        return redirect("delegations")
