"""Files beside a draft: taken for what they are, shown to readers, fixed once it went on."""

import io
import unicodedata
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from documents.attachments import LARGEST, MOST, clean_name
from documents.models import Attachment, Document
from tests import life
from tests.cast import Cast
from tests.life import Life

PDF, PDF_TYPE = b"%PDF-1.7\n%%EOF\n", "application/pdf"


def office(*parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    return made.getvalue()


@pytest.fixture(autouse=True)
def cheap(cheap_files: None) -> None:
    """Let files cost nothing."""


@pytest.fixture
def begun(cast: Cast) -> Life:
    return life.begin(cast)


def asks(official: Any) -> Client:
    client = Client()
    client.force_login(official)
    return client


def upload(client: Client, begun: Life, name: str, data: bytes) -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("attach-file", args=[begun.task.pk]), {"attachment": file})


def many(count: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{n}.pdf", PDF) for n in range(count)]


def names(begun: Life) -> list[str]:
    return list(begun.document.attachments.order_by("pk").values_list("name", flat=True))


def test_a_file_is_kept_under_its_hash_and_shown_under_its_composed_name(cast, begun) -> None:
    typed = unicodedata.normalize("NFD", "Phụ lục số liệu.pdf")
    answer = upload(asks(cast.drafter), begun, typed, PDF)
    attachment = begun.document.attachments.get()
    assert (answer.status_code, answer.json()["count"]) == (200, 1)
    assert attachment.name == unicodedata.normalize("NFC", "Phụ lục số liệu.pdf")
    assert attachment.object.key == f"{attachment.object.sha256[:2]}/{attachment.object.sha256}"
    assert begun.document.events.latest("n").act == "ATTACHED"


@pytest.mark.parametrize(
    ("name", "data", "taken"),
    [
        ("a.docx", office("[Content_Types].xml", "word/document.xml"), True),
        ("a.xlsx", office("[Content_Types].xml", "xl/workbook.xml"), True),
        ("a.JPEG", b"\xff\xd8\xff\xe0", True),
        ("a.docx", office("word/document.xml", "word/vbaProject.bin"), False),
        ("a.zip", office("a.txt"), False),
        ("a.pdf", b"<html><script>", False),
        ("a.png", PDF, False),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", False),
        ("a.pdf", b"%PDF-" + b"x" * LARGEST, False),
        ("a.pdf", b"", False),
    ],
)
def test_a_file_is_taken_for_what_it_is(cast, begun, name, data, taken) -> None:
    answer = upload(asks(cast.drafter), begun, name, data)
    assert (answer.status_code, begun.document.attachments.count()) == (
        (200, 1) if taken else (422, 0)
    )
    assert answer.json()["sentence"].endswith(".")


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Tài liệu\\biểu 1.xlsx", "biểu 1.xlsx"),
        ("a\u202egpj.exe\n.pdf", "agpj.exe.pdf"),
        ("...", "tep"),
        ("a" * 300 + ".pdf", "a" * 147 + ".pdf"),
    ],
)
def test_names_hold_nothing_that_deceives(typed, clean) -> None:
    assert clean_name(typed) == clean


def test_two_files_of_one_name_stand_beside_each_other(cast, begun) -> None:
    client = asks(cast.drafter)
    for _ in range(2):
        upload(client, begun, "Biểu.pdf", PDF)
    assert names(begun) == ["Biểu.pdf", "Biểu (2).pdf"]


def test_a_file_is_taken_off_while_the_document_is_a_draft(cast, begun) -> None:
    client = asks(cast.drafter)
    upload(client, begun, "Biểu.pdf", PDF)
    key = begun.document.attachments.get().pk
    address = reverse("attach-file", args=[begun.task.pk])
    answer = client.post(address, {"do": f"detach-{key}"})
    assert (answer.json()["sentence"], names(begun)) == ("Đã bỏ tệp «Biểu.pdf».", [])
    assert begun.document.events.latest("n").facts["name"] == "Biểu.pdf"
    assert client.post(address, {"do": f"detach-{key}"}).status_code == 422


def test_a_file_that_was_taken_off_is_put_back(cast, begun) -> None:
    client, address = asks(cast.drafter), reverse("attach-file", args=[begun.task.pk])
    upload(client, begun, "Biểu.pdf", PDF)
    before = begun.document.attachments.get()
    undo = client.post(address, {"do": f"detach-{before.pk}"}).json()["undo"]
    assert client.post(address, {"do": undo}).json()["sentence"] == "Đã đưa lại tệp «Biểu.pdf»."
    back = begun.document.attachments.get()
    assert (back.name, back.media_type, back.object) == ("Biểu.pdf", PDF_TYPE, before.object)
    assert client.post(address, {"do": "reattach-1"}).status_code == 422


def test_of_several_files_all_are_taken_or_none(cast, begun) -> None:
    files = [SimpleUploadedFile(name, PDF) for name in ("Một.pdf", "Hai.pdf", "Ba.exe")]
    address = reverse("attach-file", args=[begun.task.pk])
    assert asks(cast.drafter).post(address, {"attachment": files}).status_code == 422
    assert names(begun) == []
    assert asks(cast.drafter).post(address, {"attachment": many(2)}).status_code == 200
    assert asks(cast.drafter).post(address, {"attachment": many(MOST - 1)}).status_code == 422
    assert names(begun) == ["0.pdf", "1.pdf"]


def test_the_plain_form_takes_a_file_and_loses_nothing_typed(cast, begun) -> None:
    file = SimpleUploadedFile("Biểu.pdf", PDF)
    page = asks(cast.drafter).post(
        reverse("task-draft", args=[begun.task.pk]),
        {"do": "attach", "base": "1", "kind": "BC", "subject": "Đang gõ dở", "attachment": file},
    )
    assert names(begun) == ["Biểu.pdf"]
    assert "Đang gõ dở" in page.content.decode()
    assert begun.document.revisions.count() == 1


def test_a_file_stays_with_a_document_that_went_on(cast, begun) -> None:
    upload(asks(cast.drafter), begun, "Biểu.pdf", PDF)
    begun.submit()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Attachment.objects.all().delete()


def test_who_may_see_the_document_may_save_its_files(cast, begun) -> None:
    upload(asks(cast.drafter), begun, "Biểu.pdf", PDF)
    key = begun.document.attachments.get().pk
    address = reverse("attachment-file", args=[begun.document.public_id, key])
    answer = asks(cast.drafter).get(address)
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Bi")
    assert asks(cast.stranger).get(address).status_code == 404


def test_the_receiving_agency_gets_the_files_once_the_document_is_issued(cast, begun) -> None:
    upload(asks(cast.drafter), begun, "Biểu.pdf", PDF)
    begun.to("receive")
    document = Document.objects.get(pk=begun.document.pk)
    page = asks(cast.receiver).get(reverse("document", args=[document.public_id]))
    assert "Biểu.pdf" in page.content.decode()
