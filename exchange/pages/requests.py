"""What the pages of an administrator are asked with."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest

from agencies.models import Official
from exchange import queries
from exchange.models import Subscription


def official_of(request: HttpRequest) -> Official:
    assert isinstance(request.user, Official)
    return request.user


def subscription_asked(request: HttpRequest, public_id: UUID, *, on: date) -> Subscription:
    """Return a subscription of an agency that the official administers."""
    found = (
        queries.subscriptions_of(official_of(request), on=on)
        .select_related("agency", "subscribed_by", "revoked_by")
        .prefetch_related("agency__names")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise Http404
    return found
