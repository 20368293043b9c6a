"""Telling people what happened on a document that concerns them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from agencies.models import Appointment, Official, Rank
from agencies.models.periods import holds_on
from agencies.moments import vn_day
from documents.models import Document
from workflow.models import Notice, Topic


def tell(
    officials: Iterable[Official], sentence: str, *, document: Document, at: datetime
) -> list[Notice]:
    """Leave one notice for each official, once."""
    return Notice.objects.bulk_create(
        Notice(official=official, document=document, sentence=sentence[:1000], at=at)
        for official in dict.fromkeys(officials)
    )


def tell_drafter(
    document: Document, sentence: str, *, by: Official, at: datetime, head: bool = False
) -> list[Notice]:
    """Tell whoever drafted a document, and the head of his unit where it is of weight to him.

    Nobody is told of what he did himself.
    """
    concerned = [document.drafter, *(heads_of_unit(document, at=at) if head else [])]
    return tell([one for one in concerned if one != by], sentence, document=document, at=at)


@transaction.atomic
def tell_once(
    official: Official, sentence: str, *, topic: Topic, document: Document, at: datetime
) -> Notice | None:
    """Leave a notice in the place of the unseen one of its topic; nothing where it says the same.

    Of what a hundred recipients do one by one an official finds one notice, with the number.
    """
    told = Notice.objects.filter(official=official, document=document, topic=topic).order_by("pk")
    last = told.last()
    if last is not None and last.sentence == sentence[:1000]:
        return None
    told.filter(seen_at=None).delete()
    return Notice.objects.create(
        official=official, document=document, topic=topic, sentence=sentence[:1000], at=at
    )


def heads_of_unit(document: Document, *, at: datetime) -> list[Official]:
    """Return who heads the drafting unit of a document."""
    held = Appointment.objects.filter(
        holds_on(vn_day(at)),
        post__department=document.department_id,
        post__rank=Rank.UNIT_HEAD,
        official__is_active=True,
    )
    return [one.official for one in held.select_related("official").order_by("pk")]


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
