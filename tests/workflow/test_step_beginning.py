"""Beginning a document: by its kind and subject, or from a file."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents import resolving
from documents.actions import assigning, receiving
from documents.actions.assigning import Order
from documents.checking.body import body
from documents.models import Document, RegisterBook, RegisterEntry
from documents.recipients import parse_block
from tests import cast as casting
from tests import life
from tests.documents.arrivals import arrive
from tests.documents.drafts import paragraph
from workflow.actions import assigning as workflow_assigning


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


def begin_from(cast, query, **changes):
    """Open the page at an address as the stranger, who drafts in the other agency; send it."""
    client = Client()
    client.force_login(cast.stranger)
    url = f"{reverse('new-document')}?{query}"
    page = client.get(url)
    form = page.context["form"]
    unit = form.fields["department"].queryset.get()
    facts = {name: form[name].value() for name in ("kind", "subject")}
    return page, client.post(url, facts | {"department": unit.pk} | changes)


@pytest.fixture
def entry(cast):
    return receiving.receive(arrive(cast), by=cast.receiver, at=timezone.now())


@pytest.fixture
def given(cast, entry):
    (one,) = assigning.assign(
        entry,
        lead=cast.stranger,
        order=Order(),
        by=cast.receiving_leader,
        at=timezone.now(),
    )
    return one


def test_an_answer_is_addressed_to_the_sender_and_the_work_is_begun(cast, given):
    page, answer = begin_from(cast, f"tra-loi={given.entry_id}")
    document = Document.objects.latest("pk")
    assert answer["Location"] == reverse("task-draft", args=[life.Life(cast, document).task.pk])
    content = document.revisions.get().content
    sender = "Ban Quản lý Khu kinh tế tỉnh Sơn Hà"
    assert page.context["form"]["subject"].value() == document.subject
    assert document.subject == (f"Trả lời Báo cáo số 07/BC-BQLKKT ngày 16/11/2026 của {sender}")
    assert (content["addressees"], content["recipients"]) == (
        [sender],
        ["Như trên;", "Lưu: VT, VP."],
    )
    assert content["issuer"]["name"] == "SỞ NỘI VỤ"
    assert (document.answers, document.department) == (given.entry, given.department)
    given.refresh_from_db()
    assert given.begun_by == cast.stranger
    assert [(one.kind, one.other) for one in document.relations.all()] == [
        ("ANSWERS", given.entry.document)
    ]


def test_the_answer_resolves_to_its_sender(cast, given):
    begin_from(cast, f"tra-loi={given.entry_id}")
    document = Document.objects.latest("pk")
    above = parse_block(document.revisions.get().content["recipients"]).recipients[0]
    meaning = resolving.resolve(
        above,
        document=document,
        addressees=document.revisions.get().content["addressees"],
        on=casting.TODAY,
    )
    assert meaning.agencies == (cast.agency,)


def test_a_second_answer_is_told_of_the_first(cast, given):
    begin_from(cast, f"tra-loi={given.entry_id}")
    page, _ = begin_from(cast, f"tra-loi={given.entry_id}")
    assert [one.answers for one in page.context["under_way"]] == [given.entry]


@pytest.mark.parametrize(
    ("who", "status"), [("drafter", 404), ("receiver", 403), ("receiving_leader", 403)]
)
def test_only_a_drafter_who_sees_what_arrived_answers_it(cast, entry, who, status):
    client = Client()
    client.force_login(cast.everyone()[who])
    assert client.get(f"{reverse('new-document')}?tra-loi={entry.pk}").status_code == status


def test_what_is_not_in_the_book_is_not_answered(cast, given):
    given.entry.state, given.entry.number, given.entry.book = "ARRIVED", None, None
    given.entry.closed_by = given.entry.closed_at = None
    given.entry.save()
    client = Client()
    client.force_login(cast.stranger)
    answer = client.get(f"{reverse('new-document')}?tra-loi={given.entry_id}")
    assert (answer.status_code, answer.context["sentence"]) == (
        409,
        "Văn bản chưa vào sổ nên chưa trả lời được; hãy tiếp nhận trước.",
    )


def test_once_the_answer_is_issued_the_work_is_done_and_the_number_is_shown(cast, given):
    begin_from(cast, f"tra-loi={given.entry_id}")
    document = Document.objects.latest("pk")
    book = RegisterBook.objects.create(agency=cast.receiving_agency, year=2026, series="BC")
    at = timezone.now()
    RegisterEntry.objects.create(
        book=book,
        document=document,
        number=5,
        notation="BC-SNV",
        issued_on=casting.TODAY,
        state="ISSUED",
        registered_by=cast.receiver,
        registered_at=at,
    )
    Document.objects.filter(pk=document.pk).update(status="ISSUED")
    document = Document.objects.get(pk=document.pk)
    assert workflow_assigning.answer_issued(document, by=cast.receiver, at=at) == [given]
    given.refresh_from_db()
    assert (given.answered_by, given.done_by, given.is_open) == (document, cast.receiver, False)
    client = Client()
    client.force_login(cast.receiver)
    page = client.get(reverse("read-incoming", args=[given.entry_id]))
    assert [(one.code, one.document) for one in page.context["answers"]] == [
        ("05/BC-SNV", document)
    ]
    assert page.context["history"][0].text == "Trả lời bằng 05/BC-SNV"


def test_another_document_gives_its_text_and_nothing_of_its_issue(cast, given):
    source = given.entry.document
    page, _ = begin_from(cast, f"tu={source.public_id}", kind="BC")
    document = Document.objects.latest("pk")
    said, before = document.revisions.get(), source.revisions.get().content
    assert page.context["form"]["subject"].value() == source.subject
    assert said.content["body"] == before["body"]
    assert said.content["issuer"]["name"] == "SỞ NỘI VỤ"
    assert said.content["number"] == {"value": None, "symbol": "BC-SNV"}
    assert said.content["signature"] == {"authority": None, "title": None, "name": None}
    assert said.content["recipients"] == ["Lưu: VT, VP."]
    assert said.signer is None
    assert [(one.kind, one.other) for one in document.relations.all()] == [("BASED_ON", source)]


def test_ones_own_document_gives_its_recipients_too(cast, browser):
    source = life.begin(cast).document
    url = f"{reverse('new-document')}?tu={source.public_id}"
    facts = {"kind": "KH", "subject": "Kế hoạch mới", "department": cast.unit.pk}
    browser.post(url, facts)
    document = Document.objects.latest("pk")
    content = document.revisions.get().content
    assert (content["type"], content["title"]) == ("KH", "KẾ HOẠCH")
    assert content["recipients"] == ["Sở Nội vụ (b/c);", "Các phòng, đơn vị;", "Lưu: VT, TCHC."]
    lines = browser.get(reverse("document", args=[document.public_id])).context["relations"]
    assert [(line.how, line.called) for line in lines] == [("Soạn từ", source.subject)]
    lines = browser.get(reverse("document", args=[source.public_id])).context["relations"]
    assert [(line.how, line.called) for line in lines] == [("Dùng để soạn", "Kế hoạch mới")]


@pytest.mark.parametrize("query", ["tu=khong-phai", "tu=", "tra-loi=0", "tra-loi=" + "9" * 5000])
def test_an_address_that_names_nothing_is_not_there(browser, query):
    assert browser.get(f"{reverse('new-document')}?{query}").status_code == 404


def test_a_document_that_one_may_not_see_is_not_there(cast, browser, given):
    begin_from(cast, f"tra-loi={given.entry_id}")
    theirs = Document.objects.latest("pk")
    url = f"{reverse('new-document')}?tu={theirs.public_id}"
    assert browser.get(url).status_code == 404
