"""What the administrator's pages share: whose agency it is, who may come in."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View

from agencies import step_up
from agencies.administration import administered_by
from agencies.models import Agency, Official
from agencies.moments import vn_day
from ui.refusal import Refusal
from ui.typed import whole_number

SECTIONS: Final = (
    ("administration", _("Tổng quan")),
    ("delegations", _("Ủy quyền")),
    ("people", _("Người dùng")),
    ("units", _("Đơn vị, chức vụ")),
    ("mandates", _("Quyền ký")),
    ("agency-journal", _("Nhật ký")),
)
# How long after its page was opened a form may still be sent.
TO_FILL_IN: Final = timedelta(minutes=30)


class AdministrationPage(View):
    """A page on one agency for its administrator; for anybody else it is not there."""

    section = "administration"
    template_name = ""
    agency: Agency
    official: Official
    at: datetime
    on: date

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        assert isinstance(request.user, Official)
        self.official, self.at = request.user, timezone.now()
        self.on = vn_day(self.at)
        mine = administered_by(self.official, on=self.on)
        asked = whole_number(request.GET.get("co-quan", ""))
        found = [one for one in mine if asked in (None, one.pk)]
        if not found:
            raise Http404
        self.agency = found[0]
        grace = TO_FILL_IN if request.method == "POST" else timedelta()
        needed = step_up.need(request, at=self.at, grace=grace)
        if needed is not step_up.Need.NOTHING:
            return self._to_the_gate(request, needed)
        return super().dispatch(request, *args, **kwargs)

    def _to_the_gate(self, request: HttpRequest, needed: step_up.Need) -> HttpResponse:
        if needed is step_up.Need.ENROL:
            messages.warning(request, _("Quản trị cần xác thực hai bước; hãy đăng ký trước."))
            return redirect("security")
        return redirect(f"{reverse('confirm')}?{urlencode({'tiep': request.path})}")

    def show(self, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        shared = {
            "agency": self.agency,
            "sections": [(name, label, name == self.section) for name, label in SECTIONS],
        }
        return render(self.request, self.template_name, shared | context, status=status)


class PeriodsPage(AdministrationPage):
    """What holds from a day to a day: a list of it, and a form for one more."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        return self.page(self.form(initial={"first": self.on}))

    def listed(self) -> tuple[list[Any], list[Any]]:
        """Return those in force or to come, and those that are over."""
        raise NotImplementedError

    def form(self, *args: Any, **kwargs: Any) -> forms.Form:
        raise NotImplementedError

    def page(self, form: forms.Form, *, refusal: str = "", status: int = 200) -> HttpResponse:
        in_force, over = self.listed()
        context = {
            "form": form,
            "in_force": in_force,
            "over": over,
            "today": self.on,
            "refusal": refusal,
        }
        return self.show(context, status=status)


class EndsPeriod(PeriodsPage):
    """End one of what such a page lists."""

    http_method_names = ("post",)
    ended: Any = ""  # what is said then, translated when it is

    def post(self, request: HttpRequest, **named: Any) -> HttpResponse:
        one = next((one for one in self.listed()[0] if one.pk == named["pk"]), None)
        if one is None:
            raise Http404
        try:
            self.end(one)
        except Refusal as refusal:
            form = self.form(initial={"first": self.on})
            return self.page(form, refusal=refusal.message, status=409)
        messages.success(request, str(self.ended))
        return redirect(self.section)

    def end(self, one: Any) -> None:
        raise NotImplementedError


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """Let a field of a form be chosen from what is known only once the page is asked for."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", "—"), *choices]


class DayField(forms.DateField):
    """A day, as officials type it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"inputmode": "numeric", "placeholder": "16/11/2026"})
        super().__init__(widget=widget, **kwargs)
