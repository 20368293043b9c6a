"""Opinions: a department's, the unit head's initial, the form check."""

from typing import Any

from agencies.moments import vn_day
from documents.checking import rules
from documents.errors import FormRefused
from documents.models import Verdict
from workflow.actions import reviewing
from workflow.steps.base import OpinionForm, StepPage


class ReviewDocument(StepPage):
    """The head of a department that was asked gives its opinion."""

    step = "review"
    title = "Cho ý kiến"
    template_name = "workflow/review.html"
    form_class = OpinionForm

    def act(self, button: str, form: Any) -> str:
        verdict = Verdict.SENT_BACK if button == "send_back" else Verdict.AGREED
        reviewing.review(
            self.task,
            verdict=verdict,
            opinion=form.cleaned_data["opinion"],
            by=self.official,
            at=self.at,
        )
        return "Đã trả lại người soạn." if verdict == Verdict.SENT_BACK else "Đã ghi ý kiến đồng ý."


class InitialDocument(StepPage):
    """The head of the drafting unit answers for the content (ký nháy)."""

    step = "initial"
    title = "Ký nháy"
    template_name = "workflow/initial.html"
    form_class = OpinionForm

    def act(self, button: str, form: Any) -> str:
        opinion = form.cleaned_data["opinion"]
        if button == "send_back":
            reviewing.send_back(self.task, reason=opinion, by=self.official, at=self.at)
            return "Đã trả lại người soạn."
        reviewing.initial(self.task, opinion=opinion, by=self.official, at=self.at)
        return "Đã ký nháy, chuyển kiểm tra thể thức."


class CheckForm(StepPage):
    """The form checker answers for the form; faults are refused, never guessed away."""

    step = "form_check"
    title = "Kiểm tra thể thức"
    template_name = "workflow/check_form.html"
    form_class = OpinionForm

    def act(self, button: str, form: Any) -> str:
        opinion = form.cleaned_data["opinion"]
        if button == "send_back":
            reviewing.send_back(
                self.task, reason=opinion or self._faults(), by=self.official, at=self.at
            )
            return "Đã trả lại người soạn."
        reviewing.pass_form(self.task, opinion=opinion, by=self.official, at=self.at)
        return "Thể thức đạt, đã trình người ký."

    def context(self) -> dict[str, Any]:
        return {"findings": rules.findings(self.revision, on=vn_day(self.at))}

    def _faults(self) -> str:
        findings = rules.findings(self.revision, on=vn_day(self.at))
        return FormRefused([rules.as_json(one) for one in findings]).message if findings else ""
