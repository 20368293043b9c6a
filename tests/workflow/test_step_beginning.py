"""Beginning a document: by its kind and subject, or from a file."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documents.checking.body import body
from documents.models import Document
from tests import cast as casting
from tests import life
from tests.documents.drafts import paragraph


@pytest.fixture(autouse=True)
def cheap(cheap_files):
    """Let files cost nothing."""


@pytest.fixture
def browser(cast):
    client = Client()
    client.force_login(cast.drafter)
    return client


def new_document(browser, file=None, **changes):
    page = browser.get(reverse("new-document"))
    unit = page.context["form"].fields["department"].queryset.get()
    facts = {"kind": "BC", "subject": "", "department": unit.pk, **changes}
    return browser.post(reverse("new-document"), facts | ({"file": file} if file else {}))


def draft_file(content, name="du-thao.json"):
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return SimpleUploadedFile(name, raw)


def test_a_new_document_files_itself_in_its_unit_and_its_body_is_still_empty(browser):
    new_document(browser, subject="Kết quả")
    document = Document.objects.get()
    revision = document.revisions.get()
    assert revision.content["recipients"] == ["Lưu: VT, TCHC."]
    assert [one.code for one in body(revision, document.begun_at.date())] == ["body_is_empty"]


def test_a_good_file_begins_a_document(browser):
    new_document(browser, draft_file(life.content(body=[paragraph("Từ tệp.")])))
    assert [str(one.subject) for one in Document.objects.all()] == [
        "Kết quả công tác quý I năm 2026"
    ]


def test_every_fault_of_a_file_is_told_at_once(browser):
    answer = new_document(browser, draft_file({"schema": "vbhc/1", "type": "XX", "subject": 1}))
    assert answer.status_code == 422
    assert len(answer.context["form"].errors["file"]) > 1


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (
            SimpleUploadedFile("a.docx", b"PK\x03\x04"),
            "Chỉ nhận tệp .json theo định dạng vbhc/1; tệp Word hay PDF chưa nhận được.",
        ),
        (SimpleUploadedFile("a.json", b""), "Tệp dự thảo không có nội dung."),
        (SimpleUploadedFile("a.json", b" " * (11 * 1024 * 1024 + 1)), "Tệp lớn hơn 10 MB."),
    ],
    ids=["docx", "empty", "11 MB"],
)
def test_a_file_that_cannot_be_a_draft_is_refused_in_one_sentence(browser, file, sentence):
    file.seek(0)
    answer = new_document(browser, file)
    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {"file": [sentence]}


def test_a_malformed_file_is_refused_with_its_line(browser):
    answer = new_document(browser, draft_file(b'{"schema": '))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["file"]


def test_a_subject_is_asked_for_unless_a_file_brings_its_own(browser):
    page = browser.get(reverse("new-document")).content.decode()
    assert "Trích yếu</label>" in page
    answer = new_document(browser)
    assert answer.context["form"].errors == {
        "subject": ["Hãy ghi trích yếu hoặc chọn tệp dự thảo."]
    }


def test_a_unit_that_has_no_name_today_is_told_so_and_nothing_typed_is_lost(cast, browser):
    cast.unit.names.update(valid_to=casting.TODAY - timedelta(days=1))
    answer = new_document(browser, subject="Kết quả quý I")
    assert answer.status_code == 409
    today = f"{casting.TODAY:%d/%m/%Y}"
    sentence = f"Phòng Tổ chức - Hành chính không có tên cho ngày {today}; hãy báo quản trị."
    assert answer.context["form"].non_field_errors() == [sentence]
    assert answer.context["form"]["subject"].value() == "Kết quả quý I"
