"""Filing: the line «Lưu: …», and how long the store keeps a file under lock."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from agencies.models import Official
from agencies.moments import vn_day
from documents.actions import dossiers
from documents.errors import DossierCodeUsed, DossierHasSequel, DossierOpen
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
    """Put an issued document into the agency's set of file copies of its year.

    A set that was closed stays closed: what is issued after goes into the next one.
    """
    while True:
        dossier = _set_of_copies(document, by=by, at=at)
        try:
            with transaction.atomic():
                return DossierItem.objects.get_or_create(
                    dossier=dossier, document=document, defaults={"at": at}
                )[0]
        except IntegrityError:
            dossier.refresh_from_db()
            if not dossier.is_closed:  # closed this very moment: the next round finds its sequel
                raise


def _set_of_copies(document: Document, *, by: Official, at: datetime) -> Dossier:
    """Return the open set of the year's file copies; the first, or the next one, is opened."""
    year = vn_day(at).year
    code, title = f"{year}.VT", f"Tập lưu văn bản đi năm {year}"
    dossier, part = _opened(document, code, title, by=by, at=at), 2
    while dossier.is_closed:
        sequel = Dossier.objects.filter(follows=dossier).first()
        dossier = sequel or _opened(
            document, f"{code}.{part}", f"{title}, tập {part}", by=by, at=at, follows=dossier
        )
        part += 1
    return dossier


def _opened(
    document: Document,
    code: str,
    title: str,
    *,
    by: Official,
    at: datetime,
    follows: Dossier | None = None,
) -> Dossier:
    """Return the dossier with a code, which is opened where there is none."""
    there = Dossier.objects.filter(agency=document.agency, code=code)
    retention = RetentionClass.objects.filter(kinds__contains=[document.kind]).order_by("pk")
    try:
        return there.first() or dossiers.begin(
            document.agency,
            code=code,
            title=title,
            retention=retention.first(),
            by=by,
            at=at,
            follows=follows,
        )
    except DossierCodeUsed:  # this very moment
        return there.get()
    except DossierHasSequel:
        return Dossier.objects.get(follows=follows)
    except DossierOpen:
        assert follows is not None, "only a dossier to be followed is refused for being open"
        follows.refresh_from_db()
        return follows
