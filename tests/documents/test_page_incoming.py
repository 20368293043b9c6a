import pytest
from django.utils import timezone

from documents.actions import receiving
from documents.models import IncomingEntry, IncomingState
from documents.pages import incoming
from tests import life
from tests.documents.arrivals import INVALID, PDF, arrive

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(cast):
    return arrive(cast)


def text_of(response):
    return response.content.decode()


def addresses(entry):
    here = f"/van-ban-den/{entry.pk}/"
    return [here, f"{here}tep.pdf"], [f"{here}tiep-nhan/", f"{here}tra-lai/"]


def test_the_receiver_sees_verdict_signatures_facts_file_and_both_acts(cast, entry, signed_in):
    page = text_of(signed_in(cast.receiver).get(f"/van-ban-den/{entry.pk}/"))
    assert "<h2>Chữ ký hợp lệ</h2>" in page
    assert "Chữ ký của người có thẩm quyền: Nguyễn Văn Ký" in page
    assert "Dấu của cơ quan: Ban Quản lý Khu kinh tế" in page
    assert "Lúc 16/11/2026 09:41; có dấu thời gian, dữ liệu thu hồi" in page
    assert "<b>07/BC-BQLKKT</b>" in page
    assert f'href="/van-ban-den/{entry.pk}/tep.pdf"' in page
    assert f'action="/van-ban-den/{entry.pk}/tiep-nhan/"' in page
    assert f'action="/van-ban-den/{entry.pk}/tra-lai/"' in page


def test_what_is_wrong_with_the_file_is_said_in_words(cast, signed_in):
    entry = arrive(cast, verdict=INVALID)
    page = text_of(signed_in(cast.receiver).get(f"/van-ban-den/{entry.pk}/"))
    assert "<h2>Chữ ký không hợp lệ</h2>" in page
    assert "<div>Có dữ liệu lạ được nối vào cuối tệp.</div>" in page


def test_who_has_not_the_duty_sees_the_facts_and_no_act(cast, entry, signed_in):
    browser = signed_in(cast.receiving_leader)
    page = text_of(browser.get(f"/van-ban-den/{entry.pk}/"))
    assert "<b>07/BC-BQLKKT</b>" in page
    assert f'action="/van-ban-den/{entry.pk}/' not in page
    for address in addresses(entry)[1]:
        response = browser.post(address, {"reason": "Thừa."}, follow=True)
        assert "Việc này do người tiếp nhận văn bản đến của cơ quan thực hiện." in text_of(response)
    entry.refresh_from_db()
    assert entry.state == IncomingState.ARRIVED


@pytest.mark.parametrize("who", ["stranger", "drafter", "clerk", "leader"])
def test_who_may_not_see_it_is_not_told_that_it_is_there(cast, entry, signed_in, who):
    browser = signed_in(cast.everyone()[who])
    read, acts = addresses(entry)
    answers = [browser.get(address).status_code for address in read]
    answers += [browser.post(address, {"reason": "Thừa."}).status_code for address in acts]
    assert answers == [404] * 4
    assert "07/BC-BQLKKT" not in text_of(browser.get("/van-ban-den/"))


def test_nobody_reaches_it_without_signing_in(client, entry):
    read, acts = addresses(entry)
    answers = [client.get(address).status_code for address in ("/van-ban-den/", *read)]
    answers += [client.post(address).status_code for address in acts]
    assert answers == [302] * 5
    entry.refresh_from_db()
    assert entry.state == IncomingState.ARRIVED


def test_a_plain_get_changes_nothing(cast, entry, signed_in):
    browser = signed_in(cast.receiver)
    read, acts = addresses(entry)
    before = IncomingEntry.objects.values().get()
    assert [browser.get(address).status_code for address in (*read, *acts)] == [200, 200, 405, 405]
    assert IncomingEntry.objects.values().get() == before


def test_receiving_gives_the_number_and_a_second_click_is_told_so(cast, entry, signed_in):
    browser = signed_in(cast.receiver)
    address = f"/van-ban-den/{entry.pk}/tiep-nhan/"
    page = text_of(browser.post(address, follow=True))
    assert "Đã tiếp nhận 07/BC-BQLKKT, số đến 1." in page
    assert "số đến <b>1</b>" in page
    page = text_of(browser.post(address, follow=True))
    assert "Mai Thị Nhận đã tiếp nhận văn bản này lúc" in page
    assert "tiep-nhan" not in page
    entry.refresh_from_db()
    assert (entry.state, entry.number) == (IncomingState.RECEIVED, 1)


