"""Mã truy cập: the official's tokens for programs; a new one is shown once."""

from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from agencies import step_up
from agencies.actions import tokens
from agencies.errors import TokenDead
from agencies.models import ApiToken, Official, Scope
from ui.refusal import Refusal

# Whoever holds such a token signs or seals without a browser: a second factor is shown first.
GATED: Final = frozenset({Scope.SIGN, Scope.REGISTER})
SHOWN: Final = 50  # tokens; dead ones below the living
UNKNOWN: Final = {"invalid_choice": "Chọn trong các mục có trên trang."}


class TokenForm(forms.Form):
    """What a token is called, what it may do, and for how long."""

    use_required_attribute = False

    name = forms.CharField(
        label="Tên",
        max_length=80,
        help_text="Chương trình nào dùng, trên máy nào; để sau này biết mà thu hồi.",
        error_messages={
            "required": "Hãy đặt tên cho mã.",
            "max_length": "Tên dài nhất 80 chữ.",
            "null_characters_not_allowed": "Tên có ký tự không in được; hãy gõ lại.",
        },
    )
    scopes = forms.MultipleChoiceField(
        label="Phạm vi sử dụng",
        choices=Scope,
        widget=forms.CheckboxSelectMultiple,
        help_text="Mã không bao giờ làm được việc mà chính bạn không được làm.",
        error_messages={"required": "Chọn ít nhất một phạm vi.", **UNKNOWN},
    )
    days = forms.ChoiceField(
        label="Có hiệu lực trong",
        choices=[("7", "7 ngày"), ("30", "30 ngày"), ("90", "90 ngày"), ("365", "một năm")],
        initial="30",
        error_messages=UNKNOWN,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def list_tokens(request: HttpRequest) -> HttpResponse:
    """List the official's tokens, and make one; its secret stands on this one answer only."""
    if request.method != "POST":
        return _page(request, TokenForm())
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    said, at = form.cleaned_data, timezone.now()
    try:
        if GATED & set(said["scopes"]):
            step_up.require(request, at=at)
        token, secret = tokens.make(
            _official(request),
            name=said["name"],
            scopes=[Scope(one) for one in said["scopes"]],
            days=int(said["days"]),
            at=at,
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        asked = step_up.beside_pin(request, at=at)
        return _page(request, form, status=409, beside_pin=asked)
    page = _page(request, TokenForm(), made=token, secret=secret)
    page.headers["Cache-Control"] = "private, no-store"
    return page


@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke one of one's own tokens; it is dead from this moment on."""
    try:
        token = tokens.revoke(pk, by=_official(request), at=timezone.now())
    except TokenDead as refusal:
        raise Http404(refusal.message) from refusal
    messages.success(
        request,
        gettext("Đã thu hồi mã «%(name)s»; chương trình nào dùng mã này đều dừng.")
        % {"name": token.name},
    )
    return redirect("api-tokens")


def _page(request: HttpRequest, form: TokenForm, *, status: int = 200, **more: Any) -> HttpResponse:
    at = timezone.now()
    mine = ApiToken.objects.filter(official=_official(request)).order_by("-pk")
    rows = sorted(mine[:SHOWN], key=lambda one: not one.is_alive(at))
    context = {
        "form": form,
        "rows": [(one, _standing(one, at=at)) for one in rows],
        "made": None,
        "secret": "",
        **more,
    }
    return render(request, "agencies/tokens.html", context, status=status)


def _standing(token: ApiToken, *, at: datetime) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "expired" if token.has_expired(at) else "alive"


def _official(request: HttpRequest) -> Official:
    assert isinstance(request.user, Official)
    return request.user
