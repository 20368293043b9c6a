"""The drafter begins, writes, submits, gives up."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from agencies.models import Department
from agencies.moments import vn_day
from documents import signers
from documents.actions.drafting import Header
from documents.errors import NewerRevision, NothingChanged
from documents.models import Circulation, DocumentKind, Revision, Urgency, Verdict
from documents.pages.draft_form import KINDS, DraftForm
from documents.text.van_ban import BadDraft
from ui.refusal import Refusal
from ui.typed import whole_number
from workflow import inbox
from workflow.actions import drafting
from workflow.errors import TaskClosed
from workflow.steps.base import StepPage


class EditDraft(StepPage):
    """Write the draft, save it as the next revision, submit it or give it up."""

    step = "draft"
    title = "Soạn thảo"
    template_name = "workflow/draft.html"
    forms_of: ClassVar[Mapping[str, type[forms.Form]]] = {}

    def get(self, _request: HttpRequest, **_: Any) -> HttpResponse:
        return self._page(DraftForm.of(self.revision.content))

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        base = self.revision.content
        draft = DraftForm.typed(request.POST, base=base)
        button = request.POST.get("do", "save")
        if button.split("-")[0] in ("insert", "remove", "up", "down", "renumber"):
            return self._page(draft, focus=draft.do(button))
        try:
            saved = self._save(draft)
        except BadDraft as bad:
            return self._page(draft, problems=[one.message for one in bad.problems], status=422)
        except TaskClosed as refusal:
            return self._refused(refusal)
        except NewerRevision as refusal:
            return self._page(draft, problems=[refusal.message], newer=True, status=409)
        except NothingChanged as refusal:
            if button != "submit":
                return self._page(draft, problems=[refusal.message], status=409)
            return redirect("submit", self.task.pk)
        except Refusal as refusal:
            return self._page(draft, problems=[refusal.message], status=409)
        messages.success(request, f"Đã lưu bản {saved.n}.")
        if button == "submit":
            return redirect("submit", self.task.pk)
        return redirect(inbox.address(self.task))

    def _save(self, draft: DraftForm) -> Revision:
        post = self.request.POST
        header, signature = self._signer(post.get("signer", ""))
        return drafting.save(
            self.task,
            content=draft.content(base=self.revision.content, signature=signature),
            header=Header(
                signer=header.signer,
                capacity=header.capacity,
                urgency=_choice(post.get("urgency"), Urgency.values),
                circulation=_choice(post.get("circulation"), Circulation.values),
            ),
            base=whole_number(post.get("base", "")) or 0,
            by=self.official,
            at=self.at,
        )

    def _signer(self, chosen: str) -> tuple[Header, dict[str, str | None] | None]:
        """Return the chosen signer with the block's lines; none chosen leaves all as it was."""
        latest = self.revision
        for option in self._signers():
            if option.key == chosen:
                return option.header, option.block
        capacity = signers.capacity_of(latest)
        return Header(signer=latest.signer, capacity=capacity), None

    def _signers(self) -> list[signers.Option]:
        return signers.options(self.document.agency, kind=self.document.kind, on=vn_day(self.at))

    def _page(
        self,
        draft: DraftForm,
        *,
        problems: list[str] | None = None,
        newer: bool = False,
        focus: int | None = None,
        status: int = 200,
    ) -> HttpResponse:
        post = self.request.POST
        signer_options = self._signers()
        chosen = post.get("signer") or signers.key_of(self.revision, signer_options)
        return self.show(
            status=status,
            draft=draft,
            kinds=DocumentKind.choices,
            block_kinds=KINDS,
            signers=signer_options,
            chosen_signer=chosen,
            urgencies=Urgency.choices,
            chosen_urgency=post.get("urgency", self.document.urgency),
            circulations=Circulation.choices,
            chosen_circulation=post.get("circulation", self.document.circulation),
            base=post.get("base", self.revision.n),
            problems=[("", sentence) for sentence in problems or []],
            newer=newer,
            focus=focus,
            sent_back=self._reasons(),
        )

    def _reasons(self) -> list[Any]:
        """Return what the others said when the revision under way came back."""
        alone = (getattr(self.revision, name, None) for name in ("initial", "form_check"))
        given = [*self.opinions(), *(one for one in alone if one is not None)]
        return [one for one in given if one.verdict == Verdict.SENT_BACK]


class SubmitForm(forms.Form):
    """Which departments are asked for their opinion."""

    departments = forms.ModelMultipleChoiceField(
        label="Xin ý kiến các đơn vị",
        queryset=Department.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn đơn vị nào thì trình thẳng trưởng đơn vị ký nháy.",
    )

    def of(self, agency_units: QuerySet[Department]) -> "SubmitForm":
        field = self.fields["departments"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = agency_units
        return self


class CancelForm(forms.Form):
    """Why a draft is given up."""

    reason = forms.CharField(
        label="Lý do hủy dự thảo", max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class SubmitDraft(StepPage):
    """Send the latest revision on its way, or give the draft up."""

    step = "draft"
    title = "Trình duyệt"
    template_name = "workflow/submit.html"
    forms_of = {"submit": SubmitForm, "cancel": CancelForm}

    def form(self, button: str, data: Any = None) -> forms.Form:
        form = super().form(button, data)
        if isinstance(form, SubmitForm):
            units = Department.objects.filter(agency=self.document.agency)
            form.of(units.exclude(pk=self.document.department_id).order_by("pk"))
        return form

    def act(self, button: str, form: Any) -> str:
        if button == "cancel":
            reason = form.cleaned_data["reason"]
            drafting.cancel(self.task, reason=reason, by=self.official, at=self.at)
            return "Đã hủy dự thảo."
        departments = list(form.cleaned_data["departments"])
        drafting.submit(
            self.task,
            departments=departments,
            direct=not departments,
            by=self.official,
            at=self.at,
        )
        if departments:
            return f"Đã xin ý kiến {len(departments)} đơn vị."
        return "Đã trình trưởng đơn vị ký nháy."


def _choice(value: str | None, allowed: list[str]) -> str:
    return value if value in allowed else ""
