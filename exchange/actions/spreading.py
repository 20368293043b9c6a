"""From the journal of the documents to what each subscriber is to be told."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from agencies.models import Agency
from documents.models import Event, IncomingEntry
from exchange import telling
from exchange.models import (
    FACT_OF_ACT,
    Delivery,
    DeliveryState,
    Fact,
    News,
    Subscription,
)
from jobs import later

AT_ONCE: Final = 500  # entries in one transaction
KEPT_FOR: Final = timedelta(days=90)
# What concerns an agency because it received the document, wherever in its life.
_FOR_ALL_RECEIVERS: Final = (Fact.RECALLED, Fact.REPLACED, Fact.CORRECTED)


def spread_news() -> None:
    """Turn news into deliveries, and ask for the calls that are due."""
    at = timezone.now()
    while _spread(at=at) == AT_ONCE:
        pass
    for subscription_id in _callable(at=at):
        later("call_receiver", subscription_id=subscription_id)


@transaction.atomic
def _spread(*, at: datetime) -> int:
    """Write what follows from some of the news, and drop them; return how many there were."""
    waiting = News.objects.select_for_update(skip_locked=True, of=["self"]).order_by("pk")
    events = [
        news.event
        for news in waiting.select_related("event__document__agency").prefetch_related(
            "event__document__agency__names"
        )[:AT_ONCE]
    ]
    Delivery.objects.bulk_create(_deliveries(events, at=at), ignore_conflicts=True)
    News.objects.filter(pk__in=[event.pk for event in events]).delete()
    return len(events)


def _deliveries(events: Sequence[Event], *, at: datetime) -> list[Delivery]:
    wanted: dict[int, list[Subscription]] = defaultdict(list)
    for one in Subscription.objects.filter(revoked_at=None).order_by("pk"):
        wanted[one.agency_id].append(one)
    if not events or not wanted:
        return []
    codes = telling.codes_of(event.document for event in events)
    receivers = _receivers(events)
    made = []
    for event in events:
        fact, receiver = FACT_OF_ACT[event.act], receivers.get(event.facts.get("agency_id", ""))
        for agency_id in _concerned(event, fact, receiver):
            for subscription in wanted.get(agency_id, ()):
                if fact in subscription.facts and event.at >= subscription.subscribed_at:
                    key = uuid4()
                    body = telling.body_of(
                        event,
                        delivery=key,
                        code=codes.get(event.document_id, ""),
                        receiver=receiver,
                    )
                    made.append(_delivery(subscription, event, fact, key, body, at=at))
    return made


def _delivery(
    subscription: Subscription, event: Event, fact: Fact, key: UUID, body: str, *, at: datetime
) -> Delivery:
    return Delivery(
        public_id=key,
        subscription=subscription,
        event=event,
        fact=fact,
        body=body,
        made_at=at,
        due_at=at,
    )


def _receivers(events: Sequence[Event]) -> dict[str, Agency]:
    named = {event.facts["agency_id"] for event in events if "agency_id" in event.facts}
    agencies = Agency.objects.filter(public_id__in=named).prefetch_related("names")
    return {str(agency.public_id): agency for agency in agencies}


def _concerned(event: Event, fact: Fact, receiver: Agency | None) -> set[int]:
    """Return the agencies that may know of an entry: the issuer, and who received the document."""
    concerned = {event.document.agency_id}
    if receiver is not None:
        concerned.add(receiver.pk)
    if fact in _FOR_ALL_RECEIVERS:
        arrived = IncomingEntry.objects.filter(document=event.document_id)
        concerned |= set(arrived.values_list("agency_id", flat=True))
    return concerned


def _callable(*, at: datetime) -> list[int]:
    """Return the subscriptions with something due that may be called now."""
    due = Delivery.objects.filter(
        subscription=OuterRef("pk"), state=DeliveryState.PENDING, due_at__lte=at
    )
    ready = Q(paused_at=None) & (Q(quiet_until=None) | Q(quiet_until__lte=at))
    found = Subscription.objects.filter(
        Q(Exists(due), ready) | Exists(due.filter(fact=Fact.TEST)), revoked_at=None
    )
    return list(found.order_by("pk").values_list("pk", flat=True))


def sweep_deliveries() -> None:
    """Forget what was told long ago; the journals of documents and subscriptions stay."""
    Delivery.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()
