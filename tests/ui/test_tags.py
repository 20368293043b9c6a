from datetime import timedelta

import pytest
from django.template import Context, Template, TemplateSyntaxError

from tests.ui.gallery import NAVIGATION, NOW
from ui.navigation import tabs


def drawn(source: str, **names: object) -> str:
    return Template("{% load ui %}" + source).render(Context(names))


def test_an_icon_is_hidden_from_those_who_listen_unless_it_says_something():
    silent = drawn('{% icon "search" %}')
    assert silent == (
        '<svg class="icon" width="18" height="18" aria-hidden="true" focusable="false">'
        '<use href="/static/ui/built/icons.svg#search"></use></svg>'
    )
    assert 'role="img" aria-label="Đạt"' in drawn('{% icon "check" 20 "Đạt" %}')


def test_an_icon_that_the_build_does_not_take_is_refused():
    with pytest.raises(TemplateSyntaxError, match="không-có"):
        drawn('{% icon "không-có" %}')


def test_a_qr_code_is_a_picture_with_a_name_and_no_style():
    url = "https://vanban.example.gov.vn/x/7F3K91QD"
    drawing = drawn("{% qr url label %}", url=url, label="Mã <QR>")
    assert drawing.startswith('<svg class="qr" role="img" aria-label="Mã &lt;QR&gt;"')
    # 29 × 29 points (version 3) and the quiet margin: coarse enough for a poor printer.
    assert 'viewBox="0 0 37 37"' in drawing
    assert "style=" not in drawing


def test_a_tag_says_its_word_and_escapes_it():
    assert drawn("{% tag text %}", text="<b>") == '<strong class="tag neutral">&lt;b&gt;</strong>'
    with pytest.raises(TemplateSyntaxError, match="pink"):
        drawn('{% tag "Dự thảo" "pink" %}')


@pytest.mark.parametrize(
    ("status", "tone"), [("ISSUED", "good"), ("SEALING", "violet"), ("DRAFTING", "neutral")]
)
def test_a_standing_has_its_tone_and_begins_with_a_capital(status, tone):
    assert drawn("{% status_tag status label %}", status=status, label="đã ban hành") == (
        f'<strong class="tag {tone}">Đã ban hành</strong>'
    )


def test_only_what_is_urgent_says_so():
    assert drawn('{% urgency "Thường" %}') == ""
    assert drawn('{% urgency "hỏa tốc" %}') == '<strong class="tag loud bad">Hỏa tốc</strong>'


def test_a_deadline_gives_words_to_people_and_a_moment_to_machines():
    assert drawn("{% due at now %}", at=NOW - timedelta(days=2), now=NOW) == (
        '<time class="due late" datetime="2026-11-14T09:41:00+07:00">Quá hạn 2 ngày'
        "<small>14/11/2026 09:41</small></time>"
    )
    assert drawn("{% due at %}", at=None) == ""


def test_what_has_not_happened_is_written_as_nothing():
    assert drawn("[{{ at|vn_date }}{{ at|vn_datetime }}]", at=None) == "[]"


def test_filters_write_as_an_office_does():
    page = drawn("{{ n|number }} {{ n|size }} {{ at|vn_datetime }}", n=1234, at=NOW)
    assert page == "1.234 1 kB 16/11/2026 09:41"


def test_a_panel_is_named_by_its_heading():
    assert drawn(
        '{% panel title id="noi-nhan" %}<p>{{ x }}</p>{% endpanel %}', title="A&B", x="<"
    ) == (
        '<section class="panel" id="noi-nhan" aria-labelledby="noi-nhan-h">'
        '<h2 id="noi-nhan-h">A&amp;B</h2><p>&lt;</p></section>'
    )


def test_a_notice_keeps_what_it_is_given_escaped():
    assert "<div>Số &lt;1&gt;</div>" in drawn(
        '{% notice "warn" %}Số {{ x }}{% endnotice %}', x="<1>"
    )


def test_a_phone_shows_only_places_with_a_short_name():
    assert [item.tab for item in tabs(NAVIGATION)] == ["Việc", "Trình ký", "Dự thảo", "Đến"]
    assert len(tabs([*NAVIGATION, *NAVIGATION])) == 4
