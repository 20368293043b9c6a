"""The drafter says which issued documents the draft recalls, replaces or corrects."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect

from agencies.moments import vn_day
from documents import access, search
from documents.models import Document, RelationKind, Status
from documents.models.relation import OVERTAKES
from documents.search import Asked, Found
from workflow.actions import overtaking
from workflow.steps.base import StepPage

IN_FORCE = (Status.ISSUED, Status.CORRECTED)  # what may still be recalled, replaced, corrected
STALE = "Văn bản này không còn trên trang; hãy tìm lại."


class OtherForm(forms.Form):
    """Which document is meant."""

    other = forms.UUIDField(error_messages={"required": STALE, "invalid": STALE})


class DropForm(forms.Form):
    """Which of the words on the page is taken back."""

    relation = forms.IntegerField(
        min_value=1, max_value=2**62, error_messages={"required": STALE, "invalid": STALE}
    )


class NameOvertaken(StepPage):
    """Find an issued document of the agency, with or without marks, and say what becomes of it."""

    step = "draft"
    title = "Thu hồi, thay thế, đính chính"
    template_name = "workflow/overtake.html"
    forms_of = {**{kind.value: OtherForm for kind in OVERTAKES}, "drop": DropForm}

    def act(self, button: str, form: Any) -> str:
        if button == "drop":
            key = form.cleaned_data["relation"]
            relation = overtaking.drop(self.task, key, by=self.official, at=self.at)
            return f"Đã bỏ: {_said(RelationKind(relation.kind), relation.other)}."
        kind = RelationKind(button)
        public_id = form.cleaned_data["other"]
        other = access.document_for(self.official, public_id, on=vn_day(self.at))
        overtaking.name(self.task, kind, other, by=self.official, at=self.at)
        return f"Đã ghi: {_said(kind, other)}."

    def after(self) -> HttpResponse:
        return redirect("overtake", self.task.pk)

    def context(self) -> dict[str, Any]:
        text = self.request.GET.get("q", "")[:300]
        return {"q": text, "found": self._found(text), "kinds": OVERTAKES}

    def _found(self, text: str) -> list[Found]:
        """Return what the agency issued and still stands, as far as the official may see it."""
        pages = [
            search.find(
                Asked(text=text, agency_id=self.document.agency_id, status=status),
                official=self.official,
                on=vn_day(self.at),
            )
            for status in IN_FORCE
        ]
        return [one for page in pages for one in page.found if one.document != self.document]


def _said(kind: RelationKind, other: Document) -> str:
    return f"văn bản này {kind.label} {other.register_entry.code}"
