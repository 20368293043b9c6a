"""What an official was told: the page that lists it, and the bell that asks for news."""

from datetime import UTC, datetime
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from agencies.models import Official
from agencies.moments import vn_day
from ui import undo, writing
from ui.typed import whole_number
from workflow import inbox
from workflow.actions import notices
from workflow.models import Notice

A_PAGE: Final = 50


@require_GET
def list_notices(request: HttpRequest) -> HttpResponse:
    """List what the official was told, newest first; `?truoc=` goes on below a notice."""
    assert isinstance(request.user, Official)
    before = whole_number(request.GET.get("truoc", ""))
    told = Notice.objects.filter(official=request.user).select_related("document").order_by("-pk")
    if before is not None:
        told = told.filter(pk__lt=before)
    rows = list(told[: A_PAGE + 1])
    shown = rows[:A_PAGE]
    context = {
        "rows": shown,
        "readable": inbox.documents_readable(shown, request.user, on=vn_day(timezone.now())),
        "newest": shown[0].pk if shown else 0,
        "unseen": inbox.unseen_notices(request.user).count(),
        "next_url": f"?truoc={shown[-1].pk}" if len(rows) > A_PAGE else "",
        "first_url": "?" if before is not None else "",
    }
    return render(request, "workflow/notices.html", context)


@never_cache
@require_GET
def unseen_notices(request: HttpRequest) -> HttpResponse:
    """Tell the bell how much is unseen; 204 while it is as `?so=` says."""
    assert isinstance(request.user, Official)
    unseen = inbox.unseen_notices(request.user)
    count = unseen.count()
    if whole_number(request.GET.get("so", "")) == count:
        return HttpResponse(status=204)
    newest = unseen.first()
    return JsonResponse({"count": count, "newest": newest.sentence if newest else ""})


@require_POST
def see_notices(request: HttpRequest) -> HttpResponse:
    """Put away what was read, and offer to take it back."""
    assert isinstance(request.user, Official)
    at = timezone.now()
    up_to = whole_number(request.POST.get("den", ""))
    count = notices.seen(request.user, at=at, up_to=up_to)
    if count:
        back = f"{reverse('unsee-notices')}?{urlencode({'luc': at.isoformat()})}"
        undo.offer(
            request, gettext("Đã cất %(count)s thông báo.") % {"count": writing.number(count)}, back
        )
    return redirect("notices" if "thong-bao" in request.POST else "tray")


@require_POST
def unsee_notices(request: HttpRequest) -> HttpResponse:
    """Take back what was put away at the moment `?luc=`; an unknown moment takes nothing back."""
    assert isinstance(request.user, Official)
    seen_at = _moment(request.GET.get("luc", ""))
    if seen_at is not None:
        notices.unsee(request.user, seen_at=seen_at)
    return redirect("notices")


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if timezone.is_aware(moment) else None
    except (ValueError, OverflowError):  # the year 1 or 9999, shifted by a zone
        return None
