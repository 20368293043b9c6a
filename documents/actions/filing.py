"""Filing: the line «Lưu: …», and how long the store keeps a file under lock."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from agencies.models import Official
from agencies.moments import vn_day
from documents.models import Document, Dossier, DossierItem, RetentionClass

FOR_EVER = 70  # years; the longest term in the archive law's scale stands for «vĩnh viễn»
UNLESS_SAID = 20  # years, for a kind that no retention class names
DAYS_IN_REHEARSAL = 1


def locked_until(kind: str, *, at: datetime) -> datetime:
    """Return until when an issued file of a kind may not be deleted by anyone, in whole seconds."""
    at = at.replace(microsecond=0)  # a store keeps no smaller ones
    if settings.REHEARSAL:
        return at + timedelta(days=DAYS_IN_REHEARSAL)
    retention = RetentionClass.objects.filter(kinds__contains=[kind]).order_by("pk").first()
    years = (retention.years or FOR_EVER) if retention else UNLESS_SAID
    return at + timedelta(days=round(years * 365.25))


@transaction.atomic
def file_issued(document: Document, *, by: Official, at: datetime) -> DossierItem:
    """Put an issued document into the agency's set of file copies of its year."""
    year = vn_day(at).year
    dossier, _ = Dossier.objects.get_or_create(
        agency=document.agency,
        code=f"{year}.VT",
        defaults={
            "title": f"Tập lưu văn bản đi năm {year}",
            "opened_by": by,
            "opened_on": vn_day(at),
            "retention": RetentionClass.objects.filter(kinds__contains=[document.kind]).first(),
        },
    )
    return DossierItem.objects.get_or_create(
        dossier=dossier, document=document, defaults={"at": at}
    )[0]
