import re

from django import forms
from django.template import Context, Template
from django.utils import translation

from tests.ui.gallery import DraftForm


class BlockForm(forms.Form):
    kind = forms.ChoiceField(label="Kiểu đoạn", choices=[("p", "Đoạn văn")])
    text = forms.CharField(label="Nội dung", widget=forms.Textarea(attrs={"rows": 2}))
    id = forms.CharField(widget=forms.HiddenInput)


def flat(html: str) -> str:
    return re.sub(r">\s+<", "><", html).strip()


def summary(*given: object) -> str:
    names = {f"f{i}": form for i, form in enumerate(given)}
    source = "{% load ui %}{% form_errors " + " ".join(names) + " %}"
    return flat(Template(source).render(Context(names)))


def test_a_field_carries_its_label_hint_and_control():
    assert flat(DraftForm()["subject"].as_field_group()) == (
        '<div class="field"><label for="id_subject">Trích yếu</label>'
        '<p class="hint" id="id_subject_helptext">Viết gọn, không có dấu chấm ở cuối.</p>'
        '<input type="text" name="subject" required aria-describedby="id_subject_helptext"'
        ' id="id_subject"></div>'
    )


def test_a_field_that_may_stay_empty_says_so():
    assert '<span class="optional">(không bắt buộc)</span>' in DraftForm()["file"].as_field_group()


def test_a_wrong_field_points_to_its_error():
    field = DraftForm({"subject": ""})["subject"].as_field_group()
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_subject_helptext id_subject_error"' in field
    assert 'id="id_subject_error"' in field
    assert field.count("Trường này là bắt buộc.") == 1


def test_a_choice_is_a_group_with_a_legend():
    field = flat(DraftForm()["capacity"].as_field_group())
    assert field.startswith('<div class="field"><fieldset><legend>Quyền hạn ký</legend>')


def test_a_tick_stands_before_its_words():
    field = flat(DraftForm()["read"].as_field_group())
    assert field == (
        '<div class="field"><label for="id_read"><input type="checkbox" name="read" required'
        ' id="id_read"><span>Đã đọc toàn văn</span></label></div>'
    )


def test_words_of_a_help_text_are_never_markup():
    class Asked(forms.Form):
        name = forms.CharField(help_text="<script>")

    assert "<script>" not in Asked()["name"].as_field_group()


def test_a_whole_form_is_drawn_field_by_field_with_what_is_hidden():
    form = str(BlockForm(initial={"id": "b1"}))
    assert form.count('class="field"') == 2
    assert '<input type="hidden" name="id" value="b1" id="id_id">' in form


def test_the_summary_leads_to_every_wrong_place():
    form = DraftForm({"subject": "Tổng kết", "kind": "BC", "issued_on": "31/02/2026"})
    assert summary(form) == (
        '<div class="problems" role="alert" aria-labelledby="loi-h" tabindex="-1" autofocus>'
        '<h2 id="loi-h">Có 4 chỗ cần sửa</h2><ul>'
        "<li>Chưa có người ký cho loại văn bản này.</li>"
        '<li><a href="#id_issued_on">Ngày ban hành: Nhập một ngày hợp lệ.</a></li>'
        '<li><a href="#id_capacity_0">Quyền hạn ký: Trường này là bắt buộc.</a></li>'
        '<li><a href="#id_read">Đã đọc toàn văn: Trường này là bắt buộc.</a></li>'
        "</ul></div>"
    )


def test_every_place_that_the_summary_leads_to_is_there():
    form = DraftForm({})
    led_to = set(re.findall(r'href="#([^"]+)"', summary(form)))
    assert led_to
    assert led_to - set(re.findall(r' id="([^"]+)"', str(form))) == set()


def test_the_summary_counts_the_rows_of_a_formset_too():
    rows = forms.formset_factory(BlockForm)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-kind": "p", "form-0-id": "b1"}
    )
    assert '<a href="#id_form-0-text">Nội dung: Trường này là bắt buộc.</a>' in summary(rows)


def test_a_form_that_was_not_sent_has_no_summary():
    assert summary(DraftForm()) == ""


def test_a_choice_is_said_in_the_official_s_language_and_sent_as_it_is():
    with translation.override("en"):
        kinds = str(DraftForm()["kind"])
    assert '<option value="BC">Report</option>' in kinds
