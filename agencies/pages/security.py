"""Bảo mật: the official's second factors, each shown, added and removed behind the gate."""

from base64 import b32encode
from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from agencies import step_up
from agencies.actions import entering, passkeys, second_factors
from agencies.errors import AgencyError, CodeWrong, EnrolFirst
from agencies.models import CodeProgram, Official
from ui.typed import whole_number

Page = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponseBase]
REMOVED: Final = _lazy("Đã xóa «%(name)s».")


class PasskeyForm(forms.Form):
    """What a passkey is called; the device's answer is put in by the script."""

    use_required_attribute = False

    name = forms.CharField(
        label=_lazy("Tên"),
        max_length=60,
        help_text=_lazy("Để sau này biết là máy nào, ví dụ «Máy tính ở cơ quan»."),
        error_messages={
            "required": _lazy("Hãy đặt tên cho khóa."),
            "max_length": _lazy("Tên dài nhất 60 chữ."),
            "null_characters_not_allowed": _lazy("Tên có ký tự không in được; hãy gõ lại."),
        },
    )


def behind_the_gate(page: Page) -> Page:
    """Lead whoever has confirmed nothing lately to the page that asks for it, and back."""

    @wraps(page)
    def gated(request: HttpRequest) -> HttpResponse:
        if step_up.sitting(request, at=timezone.now()):
            return page(request)
        return redirect(f"{reverse('confirm')}?{urlencode({'tiep': request.path})}")

    return gated


def behind_step_up(page: View) -> View:
    """Lead whoever must still show a second factor to where that is done, before any typing."""

    @wraps(page)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        needed = step_up.need(request, at=timezone.now())
        if needed is step_up.Need.ENROL:
            messages.warning(request, _(EnrolFirst.message))
            return redirect("security")
        if needed is step_up.Need.CONFIRM:
            return redirect(f"{reverse('confirm')}?{urlencode({'tiep': request.path})}")
        return page(request, *args, **kwargs)

    return gated


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def security(request: HttpRequest) -> HttpResponse:
    """Show what an official signs in with; a button removes one, or renews the paper."""
    if request.method == "POST":
        return _change(request)
    official = official_of(request)
    context = {
        "program": CodeProgram.objects.filter(official=official).first(),
        "passkeys": list(official.passkeys.order_by("pk")),
        "codes_left": second_factors.codes_left(official),
    }
    return render(request, "agencies/security.html", context)


@behind_the_gate
def _change(request: HttpRequest) -> HttpResponse:
    official, button = official_of(request), request.POST.get("do", "")
    if button == "renew" and second_factors.is_enrolled(official):
        return _on_paper(request, second_factors.renew_codes(official))
    if button == "remove_program":
        second_factors.remove_program(official)
        messages.success(request, REMOVED % {"name": _("Ứng dụng tạo mã")})
    if button == "remove_passkey":
        key = whole_number(request.POST.get("passkey", "")) or 0
        if name := second_factors.remove_passkey(official, key):
            messages.success(request, REMOVED % {"name": name})
    return redirect("security")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for a second factor, or for the password where there is none; lead back then."""
    official, at = official_of(request), timezone.now()
    enrolled = second_factors.is_enrolled(official)
    onward = _ours(request, request.POST.get("tiep") or request.GET.get("tiep", ""))
    fault = ""
    if request.method == "POST":
        try:
            if enrolled:
                step_up.show(request, official, at=at)
            else:
                entering.require_password(official, request.POST.get("password", ""))
        except AgencyError as refusal:
            fault = refusal.message
        else:
            step_up.confirmed(request, how="factor" if enrolled else "password", at=at)
            return redirect(onward)
    context = {"enrolled": enrolled, "onward": onward, "fault": fault}
    return render(request, "agencies/confirm.html", context, status=422 if fault else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@behind_the_gate
def enrol_program(request: HttpRequest) -> HttpResponse:
    """Show the QR code that a code program reads, until it shows the right code."""
    official, at = official_of(request), timezone.now()
    secret = second_factors.secret_to_be(official, step_up.sitting(request, at=at))
    fault = ""
    if request.method == "POST":
        code = request.POST.get("code", "")[:64]
        try:
            codes = second_factors.enrol_program(official, secret=secret, code=code, at=at)
        except CodeWrong:
            fault = _("Mã này không đúng; hãy nhập mã đang hiện trong ứng dụng.")
        except AgencyError as refusal:
            fault = refusal.message
        else:
            step_up.confirmed(request, how="factor", at=at)
            return _enrolled(request, codes)
    written = b32encode(secret).decode()
    context = {
        "address": second_factors.address_of(official, secret),
        "written": " ".join(written[n : n + 4] for n in range(0, len(written), 4)),
        "fault": fault,
    }
    return render(request, "agencies/enrol_program.html", context, status=422 if fault else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@behind_the_gate
def enrol_passkey(request: HttpRequest) -> HttpResponse:
    """Ask for a name, and keep the key that the device made for it."""
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _passkey_page(request, form, status=422 if form.is_bound else 200)
    at = timezone.now()
    try:
        codes = passkeys.make(
            official_of(request),
            request.session,
            name=form.cleaned_data["name"],
            answer=request.POST.get("passkey", ""),
            origin=step_up.origin(request),
            at=at,
        )
    except AgencyError as refusal:
        form.add_error(None, refusal.message)
        return _passkey_page(request, form, status=409)
    step_up.confirmed(request, how="factor", at=at)
    return _enrolled(request, codes)


@never_cache
@require_POST
@behind_the_gate
def passkey_to_make(request: HttpRequest) -> HttpResponse:
    """Return what the device is asked to make, to the script of the page above."""
    asked = passkeys.begin_to_make(
        official_of(request),
        request.session,
        origin=step_up.origin(request),
        at=timezone.now(),
    )
    return JsonResponse(asked)


def official_of(request: HttpRequest) -> Official:
    assert isinstance(request.user, Official)
    return request.user


def _passkey_page(request: HttpRequest, form: forms.Form, *, status: int) -> HttpResponse:
    return render(request, "agencies/enrol_passkey.html", {"form": form}, status=status)


def _enrolled(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """Show the paper of whoever enrolled a first factor; lead the others back."""
    if codes:
        return _on_paper(request, codes)
    messages.success(request, _("Đã đăng ký."))
    return redirect("security")


def _on_paper(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """Show recovery codes, on this one answer only: what is kept cannot be read again."""
    return render(request, "agencies/recovery_codes.html", {"codes": codes})


def _ours(request: HttpRequest, wanted: Any) -> str:
    safe = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else reverse("security")
