"""Phân công: putting an arrival into somebody's hands, and the page of one who has it."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views import View

from agencies import roles
from agencies.models import Duty, Official
from agencies.moments import vn_day
from documents import access, assignees
from documents.errors import NotReceivedYet
from documents.models import Assignment, IncomingEntry, IncomingState
from ui.refusal import Refusal
from workflow.actions import assigning
from workflow.pages.assigning_forms import AssignForm, DoneForm, GiveOnForm, WithdrawForm

NOT_YOURS = "Việc phân công do lãnh đạo hoặc văn thư của cơ quan thực hiện."


class _Page(View):
    """What both pages need: who asks, and when."""

    at: datetime

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = timezone.now()
        self.on = vn_day(self.at)

    @property
    def official(self) -> Official:
        assert isinstance(self.request.user, Official)
        return self.request.user

    def seen(self, pk: int) -> IncomingEntry:
        """Return an arrival that the official may see; there is no other for him."""
        entries = access.incoming_for(self.official, on=self.on).filter(pk=pk)
        entry = entries.select_related("agency", "document").first()
        if entry is None:
            raise Http404
        return entry

    def refused(self, sentence: str, *, status: int) -> HttpResponse:
        context = {"sentence": sentence}
        return render(self.request, "workflow/refused.html", context, status=status)


class AssignArrival(_Page):
    """Leaders assign; the clerk writes down what they decided."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.entry = self.seen(kwargs["pk"])
        if not assignees.may_direct(self.official, self.entry, on=self.on):
            return self.refused(NOT_YOURS, status=403)
        if self.entry.state != IncomingState.RECEIVED:
            return self.refused(NotReceivedYet.message, status=409)
        return super().dispatch(request, *args, **kwargs)

    def get(self, _request: HttpRequest, **_: Any) -> HttpResponse:
        return self._show(self._form())

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            made = assigning.assign(
                self.entry,
                lead=form.who_leads,
                helpers=form.those_who_help,
                order=form.order,
                by=self.official,
                at=self.at,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            return self._show(form, status=409)
        messages.success(
            request, gettext("Đã giao %(join)s xử lý.") % {"join": ", ".join(map(str, made))}
        )
        return redirect("read-incoming", self.entry.pk)

    def _form(self, data: Any = None) -> AssignForm:
        leads = self.entry.assignments.filter(leads=True, done_at=None, withdrawn_at=None)
        return AssignForm(
            data,
            entry=self.entry,
            has_lead=leads.exists(),
            clerk=not assignees.leads(self.official, self.entry, on=self.on),
            at=self.at,
        )

    def _show(self, form: AssignForm, *, status: int = 200) -> HttpResponse:
        context = {"entry": self.entry, "form": form}
        return render(self.request, "workflow/assign.html", context, status=status)


class AssignmentPage(_Page):
    """One assignment: what is ordered, and what each may do about it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        assignment = (
            Assignment.objects.filter(pk=kwargs["pk"]).select_related(*assignees.NAMED).first()
        )
        if assignment is None:
            raise Http404
        self.assignment = assignment
        self.assignment.entry = self.seen(assignment.entry_id)
        return super().dispatch(request, *args, **kwargs)

    def get(self, _request: HttpRequest, **_: Any) -> HttpResponse:
        return self._show()

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        button = request.POST.get("do", "")
        acts = {
            "begin": self._begin,
            "done": self._finish,
            "give_on": self._give_on,
            "withdraw": self._withdraw,
        }
        if button not in acts:
            return self._show(refusal="Chưa chọn việc cần làm; hãy bấm một nút.", status=422)
        form = self._forms(request.POST, button=button).get(button)
        if form is not None and not form.is_valid():
            return self._show(form, button=button, status=422)
        try:
            message = acts[button](form)
        except Refusal as refusal:
            # Somebody may have acted since the page was asked for.
            self.assignment.refresh_from_db(
                fields=["done_at", "done_by", "note", "withdrawn_at", "withdrawn_by", "reason"]
            )
            if form is not None:
                form.add_error(None, refusal.message)
                return self._show(form, button=button, status=409)
            return self._show(refusal=refusal.message, status=409)
        messages.success(request, message)
        return redirect("read-incoming", self.assignment.entry_id)

    def _begin(self, _form: Any) -> str:
        assigning.begin(self.assignment, by=self.official, at=self.at)
        return "Đã ghi là đang xử lý."

    def _finish(self, form: Any) -> str:
        note = form.cleaned_data["note"]
        assigning.finish(self.assignment, note=note, by=self.official, at=self.at)
        return "Đã ghi là xử lý xong."

    def _give_on(self, form: Any) -> str:
        new = assigning.give_on(
            self.assignment, to=form.whom, order=form.order, by=self.official, at=self.at
        )
        return gettext("Đã giao lại cho %(new)s.") % {"new": new}

    def _withdraw(self, form: Any) -> str:
        reason = form.cleaned_data["reason"]
        assigning.withdraw(self.assignment, reason=reason, by=self.official, at=self.at)
        return gettext("Đã rút lại phân công %(assignment)s.") % {"assignment": self.assignment}

    def _forms(self, data: Any = None, *, button: str = "") -> dict[str, forms.Form]:
        """Return the forms of the page; what was sent goes into that of the button pressed."""

        def sent(name: str) -> Any:
            return data if name == button else None

        on, entry = self.on, self.assignment.entry
        return {
            "done": DoneForm(sent("done"), auto_id="xong_%s"),
            "withdraw": WithdrawForm(sent("withdraw"), auto_id="rut_%s"),
            "give_on": GiveOnForm(
                sent("give_on"),
                assignment=self.assignment,
                directs=(directs := assignees.may_direct(self.official, entry, on=on)),
                clerk=directs and not assignees.leads(self.official, entry, on=on),
                within=assignees.units_headed(self.official, on=on),
                on=on,
            ),
        }

    def _show(
        self,
        filled: forms.Form | None = None,
        *,
        button: str = "",
        refusal: str = "",
        status: int = 200,
    ) -> HttpResponse:
        one, on = self.assignment, self.on
        works = one.is_open and assignees.may_work_on(self.official, one, on=on)
        shown = self._forms()
        if filled is not None:
            shown[button] = filled
        context = {
            "one": one,
            "entry": one.entry,
            "late": one.is_late(on),
            "may_work": works,
            "may_give_on": one.is_open and assignees.may_give_on(self.official, one, on=on),
            "may_take_back": one.is_open and assignees.may_take_back(self.official, one, on=on),
            "may_answer": works and Duty.DRAFT in roles.duties_of(self.official, on=on),
            "form": filled,
            "forms": shown,
            "refusal": refusal,
        }
        return render(self.request, "workflow/assignment.html", context, status=status)
