"""What waits for me: tasks, arrivals, returns, what I was told; and what waits elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from agencies import roles
from agencies.models import Duty, Official
from agencies.moments import vn_day
from workflow import inbox
from workflow import tray as trays


@require_GET
def tray(request: HttpRequest) -> HttpResponse:
    """Show the official's tray; `?loc=`, `?khan=`, `?han=qua-han`, `?tra-lai=co` narrow it."""
    assert isinstance(request.user, Official)
    official, at = request.user, timezone.now()
    asked = trays.Asked.of(
        step=request.GET.get("loc", ""),
        urgency=request.GET.get("khan", ""),
        due=request.GET.get("han", ""),
        back=request.GET.get("tra-lai", ""),
    )
    chips = trays.chips(official, asked, at=at)
    groups = trays.groups(official, asked, at=at)
    shown = sum(len(group.rows) for group in groups)
    wanted = trays.number_of(official, asked, at=at)
    counts = inbox.counts(official, on=vn_day(at))
    told = list(inbox.unseen_notices(official)[:20])
    context = {
        "asked": asked,
        "chips": chips,
        "counts": counts,
        "count": counts.all,
        "late": trays.number_of(official, trays.Asked(late=True), at=at),
        "to_sign": trays.number_of(official, trays.Asked(step="sign"), at=at),
        "drafts": Duty.DRAFT in roles.duties_of(official, on=vn_day(at)),
        "groups": groups,
        "left_out": wanted - shown,
        "week": trays.week(official, at=at),
        "now": at,
        "assignments": [
            (one, one.is_late(vn_day(at))) for one in inbox.assignments_for(official, on=vn_day(at))
        ],
        "arrivals": inbox.arrivals_for(official, on=vn_day(at))[: inbox.MOST_ARRIVED],
        "to_assign": inbox.to_assign(official, on=vn_day(at))[: inbox.MOST_ARRIVED],
        "sent": inbox.sent_to(official, on=vn_day(at)),
        "returns": inbox.returns_for(official, at=at),
        "notices": told,
        "readable": inbox.documents_readable(told, official, on=vn_day(at)),
        "waiting": inbox.waiting_elsewhere(official, at=at),
    }
    return render(request, "workflow/tray.html", context)
