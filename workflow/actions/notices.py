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


def seen(official: Official, *, at: datetime) -> None:
    """Mark everything that an official was told as seen."""
    Notice.objects.filter(official=official, seen_at__isnull=True).update(seen_at=at)
