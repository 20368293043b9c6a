"""Telling people what happened on a document that concerns them."""

from collections.abc import Iterable
from datetime import datetime

from agencies.models import Official
from documents.models import Document
from workflow.models import Notice


def tell(
    officials: Iterable[Official], sentence: str, *, document: Document, at: datetime
) -> list[Notice]:
    """Leave one notice for each official, once."""
    return Notice.objects.bulk_create(
        Notice(official=official, document=document, sentence=sentence[:1000], at=at)
        for official in dict.fromkeys(officials)
    )


def seen(official: Official, *, at: datetime, up_to: int | None = None) -> int:
    """Put away what an official was told, and return how much that was.

    With `up_to` only what had come when the page was shown: what arrived since was not read.
    """
    unseen = Notice.objects.filter(official=official, seen_at__isnull=True)
    if up_to is not None:
        unseen = unseen.filter(pk__lte=up_to)
    return unseen.update(seen_at=at)


def unsee(official: Official, *, seen_at: datetime) -> int:
    """Take back what was put away at one moment; return how much that was."""
    return Notice.objects.filter(official=official, seen_at=seen_at).update(seen_at=None)
