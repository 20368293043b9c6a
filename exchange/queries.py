"""What an administrator asks: which addresses are told, and what became of each telling."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from agencies.administration import administered_by
from agencies.models import Official
from exchange.models import Delivery, DeliveryState, Subscription


def subscriptions_of(official: Official, *, on: date) -> QuerySet[Subscription]:
    """Return all subscriptions of the agencies that an official administers, the newest first."""
    agencies = administered_by(official, on=on)
    return Subscription.objects.filter(agency__in=agencies).order_by("-pk")


def with_counts(subscriptions: QuerySet[Subscription]) -> QuerySet[Subscription]:
    """Add how many deliveries wait and how many were given up."""
    return subscriptions.annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state=DeliveryState.PENDING)),
        given_up=Count("deliveries", filter=Q(deliveries__state=DeliveryState.GIVEN_UP)),
    )


def deliveries_of(subscription: Subscription, *, state: str = "") -> QuerySet[Delivery]:
    """Return what one subscriber was or is to be told, the newest first."""
    rows = Delivery.objects.filter(subscription=subscription).order_by("-pk")
    return rows.filter(state=state) if state in DeliveryState.values else rows


def number_paused_by_failure(official: Official, *, on: date) -> int:
    """Return how many subscriptions stopped by themselves and wait for the administrator."""
    return (
        subscriptions_of(official, on=on)
        .filter(revoked_at=None, paused_at__isnull=False, failures__gt=0)
        .count()
    )
