from datetime import timedelta

import pytest
from django.utils import timezone

from documents.actions import receiving
from documents.models import Assignment, Document, IncomingEntry, IncomingState
from documents.pages import incoming
from tests import life
from tests.cast import TODAY
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
    assert f'action="{address}"' not in page
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
        return [row.entry.code for row in page.context["rows"]]

    assert shown("") == shown("?tinh-trang=gi-do") == [waiting.code]
    assert shown("?tinh-trang=da-vao-so") == [received.code]
    assert shown("?tinh-trang=da-tiep-nhan") == [received.code]  # as it was called at first
    assert shown("?tinh-trang=da-tra-lai") == [returned.code]
    page = browser.get("/van-ban-den/")
    assert [chip[1:] for chip in page.context["chips"]] == [
        ("Chờ tiếp nhận", 1, True),
        ("Đã vào sổ", 1, False),
        ("Chưa phân công", 1, False),
        ("Đang xử lý", 0, False),
        ("Đã xong", 0, False),
        ("Đã trả lại", 1, False),
    ]


def test_the_list_goes_on_where_a_page_ended(cast, signed_in, monkeypatch):
    monkeypatch.setattr(incoming, "PAGE", 2)
    entries = [arrive(cast, code=f"0{n}/BC-BQLKKT") for n in (1, 2, 3)]
    browser = signed_in(cast.receiver)
    first = browser.get("/van-ban-den/")
    second = browser.get(first.context["next_url"])
    pages = [[row.entry.pk for row in page.context["rows"]] for page in (first, second)]
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
    with django_assert_num_queries(10):
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


def settle(browser, *entries, **sent):
    return browser.post("/van-ban-den/chon/", {"chon": [one.pk for one in entries], **sent})


def test_several_are_received_at_once_and_each_is_told(cast, signed_in):
    one, two = (arrive(cast, code=f"0{n}/BC-BQLKKT") for n in (1, 2))
    answer = settle(signed_in(cast.receiver), two, one, do="receive", ve="tinh-trang=da-vao-so")
    assert answer["Location"] == "/van-ban-den/?tinh-trang=da-vao-so"
    page = signed_in(cast.receiver).get("/van-ban-den/?tinh-trang=da-vao-so")
    assert [(row.entry.code, row.entry.number) for row in page.context["rows"]] == [
        ("02/BC-BQLKKT", 2),
        ("01/BC-BQLKKT", 1),
    ]


def test_one_that_is_refused_never_stops_the_others_and_stays_ticked(cast, signed_in):
    good, bad, gone = (
        arrive(cast, code="01/BC-BQLKKT"),
        arrive(cast, code="02/BC-BQLKKT", verdict=INVALID),
        arrive(cast, code="03/BC-BQLKKT"),
    )
    receiving.receive(gone, by=cast.receiver, at=timezone.now())
    browser = signed_in(cast.receiver)
    answer = settle(browser, good, bad, gone, do="receive", reason="Đang gõ dở")
    assert answer.status_code == 409
    assert [sentence.split(" lúc ")[0] for _, sentence in answer.context["settled"]] == [
        "Đã tiếp nhận 01/BC-BQLKKT, số đến 2.",
        (
            "02/BC-BQLKKT: Chữ ký chưa được kết luận là hợp lệ; hãy đánh dấu «Vẫn tiếp nhận»"
            " ở dòng này nếu cơ quan vẫn nhận."
        ),
        "03/BC-BQLKKT: Mai Thị Nhận đã tiếp nhận văn bản này",
    ]
    assert [(row.entry, row.chosen) for row in answer.context["rows"]] == [(bad, True)]
    assert "Đang gõ dở" in text_of(answer)
    assert "Vẫn tiếp nhận 02/BC-BQLKKT dù chữ ký không hợp lệ" in text_of(answer)
    answer = settle(browser, bad, do="receive", **{"dich-danh": bad.pk})
    assert answer.status_code == 302
    bad.refresh_from_db()
    assert bad.number == 3


def test_several_go_back_with_one_reason_and_without_one_nothing_typed_is_lost(cast, signed_in):
    entries = [arrive(cast, code=f"0{n}/BC-BQLKKT") for n in (1, 2)]
    browser = signed_in(cast.receiver)
    answer = settle(browser, *entries, do="return", reason=" ")
    assert answer.status_code == 422
    assert [row.chosen for row in answer.context["rows"]] == [True, True]
    assert text_of(answer).count("Trả lại thì phải nêu lý do.") == 2
    settle(browser, *entries, do="return", reason="Gửi nhầm nơi nhận.")
    assert set(IncomingEntry.objects.values_list("state", "reason")) == {
        ("RETURNED", "Gửi nhầm nơi nhận.")
    }


def test_nothing_ticked_is_told_so(cast, entry, signed_in):
    answer = settle(signed_in(cast.receiver), do="receive")
    assert (answer.status_code, answer.context["typed"].sentence) == (
        422,
        "Chưa chọn văn bản nào; hãy đánh dấu ở đầu dòng.",
    )


