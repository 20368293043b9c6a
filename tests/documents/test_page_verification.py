import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from config.middleware import MB, largest_at
from documents import storage
from documents.actions.archiving import newest_rendition
from documents.errors import ObjectDamaged, StoreUnavailable
from documents.models import Circulation, Document, Status
from documents.pages import verification
from documents.pages.verification import read_code
from tests import life

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def issued(cast):
    return life.begin(cast).to("receive").document


def address(document):
    return f"/xac-thuc/{document.verification_code}/"


def text_of(response):
    return response.content.decode()


def headings(response):
    return re.findall(r"<h2>([^<]+)</h2>", text_of(response))


def upload(browser, document, data, name="tep.pdf"):
    return browser.post(address(document), {"tep": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7F3K91QD", "7F3K91QD"),
        ("7f3k-9lqd", "7F3K91QD"),
        (" 7F3K 9IQD ", "7F3K91QD"),
        ("oO0–iIlL", "0001111"),
        ("７F3K", "7F3K"),
        ("a/b?c", "ABC"),
        ("", ""),
    ],
)
def test_a_code_is_read_as_it_was_meant(typed, code):
    assert read_code(typed) == code


@pytest.mark.parametrize("form", ["{}", "{}?", " {} "])
def test_the_code_leads_to_its_own_address(client, issued, form):
    typed = form.format(issued.verification_code.lower())
    response = client.get("/xac-thuc/", {"ma": typed})
    assert response.headers["Location"] == address(issued)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Nhập mã xác thực in trên văn bản."),
        ("a" * 61, "Mã xác thực chỉ có tám chữ và số."),
        ("a\x00", "Mã xác thực chỉ có chữ và số."),
    ],
)
def test_what_can_be_no_code_is_refused_in_a_sentence(client, typed, sentence):
    response = client.get("/xac-thuc/", {"ma": typed})
    assert response.status_code == 422
    assert text_of(response).count(sentence) == 2


@pytest.mark.parametrize("typed", ["🎉", "/../", "--", "%2e", "a/b"])
def test_whatever_is_typed_as_a_code_is_answered(client, typed):
    response = client.get("/xac-thuc/", {"ma": typed}, follow=True)
    assert response.status_code == 404
    assert headings(response) == ["Không tìm thấy"]


def test_anyone_learns_the_verdict_first_and_nothing_that_is_not_public(client, issued):
    response = client.get(address(issued))
    page = text_of(response)
    assert headings(response)[0] == "Văn bản hợp lệ"
    for known in ("01/BC-BQLKKT", "Ban Quản lý Khu kinh tế tỉnh Sơn Hà", "Nguyễn Văn Ký"):
        assert known in page
    assert newest_rendition(issued).object.sha256 in page
    for secret in (
        issued.subject,
        "12 giấy phép",
        "Sở Nội vụ",
        "Trần Thị Soạn",
        str(issued.public_id),
    ):
        assert secret not in page


def test_the_subject_of_a_public_document_is_shown_and_never_its_content(client, issued):
    Document.objects.filter(pk=issued.pk).update(circulation=Circulation.PUBLIC)
    page = text_of(client.get(address(issued)))
    assert issued.subject in page
    assert "12 giấy phép" not in page


def test_what_is_not_issued_is_as_unknown_as_what_does_not_exist(client, cast):
    sealed = life.begin(cast).to("issue").document
    unknown = client.get("/xac-thuc/00000000/")
    not_yet = client.get(address(sealed))
    assert (unknown.status_code, not_yet.status_code) == (404, 404)
    assert text_of(unknown).replace("00000000", sealed.verification_code) == text_of(not_yet)


def test_a_document_that_was_overtaken_is_not_just_valid(client, issued):
    titles = {}
    for status in (Status.RECALLED, Status.REPLACED, Status.CORRECTED):
        Document.objects.filter(pk=issued.pk).update(status=status)
        titles[status] = headings(client.get(address(issued)))[0]
    assert titles == {
        Status.RECALLED: "Văn bản đã bị thu hồi",
        Status.REPLACED: "Văn bản đã được thay thế",
        Status.CORRECTED: "Văn bản đã được đính chính",
    }


def test_a_copy_of_the_original_is_told_from_anything_else(client, issued):
    original = storage.read(newest_rendition(issued).object)
    assert headings(upload(client, issued, original))[0] == "Tệp trùng bản gốc"
    response = upload(client, issued, original + b"\n% more")
    assert headings(response)[0] == "Tệp khác bản gốc"
    assert "Có dữ liệu lạ được nối vào cuối tệp." in text_of(response)


