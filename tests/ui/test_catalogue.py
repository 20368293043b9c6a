"""The English words: none that is asked for is missing, and all fit their places."""

import re

import pytest
from django.template import Context, Template
from django.utils import translation

from documents.models import Status, Urgency
from ui import catalogue
from workflow.standing import LINE


@pytest.fixture(scope="session", autouse=True)
def compiled():
    catalogue.compile_words()


@pytest.fixture(scope="module")
def english():
    return {
        one.id[0] if one.pluralizable else one.id: one.string
        for one in catalogue.words()
        if one.id and one.string
    }


def test_every_sentence_that_is_asked_for_has_its_english(english):
    assert catalogue.asked_for() - set(english) == set()


@pytest.mark.parametrize("names", [LINE, Status.labels, [one.label for one in Urgency if one]])
def test_every_step_and_standing_has_its_english(english, names):
    assert set(map(str, names)) - set(english) == set()


def test_every_place_of_the_rail_has_its_english(english):
    source = (catalogue.ROOT / "workflow/navigation.py").read_text(encoding="utf-8")
    labels = re.findall(r'(?:item|Section)\(\s*"([^"]+)"', source)
    tabs = re.findall(r'tab="([^"]+)"', source)
    assert len(labels) > 5
    assert {*labels, *tabs} - set(english) == set()


def test_what_is_filled_in_is_the_same_in_both_languages():
    filled = re.compile(r"%\(\w+\)s|\{\w*\}")
    differing = [
        (one.id, one.string)
        for one in catalogue.words()
        if one.id
        for vietnamese, english in zip(_forms(one.id), _forms(one.string), strict=True)
        if sorted(filled.findall(vietnamese)) != sorted(filled.findall(english))
    ]
    assert differing == []


def _forms(text):
    return text if isinstance(text, tuple) else (text,)


@pytest.mark.parametrize(
    ("language", "said"),
    [("vi", "Tùy chọn, Dự thảo, 2 ngày"), ("en", "Preferences, Draft, 2 days")],
)
def test_a_page_speaks_its_language(language, said):
    source = (
        '{% load i18n ui %}{% translate "Tùy chọn" %}, {% tag "Dự thảo" %}, '
        "{% blocktranslate count n=n %}{{ n }} ngày{% plural %}{{ n }} ngày{% endblocktranslate %}"
    )
    with translation.override(language):
        drawn = Template(source).render(Context({"n": 2}))
    assert re.sub(r"<[^>]+>", "", drawn) == said