def test_nobody_settles_what_he_may_not_see_or_receive(cast, entry, signed_in):
    assert settle(signed_in(cast.leader), entry, do="receive").status_code == 404
    answer = settle(signed_in(cast.receiving_leader), entry, do="receive")
    assert answer.status_code == 409
    entry.refresh_from_db()
    assert entry.state == IncomingState.ARRIVED


def test_one_click_on_a_row_receives_and_leads_back_to_the_list(cast, entry, signed_in):
    browser = signed_in(cast.receiver)
    page = text_of(browser.get("/van-ban-den/"))
    assert f'formaction="/van-ban-den/{entry.pk}/tiep-nhan/"' in page
    answer = browser.post(f"/van-ban-den/{entry.pk}/tiep-nhan/", {"ve": "tinh-trang=cho-tiep-nhan"})
    assert answer["Location"] == "/van-ban-den/?tinh-trang=cho-tiep-nhan"


def test_what_is_not_valid_is_not_received_by_one_click(cast, signed_in):
    entry = arrive(cast, verdict=INVALID)
    page = text_of(signed_in(cast.receiver).get("/van-ban-den/"))
    assert f'formaction="/van-ban-den/{entry.pk}/tiep-nhan/"' not in page
    assert "Có dữ liệu lạ được nối vào cuối tệp." in page


def test_the_list_is_narrowed_by_sender_by_lateness_and_to_what_is_mine(cast, signed_in):
    entries = [arrive(cast, code=f"0{n}/BC-BQLKKT") for n in (1, 2, 3)]
    IncomingEntry.objects.filter(pk=entries[0].pk).update(sender="UBND xã An Hòa")
    for one in entries:
        receiving.receive(one, by=cast.receiver, at=timezone.now())
    facts = {"assigned_by": cast.receiving_leader, "assigned_at": timezone.now()}
    yesterday = TODAY - timedelta(days=1)
    Assignment.objects.create(entry=entries[1], official=cast.receiver, due_on=yesterday, **facts)
    Assignment.objects.create(entry=entries[2], official=cast.stranger, due_on=TODAY, **facts)
    browser = signed_in(cast.receiver)

    def shown(asked, standing="da-vao-so"):
        page = browser.get(f"/van-ban-den/?tinh-trang={standing}&{asked}")
        return [row.entry.pk for row in page.context["rows"]]

    first, second, third = (one.pk for one in entries)
    assert shown("") == [third, second, first]
    assert shown("", "chua-phan-cong") == [first]
    assert shown("", "dang-xu-ly") == [third, second]
    assert shown("gui=UBND xã An Hòa") == [first]
    assert shown("gui=Không có\x00") == []
    assert shown("han=qua-han") == shown("ai=toi") == [second]
    page = browser.get("/van-ban-den/?tinh-trang=dang-xu-ly")
    assert [(row.standing, row.tone) for row in page.context["rows"]] == [
        ("Đang xử lý: Cao Văn Lạ", "info"),
        ("Quá hạn: Mai Thị Nhận", "bad"),
    ]


def test_what_is_urgent_stands_first_and_paging_goes_on_below_it(cast, signed_in, monkeypatch):
    monkeypatch.setattr(incoming, "PAGE", 2)
    entries = [arrive(cast, code=f"{n:02d}/BC-BQLKKT") for n in range(1, 6)]
    for n, urgency in ((0, "HOA_TOC"), (2, "KHAN")):
        Document.objects.filter(pk=entries[n].document_id).update(urgency=urgency)
    browser, address, found = signed_in(cast.receiver), "/van-ban-den/", []
    while address:
        answer = browser.get(address)
        found.append([row.entry.code[:2] for row in answer.context["rows"]])
        address = answer.context["next_url"]
    assert found == [["01", "03"], ["05", "04"], ["02"]]
    row = text_of(browser.get("/van-ban-den/")).split('<li class="arrival">')[1]
    assert '<strong class="tag loud bad">Hỏa tốc</strong>' in row


def test_the_page_shows_the_file_and_links_to_it_without_a_script(cast, entry, signed_in):
    page = text_of(signed_in(cast.receiver).get(f"/van-ban-den/{entry.pk}/"))
    viewer = page.split("<doc-viewer")[1].split("</doc-viewer>")[0]
    assert f'src="/van-ban-den/{entry.pk}/tep.pdf"' in viewer
    assert f'<a class="button" href="/van-ban-den/{entry.pk}/tep.pdf"' in viewer


def test_a_reason_that_came_too_late_is_not_lost(cast, entry, signed_in):
    receiving.receive(entry, by=cast.receiver, at=timezone.now())
    answer = signed_in(cast.receiver).post(
        f"/van-ban-den/{entry.pk}/tra-lai/", {"reason": "Thiếu <phụ lục>."}
    )
    assert answer.status_code == 409
    assert "Mai Thị Nhận đã tiếp nhận văn bản này lúc" in text_of(answer)
    kept = text_of(answer).split('id="vua-go"')[1].split("</section>")[0]
    assert "Thiếu &lt;phụ lục&gt;." in kept
