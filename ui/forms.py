"""How Django's forms are drawn: FORM_RENDERER = "ui.forms.Renderer"."""

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Draws `{{ form }}` and `{{ form.field.as_field_group }}` with the house's own markup."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
