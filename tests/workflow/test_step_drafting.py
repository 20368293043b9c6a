"""The drafter's pages, asked as a browser asks them: nothing typed is ever lost."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documents.checking.body import body
from documents.models import Document
from tests import life
from tests.documents.drafts import paragraph
from workflow.actions import drafting
from workflow.errors import Busy

TYPED = "Đoạn mới gõ, không được mất."


@pytest.fixture(autouse=True)
def cheap(cheap_files):
    """Let files cost nothing."""


@pytest.fixture
def browser(cast):
    client = Client()
    client.force_login(cast.drafter)
    return client


@pytest.fixture
def begun(cast):
    return life.begin(cast)


def fields(begun, *, text=TYPED, base=1, do="save", blocks=None):
    """Return what the form sends: by default one paragraph on top of revision `base`."""
    rows = blocks or [("", "p", "", text)]
    return {
        "do": do,
        "base": str(base),
        "kind": "BC",
        "subject": "Kết quả công tác",
        "addressees": "",
        "recipients": "Sở Nội vụ\nLưu: VT, TCHC",
        **{
            f"block-{name}": [row[at] for row in rows]
            for at, name in enumerate(("id", "kind", "number", "text"))
        },
    }


def edit(browser, begun, **changes):
    return browser.post(reverse("task-draft", args=[begun.task.pk]), fields(begun, **changes))


def texts(begun):
    content = begun.document.revisions.latest("n").content
    return ["".join(run["s"] for run in block.get("x", [])) for block in content["body"]]


@pytest.mark.parametrize("button", ["save", "submit"])
def test_a_busy_document_shows_the_page_again_with_what_was_typed(
    browser, begun, monkeypatch, button
):
    def busy(*_args, **_facts):
        raise Busy

    monkeypatch.setattr(drafting, "save", busy)
    answer = edit(browser, begun, do=button)
    assert answer.status_code == 409
    assert TYPED in answer.content.decode()
    assert Busy.message in answer.content.decode()


def test_nothing_changed_goes_on_to_submitting(browser, begun):
    edit(browser, begun)
    answer = edit(browser, begun, base=2, do="submit")
    assert answer.url == reverse("submit", args=[begun.task.pk])


def test_save_and_submit_says_which_revision_was_saved(browser, begun):
    answer = browser.post(
        reverse("task-draft", args=[begun.task.pk]), fields(begun, do="submit"), follow=True
    )
    assert [str(message) for message in answer.context["messages"]] == ["Đã lưu bản 2."]


def test_a_newer_revision_keeps_the_typed_text_and_offers_to_save_over_it(browser, begun):
    edit(browser, begun, text="Của người khác.")
    answer = edit(browser, begun)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert TYPED in page
    assert "Lưu đè lên bản mới" in page
    assert texts(begun) == ["Của người khác."]


def test_lines_that_were_pasted_become_as_many_blocks(browser, begun):
    edit(browser, begun, text="Một.\r\n\r\nHai.\r\nBa.")
    assert texts(begun) == ["Một.", "Hai.", "Ba."]


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


def test_the_draft_goes_straight_to_the_unit_head_when_nobody_is_asked(browser, begun):
    task = begun.task
    browser.post(reverse("submit", args=[task.pk]), {"do": "submit"})
    assert begun.task.step == "initial"


def test_giving_a_draft_up_asks_for_the_reason(browser, begun):
    answer = browser.post(reverse("submit", args=[begun.task.pk]), {"do": "cancel", "reason": ""})
    assert answer.status_code == 422
    assert begun.task.step == "draft"


def test_five_thousand_short_blocks_are_saved_through_the_page(browser, begun):
    answer = edit(browser, begun, blocks=[("", "p", "", f"Đoạn {n}.") for n in range(5000)])
    assert answer.status_code == 302
    assert len(texts(begun)) == 5000


def test_a_subject_is_asked_for_unless_a_file_brings_its_own(browser):
    page = browser.get(reverse("new-document")).content.decode()
    assert "Trích yếu</label>" in page
    answer = new_document(browser)
    assert answer.context["form"].errors == {
        "subject": ["Hãy ghi trích yếu hoặc chọn tệp dự thảo."]
    }


@pytest.mark.parametrize("facts", [{"base": "9" * 5_000}, {"do": "remove-" + "9" * 5_000}])
def test_figures_that_no_page_wrote_lose_nothing_that_was_typed(browser, begun, facts):
    answer = edit(browser, begun, **facts)
    assert answer.status_code in (200, 409)
    assert TYPED in answer.content.decode()
