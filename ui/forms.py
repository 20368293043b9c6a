"""How Django's forms are drawn: FORM_RENDERER = "ui.forms.Renderer"."""

from pathlib import Path
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.functional import cached_property

_OURS = Path(__file__).resolve().parent / "templates"
_DJANGO_S = Path(forms.__file__).resolve().parent / "templates"


class Renderer(DjangoTemplates):
    """Draws `{{ form }}` and `{{ form.field.as_field_group }}` with the house's own markup.

    Ours come first, those of Django's own controls included: they say a choice in the official's
    language.
    """

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"

    @cached_property
    def engine(self) -> Any:
        """Look for a template among ours first."""
        dirs = [_OURS, _DJANGO_S]
        return self.backend({"NAME": "forms", "DIRS": dirs, "APP_DIRS": True, "OPTIONS": {}})
