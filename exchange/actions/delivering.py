"""Calling a receiver: again with growing pauses, not for ever, and nobody else waits for it."""

from datetime import datetime, timedelta
from random import SystemRandom
from time import monotonic
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from agencies.models import Official
from exchange import addresses, keys, telling, wire
from exchange.actions import subscribing
from exchange.errors import DeliveryWaits, ExchangeError, SubscriptionPaused
from exchange.models import (
    Attempt,
    Delivery,
    DeliveryState,
    Fact,
    Subscription,
    SubscriptionAct,
)
from jobs import later

MOST_TRIES: Final = 8  # of one delivery: about eleven hours
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(hours=6)
# A receiver that fails is left alone as a whole too: what hangs takes ten seconds of one slot,
# and then none for a while, however much waits for it.
FIRST_QUIET, LONGEST_QUIET = timedelta(seconds=5), timedelta(minutes=30)
PAUSE_AFTER: Final = 20  # calls that failed in a row
TURN: Final = 20.0  # seconds after which a receiver with much to hear lets the others have a turn

_JITTER: Final = SystemRandom()


def call_receiver(subscription_id: int) -> None:
    """Tell one subscriber what is due, the oldest first, until one call fails."""
    until = monotonic() + TURN
    while (delivery := _next(subscription_id, at=timezone.now())) is not None:
        began = timezone.now()
        attempt = _call(delivery, at=began)
        if not _record(delivery, attempt, at=timezone.now()):
            return
        if monotonic() > until:
            later("call_receiver", subscription_id=subscription_id)
            return


def _next(subscription_id: int, *, at: datetime) -> Delivery | None:
    subscription = Subscription.objects.get(pk=subscription_id)
    if subscription.is_revoked:
        return None
    due = Delivery.objects.filter(
        subscription=subscription, state=DeliveryState.PENDING, due_at__lte=at
    )
    quiet = subscription.quiet_until is not None and subscription.quiet_until > at
    if subscription.is_paused or quiet:
        due = due.filter(fact=Fact.TEST)
    return due.select_related("subscription").order_by("due_at", "pk").first()


def _call(delivery: Delivery, *, at: datetime) -> Attempt:
    """Send it once, outside any transaction; return what came of it, not yet saved."""
    subscription, began = delivery.subscription, monotonic()
    attempt = Attempt(delivery=delivery, at=at)
    secret = keys.unwrap(bytes(subscription.wrapped_secret), subscription=subscription.public_id)
    body = delivery.body.encode()
    try:
        answer = wire.post(
            addresses.read(subscription.address, http_allowed=settings.WEBHOOK_ALLOW_HTTP),
            body,
            headers={keys.SIGNATURE: keys.signature(secret, body, moment=int(at.timestamp()))},
            allowed=settings.WEBHOOK_ALLOWED_NETWORKS,
        )
    except ExchangeError as refusal:
        attempt.error = refusal.message[:500]
    else:
        attempt.status, attempt.answer = answer.status, answer.text
        attempt.error = _complaint(answer.status)
    attempt.milliseconds = int((monotonic() - began) * 1000)
    return attempt


def _complaint(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return f"Nơi nhận chuyển hướng (mã {status}); hệ thống không đi theo địa chỉ khác."
    return f"Nơi nhận trả lời mã {status}."


@transaction.atomic
def _record(delivery: Delivery, attempt: Attempt, *, at: datetime) -> bool:
    """Write down what came of a call; tell whether the receiver took it."""
    subscription = Subscription.objects.select_for_update(of=["self"]).get(
        pk=delivery.subscription_id
    )
    locked = Delivery.objects.select_for_update(of=["self"]).get(pk=delivery.pk)
    attempt.save()
    took = not attempt.error
    if locked.state == DeliveryState.PENDING:
        _settle(locked, attempt, at=at)
    if took:
        Subscription.objects.filter(pk=subscription.pk).exclude(
            failures=0, quiet_until=None
        ).update(failures=0, quiet_until=None)
    elif locked.fact != Fact.TEST:
        _leave_alone(subscription, attempt.error, at=at)
    return took


def _settle(delivery: Delivery, attempt: Attempt, *, at: datetime) -> None:
    delivery.tries += 1
    delivery.last_error = attempt.error
    is_last = delivery.tries >= MOST_TRIES or delivery.fact == Fact.TEST
    if not attempt.error:
        delivery.state = DeliveryState.DELIVERED
    elif is_last:
        delivery.state = DeliveryState.GIVEN_UP
    else:
        delivery.due_at = at + _pause(delivery.tries)
    delivery.save(update_fields=["tries", "last_error", "state", "due_at"])


def _leave_alone(subscription: Subscription, why: str, *, at: datetime) -> None:
    subscription.failures += 1
    doubled = FIRST_QUIET * 2 ** min(subscription.failures - 1, 16)
    subscription.quiet_until = at + _jittered(min(doubled, LONGEST_QUIET))
    if subscription.failures >= PAUSE_AFTER and not subscription.is_paused:
        reason = f"{subscription.failures} lần gọi liền nhau không thành; lần cuối: {why}"
        subscription.paused_at, subscription.pause_reason = at, reason[:500]
        subscribing.note(subscription, SubscriptionAct.PAUSED, by=None, at=at, detail=reason)
    subscription.save(update_fields=["failures", "quiet_until", "paused_at", "pause_reason"])


def _pause(tries: int) -> timedelta:
    """Return how long to wait after so many tries: 15 s, 1 min, 4 min … 6 h."""
    return _jittered(min(FIRST_PAUSE * 4 ** (tries - 1), LONGEST_PAUSE))


def _jittered(pause: timedelta) -> timedelta:
    """Add up to a fifth: receivers that fell together are not called together again."""
    return pause * _JITTER.uniform(1.0, 1.2)


@transaction.atomic
def try_out(subscription: Subscription, *, by: Official, at: datetime) -> Delivery:
    """Call an address once, also while it is paused, to see whether it answers."""
    locked = subscribing.in_force(subscription, by=by, at=at)
    key = uuid4()
    body = telling.body_of_test(delivery=key, agency=locked.agency, at=at)
    delivery = Delivery.objects.create(
        public_id=key, subscription=locked, fact=Fact.TEST, body=body, made_at=at, due_at=at
    )
    subscribing.note(locked, SubscriptionAct.TESTED, by=by, at=at)
    later("call_receiver", subscription_id=locked.pk)
    return delivery


@transaction.atomic
def replay(delivery: Delivery, *, by: Official, at: datetime) -> Delivery:
    """Send the same text once more, with all its tries; its id lets a receiver know it again."""
    subscription = subscribing.in_force(delivery.subscription, by=by, at=at)
    if subscription.is_paused:
        raise SubscriptionPaused
    locked = Delivery.objects.select_for_update(of=["self"]).get(pk=delivery.pk)
    if locked.state == DeliveryState.PENDING:
        raise DeliveryWaits
    locked.state, locked.tries, locked.due_at = DeliveryState.PENDING, 0, at
    locked.last_error = ""
    locked.save(update_fields=["state", "tries", "due_at", "last_error"])
    Subscription.objects.filter(pk=subscription.pk).update(quiet_until=None)
    detail = f"{locked.get_fact_display()} ({locked.public_id})"
    subscribing.note(subscription, SubscriptionAct.REPLAYED, by=by, at=at, detail=detail)
    later("call_receiver", subscription_id=subscription.pk)
    return locked
