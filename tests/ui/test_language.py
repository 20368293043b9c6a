import datetime as dt

import pytest
from django import forms
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from ui.language import OfficialsLanguage


class Account:
    def __init__(self, language):
        self.language = language


def spoken(request):
    """Return the language in which a page is made for whoever asks."""
    page = OfficialsLanguage(lambda _request: HttpResponse(translation.get_language()))
    return page(request).content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_speaks_as_the_official_chose_whatever_the_browser_wants(language):
    request = RequestFactory().get("/", headers={"Accept-Language": "en,fr"})
    request.user = Account(language)
    assert spoken(request) == language


def test_whoever_has_no_account_is_spoken_to_in_vietnamese():
    request = RequestFactory().get("/", headers={"Accept-Language": "en"})
    request.user = object()
    assert spoken(request) == "vi"


def test_the_language_of_one_page_does_not_stay_for_the_next():
    request = RequestFactory().get("/")
    request.user = Account("en")
    spoken(request)
    assert translation.get_language() == "vi"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_day_is_read_day_first_in_both_languages(language):
    with translation.override(language):
        assert forms.DateField(localize=True).clean("05/11/2026") == dt.date(2026, 11, 5)
