"""What is typed to subscribe an address."""

from datetime import date
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.conf import settings

from agencies.administration import administered_by
from agencies.models import Agency, Official
from exchange import addresses
from exchange.errors import AddressRefused
from exchange.models import Fact

UNKNOWN: Final = {"invalid_choice": "Chọn trong các mục có trên trang."}
SUBSCRIBABLE: Final = [
    (fact.value, f"{fact.label[:1].upper()}{fact.label[1:]}") for fact in Fact if fact != Fact.TEST
]


class SubscribeForm(forms.Form):
    """The agency, where it administers several; the address; what is told."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label="Cơ quan", empty_label=None, error_messages=UNKNOWN
    )
    address = forms.CharField(
        label="Địa chỉ nhận tin",
        max_length=addresses.LONGEST,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}
        ),
        help_text="Ví dụ: https://nhan.example.vn/tin. Hệ thống gửi mỗi tin đến đây bằng một lời"
        " gọi POST có chữ ký.",
        error_messages={
            "required": "Nhập địa chỉ của hệ thống nhận tin.",
            "max_length": f"Địa chỉ dài nhất {addresses.LONGEST} ký tự.",
            "null_characters_not_allowed": "Địa chỉ có ký tự lạ; hãy dán lại địa chỉ.",
        },
    )
    facts = forms.MultipleChoiceField(
        label="Báo khi",
        choices=SUBSCRIBABLE,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chỉ báo việc, số và mã của văn bản; nội dung văn bản không bao giờ được gửi đi.",
        error_messages={"required": "Chọn ít nhất một loại tin.", **UNKNOWN},
    )

    def __init__(self, *typed: Any, official: Official, on: date, **more: Any) -> None:
        super().__init__(*typed, **more)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = administered_by(official, on=on)
        agencies = list(field.queryset.prefetch_related("names"))
        if len(agencies) == 1:  # there is nothing to choose
            field.widget, field.initial = forms.HiddenInput(), agencies[0]

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        try:
            addresses.read(address, http_allowed=settings.WEBHOOK_ALLOW_HTTP)
        except AddressRefused as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        return address
