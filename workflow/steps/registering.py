"""The clerk gives number and date and seals, in one act; or goes on where a seal failed."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from agencies import step_up
from agencies.moments import vn_day
from documents.actions import numbering
from documents.actions.signing import leader_signature
from documents.models import Document, RegisterEntry
from documents.text.dates import UnreadableDate, parse_date
from ui.writing import day
from workflow import clerk, inbox
from workflow.actions import registering
from workflow.steps.base import ReasonForm, StepPage
from workflow.steps.signing import PinForm


class RegisterForm(PinForm):
    """Day of issue and the PIN of the agency's seal."""

    issued_on = forms.CharField(
        label="Ngày ban hành",
        max_length=30,
        help_text="Ngày/tháng/năm, ví dụ 05/01/2026.",
    )
    field_order = ("issued_on", "pin")

    def of(self, document: Document, *, at: datetime) -> "RegisterForm":
        self.document, self.at = document, at
        return self

    def clean_issued_on(self) -> Any:
        try:
            issued_on = parse_date(self.cleaned_data["issued_on"])
        except UnreadableDate as error:
            raise forms.ValidationError(error.message) from error
        for fault in numbering.day_faults([(self.document, issued_on)], at=self.at).values():
            raise forms.ValidationError(fault.message)
        return issued_on


class RegisterDocument(StepPage):
    """The next number of the book stands on the page; another clerk may still be faster."""

    step = "register"
    title = "Cấp số, đóng dấu"
    template_name = "workflow/register.html"
    forms_of = {"seal": RegisterForm, "send_back": ReasonForm}

    def after(self) -> HttpResponse:
        """After the seal the sealed page is next; after a return, the rest of the desk."""
        waiting = clerk.issue_task_of(self.document)
        return redirect(inbox.address(waiting) if waiting else "clerk-desk")

    def act(self, button: str, form: Any) -> str:
        data = form.cleaned_data
        if button == "send_back":
            registering.send_back(self.task, reason=data["reason"], by=self.official, at=self.at)
            return "Đã trả lại người soạn; chữ ký đã ký được ghi là không còn giá trị."
        step_up.require(self.request, at=self.at)
        entry = registering.number_and_seal(
            self.task,
            issued_on=data["issued_on"],
            pin=data["pin"],
            by=self.official,
            at=self.at,
        )
        return gettext("Đã cấp số %(code)s và đóng dấu.") % {"code": entry.code}

    def form(self, button: str, data: Any = None) -> forms.Form:
        if button == "seal":
            today = {"issued_on": day(vn_day(self.at))}
            form = RegisterForm(data, initial=today, auto_id=f"{button}_%s")
            return form.of(self.document, at=self.at)
        return super().form(button, data)

    def context(self) -> dict[str, Any]:
        document, today = self.document, vn_day(self.at)
        return {
            "entry": RegisterEntry.objects.filter(document=document).first(),
            "next_number": numbering.next_number(
                document.agency, kind=document.kind, year=today.year
            ),
            "notation": self.revision.content["number"]["symbol"],
            "signature": leader_signature(document),
            "beside_pin": step_up.beside_pin(self.request, at=self.at),
        }
