"""Đổi mật khẩu: by who knows the present one; every other sign-in ends with it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import password_validation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from agencies import sessions
from agencies.actions import entering
from agencies.errors import AgencyError
from agencies.models import Official
from agencies.pages.security import official_of


class PasswordForm(forms.Form):
    """The present password, and the new one twice."""

    use_required_attribute = False

    current = forms.CharField(
        label=_lazy("Mật khẩu hiện tại"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _lazy("Hãy nhập mật khẩu hiện tại.")},
    )
    new = forms.CharField(
        label=_lazy("Mật khẩu mới"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_lazy("Ít nhất 12 ký tự; một câu dài dễ nhớ là tốt nhất."),
        error_messages={
            "required": _lazy("Hãy nhập mật khẩu mới."),
            "max_length": _lazy("Mật khẩu dài nhất 256 ký tự."),
        },
    )
    again = forms.CharField(
        label=_lazy("Nhập lại mật khẩu mới"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _lazy("Hãy nhập lại mật khẩu mới.")},
    )

    def __init__(self, official: Official, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.official = official

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        password_validation.validate_password(new, self.official)
        return new

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise forms.ValidationError(_("Hai lần nhập mật khẩu mới không giống nhau."))
        return again


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change the official's own password."""
    official = official_of(request)
    form = PasswordForm(official, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "agencies/password.html", {"form": form}, status=status)
    typed = form.cleaned_data
    try:
        entering.change_password(official, current=typed["current"], new=typed["new"])
    except AgencyError as refusal:
        form.add_error("current", refusal.message)
        return render(request, "agencies/password.html", {"form": form}, status=422)
    sessions.end_others(request, official)
    sessions.stay(request, official, at=timezone.now())
    messages.success(request, _("Đã đổi mật khẩu; mọi nơi đăng nhập khác đã bị đăng xuất."))
    return redirect("security")
