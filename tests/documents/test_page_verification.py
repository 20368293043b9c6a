import re
import subprocess

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from config.middleware import MB, largest_at
from documents import storage
from documents.actions.archiving import newest_rendition
from documents.errors import ObjectDamaged, StoreUnavailable
from documents.models import Circulation, Document, Stage, Status
from documents.pages import matching, verification
from documents.verification import short_url
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


def words_of(rendition):
    pdf = storage.read(rendition.object)
    said = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return said.stdout.decode()


def headings(response):
    return re.findall(r"<h[12]>([^<]+)</h[12]>", text_of(response))


def upload(browser, document, data, name="tep.pdf"):
    return browser.post(address(document), {"tep": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize(
    "form",
    ["{}", " {} ", "Mã xác thực: {}", "https://vanban.example.gov.vn/x/{}", "/xac-thuc/{}/?a=1"],
)
def test_the_code_leads_to_its_own_address(client, issued, form):
    typed = form.format(issued.verification_code.lower())
    response = client.get("/xac-thuc/", {"ma": typed})
    assert response.headers["Location"] == address(issued)


def test_an_address_read_from_paper_leads_to_the_one_true_address(client, issued):
    code = issued.verification_code
    for written in (code.lower(), f"{code[:4]}-{code[4:]}", f"{code[:4]} {code[4:]}"):
        response = client.get(f"/xac-thuc/{written}/")
        assert (response.status_code, response.headers["Location"]) == (301, address(issued))


def test_the_short_address_of_a_qr_code_leads_on_for_ever(client, issued):
    whole = short_url(issued)
    assert whole.startswith("http")
    for path in (whole[whole.index("/x/") :], whole[whole.index("/x/") :] + "/"):
        response = client.get(path)
        assert (response.status_code, response.headers["Location"]) == (301, address(issued))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Nhập mã xác thực do cơ quan ban hành cung cấp."),
        ("a" * 501, "Mã xác thực chỉ có tám chữ và số."),
        ("a\x00", "Mã xác thực chỉ có chữ và số."),
        ("🎉", "Mã xác thực chỉ có chữ và số."),
        ("427/BC-BQLKKT", "Đây là số, ký hiệu;"),
    ],
)
def test_what_can_be_no_code_is_refused_in_a_sentence(client, typed, sentence):
    response = client.get("/xac-thuc/", {"ma": typed})
    assert response.status_code == 422
    assert text_of(response).count(sentence) == 2


@pytest.mark.parametrize("typed", ["ABCD-0000", "zzzz zzzz"])
def test_a_code_that_nobody_gave_is_not_found(client, typed):
    response = client.get("/xac-thuc/", {"ma": typed}, follow=True)
    assert response.status_code == 404
    assert headings(response)[0] == "Không tìm thấy"


@pytest.mark.parametrize("written", ["🎉", "--", "%2e", "abc", "427%2FBC-BQLKKT"])
def test_whatever_stands_in_an_address_is_answered(client, written):
    response = client.get(f"/xac-thuc/{written}/")
    assert response.status_code == 404


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


def test_a_signer_who_is_renamed_or_leaves_stays_on_what_was_signed(client, cast, issued):
    cast.leader.full_name, cast.leader.is_active = "Nguyễn Văn Khác", False
    cast.leader.save()
    page = text_of(client.get(address(issued)))
    assert ["Nguyễn Văn Ký (TRƯỞNG BAN)" in page, "Khác" in page] == [True, False]


def test_the_subject_of_a_public_document_is_shown_and_never_its_content(client, issued):
    Document.objects.filter(pk=issued.pk).update(circulation=Circulation.PUBLIC)
    page = text_of(client.get(address(issued)))
    assert issued.subject in page
    assert "12 giấy phép" not in page


def test_an_agency_may_have_the_code_printed_and_the_file_is_as_valid(client, cast):
    cast.agency.prints_verification = True
    cast.agency.save()
    printed = life.begin(cast).to("receive").document
    assert headings(client.get(address(printed)))[0] == "Văn bản hợp lệ"
    stages = printed.revisions.get().renditions
    said = {
        stage: short_url(printed) in words_of(stages.get(stage=stage))
        for stage in (Stage.DRAFT, Stage.PREPARED, Stage.ISSUED)
    }
    assert said == {Stage.DRAFT: False, Stage.PREPARED: True, Stage.ISSUED: True}


