"""Saved searches: kept under a name, deleted, and taken back."""

from datetime import datetime

from django.db import transaction

from agencies.models import Official
from documents.errors import NotFound
from documents.models import SavedSearch


@transaction.atomic
def save(name: str, *, query: str, by: Official, at: datetime) -> tuple[SavedSearch, bool]:
    """Keep a search under a name; tell whether the name is new. A used one stands for the new."""
    return SavedSearch.objects.update_or_create(
        official=by, name=name, defaults={"query": query, "saved_at": at}
    )


@transaction.atomic
def forget(pk: int, *, by: Official) -> SavedSearch:
    """Delete one of one's own saved searches; return what it was, to be taken back."""
    saved = SavedSearch.objects.select_for_update(of=["self"]).filter(official=by, pk=pk).first()
    if saved is None:
        raise NotFound
    saved.delete()
    return saved


@transaction.atomic
def take_back(name: str, *, query: str, by: Official, at: datetime) -> SavedSearch:
    """Keep a deleted search again; a newer one of the same name stays as it is."""
    return SavedSearch.objects.get_or_create(
        official=by, name=name, defaults={"query": query, "saved_at": at}
    )[0]