def test_sending_back_shows_its_reason_to_all_who_see_the_entry(cast, entry, signed_in):
    address = f"/van-ban-den/{entry.pk}/tra-lai/"
    signed_in(cast.receiver).post(address, {"reason": "Thiếu <phụ lục>."})
    page = text_of(signed_in(cast.receiving_leader).get(f"/van-ban-den/{entry.pk}/"))
    assert "Mai Thị Nhận đã trả lại lúc" in page
    assert "Lý do: Thiếu &lt;phụ lục&gt;." in page


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "Trả lại thì phải nêu lý do."),
        ("   ", "Trả lại thì phải nêu lý do."),
        ("Dài. " * 300, "Lý do dài quá 1000 chữ; hãy viết gọn lại."),
        ("Có \x00.", "Lý do có ký tự không in được; hãy gõ lại."),
    ],
)
def test_a_reason_that_cannot_be_kept_is_refused_and_stays_in_its_box(
    cast, entry, signed_in, reason, sentence
):
    response = signed_in(cast.receiver).post(
        f"/van-ban-den/{entry.pk}/tra-lai/", {"reason": reason}
    )
    page = text_of(response)
    assert response.status_code == 422
    assert page.count(sentence) == 2
    assert "<title>Lỗi: " in page
    assert response.context["form"]["reason"].value() == reason
    entry.refresh_from_db()
    assert entry.state == IncomingState.ARRIVED


def test_the_list_shows_what_waits_first_and_counts_all(cast, signed_in):
    waiting, received, returned = (arrive(cast, code=f"0{n}/BC-BQLKKT") for n in (1, 2, 3))
    receiving.receive(received, by=cast.receiver, at=timezone.now())
    receiving.send_back(returned, reason="Thừa.", by=cast.receiver, at=timezone.now())
    browser = signed_in(cast.receiver)

    def shown(asked):
        page = browser.get(f"/van-ban-den/{asked}")
        return [row.code for row, _ in page.context["entries"]]

    assert shown("") == shown("?tinh-trang=gi-do") == [waiting.code]
    assert shown("?tinh-trang=da-tiep-nhan") == [received.code]
    assert shown("?tinh-trang=da-tra-lai") == [returned.code]
    page = browser.get("/van-ban-den/")
    assert [chip[1:] for chip in page.context["chips"]] == [
        ("Chờ tiếp nhận", 1, True),
        ("Đã tiếp nhận", 1, False),
        ("Đã trả lại", 1, False),
    ]


def test_the_list_goes_on_where_a_page_ended(cast, signed_in, monkeypatch):
    monkeypatch.setattr(incoming, "PAGE", 2)
    entries = [arrive(cast, code=f"0{n}/BC-BQLKKT") for n in (1, 2, 3)]
    browser = signed_in(cast.receiver)
    first = browser.get("/van-ban-den/")
    second = browser.get(f"/van-ban-den/{first.context['next_url']}")
    pages = [[row.pk for row, _ in page.context["entries"]] for page in (first, second)]
    assert pages == [[entries[2].pk, entries[1].pk], [entries[0].pk]]
    assert second.context["next_url"] == ""
    assert browser.get("/van-ban-den/?truoc=" + "9" * 40).status_code == 200


def test_an_empty_list_says_what_would_be_there(cast, signed_in):
    page = text_of(signed_in(cast.receiver).get("/van-ban-den/?tinh-trang=da-tra-lai"))
    assert "Chưa trả lại văn bản nào" in page


def test_a_longer_list_asks_no_more_of_the_database(cast, signed_in, django_assert_num_queries):
    browser = signed_in(cast.receiver)
    arrive(cast)
    browser.get("/van-ban-den/")
    for _ in range(4):
        arrive(cast)
    with django_assert_num_queries(8):
        browser.get("/van-ban-den/")


def test_the_file_is_the_one_that_arrived(cast, entry, signed_in):
    response = signed_in(cast.receiver).get(f"/van-ban-den/{entry.pk}/tep.pdf")
    assert response.content == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == (
        "inline; filename=\"07-BC-BQLKKT.pdf\"; filename*=UTF-8''07-BC-BQLKKT.pdf"
    )


def test_what_the_sealed_document_became_is_received_from_its_page(cast, signed_in):
    arrived = life.begin(cast).to("receive").arrival
    browser = signed_in(cast.receiver)
    page = text_of(browser.get(f"/van-ban-den/{arrived.pk}/"))
    assert "<h2>Chữ ký hợp lệ</h2>" in page
    browser.post(f"/van-ban-den/{arrived.pk}/tiep-nhan/")
    arrived.refresh_from_db()
    assert (arrived.state, arrived.number) == (IncomingState.RECEIVED, 1)