def test_what_is_not_issued_is_as_unknown_as_what_does_not_exist(client, cast):
    sealed = life.begin(cast).to("issue").document
    unknown = client.get("/xac-thuc/00000000/")
    not_yet = client.get(address(sealed))
    assert (unknown.status_code, not_yet.status_code) == (404, 404)
    pages = [
        re.sub('name="csrfmiddlewaretoken" value="[^"]+"', "", text_of(one))
        for one in (unknown, not_yet)
    ]
    assert pages[0].replace("00000000", sealed.verification_code) == pages[1]


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
    assert headings(upload(client, issued, original))[0] == "Tệp đúng là bản đã phát hành"
    response = upload(client, issued, original + b"\n% more")
    assert headings(response)[0] == "Tệp khác bản gốc"
    assert "Có dữ liệu lạ được nối vào cuối tệp." in text_of(response)


def test_the_sealed_file_before_its_archive_timestamp_is_an_original_too(client, issued):
    sealed = newest_rendition(issued).extends
    response = upload(client, issued, storage.read(sealed.object))
    assert headings(response)[0] == "Tệp đúng là bản đã phát hành"


def test_a_hostile_file_is_only_another_file(client, issued):
    broken = b"%PDF-1.7\n1 0 obj<</Length 9999>>"
    for data in (b"", b"\x00", b"%PDF-1.7", b"hello" * 1000, broken):
        response = upload(client, issued, data, name="../../<script>.pdf")
        assert response.status_code == 200
        assert headings(response)[0] == "Tệp khác bản gốc"
        assert "<script>." not in text_of(response)


def test_without_a_file_there_is_nothing_to_compare(client, issued):
    response = client.post(address(issued), {})
    assert response.status_code == 422
    assert text_of(response).count("Chọn tệp PDF cần so với bản gốc.") == 2


def test_a_file_above_the_limit_is_refused(client, issued, monkeypatch):
    monkeypatch.setattr(matching, "LARGEST_FILE", 1000)
    response = upload(client, issued, b"x" * 1001)
    assert response.status_code == 422
    assert text_of(response).count("Tệp lớn quá 30 MB") == 2


def test_the_largest_file_is_let_in_by_the_server_too():
    assert largest_at("/xac-thuc/7F3K91QD/") * MB == matching.LARGEST_FILE


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


def test_after_very_many_wrong_codes_a_true_one_is_not_told_there_either(
    client, issued, monkeypatch
):
    monkeypatch.setattr(verification, "MISSES", 1)
    monkeypatch.setattr(verification, "MOST_MISSES", 3)
    assert [client.get("/xac-thuc/ABCD0000/").status_code for _ in range(4)] == [404, 429, 429, 429]
    assert client.get(address(issued)).status_code == 429
    assert client.get(address(issued), REMOTE_ADDR="192.0.2.7").status_code == 200


def beside(browser, code, **more):
    return browser.get("/xac-thuc/tep/", {"ma": code, "sha256": "0" * 64}, **more)


def test_guessing_beside_a_file_is_slowed_as_guessing_alone(client, issued):
    for n in range(verification.MISSES):
        assert beside(client, f"ABCD{n:04}").status_code == 200
    refused = beside(client, "ABCD9999")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "600")
    assert client.get("/xac-thuc/ABCD9999/").status_code == 429
    assert beside(client, issued.verification_code).status_code == 200
    assert client.get("/xac-thuc/tep/", {"sha256": "0" * 64}).status_code == 200


def test_after_very_many_wrong_codes_none_is_told_beside_a_file(client, issued, monkeypatch):
    monkeypatch.setattr(verification, "MISSES", 1)
    monkeypatch.setattr(verification, "MOST_MISSES", 3)
    assert [beside(client, "ABCD0000").status_code for _ in range(3)] == [200, 429, 429]
    assert beside(client, issued.verification_code).status_code == 429
    file = {"tep": SimpleUploadedFile("tep.pdf", b"x")}
    posted = client.post(f"/xac-thuc/tep/?ma={issued.verification_code}", file)
    assert posted.status_code == 429
    away = beside(client, issued.verification_code, REMOTE_ADDR="192.0.2.7")
    assert headings(away)[1] == "Tệp khác bản gốc"


def test_what_is_no_code_at_all_is_no_guess(client, issued, monkeypatch):
    monkeypatch.setattr(verification, "MISSES", 1)
    assert {client.get("/xac-thuc/abc/").status_code for _ in range(3)} == {404}


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
    assert re.findall("hợp lệ</h[12]>", text_of(response)) == []


