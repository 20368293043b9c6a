"""Tích hợp: the pages of an agency's administrator."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.actions import journal
from exchange import keys
from exchange.actions import delivering, spreading, subscribing
from exchange.models import Delivery, DeliveryState, Subscription
from exchange.pages import subscriptions
from tests import life


@pytest.fixture
def administrator(cast, signed_in):
    return signed_in(cast.administrator)


@pytest.fixture
def three(cast, subscribed):
    """Give a subscription with one delivery in each state."""
    one, _ = subscribed()
    report = life.begin(cast)
    for act in ("SIGNED", "SEALED", "ISSUED"):
        journal.record(report.document, act, by=None, at=life.now())
    spreading.spread_news()
    taken, given_up, _ = one.deliveries.order_by("pk")
    Delivery.objects.filter(pk=taken.pk).update(state=DeliveryState.DELIVERED)
    Delivery.objects.filter(pk=given_up.pk).update(
        state=DeliveryState.GIVEN_UP, last_error="Nơi nhận trả lời mã 500."
    )
    return one


def typed(there, **changes):
    return {
        "key": str(uuid4()),
        "address": there.url,
        "facts": ["SIGNED", "ISSUED"],
        **changes,
    }


def address(name, *args):
    return reverse(name, args=args)


def said(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_the_secret_is_shown_once_and_opens_what_is_kept(administrator, cast, there):
    form = typed(there, agency=cast.agency.pk)
    page = administrator.post(address("subscribe"), form)
    one = Subscription.objects.get()
    secret = re.search(r'id="khoa-bi-mat"[^>]*>([^<]+)<', page.content.decode()).group(1)
    again = administrator.post(address("subscribe"), form)

    assert keys.unwrap(bytes(one.wrapped_secret), subscription=one.public_id) == secret
    assert page["Cache-Control"] == "private, no-store"
    assert (again.status_code, again["Location"]) == (
        302,
        address("subscription", one.public_id),
    )
    shown = administrator.get(address("subscription", one.public_id)).content.decode()
    assert secret not in shown


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"address": ""}, "Nhập địa chỉ của hệ thống nhận tin."),
        ({"address": "ftp://nhan.example.vn"}, "Địa chỉ phải bắt đầu bằng https://."),
        ({"address": "https://a\x00b/"}, "Địa chỉ có ký tự lạ; hãy dán lại địa chỉ."),
        ({"facts": []}, "Chọn ít nhất một loại tin."),
        ({"facts": ["TEST"]}, "Chọn trong các mục có trên trang."),
        ({"agency": "0"}, "Chọn trong các mục có trên trang."),
    ],
)
def test_what_is_typed_wrong_is_said_and_nothing_typed_is_lost(
    administrator, cast, there, changes, sentence
):
    form = typed(there, agency=cast.agency.pk) | changes
    page = administrator.post(address("subscribe"), form)

    assert (page.status_code, Subscription.objects.count()) == (422, 0)
    assert sentence in page.content.decode()
    if form["address"] == there.url:
        assert f'value="{there.url}"' in page.content.decode()


def test_an_agency_that_one_does_not_administer_cannot_be_chosen(administrator, cast, there):
    form = typed(there, agency=cast.receiving_agency.pk)
    page = administrator.post(address("subscribe"), form)
    assert (page.status_code, Subscription.objects.count()) == (422, 0)


def test_deliveries_are_filtered_by_their_state(administrator, three):
    here = address("subscription", three.public_id)
    shown = {
        state: re.findall(
            r"(?:Chờ gửi|Đã nhận|Ngừng gửi) </li>", said_lines(administrator, state, here)
        )
        for state in ("", "cho-gui", "da-nhan", "ngung-gui", "khong-co")
    }
    assert {state: len(found) for state, found in shown.items()} == {
        "": 3,
        "cho-gui": 1,
        "da-nhan": 1,
        "ngung-gui": 1,
        "khong-co": 3,
    }


def said_lines(browser, state, here):
    html = browser.get(f"{here}?tinh-trang={state}").content.decode()
    panel = html.split('id="tin"')[1].split("</section>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<(?!/li>)[^>]+>", " ", panel))


def test_pages_of_deliveries_follow_each_other_without_gap_or_doubling(
    administrator, three, monkeypatch
):
    monkeypatch.setattr(subscriptions, "PAGE", 2)
    here = address("subscription", three.public_id)
    first = administrator.get(here).content.decode()
    following = re.search(r'href="(\?sau=\d+)" rel="next"', first).group(1)
    second = administrator.get(here + following).content.decode()

    found = [re.findall(r"/tin/([0-9a-f-]{36})/", page) for page in (first, second)]
    newest_first = three.deliveries.order_by("-pk").values_list("public_id", flat=True)
    assert [*found[0], *found[1]] == [str(key) for key in newest_first]
    assert len(found[0]) == 2


def test_the_page_asks_the_same_number_of_questions_however_much_was_told(
    administrator, cast, three
):
    here = address("subscription", three.public_id)
    with CaptureQueriesContext(connection) as few:
        administrator.get(here)
    for _ in range(4):
        report = life.begin(cast)
        journal.record(report.document, "SEALED", by=None, at=life.now())
    spreading.spread_news()
    with CaptureQueriesContext(connection) as many:
        administrator.get(here)
    of_ours = [query for query in many.captured_queries if '"exchange_' in query["sql"]]
    assert (len(many), len(of_ours)) == (len(few), 4)


def test_the_buttons_pause_resume_try_out_and_revoke(administrator, subscribed, there):
    one, _ = subscribed()
    here = address("subscription", one.public_id)
    for button in ("pause", "resume", "test", "revoke"):
        assert administrator.post(here, {"do": button})["Location"] == here
    assert list(one.events.order_by("pk").values_list("act", flat=True)) == [
        "SUBSCRIBED",
        "PAUSED",
        "RESUMED",
        "TESTED",
        "REVOKED",
    ]
    refused = administrator.post(here, {"do": "test"})
    assert (refused.status_code, "hãy đăng ký lại nếu còn cần" in said(refused)) == (409, True)
    assert administrator.post(here, {"do": "dance"}).status_code == 422


def test_one_telling_shows_each_call_and_its_true_cause_and_is_sent_again(
    administrator, three, there
):
    there.says = "broken"
    delivering.call_receiver(three.pk)
    delivery = three.deliveries.get(tries=1)
    here = address("delivery", three.public_id, delivery.public_id)
    waiting = administrator.post(here)
    assert (waiting.status_code, "đang chờ gửi" in said(waiting)) == (409, True)
    page = said(administrator.get(here))
    assert "Nơi nhận trả lời mã 500." in page
    assert "&lt;h1&gt;Internal error&lt;/h1&gt;" in administrator.get(here).content.decode()

    there.says = "good"
    given_up = three.deliveries.get(state=DeliveryState.GIVEN_UP)
    here = address("delivery", three.public_id, given_up.public_id)
    assert administrator.post(here)["Location"] == here
    Subscription.objects.update(quiet_until=None)
    delivering.call_receiver(three.pk)
    assert "Nơi nhận đã nhận (mã 200)." in said(administrator.get(here))


def test_a_telling_of_another_subscription_is_not_shown(administrator, three, subscribed):
    other, _ = subscribed()
    key = three.deliveries.order_by("pk")[0].public_id
    assert administrator.get(address("delivery", other.public_id, key)).status_code == 404


def test_the_rail_says_how_many_receivers_are_called_no_more(administrator, cast, subscribed):
    one, _ = subscribed()
    other, _ = subscribed()
    subscribing.pause(other, by=cast.administrator, at=life.now())
    Subscription.objects.filter(pk=one.pk).update(
        paused_at=life.now() - timedelta(hours=1), pause_reason="Hỏng.", failures=20
    )
    page = administrator.get(address("subscriptions")).content.decode()
    entry = re.search(r'<a[^>]*href="/tich-hop/"[^>]*>(.*?)</a>', page, re.DOTALL).group(1)
    assert re.findall(r">\s*(\d+)\s*<", entry) == ["1"]
