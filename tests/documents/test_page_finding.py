import pytest
from django.test import Client
from django.utils import timezone

from agencies.moments import vn_day
from documents import search
from documents.models import EntryState, RegisterBook, RegisterEntry, SearchEntry
from documents.search import TooBroad
from tests import life

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cast):
    return life.begin(cast, subject=[{"s": "Kết quả <b>thi đua</b> & khen thưởng"}]).document


def text_of(response):
    return response.content.decode()


def test_a_stranger_to_the_house_is_led_to_sign_in(client):
    response = client.get("/tim/", {"q": "thi đua"})
    assert (response.status_code, response.headers["Location"].split("?")[0]) == (
        302,
        "/dang-nhap/",
    )


def test_the_drafter_finds_the_document_with_its_passage(cast, report, signed_in):
    page = text_of(signed_in(cast.drafter).get("/tim/", {"q": "giay phep"}))
    assert f'href="/van-ban/{report.public_id}/"' in page
    assert "Đã cấp 12 <mark>giấy phép</mark>" in page
    assert "Đang soạn thảo" in page
    assert '<p class="sub">1 văn bản</p>' in page


def test_what_a_document_says_is_escaped(cast, report, signed_in):
    page = text_of(signed_in(cast.drafter).get("/tim/", {"q": "thi dua"}))
    assert "Kết quả &lt;b&gt;<mark>thi đua</mark>&lt;/b&gt; &amp; khen thưởng" in page


def test_what_was_typed_stays_in_the_box_escaped(cast, signed_in):
    page = text_of(signed_in(cast.drafter).get("/tim/", {"q": '"><script>x'}))
    assert page.count("&quot;&gt;&lt;script&gt;x") >= 2
    assert "<script>x" not in page


def test_another_agency_finds_nothing(cast, report, signed_in):
    page = text_of(signed_in(cast.stranger).get("/tim/", {"q": "giấy phép"}))
    assert "Không tìm thấy văn bản nào" in page
    assert str(report.public_id) not in page


@pytest.mark.parametrize(
    "typed",
    [
        "94,88%",
        "506 /BC - VP",
        '"thi đua',
        "«»",
        ". -",
        "🎉",
        "a" * 2000,
        "'; DROP TABLE x; --",
        "",
    ],
)
def test_whatever_is_typed_is_answered(cast, report, signed_in, typed):
    assert signed_in(cast.drafter).get("/tim/", {"q": typed}).status_code == 200


def test_nothing_to_look_for_is_said(cast, report, signed_in):
    page = text_of(signed_in(cast.drafter).get("/tim/", {"q": "🎉"}))
    assert "Không có chữ hoặc số nào để tìm" in page


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"q": "a\x00b"}, "Từ cần tìm có ký tự không in được; hãy gõ lại."),
        ({"q": "a" * 2001}, "Chỉ tìm được đến 2000 chữ; hãy bỏ bớt."),
        ({"nam": "hai"}, "Năm gồm bốn chữ số."),
        ({"nam": "99999999999"}, "Năm từ 1945 đến 2199."),
        ({"coquan": "9999"}, "Không có cơ quan này; hãy chọn lại."),
        ({"coquan": "x"}, "Không có cơ quan này; hãy chọn lại."),
        ({"loai": "QD"}, "Không có loại văn bản này; hãy chọn lại."),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(cast, signed_in, asked, sentence):
    response = signed_in(cast.drafter).get("/tim/", asked)
    assert response.status_code == 422
    assert text_of(response).count(sentence) == 2  # at the head and at its place


def test_the_filters_stay_chosen(cast, report, signed_in):
    asked = {
        "q": "thi dua",
        "coquan": cast.agency.pk,
        "loai": "BC",
        "nam": vn_day(timezone.now()).year,
    }
    page = text_of(signed_in(cast.drafter).get("/tim/", asked))
    assert f'<option value="{cast.agency.pk}" selected>' in page
    assert '<option value="BC" selected>' in page
    assert "<mark>" in page


def test_a_code_leads_straight_to_its_document(cast, report, signed_in):
    on = vn_day(timezone.now())
    book = RegisterBook.objects.create(agency=cast.agency, year=on.year, series="BC")
    RegisterEntry.objects.create(
        book=book,
        document=report,
        number=12,
        notation="BC-BQLKKT",
        issued_on=on,
        state=EntryState.TAKEN,
        registered_by=cast.clerk,
        registered_at=timezone.now(),
    )
    SearchEntry.objects.filter(document=report).update(number=12, notation="bc-bqlkkt")
    response = signed_in(cast.drafter).get("/tim/", {"q": "12/BC-BQLKKT"})
    assert response.headers.get("Location") == f"/van-ban/{report.public_id}/"
    assert signed_in(cast.stranger).get("/tim/", {"q": "12/BC-BQLKKT"}).status_code == 200


def test_the_next_page_keeps_what_was_asked(cast, signed_in, monkeypatch):
    monkeypatch.setattr(search, "PAGE", 1)
    first, second = (life.begin(cast).document for _ in range(2))
    browser = signed_in(cast.drafter)
    page = browser.get("/tim/", {"q": "giấy phép", "loai": "BC"})
    following = page.context["next_url"]
    assert (str(second.public_id) in text_of(page), str(first.public_id) in text_of(page)) == (
        True,
        False,
    )
    page = text_of(browser.get(f"/tim/{following}"))
    assert (str(second.public_id) in page, str(first.public_id) in page) == (False, True)
    assert "Về đầu danh sách" in page
    assert "Trang sau" not in page


def test_a_search_that_takes_too_long_is_told_how_to_narrow(cast, signed_in, monkeypatch):
    def broad(*_args, **_kwargs):
        raise TooBroad

    monkeypatch.setattr(search, "find", broad)
    response = signed_in(cast.drafter).get("/tim/", {"q": "a"})
    assert response.status_code == 200
    assert TooBroad.message in text_of(response)


def test_a_plain_get_changes_nothing_and_a_post_is_no_search(cast, report, signed_in):
    before = list(SearchEntry.objects.values())
    browser = signed_in(cast.drafter)
    browser.get("/tim/", {"q": "thi đua"})
    assert browser.post("/tim/", {"q": "thi đua"}).status_code == 405
    assert list(SearchEntry.objects.values()) == before


def test_more_hits_ask_no_more_of_the_database(cast, signed_in, django_assert_max_num_queries):
    browser: Client = signed_in(cast.drafter)
    life.begin(cast)
    browser.get("/tim/", {"q": "giấy phép"})
    for _ in range(5):
        life.begin(cast)
    with django_assert_max_num_queries(24):
        browser.get("/tim/", {"q": "giấy phép"})