def test_looking_changes_nothing(client, issued):
    before = Document.objects.values().get(pk=issued.pk), issued.events.count()
    client.get(address(issued))
    upload(client, issued, b"x")
    assert (Document.objects.values().get(pk=issued.pk), issued.events.count()) == before


def by_hash(browser, rendition, **more):
    return browser.get("/xac-thuc/tep/", {"sha256": rendition.object.sha256, **more})


def test_a_file_is_recognised_by_its_hash_alone(client, issued):
    original = newest_rendition(issued)
    for sha256 in (original.object.sha256, original.object.sha256.upper()):
        response = client.get("/xac-thuc/tep/", {"sha256": sha256})
        assert headings(response)[:2] == ["Xác thực bằng tệp", "Tệp đúng là bản đã phát hành"]
        assert "01/BC-BQLKKT" in text_of(response)
        assert address(issued) in text_of(response)
        assert issued.subject not in text_of(response)


def test_an_earlier_stage_of_the_file_is_called_by_its_name(client, issued):
    said = {
        stage: headings(by_hash(client, issued.revisions.get().renditions.get(stage=stage)))[1]
        for stage in (Stage.DRAFT, Stage.PREPARED, Stage.SIGNED, Stage.ISSUED)
    }
    assert said == {
        Stage.DRAFT: "Tệp là bản dự thảo số 1",
        Stage.PREPARED: "Tệp là bản trình ký, chưa có chữ ký",
        Stage.SIGNED: "Tệp là bản đã ký, chưa đóng dấu",
        Stage.ISSUED: "Tệp đúng là bản đã phát hành",
    }


def test_the_file_of_what_is_not_issued_is_nobodys_file(client, cast):
    sealed = life.begin(cast).to("issue").document
    assert headings(by_hash(client, newest_rendition(sealed)))[1] == "Không nhận ra tệp"


def test_a_hash_beside_a_document_says_whether_it_is_that_document(client, cast, issued):
    other = life.begin(cast).to("receive").document
    code = issued.verification_code
    own = by_hash(client, newest_rendition(issued), ma=code)
    others = by_hash(client, newest_rendition(other), ma=code)
    nobodys = client.get("/xac-thuc/tep/", {"sha256": "0" * 64, "ma": code})
    assert [headings(page)[1] for page in (own, others, nobodys)] == [
        "Tệp đúng là bản đã phát hành",
        "Tệp là của văn bản khác",
        "Tệp khác bản gốc",
    ]


def test_a_recalled_document_says_so_before_its_file_is_called_genuine(client, issued):
    original = newest_rendition(issued)
    Document.objects.filter(pk=issued.pk).update(status=Status.RECALLED)
    recalled, genuine = "Văn bản đã bị thu hồi", "Tệp đúng là bản đã phát hành"
    assert headings(by_hash(client, original))[1:3] == [recalled, genuine]
    uploaded = upload(client, issued, storage.read(original.object))
    assert headings(uploaded)[:2] == [recalled, genuine]


def test_a_file_alone_is_judged_by_what_it_carries(client, issued):
    original = storage.read(newest_rendition(issued).object)
    said = [
        client.post("/xac-thuc/tep/", {"tep": SimpleUploadedFile("a.pdf", data)})
        for data in (original, original + b"\n% more", b"hello")
    ]
    assert [headings(page)[1] for page in said] == [
        "Tệp đúng là bản đã phát hành",
        "Không nhận ra tệp",
        "Không nhận ra tệp",
    ]
    assert "Có dữ liệu lạ được nối vào cuối tệp." in text_of(said[1])


@pytest.mark.parametrize("sha256", ["xyz", "0" * 63, "0" * 65, "g" * 64])
def test_what_is_no_hash_is_said_to_be_none(client, sha256):
    response = client.get("/xac-thuc/tep/", {"sha256": sha256})
    assert (response.status_code, headings(response)[1]) == (422, "Không đọc được mã băm")


def test_a_hash_typed_as_a_code_is_taken_as_a_hash(client, issued):
    sha256 = newest_rendition(issued).object.sha256
    for answer in (
        client.get("/xac-thuc/", {"ma": f"SHA-256 {sha256.upper()}"}, follow=True),
        client.get(f"/xac-thuc/{sha256}/", follow=True),
    ):
        assert headings(answer)[1] == "Tệp đúng là bản đã phát hành"


def test_a_file_that_was_looked_at_is_kept_nowhere(client, issued):
    stored = issued.revisions.get().renditions.count()
    client.post("/xac-thuc/tep/", {"tep": SimpleUploadedFile("a.pdf", b"hello")})
    assert issued.revisions.get().renditions.count() == stored
