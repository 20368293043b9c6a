"""The clerk settles what the directory did not know, looks at the sealed page, and sends."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from agencies.models import Agency, AgencyName, Department
from agencies.models.periods import holds_on
from agencies.moments import vn_day
from documents.actions import distributing as lines
from documents.actions.archiving import newest_rendition
from documents.models import RecipientLine
from ui.refusal import Refusal
from ui.typed import whole_number
from workflow.actions import distributing
from workflow.inbox import address
from workflow.steps.base import StepPage

OUTSIDE = "outside"


class IssueDocument(StepPage):
    """Nothing leaves while a line of Nơi nhận means nobody."""

    step = "issue"
    title = "Phát hành"
    template_name = "workflow/issue.html"
    forms_of = {"issue": forms.Form}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") == "settle":
            return self._settle(request)
        return super().post(request, **kwargs)

    def act(self, _button: str, _form: Any) -> str:
        distributing.issue(self.task, by=self.official, at=self.at)
        return "Đã phát hành, đang gửi đến các nơi nhận."

    def context(self) -> dict[str, Any]:
        printed = self.document.recipient_lines.prefetch_related(
            "targets__agency__names", "targets__department__names", "targets__official"
        ).order_by("position")
        return {
            "lines": printed,
            "choices": self._choices(),
            "sealed": newest_rendition(self.document),
            "unsettled": len(lines.unsettled_lines(self.document)),
        }

    def _settle(self, request: HttpRequest) -> HttpResponse:
        """Take the choice for one line; everything else on the page stays."""
        choice = request.POST.get("choice", "")
        if not choice:
            return self.show(
                refusal="Chưa chọn nơi nhận của dòng; hãy chọn trong danh sách rồi bấm Xác định.",
                status=422,
            )
        try:
            line = self._line(request.POST.get("line", ""))
            kind, _, key = choice.partition("-")
            chosen = whole_number(key) or 0
            distributing.settle(
                self.task,
                line,
                agency=Agency.objects.filter(pk=chosen).first() if kind == "agency" else None,
                department=Department.objects.filter(pk=chosen, agency=self.document.agency).first()
                if kind == "department"
                else None,
                outside=kind == OUTSIDE,
                by=self.official,
                at=self.at,
            )
        except Refusal as refusal:
            return self.show(refusal=refusal.message, status=409)
        messages.success(request, f"Đã xác định nơi nhận «{line.text}».")
        return redirect(address(self.task))

    def _line(self, key: str) -> RecipientLine:
        found = self.document.recipient_lines.filter(pk=whole_number(key) or 0).first()
        if found is None:
            raise Refusal("Dòng nơi nhận này không thuộc văn bản; hãy tải lại trang.")
        return found

    def _choices(self) -> list[tuple[str, str]]:
        """Return whom a line may be said to mean: outside, own units, agencies here."""
        on = vn_day(self.at)
        units = [
            (f"department-{unit.pk}", str(unit))
            for unit in self.document.agency.departments.order_by("pk")
        ]
        agencies = [
            (f"agency-{name.agency_id}", name.full_name)
            for name in AgencyName.objects.filter(holds_on(on)).order_by("full_name")
        ]
        return [(OUTSIDE, "Gửi ngoài hệ thống"), *units, *agencies]
