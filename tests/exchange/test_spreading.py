"""From journals to deliveries: to whom, once, whichever transaction ends first."""

import json
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from documents.actions import journal
from exchange.actions import spreading, subscribing
from exchange.models import FACT_OF_ACT, Delivery, News
from tests import life
from tests.exchange.conftest import SUBSCRIBABLE
from tests.jobs_now import waiting_jobs

BY_BOTH = {"delivered", "received"}


def told(subscription):
    rows = subscription.deliveries.order_by("pk").values_list("body", flat=True)
    return [json.loads(body) for body in rows]


def test_the_trigger_and_the_code_name_the_same_acts(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'exchange_note_event'"
        )
        said = cursor.fetchone()[0]
    assert {act for act in FACT_OF_ACT if f"'{act}'" in said} == set(FACT_OF_ACT)
    assert said.count("'::character varying") == len(FACT_OF_ACT)


def test_each_agency_is_told_of_its_own_documents_and_of_what_reached_it(
    cast, subscribed, cheap_files, there
):
    there_too, _ = subscribing.subscribe(
        cast.receiving_agency,
        key=uuid4(),
        address=there.url,
        facts=SUBSCRIBABLE,
        by=_administrator_of(cast.receiver),
        at=life.now(),
    )
    issuer, _ = subscribed()
    some, _ = subscribed(facts=["SEALED"])
    report = life.begin(cast).to("end")
    spreading.spread_news()

    said = told(issuer)
    code = report.document.register_entry.code
    assert [one["fact"] for one in said if one["fact"] != "archived"] == [
        "signed",
        "numbered",
        "sealed",
        "issued",
        "delivered",
        "received",
    ]
    assert [one["fact"] for one in told(there_too)] == ["delivered", "received"]
    assert [one["fact"] for one in told(some)] == ["sealed"]
    received = told(there_too)[1]
    delivery = there_too.deliveries.order_by("-pk")[0]
    assert received == {
        "id": str(delivery.public_id),
        "fact": "received",
        "at": received["at"],
        "n": delivery.event.n,
        "document": {
            "id": str(report.document.public_id),
            "code": code,
            "kind": "BC",
            "agency": {
                "id": str(cast.agency.public_id),
                "code": None,
                "name": "Ban Quản lý Khu kinh tế tỉnh Sơn Hà",
            },
            "url": f"http://127.0.0.1:8000/van-ban/{report.document.public_id}/",
        },
        "receiver": {
            "id": str(cast.receiving_agency.public_id),
            "code": None,
            "name": "Sở Nội vụ tỉnh Sơn Hà",
        },
        "arrival_number": 1,
    }
    assert News.objects.count() == 0


def _administrator_of(official):
    post = official.appointments.get().post
    post.duties = [*post.duties, "ADMINISTER"]
    post.save()
    return official


def test_nothing_that_a_document_says_and_nobody_s_name_is_told(cast, subscribed, cheap_files):
    one, _ = subscribed()
    report = life.begin(cast).to("end")
    spreading.spread_news()

    text = "\n".join(one.deliveries.values_list("body", flat=True))
    secret = [report.document.subject, *(person.full_name for person in cast.everyone().values())]
    assert len(told(one)) >= 6
    assert [word for word in secret if word in text] == []


def test_while_nobody_subscribes_nothing_is_noted(cast):
    report = life.begin(cast)
    journal.record(report.document, "SEALED", by=None, at=life.now(), code="1/BC")
    assert News.objects.count() == 0


def test_what_happened_before_the_subscription_is_not_told(cast, subscribed):
    report = life.begin(cast)
    one, _ = subscribed()
    before = one.subscribed_at - timedelta(seconds=1)
    journal.record(report.document, "SEALED", by=None, at=before, code="1/BC")
    journal.record(report.document, "REVISED", by=None, at=life.now(), revision=2)
    journal.record(report.document, "ISSUED", by=None, at=life.now(), recipients=[])
    spreading.spread_news()

    assert [body["fact"] for body in told(one)] == ["issued"]


def test_an_entry_is_told_once_however_often_news_are_spread(cast, subscribed):
    report = life.begin(cast)
    one, _ = subscribed()
    event = journal.record(report.document, "SEALED", by=None, at=life.now(), code="1/BC")
    spreading.spread_news()
    News.objects.create(event=event)  # as if a worker had died between its two halves
    spreading.spread_news()

    assert (one.deliveries.count(), News.objects.count()) == (1, 0)
    assert waiting_jobs().count("call_receiver") == 1


def test_a_subscription_that_is_paused_or_left_alone_keeps_its_news_and_is_not_called(
    cast, subscribed
):
    report = life.begin(cast)
    paused, _ = subscribed()
    quiet, _ = subscribed()
    subscribing.pause(paused, by=cast.administrator, at=life.now())
    quiet.quiet_until = life.now() + timedelta(minutes=1)
    quiet.save()
    journal.record(report.document, "SEALED", by=None, at=life.now(), code="1/BC")
    spreading.spread_news()

    assert (Delivery.objects.count(), waiting_jobs().count("call_receiver")) == (2, 0)


@pytest.mark.usefixtures("committed")
def test_an_entry_whose_transaction_ends_last_is_not_passed_over(cast, subscribed):
    """The entry with the lower key is committed after the one with the higher key was told."""
    slow, quick = life.begin(cast).document, life.begin(cast).document
    one, _ = subscribed()
    written, go_on = threading.Event(), threading.Event()

    def write_slowly():
        try:
            with transaction.atomic():
                journal.record(slow, "SEALED", by=None, at=life.now(), code="1/BC")
                written.set()
                go_on.wait(10)
        finally:
            connections.close_all()

    thread = threading.Thread(target=write_slowly)
    thread.start()
    assert written.wait(10)
    with transaction.atomic():
        journal.record(quick, "SEALED", by=None, at=life.now(), code="2/BC")
    spreading.spread_news()
    first = [body["document"]["id"] for body in told(one)]
    go_on.set()
    thread.join()
    spreading.spread_news()

    assert first == [str(quick.public_id)]
    assert [body["document"]["id"] for body in told(one)] == [
        str(quick.public_id),
        str(slow.public_id),
    ]
    low, high = slow.events.latest("n").pk, quick.events.latest("n").pk
    assert low < high


def test_what_was_told_long_ago_is_forgotten(cast, subscribed, monkeypatch):
    report = life.begin(cast)
    subscribed()
    journal.record(report.document, "SEALED", by=None, at=life.now(), code="1/BC")
    spreading.spread_news()
    spreading.sweep_deliveries()
    assert Delivery.objects.count() == 1
    Delivery.objects.update(made_at=life.now() - spreading.KEPT_FOR - timedelta(minutes=1))
    spreading.sweep_deliveries()
    assert Delivery.objects.count() == 0
