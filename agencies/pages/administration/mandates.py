"""Quyền ký: the written orders by which one post signs for another (TL., TUQ.)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from agencies import administration
from agencies.actions import appointing, arranging
from agencies.models import Mandate, MandateCapacity, Post, Rank
from agencies.pages.administration.base import DayField, EndsPeriod, PeriodsPage, offer
from ui.refusal import Refusal

LEADERS = (Rank.HEAD, Rank.DEPUTY)


class MandateForm(forms.Form):
    """Who lets whom sign what, by which order, from when until when."""

    use_required_attribute = False

    capacity = forms.ChoiceField(label=_lazy("Tư cách ký"), choices=MandateCapacity)
    grantor = forms.ChoiceField(label=_lazy("Người giao"))
    holder = forms.ChoiceField(label=_lazy("Người được giao ký"))
    kinds = forms.CharField(
        label=_lazy("Loại văn bản"),
        max_length=200,
        help_text=_lazy("Tên loại viết tắt, cách nhau bằng dấu phẩy, như: CV, BC, TB."),
    )
    subject = forms.CharField(label=_lazy("Nội dung được giao"), max_length=500)
    document = forms.CharField(
        label=_lazy("Văn bản giao"),
        max_length=200,
        help_text=_lazy("Số, ký hiệu và ngày, như: Quyết định 15/QĐ-BQLKKT ngày 05/01/2026."),
    )
    first = DayField(label=_lazy("Từ ngày"))
    last = DayField(
        label=_lazy("Đến hết ngày"),
        required=False,
        help_text=_lazy("Thừa ủy quyền phải có ngày kết thúc."),
    )

    def __init__(
        self,
        *args: Any,
        grantors: list[tuple[str, str]],
        holders: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("grantor", grantors), ("holder", holders)):
            offer(self, name, choices)

    def clean_kinds(self) -> list[str]:
        typed = self.cleaned_data["kinds"].upper().replace(";", ",").split(",")
        kinds = [one.strip() for one in typed if one.strip()]
        if not kinds or any(len(one) > 5 or not one.isalpha() for one in kinds):
            raise forms.ValidationError(_("Ghi tên loại viết tắt, như: CV, BC."))
        return list(dict.fromkeys(kinds))


class Mandates(PeriodsPage):
    """The orders in force, and a form for one more."""

    section = "mandates"
    template_name = "agencies/administration/mandates.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        said = form.cleaned_data
        try:
            arranging.give_mandate(
                self.agency,
                capacity=MandateCapacity(said["capacity"]),
                grantor=self._post(said["grantor"]),
                holder=self._post(said["holder"]),
                kinds=said["kinds"],
                subject=said["subject"],
                document=said["document"],
                first=said["first"],
                last=said["last"],
                by=self.official,
                at=self.at,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            return self.page(form, status=409)
        messages.success(request, _("Đã ghi việc giao ký."))
        return redirect("mandates")

    def form(self, *args: Any, **kwargs: Any) -> MandateForm:
        units = administration.units(self.agency, on=self.on)
        posts = [post for unit in units for post in unit.posts]
        named = [(str(one.pk), appointing.named(one, on=self.on)) for one in posts]
        leads = [
            (key, called)
            for (key, called), post in zip(named, posts, strict=True)
            if post.rank in LEADERS
        ]
        return MandateForm(*args, grantors=leads, holders=named, **kwargs)

    def _post(self, key: str) -> Post:
        return self.agency.posts.select_related("department").get(pk=int(key))

    def listed(self) -> tuple[list[Mandate], list[Mandate]]:
        return administration.mandates(self.agency, on=self.on)


class EndMandate(EndsPeriod, Mandates):
    """End one of the agency's orders with this day."""

    ended = _lazy("Đã kết thúc việc giao ký.")

    def end(self, one: Mandate) -> None:
        arranging.end_mandate(one, by=self.official, at=self.at)
