"""The page of one document: its standing and turn around the parts that documents own."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from agencies import roles
from agencies.models import Duty, Official
from agencies.moments import vn_day
from documents import access
from documents.errors import NotFound
from documents.models import Document
from documents.pages import parts
from ui.refusal import Refusal
from workflow import inbox, standing, turn
from workflow.actions import drafting
from workflow.models import DocumentProcess


class WithdrawForm(forms.Form):
    """Why a drafter takes a document back; may stay empty."""

    reason = forms.CharField(required=False, max_length=1000)


class DocumentPage(View):
    """Everything about a document; its drafter may take it back while it has no number."""

    template = "workflow/document.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        return self._show(request, self._document(public_id))

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """Withdraw the document to its drafter."""
        document, at = self._document(public_id), timezone.now()
        process = DocumentProcess.objects.filter(document=document).order_by("-pk").first()
        if process is None:
            raise Http404
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            refusal = " ".join(str(fault) for fault in form.errors["reason"])
            return self._show(request, document, refusal=refusal, status=422)
        try:
            task = drafting.withdraw(
                process, reason=form.cleaned_data["reason"], by=self._official, at=at
            )
        except Refusal as refusal:
            return self._show(request, document, refusal=refusal.message, status=409)
        messages.success(request, "Đã rút văn bản về để sửa.")
        return redirect(inbox.address(task))

    def _show(
        self, request: HttpRequest, document: Document, *, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        at = timezone.now()
        official = self._official
        tasks = standing.open_tasks_of(document)
        mine = [
            {"title": inbox.BUTTONS[task.step], "url": inbox.address(task)}
            for task in tasks
            if turn.acting_as(official, task, on=vn_day(at)) is not None
        ]
        inside = access.is_inside(official, document, on=vn_day(at))
        context: dict[str, Any] = {
            "document": document,
            "mine": mine,
            # How far a document is in its own house is nobody else's concern.
            "steps": standing.steps_of(document) if inside else [],
            "standing": standing.standing_of(document, at=at) if inside else None,
            "obstacles": standing.waits_for(document) if inside else [],
            "may_withdraw": standing.may_withdraw(document, tasks, by=official),
            "may_draft": Duty.DRAFT in roles.duties_of(official, on=vn_day(at)),
            "refusal": refusal,
            **parts.context(document, official=official, at=at, view=request.GET.get("xem", "")),
        }
        entry = getattr(document, "register_entry", None)
        context["code"] = entry.code if entry else ""
        return render(request, self.template, context, status=status)

    @property
    def _official(self) -> Official:
        assert isinstance(self.request.user, Official)
        return self.request.user

    def _document(self, public_id: UUID) -> Document:
        try:
            return access.document_for(self._official, public_id, on=vn_day(timezone.now()))
        except NotFound as refusal:
            raise Http404(refusal.message) from refusal


class PrintDocument(DocumentPage):
    """The facts of a document on A4: what it is, who signed it, who received it, its journal."""

    template = "workflow/print_document.html"
    http_method_names = ("get", "head", "options")
