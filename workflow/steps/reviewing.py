"""Opinions: a department's, the unit head's initial, the form check."""

from typing import Any

from django import forms

from agencies.moments import vn_day
from documents.checking import rules
from documents.checking.finding import Finding
from documents.models import Review, Verdict
from workflow.actions import reviewing
from workflow.steps.base import OpinionForm, ReasonForm, StepPage


class ReviewDocument(StepPage):
    """The head of a department that was asked gives its opinion."""

    step = "review"
    title = "Cho ý kiến"
    template_name = "workflow/review.html"
    forms_of = {"agree": OpinionForm, "send_back": ReasonForm}

    def act(self, button: str, form: Any) -> str:
        data = form.cleaned_data
        verdict = Verdict.SENT_BACK if button == "send_back" else Verdict.AGREED
        reviewing.review(
            self.task,
            verdict=verdict,
            opinion=data["reason"] if button == "send_back" else data["opinion"],
            by=self.official,
            at=self.at,
        )
        return "Đã trả lại người soạn." if verdict == Verdict.SENT_BACK else "Đã ghi ý kiến đồng ý."

    def context(self) -> dict[str, Any]:
        """Show what this department said of the earlier revisions, the newest first."""
        earlier = Review.objects.filter(
            revision__document=self.document, department=self.task.department
        ).exclude(revision=self.revision)
        return {"reviews": earlier.select_related("department", "by").order_by("-revision__n")}


class _AnswerFor(StepPage):
    """One official answers for the draft, or sends it back with the reason."""

    def act(self, button: str, form: Any) -> str:
        if button == "send_back":
            reason = form.cleaned_data["reason"]
            reviewing.send_back(self.task, reason=reason, by=self.official, at=self.at)
            return "Đã trả lại người soạn."
        return self.answer(form.cleaned_data["opinion"])

    def answer(self, opinion: str) -> str:
        """Find the draft in order; return the sentence that tells it was done."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        return {"reviews": self.opinions()}


class InitialDocument(_AnswerFor):
    """The head of the drafting unit answers for the content (ký nháy)."""

    step = "initial"
    title = "Ký nháy"
    template_name = "workflow/initial.html"
    forms_of = {"initial": OpinionForm, "send_back": ReasonForm}

    def answer(self, opinion: str) -> str:
        reviewing.initial(self.task, opinion=opinion, by=self.official, at=self.at)
        return "Đã ký nháy, chuyển kiểm tra thể thức."


class CheckForm(_AnswerFor):
    """The form checker answers for the form; faults are refused, never guessed away."""

    step = "form_check"
    title = "Kiểm tra thể thức"
    template_name = "workflow/check_form.html"
    forms_of = {"pass": OpinionForm, "send_back": ReasonForm}

    def answer(self, opinion: str) -> str:
        reviewing.pass_form(self.task, opinion=opinion, by=self.official, at=self.at)
        return "Thể thức đạt, đã trình người ký."

    def form(self, button: str, data: Any = None) -> forms.Form:
        """Begin the reason with the faults that were found."""
        if button == "send_back" and data is None:
            faults = "\n".join(finding.message for finding in self._findings())
            return ReasonForm(initial={"reason": faults}, auto_id=f"{button}_%s")
        return super().form(button, data)

    def context(self) -> dict[str, Any]:
        return {"findings": self._findings(), **super().context()}

    def _findings(self) -> list[Finding]:
        return rules.findings(self.revision, on=vn_day(self.at))
