"""The rail of every page: the workflow's, with what only other rooms know beside it."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from agencies.models import Official
from agencies.moments import vn_day
from exchange import queries
from ui.navigation import Item, Section
from workflow import navigation


def sections(request: HttpRequest) -> Sequence[Section]:
    """Return the rail; an administrator is told how many receivers are called no more."""
    subscriptions = reverse("subscriptions")

    def counted(item: Item) -> Item:
        if item.url != subscriptions or not isinstance(request.user, Official):
            return item
        on = vn_day(timezone.now())
        return replace(item, count=queries.number_paused_by_failure(request.user, on=on))

    return [
        replace(section, items=[counted(item) for item in section.items])
        for section in navigation.sections(request)
    ]
