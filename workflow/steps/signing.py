"""The leader reads the prepared file and signs it, or sends it back."""

from typing import Any

from django import forms

from agencies.actions import credentials
from agencies.errors import AgencyError
from documents.actions.signing import leader_signature, prepared_rendition
from documents.errors import NotPreparedYet
from ui.writing import day
from workflow.actions import signing
from workflow.steps.base import ReasonForm, StepPage


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


class SignForm(PinForm):
    """What is signed is what was shown: the hash goes with the PIN."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)


class SignDocument(StepPage):
    """The signer sees the file, its hash and what was said of it; one PIN signs."""

    step = "sign"
    title = "Ký số"
    template_name = "workflow/sign.html"
    forms_of = {"sign": SignForm, "send_back": ReasonForm}

    def act(self, button: str, form: Any) -> str:
        data = form.cleaned_data
        if button == "send_back":
            signing.send_back(self.task, reason=data["reason"], by=self.official, at=self.at)
            return "Đã trả lại người soạn."
        signing.sign(self.task, shown=data["shown"], pin=data["pin"], by=self.official, at=self.at)
        signature = leader_signature(self.document)
        if signature is not None and signature.debt:
            return (
                "Đã ký, mức B: chưa có dấu thời gian vì "
                f"{signature.debt.rstrip('.')}; hệ thống tự bổ sung khi lưu trữ."
            )
        return "Đã ký, đã chuyển văn thư cấp số."

    def context(self) -> dict[str, Any]:
        try:
            prepared = prepared_rendition(self.revision)
        except NotPreparedYet:
            prepared = None
        return {
            "prepared": prepared,
            "certificate": self._certificate(),
            "reviews": self.opinions(),
        }

    def _certificate(self) -> str:
        try:
            credential = credentials.current(self.official, at=self.at)
        except AgencyError as refusal:
            return refusal.message
        return f"có hiệu lực đến {day(credential.valid_to)}"
