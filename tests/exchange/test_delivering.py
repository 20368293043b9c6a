"""Calling a receiver: signed, again when it fails, not for ever, and nobody waits for another."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connections, transaction

from documents.actions import journal
from exchange.actions import delivering, spreading, subscribing
from exchange.errors import DeliveryWaits, NotAdministrator, SubscriptionPaused
from exchange.models import Delivery, DeliveryState, Subscription
from tests import life
from tests.exchange.receiver import receiver, verify
from tests.jobs_now import waiting_jobs


@pytest.fixture
def waiting(cast, subscribed):
    """Give a subscription with one delivery due, its secret, and the delivery."""
    one, secret = subscribed()
    report = life.begin(cast)
    journal.record(report.document, "SEALED", by=None, at=life.now(), code="1/BC")
    spreading.spread_news()
    return one, secret, one.deliveries.get()


def call(subscription):
    """Call now, whatever the pauses say; return the subscription as it is afterwards."""
    Subscription.objects.update(quiet_until=None)
    Delivery.objects.filter(state=DeliveryState.PENDING).update(due_at=life.now())
    delivering.call_receiver(subscription.pk)
    return Subscription.objects.get(pk=subscription.pk)


def standing(delivery):
    delivery.refresh_from_db()
    return delivery.state, delivery.tries, delivery.last_error


def test_what_is_sent_is_what_stands_on_record_and_its_signature_proves_it(waiting, there):
    one, secret, delivery = waiting
    delivering.call_receiver(one.pk)
    delivering.call_receiver(one.pk)

    ((signature, body),) = there.got
    assert (json.loads(body)["fact"], body.decode()) == ("sealed", delivery.body)
    assert verify(secret, signature, body)
    assert not verify(secret, signature, body.replace(b"sealed", b"signed"))
    assert not verify(secret + "x", signature, body)
    assert standing(delivery) == (DeliveryState.DELIVERED, 1, "")
    attempt = delivery.attempts.get()
    assert (attempt.status, attempt.answer, attempt.error) == (200, "đã ghi nhận", "")


@pytest.mark.parametrize(
    ("says", "status", "why"),
    [
        ("broken", 500, "Nơi nhận trả lời mã 500."),
        (
            "redirect",
            302,
            "Nơi nhận chuyển hướng (mã 302); hệ thống không đi theo địa chỉ khác.",
        ),
        ("hang", None, "Nơi nhận không trả lời trong 2 giây."),
    ],
)
def test_what_fails_waits_with_its_true_cause_and_is_sent_when_the_receiver_returns(
    waiting, there, says, status, why
):
    one, _, delivery = waiting
    there.says = says
    before = life.now()
    delivering.call_receiver(one.pk)

    assert standing(delivery) == (DeliveryState.PENDING, 1, why)
    assert timedelta(seconds=15) <= delivery.due_at - before <= timedelta(seconds=25)
    one.refresh_from_db()
    assert one.failures == 1
    assert one.quiet_until > before + timedelta(seconds=5)
    assert (delivery.attempts.get().status, delivery.attempts.get().error) == (status, why)

    delivering.call_receiver(one.pk)
    assert len(there.got) == 1, "it is left alone for a while"
    there.says = "good"
    one = call(one)
    assert (standing(delivery), one.failures, one.quiet_until) == (
        (DeliveryState.DELIVERED, 2, ""),
        0,
        None,
    )


def test_after_so_many_tries_a_delivery_is_given_up_and_can_be_replayed(cast, waiting, there):
    one, _, delivery = waiting
    there.says = "broken"
    for _ in range(delivering.MOST_TRIES + 2):
        one = call(one)
    assert standing(delivery) == (
        DeliveryState.GIVEN_UP,
        delivering.MOST_TRIES,
        "Nơi nhận trả lời mã 500.",
    )
    assert len(there.got) == delivering.MOST_TRIES

    there.says = "good"
    delivering.replay(delivery, by=cast.administrator, at=life.now())
    with pytest.raises(DeliveryWaits):
        delivering.replay(delivery, by=cast.administrator, at=life.now())
    assert waiting_jobs().count("call_receiver") == 1
    delivering.call_receiver(one.pk)

    assert standing(delivery) == (DeliveryState.DELIVERED, 1, "")
    assert {body for _, body in there.got} == {delivery.body.encode()}
    assert delivery.attempts.count() == delivering.MOST_TRIES + 1
    assert one.events.latest("pk").act == "REPLAYED"


def test_the_pauses_grow_to_hours_and_end():
    pauses = [delivering._pause(tries) for tries in range(1, delivering.MOST_TRIES)]
    shortest = [15, 60, 240, 960, 3840, 15360, 21600]
    assert [
        low <= pause.total_seconds() <= low * 1.2
        for low, pause in zip(shortest, pauses, strict=True)
    ] == [True] * 7


def test_a_receiver_that_goes_on_failing_is_paused_and_nothing_is_lost(cast, waiting, there):
    one, _, delivery = waiting
    there.says = "broken"
    Subscription.objects.update(failures=delivering.PAUSE_AFTER - 1)
    one = call(one)

    assert (one.is_paused, one.pause_reason) == (
        True,
        "20 lần gọi liền nhau không thành; lần cuối: Nơi nhận trả lời mã 500.",
    )
    assert (one.events.latest("pk").act, one.events.latest("pk").by) == ("PAUSED", None)
    call(one)
    assert len(there.got) == 1
    with pytest.raises(SubscriptionPaused):
        delivering.replay(delivery, by=cast.administrator, at=life.now())

    there.says = "good"
    call(subscribing.resume(one, by=cast.administrator, at=life.now()))
    assert standing(delivery)[0] == DeliveryState.DELIVERED


def test_a_paused_subscription_can_be_tried_out_and_a_test_counts_for_nothing(
    cast, subscribed, there
):
    one, secret = subscribed()
    subscribing.pause(one, by=cast.administrator, at=life.now())
    there.says = "broken"
    delivering.try_out(one, by=cast.administrator, at=life.now())
    delivering.call_receiver(one.pk)
    one.refresh_from_db()

    ((signature, body),) = there.got
    assert verify(secret, signature, body)
    assert json.loads(body)["fact"] == "test"
    assert standing(one.deliveries.get()) == (
        DeliveryState.GIVEN_UP,
        1,
        "Nơi nhận trả lời mã 500.",
    )
    assert (one.failures, one.quiet_until) == (0, None)


def test_a_stranger_neither_tries_out_nor_replays(cast, waiting):
    one, _, delivery = waiting
    for by in (cast.clerk, cast.receiver):
        with pytest.raises(NotAdministrator):
            delivering.try_out(one, by=by, at=life.now())
        with pytest.raises(NotAdministrator):
            delivering.replay(delivery, by=by, at=life.now())


def test_a_revoked_subscription_is_not_called(cast, waiting, there):
    one, _, delivery = waiting
    subscribing.revoke(one, by=cast.administrator, at=life.now())
    delivering.call_receiver(one.pk)
    assert (there.got, standing(delivery)) == ([], (DeliveryState.PENDING, 0, ""))


def test_an_address_within_is_refused_when_it_is_called_too(waiting, there, settings):
    """A name may come to mean another address after it was subscribed."""
    one, _, delivery = waiting
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    delivering.call_receiver(one.pk)
    assert there.got == []
    assert "là địa chỉ nội bộ hoặc đặc biệt" in standing(delivery)[2]


@pytest.mark.usefixtures("committed")
def test_a_receiver_that_hangs_holds_up_no_other(cast, subscribed, there):
    with receiver() as hanging:
        hanging.says = "hang"
        slow, _ = subscribed()
        slow.address = hanging.url
        slow.save()
        quick, _ = subscribed()
        report = life.begin(cast)
        with transaction.atomic():
            for n in range(3):
                journal.record(report.document, "SEALED", by=None, at=life.now(), code=f"{n}/BC")
        spreading.spread_news()
        thread = threading.Thread(target=_call_and_close, args=[slow.pk])
        thread.start()
        delivering.call_receiver(quick.pk)
        was_hanging = thread.is_alive()
        thread.join()
    assert (len(there.got), len(hanging.got), was_hanging) == (3, 1, True)
    assert sorted(slow.deliveries.values_list("state", "tries")) == [
        ("PENDING", 0),
        ("PENDING", 0),
        ("PENDING", 1),
    ]


def _call_and_close(subscription_id):
    try:
        delivering.call_receiver(subscription_id)
    finally:
        connections.close_all()