def test_the_sealed_file_before_its_archive_timestamp_is_an_original_too(client, issued):
    sealed = newest_rendition(issued).extends
    response = upload(client, issued, storage.read(sealed.object))
    assert headings(response)[0] == "Tệp trùng bản gốc"


def test_a_hostile_file_is_only_another_file(client, issued):
    broken = b"%PDF-1.7\n1 0 obj<</Length 9999>>"
    for data in (b"", b"\x00", b"%PDF-1.7", b"hello" * 1000, broken):
        response = upload(client, issued, data, name="../../<script>.pdf")
        assert response.status_code == 200
        assert headings(response)[0] == "Tệp khác bản gốc"
        assert "<script>" not in text_of(response)


def test_without_a_file_there_is_nothing_to_compare(client, issued):
    response = client.post(address(issued), {})
    assert response.status_code == 422
    assert text_of(response).count("Chọn tệp PDF cần so với bản gốc.") == 2


def test_a_file_above_the_limit_is_refused(client, issued, monkeypatch):
    monkeypatch.setattr(verification, "LARGEST_FILE", 1000)
    response = upload(client, issued, b"x" * 1001)
    assert response.status_code == 422
    assert text_of(response).count("Tệp lớn quá 30 MB") == 2


def test_the_largest_file_is_let_in_by_the_server_too():
    assert largest_at("/xac-thuc/7F3K91QD/") * MB == verification.LARGEST_FILE


def test_an_upload_carries_its_token(issued):
    browser = Client(enforce_csrf_checks=True)
    assert upload(browser, issued, b"x").status_code == 403
    browser.get(address(issued))
    token = browser.cookies["csrftoken"].value
    file = SimpleUploadedFile("x.pdf", b"x")
    response = browser.post(address(issued), {"tep": file, "csrfmiddlewaretoken": token})
    assert response.status_code == 200


def test_guessing_is_slowed_for_the_one_who_guesses(client, issued):
    for n in range(verification.MISSES):
        assert client.get(f"/xac-thuc/ABCD{n:04}/").status_code == 404
    refused = client.get("/xac-thuc/ABCD9999/")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "600")
    assert "đã thử quá nhiều lần" in text_of(refused)
    assert client.get("/xac-thuc/ABCD9999/", REMOTE_ADDR="192.0.2.7").status_code == 404


def test_who_holds_a_code_is_answered_beside_one_who_guesses(client, issued, monkeypatch):
    monkeypatch.setattr(verification, "MISSES", 1)
    assert [client.get("/xac-thuc/ABCD0000/").status_code for _ in range(2)] == [404, 429]
    assert client.get(address(issued)).status_code == 200
    assert upload(client, issued, b"x").status_code == 200


def test_comparing_files_is_slowed_too(client, issued, monkeypatch):
    monkeypatch.setattr(verification, "COMPARISONS", 2)
    codes = [upload(client, issued, b"x").status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_whoever_knows_the_code_may_look_often(client, issued, monkeypatch):
    monkeypatch.setattr(verification, "MISSES", 2)
    assert {client.get(address(issued)).status_code for _ in range(5)} == {200}


def test_the_store_is_asked_once_a_minute(client, issued, monkeypatch):
    client.get(address(issued))

    def never(_stored):
        raise AssertionError("the store was asked")

    monkeypatch.setattr(storage, "read", never)
    assert headings(client.get(address(issued)))[0] == "Văn bản hợp lệ"


@pytest.mark.parametrize(("fault", "status"), [(StoreUnavailable, 503), (ObjectDamaged, 500)])
def test_without_the_file_nothing_is_claimed(client, issued, monkeypatch, fault, status):
    def faulty(_stored):
        raise fault

    monkeypatch.setattr(storage, "read", faulty)
    response = client.get(address(issued))
    assert response.status_code == status
    assert fault.message in text_of(response)
    assert "hợp lệ</h2>" not in text_of(response)


def test_looking_changes_nothing(client, issued):
    before = Document.objects.values().get(pk=issued.pk), issued.events.count()
    client.get(address(issued))
    upload(client, issued, b"x")
    assert (Document.objects.values().get(pk=issued.pk), issued.events.count()) == before
