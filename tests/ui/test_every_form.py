"""Every form of the house: what it says of a wrong field is an office's Vietnamese."""

import re
from importlib import import_module

import pytest
from django import forms
from django.core.exceptions import ValidationError

from tests.house.code import ROOT, modules
from ui import catalogue

LETTER = re.compile(r"[À-ỹĐđ]")
# Its sentence is one of two, by a number that is known only then.
COUNTED = ("max_length", forms.FileField)
ROOMS = ("agencies", "config", "documents", "ui", "workflow")


@pytest.fixture(scope="module", autouse=True)
def compiled():
    catalogue.compile_words()


def forms_of_the_house():
    for path in modules(*ROOMS):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if "forms" not in path.read_text(encoding="utf-8") or "management" in name:
            continue
        for one in vars(import_module(name.removesuffix(".__init__"))).values():
            if (
                isinstance(one, type)
                and issubclass(one, forms.BaseForm)
                and one.__module__ == name
                and hasattr(one, "base_fields")
            ):
                yield one


FORMS = sorted(set(forms_of_the_house()), key=lambda form: (form.__module__, form.__qualname__))


def test_the_forms_of_the_house_are_found():
    assert len(FORMS) > 15


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__qualname__)
def test_whatever_a_field_may_say_is_vietnamese(form):
    foreign = [
        (name, code, sentence)
        for name, field in form.base_fields.items()
        for code, sentence in field.error_messages.items()
        if not LETTER.search(str(sentence))
        and (code, type(field)) != COUNTED
        and (field.required or code != "required")
    ]
    assert foreign == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__qualname__)
@pytest.mark.parametrize("typed", ["a\x00b", "\x00", "x" * 5_000, "-1", "1e5"])
def test_what_nobody_should_type_is_refused_in_vietnamese(form, typed):
    said = [
        sentence
        for field in form.base_fields.values()
        if not isinstance(field, forms.FileField | forms.ModelChoiceField)
        for sentence in refusals(field, typed)
    ]
    assert [sentence for sentence in said if not LETTER.search(sentence)] == []


def refusals(field, typed):
    several = isinstance(field, forms.MultipleChoiceField)
    try:
        field.clean([typed] if several else typed)
    except ValidationError as error:
        yield from error.messages
