from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from agencies.moments import vn_day
from documents import search
from documents.actions import dossiers
from documents.models import EntryState, RegisterBook, RegisterEntry, SavedSearch, SearchEntry
from documents.search import TooBroad
from tests import life
from ui import undo

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
        ({"coquan": "99999999999999999999"}, "Không có cơ quan này; hãy chọn lại."),
        ({"nguoiky": "9999"}, "Không có người ký này; hãy chọn lại."),
        ({"hoso": "9999"}, "Không có hồ sơ này; hãy chọn lại."),
        ({"loai": "QD"}, "Không có loại văn bản này; hãy chọn lại."),
        ({"tinhtrang": "?"}, "Không có tình trạng này; hãy chọn lại."),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(cast, signed_in, asked, sentence):
    response = signed_in(cast.drafter).get("/tim/", asked)
    assert response.status_code == 422
    # At the head, and at its place where it has one: what is chosen by a link has none.
    assert text_of(response).count(sentence) == (2 if "q" in asked else 1)


def test_the_filters_stay_chosen(cast, report, signed_in):
    asked = {
        "q": "thi dua",
        "coquan": cast.agency.pk,
        "loai": "BC",
        "nam": vn_day(timezone.now()).year,
    }
    page = signed_in(cast.drafter).get("/tim/", asked)
    assert [one["label"] for one in page.context["chosen"]] == [
        "Ban Quản lý Khu kinh tế tỉnh Sơn Hà",
        "Báo cáo",
        f"năm {asked['nam']}",
    ]
    without = page.context["chosen"][1]["url"]
    assert without == f"?q=thi+dua&nam={asked['nam']}&coquan={cast.agency.pk}"
    assert '<input type="hidden" name="loai" value="BC" id="id_loai">' in text_of(page)
    assert "<mark>" in text_of(page)


def test_a_code_leads_straight_to_its_document(cast, report, signed_in):
    numbered(report, cast)
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
    with django_assert_max_num_queries(32):
        browser.get("/tim/", {"q": "giấy phép"})


def facet(page, title):
    choices = dict(page.context["narrower"])[title]
    return [(one.label, one.count) for one, _ in choices]


def test_what_may_be_seen_is_counted_by_each_facet_and_nothing_else(cast, report, signed_in):
    life.begin(cast)
    page = signed_in(cast.drafter).get("/tim/", {"q": "giấy phép"})
    year = vn_day(timezone.now()).year
    assert {title: facet(page, title) for title, _ in page.context["narrower"]} == {
        "Loại văn bản": [("Báo cáo", 2)],
        "Năm": [(str(year), 2)],
        "Cơ quan": [("Ban Quản lý Khu kinh tế tỉnh Sơn Hà", 2)],
        "Người ký": [("Nguyễn Văn Ký", 2)],
        "Tình trạng": [("Đang soạn thảo", 2)],
    }
    page = signed_in(cast.stranger).get("/tim/", {"q": "giấy phép"})
    assert page.context["narrower"] == []


def test_a_facet_narrows_to_what_it_counted(cast, report, signed_in):
    other = life.begin(cast).document
    filed = dossiers.start(
        cast.agency, code="01", title="Thi đua", retention=None, by=cast.drafter, at=life.now()
    )
    dossiers.put_in(filed, [report], by=cast.drafter, at=life.now())
    browser = signed_in(cast.drafter)
    page = browser.get("/tim/")
    assert facet(page, "Hồ sơ") == [("01 Thi đua", 1)]
    for title, both in (("Hồ sơ", False), ("Người ký", True), ("Tình trạng", True)):
        (_, url) = dict(page.context["narrower"])[title][0]
        narrowed = browser.get(f"/tim/{url}")
        found = {one.document for one, _ in narrowed.context["rows"]}
        assert found == ({report, other} if both else {report})
        assert title not in dict(narrowed.context["narrower"])


def test_the_dossiers_of_another_agency_are_no_facet(cast, report, signed_in):
    theirs = dossiers.start(
        cast.receiving_agency, code="9", title="X", retention=None, by=cast.receiver, at=life.now()
    )
    dossiers.put_in(theirs, [report], by=cast.receiver, at=life.now())
    page = signed_in(cast.drafter).get("/tim/")
    assert "Hồ sơ" not in dict(page.context["narrower"])
    assert signed_in(cast.drafter).get("/tim/", {"hoso": theirs.pk}).status_code == 422


def test_a_look_beside_the_results_shows_the_text_and_only_what_may_be_seen(
    cast, report, signed_in
):
    page = signed_in(cast.drafter).get("/tim/", {"q": "thi dua", "xem": str(report.public_id)})
    assert page.context["looked_at"] == report
    assert "Ban Quản lý báo cáo kết quả thực hiện như sau:" in text_of(page)
    for official, asked in ((cast.stranger, report.public_id), (cast.drafter, "x")):
        page = signed_in(official).get("/tim/", {"q": "thi dua", "xem": str(asked)})
        assert (page.status_code, page.context["looked_at"]) == (200, None)


