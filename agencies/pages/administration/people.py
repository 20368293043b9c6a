"""Người dùng: the agency's accounts, each with its posts and what it signs with."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from agencies import administration
from agencies.actions import accounts, appointing
from agencies.errors import NobodySo
from agencies.models import Appointment, Official, Post
from agencies.pages.administration.base import AdministrationPage, DayField, offer
from ui.refusal import Refusal
from ui.typed import whole_number


class PostForm(forms.Form):
    """Which vacant post somebody is to hold."""

    use_required_attribute = False

    post = forms.ChoiceField(label=_lazy("Chức vụ"))

    def __init__(self, *args: Any, posts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "post", posts)


class AccountForm(PostForm):
    """A new account and the post that its holder begins in today."""

    field_order = ("full_name", "username", "password", "post")

    full_name = forms.CharField(label=_lazy("Họ và tên"), max_length=100)
    username = forms.CharField(
        label=_lazy("Tên đăng nhập"),
        max_length=150,
        validators=[
            UnicodeUsernameValidator(message=_lazy("Chỉ dùng chữ, số và các dấu @ . + - _"))
        ],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_lazy("Mật khẩu ban đầu"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_lazy("Báo riêng cho người dùng; họ tự đổi ở trang Tùy chọn, mục Bảo mật."),
    )


class TransferForm(PostForm):
    """Somebody whose posts in another agency have ended, and the post that he begins in here."""

    field_order = ("username", "post")

    username = forms.CharField(
        label=_lazy("Tên đăng nhập"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )


class NameForm(forms.Form):
    """What an official is called from now on."""

    use_required_attribute = False

    full_name = forms.CharField(
        label=_lazy("Họ và tên"),
        max_length=100,
        help_text=_lazy("Văn bản đã ký giữ nguyên tên cũ."),
    )


class PasswordForm(forms.Form):
    """A new password for somebody who lost his."""

    use_required_attribute = False

    password = forms.CharField(
        label=_lazy("Mật khẩu mới"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class AppointForm(PostForm):
    """A post, and from which day it is held."""

    first = DayField(label=_lazy("Từ ngày"))
    acting = forms.BooleanField(label=_lazy("Quyền người đứng đầu (Q.)"), required=False)


class EndForm(forms.Form):
    """The last day on which a post is held."""

    use_required_attribute = False

    last = DayField(label=_lazy("Ngày cuối giữ chức vụ"))


class PeoplePage(AdministrationPage):
    """What the pages on accounts share: the posts that nobody holds."""

    section = "people"

    def vacant(self) -> list[tuple[str, str]]:
        posts = administration.vacant_posts(self.agency, on=self.on)
        return [(str(one.pk), appointing.named(one, on=self.on)) for one in posts]

    def post_chosen(self, key: str) -> Post:
        return self.agency.posts.select_related("agency", "department").get(pk=int(key))


class People(PeoplePage):
    """Everybody of the agency, and a form for one more."""

    template_name = "agencies/administration/people.html"

    def get(self, _request: HttpRequest) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest) -> HttpResponse:
        transfers = request.POST.get("do") == "transfer"
        form: AccountForm | TransferForm = (
            TransferForm(request.POST, posts=self.vacant(), auto_id="transfer_%s")
            if transfers
            else AccountForm(request.POST, posts=self.vacant())
        )
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            made = self._transferred(form) if transfers else self._opened(form)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            return self._page(form, status=409)
        messages.success(request, _("%(who)s đã có chức vụ trong cơ quan.") % {"who": made})
        return redirect("person", made.public_id)

    def _opened(self, form: forms.Form) -> Official:
        said = form.cleaned_data
        return accounts.open_account(
            self.post_chosen(said["post"]),
            username=said["username"],
            full_name=said["full_name"],
            password=said["password"],
            by=self.official,
            at=self.at,
        )

    def _transferred(self, form: forms.Form) -> Official:
        said = form.cleaned_data
        person = Official.objects.filter(username=said["username"]).first()
        if person is None:
            raise NobodySo
        post = self.post_chosen(said["post"])
        appointing.appoint(person, post, acting=False, first=self.on, by=self.official, at=self.at)
        return person

    def _page(
        self, typed: AccountForm | TransferForm | None = None, *, status: int = 200
    ) -> HttpResponse:
        posts = self.vacant()
        opening = typed if isinstance(typed, AccountForm) else AccountForm(posts=posts)
        transfer = (
            typed
            if isinstance(typed, TransferForm)
            else TransferForm(posts=posts, auto_id="transfer_%s")
        )
        people = administration.people(self.agency, on=self.on)
        context = {"form": opening, "transfer": transfer, "typed": typed, "people": people}
        return self.show(context, status=status)


class OnePerson(PeoplePage):
    """One account: its name, posts, password; each form is sent with the name of its act."""

    template_name = "agencies/administration/person.html"
    person: Official

    def get(self, _request: HttpRequest, public_id: UUID) -> HttpResponse:
        return self._page(public_id)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        self.person = self._find(public_id)
        act = {
            "rename": self._rename,
            "password": self._password,
            "appoint": self._appoint,
            "end": self._end,
            "close": self._close,
            "reopen": self._reopen,
        }.get(request.POST.get("do", ""))
        if act is None:
            return self._page(
                public_id, refusal=_("Không rõ việc phải làm; hãy thử lại."), status=422
            )
        try:
            form, told = act()
        except Refusal as refusal:
            return self._page(public_id, refusal=refusal.message, status=409)
        if not form.is_valid():
            name = request.POST.get("do", "")
            return self._page(public_id, typed=form, name=name, status=422)
        messages.success(request, told)
        return redirect("person", public_id)

    def _rename(self) -> tuple[forms.Form, str]:
        form = NameForm(self.request.POST, auto_id="rename_%s")
        if form.is_valid():
            accounts.rename(
                self.agency,
                self.person,
                full_name=form.cleaned_data["full_name"],
                by=self.official,
                at=self.at,
            )
        return form, _("Đã đổi họ và tên.")

    def _password(self) -> tuple[forms.Form, str]:
        form = PasswordForm(self.request.POST, auto_id="password_%s")
        if form.is_valid():
            accounts.set_password(
                self.agency,
                self.person,
                password=form.cleaned_data["password"],
                by=self.official,
                at=self.at,
            )
        return form, _("Đã đặt lại mật khẩu; các nơi đang đăng nhập bằng mật khẩu cũ đều bị thoát.")

    def _appoint(self) -> tuple[forms.Form, str]:
        form = AppointForm(self.request.POST, posts=self.vacant(), auto_id="appoint_%s")
        if form.is_valid():
            appointing.appoint(
                self.person,
                self.post_chosen(form.cleaned_data["post"]),
                acting=form.cleaned_data["acting"],
                first=form.cleaned_data["first"],
                by=self.official,
                at=self.at,
            )
        return form, _("Đã bổ nhiệm.")

    def _end(self) -> tuple[forms.Form, str]:
        form = EndForm(self.request.POST, auto_id="end_%s")
        if form.is_valid():
            key = whole_number(self.request.POST.get("appointment", "")) or 0
            held = Appointment.objects.filter(official=self.person, post__agency=self.agency)
            appointment = held.select_related("post__agency", "official").filter(pk=key).first()
            if appointment is None:
                raise Http404
            appointing.end(
                appointment, last=form.cleaned_data["last"], by=self.official, at=self.at
            )
        return form, _("Đã ghi ngày thôi giữ chức vụ.")

    def _close(self) -> tuple[forms.Form, str]:
        accounts.close_account(self.agency, self.person, by=self.official, at=self.at)
        return forms.Form({}), _("Đã khóa tài khoản.")

    def _reopen(self) -> tuple[forms.Form, str]:
        accounts.reopen_account(self.agency, self.person, by=self.official, at=self.at)
        return forms.Form({}), _("Đã mở lại tài khoản.")

    def _find(self, public_id: UUID) -> Official:
        found = administration.officials_of(self.agency, on=self.on)
        person = found.filter(public_id=public_id).first()
        if person is None:
            raise Http404
        return person

    def _page(
        self,
        public_id: UUID,
        *,
        typed: forms.Form | None = None,
        name: str = "",
        refusal: str = "",
        status: int = 200,
    ) -> HttpResponse:
        person = self._find(public_id)
        fresh = {
            "rename": NameForm(initial={"full_name": person.full_name}, auto_id="rename_%s"),
            "password": PasswordForm(auto_id="password_%s"),
            "appoint": AppointForm(
                posts=self.vacant(), initial={"first": self.on}, auto_id="appoint_%s"
            ),
            "end": EndForm(initial={"last": self.on}, auto_id="end_%s"),
        }
        if typed is not None:
            fresh[name] = typed
        return self.show(
            {
                "person": person,
                "appointments": [
                    (one, one.valid_to is None or one.valid_to > self.on)
                    for one in administration.history(person, self.agency)
                ],
                "forms": fresh,
                "typed": typed,
                "ending": self.request.POST.get("appointment", ""),
                "refusal": refusal,
                "credentials": person.credentials.defer(
                    "certificate", "chain", "wrapped_key"
                ).order_by("-valid_from"),
                "today": self.on,
                "now": self.at,
            },
            status=status,
        )
