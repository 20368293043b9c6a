"""The leader reads the prepared file beside the tray, and signs it or sends it back."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect

from documents import queries
from documents.pages import opinions
from documents.text.compare import compare
from workflow import batches, signing_tray
from workflow.actions import signing
from workflow.signing_tray import Entry
from workflow.steps.base import PRINTED, VIEWS, ReasonForm, StepPage

ALL: Final = "tat-ca"


class PinForm(forms.Form):
    """The PIN that unlocks a key; never kept, never sent back to the page."""

    pin = forms.CharField(
        label="Mã PIN",
        max_length=64,
        strip=False,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "off", "inputmode": "numeric"}, render_value=False
        ),
    )


class SignDocument(StepPage):
    """One document of the tray: its pages, what was checked and said; signed with others at once.

    The signature itself is asked for by the tray's own form (workflow/pages/signing_tray.py).
    """

    step = "sign"
    title = "Ký số"
    template_name = "workflow/sign.html"
    forms_of = {"send_back": ReasonForm}

    def act(self, button: str, form: Any) -> str:
        del button  # there is only one
        signing.send_back(
            self.task, reason=form.cleaned_data["reason"], by=self.official, at=self.at
        )
        return "Đã trả lại người soạn."

    def after(self) -> HttpResponse:
        return redirect("signing-tray")

    def context(self) -> dict[str, Any]:
        entries = signing_tray.entries(self.official, at=self.at)
        asked = self.request.GET
        before = queries.seen_before(self.revision, self.official)
        changed = compare(before.content, self.revision.content) if before else None
        return {
            "entries": entries,
            "entry": _of(self.task.pk, entries),
            "following": _following(self.task.pk, entries),
            "view": asked["xem"] if asked.get("xem") in VIEWS else PRINTED,
            "all_chosen": asked.get("chon") == ALL,
            "sending_back": asked.get("lam") == "tra-lai" or self.request.method == "POST",
            "before": before,
            "comparison": changed,
            "checks": signing_tray.checks(self.revision, changed, self.official, at=self.at),
            "opinions": opinions.of(self.document),
            "unfinished": batches.last_with_faults(self.official, at=self.at),
            "now": self.at,
            "key": uuid4(),
        }


def _of(task_id: int, entries: Sequence[Entry]) -> Entry | None:
    return next((entry for entry in entries if entry.task.pk == task_id), None)


def _following(task_id: int, entries: Sequence[Entry]) -> Entry | None:
    """Return the document after this one; after the last one the first that is left."""
    keys = [entry.task.pk for entry in entries]
    at = keys.index(task_id) if task_id in keys else -1
    others = [*entries[at + 1 :], *entries[: max(at, 0)]]
    return others[0] if others else None
