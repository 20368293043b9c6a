"""What is typed when an arrival is assigned, given on, taken back, or done."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext

from agencies import directory
from agencies.models import Official
from agencies.moments import vn_day
from documents import assignees
from documents.actions.assigning import Order
from documents.assignees import Assignee
from documents.errors import DirectorMissing, NobodyAssigned, NoteMissing
from documents.models import Assignment, IncomingEntry
from documents.text.dates import UnreadableDate, parse_date
from workflow import deadlines

LONGEST = 1_000  # as long as the columns that keep it
PICKED = {"data-pick": True}  # a script finds a name in it by what is typed, without marks too


class Text(forms.CharField):
    """A few sentences, as long as their column, with our own words for what cannot be kept."""

    def __init__(self, label: str, *, required: str = "", rows: int = 2, **more: Any) -> None:
        super().__init__(
            label=label,
            required=bool(required),
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages={
                "required": required,
                "max_length": gettext("Phần này dài quá %(longest)s chữ; hãy viết gọn lại.")
                % {"longest": LONGEST},
                "null_characters_not_allowed": "Có ký tự không in được; hãy gõ lại.",
            },
            **more,
        )


class OrderForm(forms.Form):
    """Until when, how, and by whose decision."""

    due_on = forms.CharField(
        label="Hạn xử lý",
        required=False,
        max_length=30,
        help_text="Ngày/tháng/năm, ví dụ 25/11/2026. Để trống thì không đặt hạn.",
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "data-short": True}
        ),
    )
    opinion = Text("Ý kiến chỉ đạo", rows=3)
    directed_by = forms.ModelChoiceField(
        label="Theo ý kiến của",
        queryset=Official.objects.none(),
        widget=forms.Select(attrs=PICKED),
        error_messages={
            "required": DirectorMissing.message,
            "invalid_choice": DirectorMissing.message,
        },
    )

    entry: IncomingEntry

    def _prepare(self, entry: IncomingEntry, *, asks_director: bool, on: date) -> None:
        self.entry, self.on = entry, on
        leaders = directory.leaders_of(entry.agency, on=on)
        field = self.fields["directed_by"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Official.objects.filter(pk__in=[one.pk for one in leaders]).order_by("pk")
        field.choices = [("", "Chọn lãnh đạo"), *((one.pk, one.full_name) for one in leaders)]
        if not asks_director or not leaders:
            del self.fields["directed_by"]

    def clean_due_on(self) -> date | None:
        typed = self.cleaned_data["due_on"]
        if not typed:
            return None
        try:
            return parse_date(typed)
        except UnreadableDate as fault:
            raise forms.ValidationError(fault.message) from fault

    @property
    def order(self) -> Order:
        said = self.cleaned_data
        return Order(said["due_on"], said["opinion"], said.get("directed_by"))

    def _one(self, key: str) -> Assignee | None:
        return assignees.chosen(key, self.entry.agency, on=self.on) if key else None


class AssignForm(OrderForm):
    """Who leads, and who helps."""

    lead = forms.ChoiceField(
        label="Chủ trì",
        widget=forms.Select(attrs=PICKED),
        error_messages={"required": NobodyAssigned.message},
    )
    helpers = forms.MultipleChoiceField(
        label="Phối hợp", required=False, widget=forms.CheckboxSelectMultiple(attrs=PICKED)
    )
    field_order = ("directed_by", "lead", "helpers", "due_on", "opinion")

    def __init__(
        self, data: Any = None, *, entry: IncomingEntry, has_lead: bool, clerk: bool, at: datetime
    ) -> None:
        urgency = entry.document.urgency if entry.document else ""
        due_on = deadlines.day_to_deal_with(urgency, at=at)
        super().__init__(data, initial={"due_on": f"{due_on:%d/%m/%Y}"})
        self._prepare(entry, asks_director=clerk, on=(on := vn_day(at)))
        groups = assignees.choices(entry.agency, on=on)
        lead, helpers = self.fields["lead"], self.fields["helpers"]
        assert isinstance(lead, forms.ChoiceField)
        assert isinstance(helpers, forms.ChoiceField)
        lead.choices = [("", "Chọn đơn vị hoặc người chủ trì"), *groups]
        helpers.choices = [*groups]
        if has_lead:
            # Somebody leads already; without another helper there is nothing to assign.
            del self.fields["lead"]
            helpers.required = True
            helpers.error_messages["required"] = NobodyAssigned.message

    @property
    def who_leads(self) -> Assignee | None:
        return self._one(self.cleaned_data.get("lead", ""))

    @property
    def those_who_help(self) -> list[Assignee]:
        found = (self._one(key) for key in self.cleaned_data["helpers"])
        return [one for one in found if one is not None]


class GiveOnForm(OrderForm):
    """Who has it from now on; the head of a unit chooses among its people."""

    to = forms.ChoiceField(
        label="Giao lại cho",
        widget=forms.Select(attrs=PICKED),
        error_messages={"required": NobodyAssigned.message},
    )
    field_order = ("directed_by", "to", "due_on", "opinion")

    def __init__(
        self,
        data: Any = None,
        *,
        assignment: Assignment,
        directs: bool,
        clerk: bool,
        within: set[int],
        on: date,
    ) -> None:
        initial = {
            "due_on": f"{assignment.due_on:%d/%m/%Y}" if assignment.due_on else "",
            "opinion": assignment.opinion,
        }
        super().__init__(data, auto_id="giao_lai_%s", initial=initial)
        self._prepare(assignment.entry, asks_director=clerk, on=on)
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        groups = assignees.choices(
            assignment.entry.agency, on=on, within=None if directs else within
        )
        to.choices = [("", "Chọn đơn vị hoặc người xử lý"), *groups]

    @property
    def whom(self) -> Assignee | None:
        return self._one(self.cleaned_data["to"])


class WithdrawForm(forms.Form):
    """Why nobody has it any more."""

    reason = Text("Lý do rút lại", required="Rút lại phân công thì phải nêu lý do.")


class DoneForm(forms.Form):
    """What came of it."""

    note = Text("Kết quả xử lý", required=NoteMissing.message)
