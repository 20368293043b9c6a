"""The frame, the parts together, and the pages for what goes wrong."""

import re

import pytest
from django.contrib.messages.constants import ERROR, SUCCESS
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import RequestFactory
from pytest_django import Settings

from tests.ui import gallery
from ui import mishaps

SAMPLE = "Dữ liệu mẫu – tỉnh không có thật"
MISHAPS = ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]


@pytest.fixture
def page() -> str:
    return render_to_string("ui/gallery.html", gallery.context())


def test_every_id_on_the_page_is_given_once(page):
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_the_frame_names_the_official_the_post_and_the_agency(page):
    assert "<small>Ban Quản lý Khu kinh tế</small>" in page
    assert "Nguyễn Đình Khải<small>Trưởng ban</small>" in page


def test_one_place_is_the_present_one_in_the_rail_and_in_the_tabs(page):
    assert page.count('aria-current="page"') == 2


def test_a_page_with_a_wrong_form_says_so_in_its_title(page):
    assert "<title>Lỗi: Các thành phần giao diện – Dấu Son</title>" in page
    right = gallery.context() | {"form": gallery.DraftForm()}
    assert "<title>Các thành phần" in render_to_string("ui/gallery.html", right)


def test_the_present_step_knows_its_number_of_all(page):
    assert '<li class="current" aria-current="step" data-of="7">Ký nháy</li>' in page


@pytest.mark.parametrize("template", ["ui/gallery.html", *MISHAPS])
@pytest.mark.parametrize("rehearsal", [True, False])
def test_sample_data_is_marked_on_every_page_and_only_there(template, rehearsal):
    page = render_to_string(template, gallery.context() | {"rehearsal": rehearsal})
    assert (SAMPLE in page) is rehearsal


@pytest.mark.parametrize("template", MISHAPS)
def test_what_went_wrong_is_said_with_a_way_out(template):
    page = render_to_string(template)
    assert page.count("<h1>") == 1
    assert '<a href="/">' in page


def test_a_refusal_says_its_reason():
    page = render_to_string("403.html", {"exception": "Chỉ văn thư được cấp số."})
    assert "<p>Chỉ văn thư được cấp số.</p>" in page


def test_a_fault_is_answered_without_asking_anybody(settings: Settings):
    settings.REHEARSAL = True
    settings.UI_NAVIGATION = settings.UI_BADGE = settings.UI_BELL = "no.such.place"
    response = mishaps.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert SAMPLE in response.content.decode()


def test_messages_are_shown_by_their_weight_and_escaped():
    messages = [Message(SUCCESS, "Đã cấp số 427."), Message(ERROR, "Sai <PIN>.")]
    page = render_to_string("ui/message.html", {"messages": messages})
    assert page.index("notice good") < page.index("Đã cấp số 427.")
    assert page.index("notice bad") < page.index("Sai &lt;PIN&gt;.")


def test_what_can_be_taken_back_carries_its_button_and_needs_no_script():
    done = Message(SUCCESS, "Đã cất 3 <thông báo>.", extra_tags="undo:/thong-bao/hoan-tac/?luc=1&a")
    plain = Message(SUCCESS, "Đã lưu.", extra_tags="other")
    page = render_to_string("ui/message.html", {"messages": [done, plain]})
    assert page.count("<form") == 1
    assert 'method="post" action="/thong-bao/hoan-tac/?luc=1&amp;a" novalidate data-toast>' in page
    assert "<p>Đã cất 3 &lt;thông báo&gt;.</p>" in page


def test_no_message_leaves_nothing():
    assert render_to_string("ui/message.html", {"messages": []}).strip() == ""
