"""What waits for me: tasks, arrivals, returns, what I was told; and what waits elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from agencies.models import Official
from agencies.moments import vn_day
from workflow import inbox
from workflow.actions import notices


@require_GET
def tray(request: HttpRequest) -> HttpResponse:
    """Show the official's tray; `?loc=` narrows it to one step."""
    assert isinstance(request.user, Official)
    at = timezone.now()
    tasks = inbox.tasks_of(request.user, on=vn_day(at))
    chosen = request.GET.get("loc", "")
    steps = {task.step: str(task.flow_task.task_title) for task in tasks}
    rows = [
        {
            "task": task,
            "document": task.process.document,
            "title": task.flow_task.task_title,
            "button": inbox.BUTTONS[task.step],
            "url": inbox.address(task),
            "late": task.due_at is not None and task.due_at < at,
        }
        for task in tasks
        if chosen in ("", task.step)
    ]
    context = {
        "rows": rows,
        "count": len(tasks),
        "late": sum(1 for task in tasks if task.due_at and task.due_at < at),
        "chips": [
            (step, title, sum(1 for task in tasks if task.step == step))
            for step, title in steps.items()
        ],
        "chosen": chosen,
        "now": at,
        "arrivals": inbox.arrivals_for(request.user, on=vn_day(at))[:20],
        "sent": inbox.sent_to(request.user, on=vn_day(at)),
        "returns": inbox.returns_for(request.user, at=at),
        "notices": inbox.unseen_notices(request.user)[:20],
        "waiting": inbox.waiting_elsewhere(request.user, at=at)[:20],
    }
    return render(request, "workflow/tray.html", context)


@require_POST
def see_notices(request: HttpRequest) -> HttpResponse:
    """Put away what was read."""
    assert isinstance(request.user, Official)
    notices.seen(request.user, at=timezone.now())
    return redirect("tray")
