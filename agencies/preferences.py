"""The page where officials choose light or dark, the size of letters and the language."""

from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from agencies.actions import preferring
from agencies.models import Language, Official, TextSize, Theme

_UNKNOWN: Final = {"invalid_choice": _lazy("Chọn một trong các mục có trên trang.")}


class AnyChoice(forms.ChoiceField):
    """One of several, of which the empty one is a choice like the others."""

    def validate(self, value: object) -> None:
        if not self.valid_value(value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice")


class PreferencesForm(forms.Form):
    """Three choices; each is one of those shown."""

    theme = AnyChoice(
        label=_lazy("Nền"), choices=Theme, widget=forms.RadioSelect, error_messages=_UNKNOWN
    )
    text_size = AnyChoice(
        label=_lazy("Cỡ chữ"), choices=TextSize, widget=forms.RadioSelect, error_messages=_UNKNOWN
    )
    language = forms.ChoiceField(
        label=_lazy("Ngôn ngữ"),
        choices=Language,
        widget=forms.RadioSelect,
        help_text=_lazy("Chỉ đổi lời của phần mềm; văn bản luôn bằng tiếng Việt."),
        error_messages=_UNKNOWN,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Show the official's choices, and keep new ones."""
    official = request.user
    assert isinstance(official, Official)
    now = {name: getattr(official, name) for name in PreferencesForm.base_fields}
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial=now)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "agencies/preferences.html", {"form": form}, status=status)
    chosen = form.cleaned_data
    preferring.choose(
        official,
        theme=Theme(chosen["theme"]),
        text_size=TextSize(chosen["text_size"]),
        language=Language(chosen["language"]),
    )
    with translation.override(chosen["language"]):
        messages.success(request, _("Đã lưu tùy chọn."))
    return redirect("preferences")
