"""Remembering that an official opened a revision, and how far he came."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from agencies.models import Official
from documents.models import Reading, Revision


@transaction.atomic
def opened(
    revision: Revision, *, by: Official, at: datetime, page: int = 1, pages: int = 0
) -> Reading:
    """Note that a revision was open up to a page; looking again never takes back how far.

    A reading moves nothing and is nobody's act: it has its row, and no entry in the journal.
    """
    reading, is_new = Reading.objects.get_or_create(
        revision=revision,
        official=by,
        defaults={"opened_at": at, "last_at": at, "last_page": page, "pages": pages},
    )
    if not is_new:
        # In the database: two windows of one official may tell of it at once.
        Reading.objects.filter(pk=reading.pk).update(
            last_at=Greatest(F("last_at"), Value(at)),
            last_page=Greatest(F("last_page"), Value(page)),
            pages=Greatest(F("pages"), Value(pages)),
        )
        reading.refresh_from_db()
    return reading
