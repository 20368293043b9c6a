"""The drafter sends the latest revision on its way, or gives the draft up."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext

from agencies.models import Department
from ui.alphabet import sort_key
from workflow.actions import drafting
from workflow.steps.base import StepPage


class SubmitForm(forms.Form):
    """Which departments are asked for their opinion."""

    departments = forms.ModelMultipleChoiceField(
        label="Xin ý kiến các đơn vị",
        queryset=Department.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"data-pick": True}),
        help_text="Không chọn đơn vị nào thì trình thẳng trưởng đơn vị ký nháy.",
    )

    def of(self, agency_units: QuerySet[Department]) -> "SubmitForm":
        field = self.fields["departments"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = agency_units
        by_name = sorted(agency_units, key=lambda unit: sort_key(str(unit)))
        field.choices = [(unit.pk, str(unit)) for unit in by_name]
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
            others = units.exclude(pk=self.document.department_id)
            form.of(others.prefetch_related("names").order_by("pk"))
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
            return gettext("Đã xin ý kiến %(n)s đơn vị.") % {"n": len(departments)}
        return "Đã trình trưởng đơn vị ký nháy."
