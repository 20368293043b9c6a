"""Nơi đang đăng nhập: each browser of the official's; any of them can be signed out from here."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agencies import sessions
from agencies.browsers import in_words
from agencies.pages.security import official_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def list_sessions(request: HttpRequest) -> HttpResponse:
    """List where the official is signed in; a button ends one, or all but this one."""
    if request.method == "POST":
        return _end(request)
    here = sessions.hashed(request.session.session_key or "")
    rows = [
        {"row": one, "browser": in_words(one.browser), "is_here": one.pk == here}
        for one in sessions.of(official_of(request), at=timezone.now())
    ]
    others = sum(1 for one in rows if not one["is_here"])
    return render(request, "agencies/sessions.html", {"rows": rows, "others": others})


def _end(request: HttpRequest) -> HttpResponse:
    """End what was chosen; a session that is over already is no reason to complain."""
    official = official_of(request)
    if request.POST.get("do") == "end_others":
        count = sessions.end_others(request, official)
        said = ngettext("Đã đăng xuất ở %(n)d nơi khác.", "Đã đăng xuất ở %(n)d nơi khác.", count)
        messages.success(request, said % {"n": count})
        return redirect("sessions")
    try:
        official.sessions.filter(public_id=request.POST.get("session", "")).delete()
    except ValidationError:
        return redirect("sessions")
    messages.success(request, _("Đã đăng xuất ở nơi đó."))
    return redirect("sessions")
