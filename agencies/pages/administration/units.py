"""Đơn vị, chức vụ: the agency's units, the posts in them and the duties that go with each."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from agencies import administration
from agencies.actions import appointing, arranging
from agencies.models import Department, Duty, Post, Rank
from agencies.pages.administration.base import AdministrationPage, DayField
from ui.refusal import Refusal

NO_UNIT = ("", _lazy("Không thuộc phòng (đơn vị) nào"))


class UnitForm(forms.Form):
    """What a unit is called."""

    use_required_attribute = False

    full_name = forms.CharField(label=_lazy("Tên phòng (đơn vị)"), max_length=200)
    abbreviation = forms.CharField(
        label=_lazy("Tên viết tắt"),
        max_length=30,
        help_text=_lazy("Dùng trong ký hiệu nơi lưu, như TCHC."),
    )


class RenameForm(UnitForm):
    """What it is called from a day on."""

    first = DayField(label=_lazy("Từ ngày"), help_text=_lazy("Văn bản trước ngày này giữ tên cũ."))


class DutiesForm(forms.Form):
    """The work that goes with a post."""

    use_required_attribute = False

    duties = forms.MultipleChoiceField(
        label=_lazy("Nhiệm vụ"),
        choices=Duty,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class PostForm(DutiesForm):
    """A new post."""

    title = forms.CharField(
        label=_lazy("Chức vụ"),
        max_length=100,
        help_text=_lazy("Như in dưới chữ ký: Trưởng phòng, Chuyên viên."),
    )
    rank = forms.ChoiceField(label=_lazy("Cấp"), choices=Rank, initial=Rank.STAFF)
    department = forms.ChoiceField(label=_lazy("Phòng (đơn vị)"), required=False)

    field_order = ("title", "rank", "department", "duties")

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [NO_UNIT, *units]


class Units(AdministrationPage):
    """The whole agency, unit by unit; forms for one more unit and one more post."""

    section = "units"
    template_name = "agencies/administration/units.html"

    def get(self, _request: HttpRequest) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest) -> HttpResponse:
        name = request.POST.get("do", "")
        form: forms.Form
        if name == "unit":
            form, act = UnitForm(request.POST, auto_id="unit_%s"), self._found_unit
        else:
            units = self._choices()
            form = PostForm(request.POST, units=units, auto_id="post_%s")
            name, act = "post", self._found_post
        if not form.is_valid():
            return self._page(name, form, status=422)
        try:
            told = act(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            return self._page(name, form, status=409)
        messages.success(self.request, told)
        return redirect("units")

    def _found_unit(self, said: dict[str, Any]) -> str:
        arranging.found_unit(self.agency, **said, by=self.official, at=self.at)
        return _("Đã lập đơn vị.")

    def _found_post(self, said: dict[str, Any]) -> str:
        key = said["department"]
        appointing.found_post(
            self.agency,
            title=said["title"],
            rank=Rank(said["rank"]),
            department=self.agency.departments.get(pk=int(key)) if key else None,
            duties=[Duty(one) for one in said["duties"]],
            by=self.official,
            at=self.at,
        )
        return _("Đã lập chức vụ.")

    def _choices(self) -> list[tuple[str, str]]:
        units = administration.units(self.agency, on=self.on)
        return [(str(one.department.pk), one.name) for one in units if one.department]

    def _page(
        self, name: str = "", typed: forms.Form | None = None, *, status: int = 200
    ) -> HttpResponse:
        fresh: dict[str, forms.Form] = {
            "unit": UnitForm(auto_id="unit_%s"),
            "post": PostForm(units=self._choices(), auto_id="post_%s"),
        }
        if typed is not None:
            fresh[name] = typed
        units = administration.units(self.agency, on=self.on)
        context = {"units": units, "forms": fresh, "typed": typed, "today": self.on}
        return self.show(context, status=status)


class OneUnit(AdministrationPage):
    """One unit, to be called otherwise from a day on."""

    section = "units"
    template_name = "agencies/administration/unit.html"

    def get(self, _request: HttpRequest, pk: int) -> HttpResponse:
        unit = self._find(pk)
        name = unit.name_on(self.on)
        now = {
            "full_name": name.full_name,
            "abbreviation": name.abbreviation,
            "first": self.on,
        }
        return self._page(unit, RenameForm(initial=now))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        unit, form = self._find(pk), RenameForm(request.POST)
        if not form.is_valid():
            return self._page(unit, form, status=422)
        try:
            arranging.rename_unit(unit, **form.cleaned_data, by=self.official, at=self.at)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            return self._page(unit, form, status=409)
        messages.success(request, _("Đã đặt tên mới cho đơn vị."))
        return redirect("units")

    def _find(self, pk: int) -> Department:
        unit = self.agency.departments.select_related("agency").filter(pk=pk).first()
        if unit is None:
            raise Http404
        return unit

    def _page(self, unit: Department, form: RenameForm, *, status: int = 200) -> HttpResponse:
        names = unit.names.order_by("-valid_from")
        return self.show({"unit": unit, "names": names, "form": form}, status=status)


class OnePost(AdministrationPage):
    """One post: who held it, and the duties that go with it."""

    section = "units"
    template_name = "agencies/administration/post.html"

    def get(self, _request: HttpRequest, pk: int) -> HttpResponse:
        post = self._find(pk)
        return self._page(post, DutiesForm(initial={"duties": post.duties}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        post, form = self._find(pk), DutiesForm(request.POST)
        if not form.is_valid():
            return self._page(post, form, status=422)
        duties = [Duty(one) for one in form.cleaned_data["duties"]]
        try:
            appointing.change_duties(post, duties=duties, by=self.official, at=self.at)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            return self._page(post, form, status=409)
        messages.success(request, _("Đã đổi nhiệm vụ của chức vụ."))
        return redirect("units")

    def _find(self, pk: int) -> Post:
        post = self.agency.posts.select_related("agency", "department").filter(pk=pk).first()
        if post is None:
            raise Http404
        return post

    def _page(self, post: Post, form: DutiesForm, *, status: int = 200) -> HttpResponse:
        held = post.appointments.select_related("official").order_by("-valid_from", "-pk")
        context = {
            "post": post,
            "called": appointing.named(post, on=self.on),
            "held": held,
            "form": form,
        }
        return self.show(context, status=status)