@pytest.mark.parametrize("typed", ["hòa", "hoà", "ho\u0300a", "hoa\u0300", "HOA"])
def test_every_spelling_finds_the_same(cast, signed_in, typed):
    document = life.begin(cast, subject=[{"s": "Xây dựng nếp sống hài hòa"}]).document
    page = signed_in(cast.drafter).get("/tim/", {"q": f"hai {typed}"})
    assert [one.document for one, _ in page.context["rows"]] == [document]


def suggested(browser, typed):
    return [one["url"] for one in browser.get("/tim/goi-y/", {"q": typed}).json()["found"]]


@pytest.mark.parametrize("typed", ["12", "12/", "12/B", "12/BC", "số 12/bc-bq", "ket qua thi d"])
def test_what_is_being_typed_is_suggested_at_each_letter(cast, report, signed_in, typed):
    numbered(report, cast)
    assert suggested(signed_in(cast.drafter), typed) == [f"/van-ban/{report.public_id}/"]
    assert suggested(signed_in(cast.stranger), typed) == []


@pytest.mark.parametrize("typed", ["", " ", "🎉", "'", "a" * 3000, "a\x00b", ":*", "13/BC"])
def test_suggestions_answer_whatever_is_typed(cast, report, signed_in, typed):
    numbered(report, cast)
    assert suggested(signed_in(cast.drafter), typed) == []


def test_a_search_is_saved_by_name_found_again_and_deleted(cast, report, signed_in):
    browser = signed_in(cast.archivist)
    answer = browser.post(
        "/tim/luu/", {"ten": "Thi đua", "dieu-kien": "?q=thi+dua&loai=BC&la=1"}, follow=True
    )
    saved = SavedSearch.objects.get()
    assert answer.redirect_chain == [(f"/tim/?da-luu={saved.pk}", 302)]
    assert "Đã lưu: «Thi đua»." in text_of(answer)
    assert f'<a href="/tim/?da-luu={saved.pk}">Thi đua</a>' in text_of(answer)
    assert answer.context["form"].cleaned_data["loai"] == "BC"
    browser.post("/tim/luu/", {"ten": "Thi đua", "dieu-kien": "?q=khen"})
    saved = SavedSearch.objects.get()
    assert (saved.official, saved.query) == (cast.archivist, "q=khen")
    assert signed_in(cast.drafter).get(f"/tim/?da-luu={saved.pk}").status_code == 404
    assert signed_in(cast.drafter).post(f"/tim/luu/{saved.pk}/xoa/").status_code == 404
    browser.post(f"/tim/luu/{saved.pk}/xoa/")
    assert not SavedSearch.objects.exists()


def test_the_longest_search_is_saved_too(cast, signed_in):
    text = "ộ" * 1_900
    asked = urlencode({"ten": "Dài", "dieu-kien": "?" + urlencode({"q": text})})
    answer = signed_in(cast.archivist).post(
        "/tim/luu/", asked, content_type="application/x-www-form-urlencoded", follow=True
    )
    assert (answer.status_code, answer.context["search_query"]) == (200, text)


def test_a_deleted_search_is_taken_back_by_the_offered_button(cast, signed_in):
    browser = signed_in(cast.archivist)
    browser.post("/tim/luu/", {"ten": "Thi đua & khen", "dieu-kien": "?q=thi+dua&loai=BC"})
    saved = SavedSearch.objects.get()
    page = browser.post(f"/tim/luu/{saved.pk}/xoa/", follow=True)
    *_, told = page.context["messages"]
    assert told.message == "Đã xóa tìm kiếm «Thi đua & khen»."
    back = undo.address(told.extra_tags)
    assert browser.get(back).status_code == 405
    browser.post(back)
    browser.post(back)
    again = SavedSearch.objects.get()
    assert (again.official, again.name, again.query) == (
        cast.archivist,
        "Thi đua & khen",
        "q=thi+dua&loai=BC",
    )


@pytest.mark.parametrize("typed", ["", "?ten=X&dieu-kien=nam%3Dabc", "?dieu-kien=q%3Da"])
def test_what_was_no_saved_search_is_not_taken_back(cast, signed_in, typed):
    answer = signed_in(cast.archivist).post(f"/tim/luu/khoi-phuc/{typed}")
    assert (answer.status_code, answer.url) == (302, "/tim/")
    assert not SavedSearch.objects.exists()


def test_a_search_without_a_name_is_asked_for_one_and_nothing_is_lost(cast, signed_in):
    answer = signed_in(cast.archivist).post("/tim/luu/", {"ten": " ", "dieu-kien": "?q=khen"})
    assert answer.status_code == 422
    assert text_of(answer).count("Hãy đặt tên cho tìm kiếm này.") == 2
    assert '<input type="hidden" name="dieu-kien" value="?q=khen">' in text_of(answer)


def numbered(report, cast):
    on = vn_day(timezone.now())
    book = RegisterBook.objects.create(agency=cast.agency, year=on.year, series="BC")
    entry = RegisterEntry.objects.create(
        book=book,
        document=report,
        number=12,
        notation="BC-BQLKKT",
        issued_on=on,
        state=EntryState.TAKEN,
        registered_by=cast.clerk,
        registered_at=timezone.now(),
    )
    search.index_number(report, entry)
