"""The tray of what waits for a signature, and the batches that are signed from it."""

import re
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_GET

from agencies import step_up
from agencies.models import Official
from agencies.moments import vn_day
from documents import access
from ui.refusal import Refusal
from workflow import batches, signing_tray
from workflow.actions import signing
from workflow.actions.signing import Chosen
from workflow.errors import NotYourTurn
from workflow.flows.issuing import IssuingFlow
from workflow.models import RowState, SigningBatch, WorkTask
from workflow.steps.signing import PinForm, SignDocument

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@require_GET
def show_tray(request: HttpRequest) -> HttpResponseBase:
    """Show the first document that waits for the official's signature, beside the others."""
    official, at = _official(request), timezone.now()
    waiting = signing_tray.entries(official, at=at)
    if waiting:
        return SignDocument.as_view()(request, task_id=waiting[0].task.pk)
    context = {"unfinished": batches.last_with_faults(official, at=at)}
    return render(request, "workflow/sign_nothing.html", context)


class BatchForm(PinForm):
    """The PIN, and the key by which the page knows its batch again."""

    key = forms.UUIDField(widget=forms.HiddenInput)


class SignMany(View):
    """Ask for the PIN of what was chosen, with the exact list; or sign it."""

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = self._chosen(request.POST.getlist("chosen"))
        try:
            signing.require_chosen(chosen, by=self._official, at=timezone.now())
        except NotYourTurn as refusal:
            return self._refused(refusal, status=403)
        except Refusal as refusal:
            return self._refused(refusal, status=409)
        if request.POST.get("do") != "sign":
            return self._ask(chosen, BatchForm(initial={"key": request.POST.get("key") or uuid4()}))
        form = BatchForm(request.POST)
        if not form.is_valid():
            return self._ask(chosen, form, status=422)
        return self._sign(chosen, form)

    def _sign(self, chosen: Sequence[Chosen], form: BatchForm) -> HttpResponse:
        try:
            step_up.require(self.request, at=timezone.now())
        except Refusal as refusal:
            return self._ask(chosen, form, unconfirmed=refusal.message, status=409)
        try:
            batch = signing.sign_many(
                chosen,
                key=form.cleaned_data["key"],
                pin=form.cleaned_data["pin"],
                by=self._official,
                clock=timezone.now,
            )
        except Refusal as refusal:
            form.add_error("pin", refusal.message)
            return self._ask(chosen, form, status=409)
        return redirect("signing-batch", batch.key)

    def _ask(
        self,
        chosen: Sequence[Chosen],
        form: BatchForm,
        *,
        unconfirmed: str = "",
        status: int = 200,
    ) -> HttpResponse:
        at = timezone.now()
        context = {
            "form": form,
            "beside_pin": step_up.beside_pin(self.request, at=at, fault=unconfirmed),
            "papers": _papers(chosen, self._official),
            "signer": self._official,
            "certificate": signing_tray.certificate(self._official, at=at),
        }
        return render(self.request, "workflow/sign_ask.html", context, status=status)

    def _chosen(self, sent: Sequence[str]) -> list[Chosen]:
        """Read what the page sent; what the official may not see is not there."""
        shown = dict(one.split(":", 1) for one in sent if ":" in one)
        if not all(key.isdecimal() and len(key) < 19 for key in shown):
            raise Http404
        if not all(_SHA256.fullmatch(sha256) for sha256 in shown.values()):
            raise Http404
        at = timezone.now()
        visible = access.visible_to(self._official, on=vn_day(at))
        tasks = WorkTask.objects.filter(
            pk__in=shown, flow_task=IssuingFlow.sign, process__document__in=visible
        ).select_related("process__document__agency", "process__document__department", "owner")
        found = {
            str(task.pk): task
            for task in tasks
            if access.is_inside(self._official, task.process.document, on=vn_day(at))
        }
        if found.keys() != shown.keys():
            raise Http404
        return [Chosen(found[key], sha256) for key, sha256 in shown.items()]

    def _refused(self, refusal: Refusal, *, status: int) -> HttpResponse:
        context = {"sentence": refusal.message, "document": None, "who": ""}
        return render(self.request, "workflow/refused.html", context, status=status)

    @property
    def _official(self) -> Official:
        return _official(self.request)


@require_GET
def show_batch(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show how each document of a batch stands; `?cho` asks for the list alone.

    A page that waits may ask before its batch is begun, for the PIN is tried first: 204 then.
    """
    batch = batches.of(_official(request), key)
    waits = "cho" in request.GET
    if batch is None:
        if waits:
            return HttpResponse(status=204)
        raise Http404
    template = "workflow/sign_rows.html" if waits else "workflow/sign_batch.html"
    return render(request, template, _standing(batch))


def _standing(batch: SigningBatch) -> dict[str, Any]:
    running = batches.is_running(batch)
    rows = list(batch.rows.select_related("task__process__document").order_by("pk"))
    return {
        "batch": batch,
        "running": running,
        "rows": [
            {
                "row": row,
                "document": row.task.process.document,
                "again": None
                if running or row.state == RowState.SIGNED
                else batches.task_to_sign(row.task.process.document),
            }
            for row in rows
        ],
        "signed": sum(1 for row in rows if row.state == RowState.SIGNED),
        "settled": sum(1 for row in rows if row.state != RowState.WAITING),
        "total": len(rows),
    }


def _papers(chosen: Sequence[Chosen], official: Official) -> list[dict[str, Any]]:
    """Return what the list before the PIN says of each document, with what the page had shown."""
    entries = signing_tray.entries_of([one.task for one in chosen], official)
    return [
        {
            "title": f"{entry.document.get_kind_display()}: {entry.document.subject}",
            "revision": entry.revision.n,
            "value": f"{one.task.pk}:{one.shown}",
            "unopened": not entry.opened,
        }
        for one, entry in zip(chosen, entries, strict=True)
    ]


def _official(request: HttpRequest) -> Official:
    assert isinstance(request.user, Official)
    return request.user
