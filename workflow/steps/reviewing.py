"""Opinions: a department's, the unit head's initial, the form check."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from agencies.moments import vn_day
from documents import queries
from documents.checking import rules
from documents.checking.finding import Finding
from documents.models import Revision, Verdict
from documents.pages import opinions, reading
from documents.queries import Mark
from documents.text.compare import compare
from workflow.actions import reviewing
from workflow.steps.base import PRINTED, READ, VIEWS, OpinionForm, ReasonForm, StepPage

LONGEST_NOTE: Final = 1000


class AtBlocks(forms.Form):
    """The boxes and notes at the blocks of the text; they go with whatever is judged."""

    def clean(self) -> None:
        notes = [str(note) for key, note in self.data.items() if key.startswith("note-")]
        if any(len(note) > LONGEST_NOTE for note in notes):
            self.add_error(
                None,
                gettext("Ý kiến ở một đoạn dài quá %(longest_note)s ký tự; hãy viết gọn.")
                % {"longest_note": LONGEST_NOTE},
            )
        if any("\0" in note for note in notes):
            self.add_error(None, "Ý kiến ở một đoạn có ký tự không in được; hãy gõ lại.")

    def marks(self, revision: Revision) -> dict[str, str]:
        """Return the note of each block that was ticked or written at."""
        ticked = set(_list_of(self.data, "mark"))
        notes = {
            block["id"]: str(self.data.get(f"note-{block['id']}", "")).strip()
            for block in revision.content["body"]
        }
        return {name: note for name, note in notes.items() if note or name in ticked}


class MarkedReasonForm(AtBlocks, ReasonForm):
    """Why a document goes back."""


class MarkedOpinionForm(AtBlocks, OpinionForm):
    """What is said with consent: «nhất trí, đề nghị sửa đoạn này» is common."""


def _list_of(data: Any, key: str) -> list[str]:
    return data.getlist(key) if hasattr(data, "getlist") else []


@dataclass(frozen=True, slots=True)
class Passage:
    """A block as it is read, what was remarked at it, and what is being remarked now."""

    id: str
    html: SafeString
    remarks: tuple[Mark, ...]
    is_ticked: bool
    note: str


class Judging(StepPage):
    """A page that shows the text in three ways, what others said, and takes a judgement."""

    def context(self) -> dict[str, Any]:
        revision = self.revision
        before = queries.seen_before(revision, self.official)
        compared = compare(before.content, revision.content) if before else None
        view = self._view()
        return {
            "view": view,
            "before": before,
            "comparison": compared,
            "given": opinions.of(self.document),
            **(self._text(revision) if view == READ else {}),
        }

    def _view(self) -> str:
        """Return the way of looking: marks that came with a refused form stand in the text."""
        if self.request.method == "POST":
            return READ
        asked = self.request.GET.get("xem", "")
        return asked if asked in VIEWS else PRINTED

    def _text(self, revision: Revision) -> dict[str, Any]:
        above, blocks, below = reading.in_parts(revision.content, self.document.public_id)
        remarks: dict[str, list[Mark]] = {}
        for mark in queries.marks_on(self.document):
            remarks.setdefault(mark.block_id, []).append(mark)
        marks = AtBlocks(self.request.POST).marks(revision)
        passages = [
            Passage(name, html, tuple(remarks.get(name, ())), name in marks, marks.get(name, ""))
            for name, html in blocks
        ]
        return {"above": above, "passages": passages, "below": below}


class ReviewDocument(Judging):
    """The head of a department that was asked gives its opinion."""

    step = "review"
    title = "Cho ý kiến"
    template_name = "workflow/review.html"
    forms_of = {"agree": MarkedOpinionForm, "send_back": MarkedReasonForm}

    def act(self, button: str, form: Any) -> str:
        data = form.cleaned_data
        if button == "send_back":
            verdict, opinion = Verdict.SENT_BACK, data["reason"]
        else:
            verdict, opinion = Verdict.AGREED, data["opinion"]
        reviewing.review(
            self.task,
            verdict=verdict,
            opinion=opinion,
            marks=form.marks(self.revision),
            by=self.official,
            at=self.at,
        )
        return "Đã trả lại người soạn." if verdict == Verdict.SENT_BACK else "Đã ghi ý kiến đồng ý."


class _AnswerFor(Judging):
    """One official answers for the draft, or sends it back with the reason."""

    def act(self, button: str, form: Any) -> str:
        if button == "send_back":
            reviewing.send_back(
                self.task,
                reason=form.cleaned_data["reason"],
                marks=form.marks(self.revision),
                by=self.official,
                at=self.at,
            )
            return "Đã trả lại người soạn."
        return self.answer(form.cleaned_data["opinion"], form.marks(self.revision))

    def answer(self, opinion: str, marks: Mapping[str, str]) -> str:
        """Find the draft in order; return the sentence that tells it was done."""
        raise NotImplementedError


class InitialDocument(_AnswerFor):
    """The head of the drafting unit answers for the content (ký nháy)."""

    step = "initial"
    title = "Ký nháy"
    template_name = "workflow/initial.html"
    forms_of = {"initial": MarkedOpinionForm, "send_back": MarkedReasonForm}

    def answer(self, opinion: str, marks: Mapping[str, str]) -> str:
        reviewing.initial(self.task, opinion=opinion, marks=marks, by=self.official, at=self.at)
        return "Đã ký nháy, chuyển kiểm tra thể thức."


class CheckForm(_AnswerFor):
    """The form checker answers for the form; faults are refused, never guessed away."""

    step = "form_check"
    title = "Kiểm tra thể thức"
    template_name = "workflow/check_form.html"
    forms_of = {"pass": MarkedOpinionForm, "send_back": MarkedReasonForm}

    def answer(self, opinion: str, marks: Mapping[str, str]) -> str:
        reviewing.pass_form(self.task, opinion=opinion, marks=marks, by=self.official, at=self.at)
        return "Thể thức đạt, đã trình người ký."

    def form(self, button: str, data: Any = None) -> forms.Form:
        """Begin the reason with the faults that were found."""
        if button == "send_back" and data is None:
            faults = "\n".join(finding.message for finding in self._findings())
            return MarkedReasonForm(initial={"reason": faults}, auto_id=f"{button}_%s")
        return super().form(button, data)

    def context(self) -> dict[str, Any]:
        return {"findings": self._findings(), **super().context()}

    def _findings(self) -> list[Finding]:
        return rules.findings(self.revision, on=vn_day(self.at))
