from datetime import date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats


def drawn(source: str, **names: object) -> str:
    return Template(source).render(Context(names))


def test_a_date_in_a_template_is_written_with_slashes():
    assert drawn("{{ day }}", day=date(2026, 11, 6)) == "06/11/2026"
    assert drawn("{{ at }}", at=datetime(2026, 11, 6, 7, 5)) == "06/11/2026 07:05"  # noqa: DTZ001


def test_a_decimal_has_a_comma_and_a_year_no_dot():
    assert drawn("{{ share }} {{ year }}", share=94.1, year=2026) == "94,1 2026"


def test_figures_are_grouped_where_a_page_asks_for_it():
    assert formats.number_format(1234567.5, force_grouping=True) == "1.234.567,5"


@pytest.mark.parametrize("typed", ["6/11/2026", "06-11-2026", "06.11.2026", "2026-11-06"])
def test_a_date_is_understood_as_officials_type_it(typed):
    assert forms.DateField().clean(typed) == date(2026, 11, 6)


def test_a_month_is_never_taken_for_a_day():
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean("11/16/2026")
