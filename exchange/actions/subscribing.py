"""An agency's administrator says which address is told what, and stops it again."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from agencies import roles
from agencies.models import Agency, Duty, Official
from agencies.moments import vn_day
from exchange import addresses, keys
from exchange.errors import (
    NotAdministrator,
    NotPaused,
    SubscriptionPaused,
    SubscriptionRevoked,
    TooManySubscriptions,
)
from exchange.models import Fact, Subscription, SubscriptionAct, SubscriptionEvent
from jobs import later

MOST: Final = 20  # an agency's subscriptions in force


@transaction.atomic
def subscribe(
    agency: Agency, *, key: UUID, address: str, facts: Collection[Fact], by: Official, at: datetime
) -> tuple[Subscription, str]:
    """Subscribe an address; return its secret too, which nobody can be shown again.

    `key` is the form's own: who sends one form twice subscribes once, and the second time gets
    "" for a secret.
    """
    Agency.objects.select_for_update(of=["self"]).get(pk=agency.pk)
    require_administrator(by, agency, at=at)
    before = Subscription.objects.filter(public_id=key, agency=agency).first()
    if before is not None:
        return before, ""
    addresses.read(address, http_allowed=settings.WEBHOOK_ALLOW_HTTP)
    if Subscription.objects.filter(agency=agency, revoked_at=None).count() >= MOST:
        raise TooManySubscriptions
    secret = keys.new_secret()
    subscription = Subscription.objects.create(
        public_id=key,
        agency=agency,
        address=address,
        facts=[fact for fact in Fact if fact in set(facts)],
        wrapped_secret=keys.wrap(secret, subscription=key),
        subscribed_at=at,
        subscribed_by=by,
    )
    note(subscription, SubscriptionAct.SUBSCRIBED, by=by, at=at)
    return subscription, secret


@transaction.atomic
def pause(subscription: Subscription, *, by: Official, at: datetime) -> Subscription:
    """Stop calling for a while; what happens meanwhile is kept, and told afterwards."""
    locked = in_force(subscription, by=by, at=at)
    if locked.is_paused:
        raise SubscriptionPaused("Đăng ký đã tạm ngừng rồi.")
    locked.paused_at, locked.pause_reason = at, "Người quản trị cho tạm ngừng."
    locked.save(update_fields=["paused_at", "pause_reason"])
    note(locked, SubscriptionAct.PAUSED, by=by, at=at)
    return locked


@transaction.atomic
def resume(subscription: Subscription, *, by: Official, at: datetime) -> Subscription:
    """Call again, beginning with what waited."""
    locked = in_force(subscription, by=by, at=at)
    if not locked.is_paused:
        raise NotPaused
    locked.paused_at, locked.pause_reason = None, ""
    locked.failures, locked.quiet_until = 0, None
    locked.save(update_fields=["paused_at", "pause_reason", "failures", "quiet_until"])
    note(locked, SubscriptionAct.RESUMED, by=by, at=at)
    later("call_receiver", subscription_id=locked.pk)
    return locked


@transaction.atomic
def revoke(subscription: Subscription, *, by: Official, at: datetime) -> Subscription:
    """End a subscription; its secret is forgotten, what was told stays on record."""
    locked = in_force(subscription, by=by, at=at)
    locked.revoked_at, locked.revoked_by, locked.wrapped_secret = at, by, b""
    locked.save(update_fields=["revoked_at", "revoked_by", "wrapped_secret"])
    note(locked, SubscriptionAct.REVOKED, by=by, at=at)
    return locked


def in_force(subscription: Subscription, *, by: Official, at: datetime) -> Subscription:
    """Lock a subscription for its agency's administrator; raises where it ended."""
    locked = Subscription.objects.select_for_update(of=["self"]).get(pk=subscription.pk)
    require_administrator(by, locked.agency, at=at)
    if locked.is_revoked:
        raise SubscriptionRevoked
    return locked


def require_administrator(official: Official, agency: Agency, *, at: datetime) -> None:
    if not roles.has_duty(official, agency, Duty.ADMINISTER, on=vn_day(at)):
        raise NotAdministrator


def note(
    subscription: Subscription,
    act: SubscriptionAct,
    *,
    by: Official | None,
    at: datetime,
    detail: str = "",
) -> None:
    """Write one line of a subscription's journal."""
    SubscriptionEvent.objects.create(
        subscription=subscription, act=act, detail=detail[:500], by=by, at=at
    )
