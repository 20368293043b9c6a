"""What lies in a dossier, and which dossiers an official finds."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from agencies.models import Official
from agencies.roles import posts_held
from documents.access import seen_by
from documents.models import Document, Dossier, DossierItem, Rendition

MOST_TO_CHOOSE: Final = 300  # dossiers in one list to choose from


@dataclass(frozen=True, slots=True)
class Line:
    """One document of a dossier, as its list says it."""

    key: int
    document: Document
    code: str
    dated_on: date | None
    title: str
    author: str
    pages: int | None


def dossiers_of(official: Official, *, on: date) -> QuerySet[Dossier]:
    """Return the dossiers of the agencies where an official holds a post."""
    agencies = {held.post.agency_id for held in posts_held(official, on=on)}
    return Dossier.objects.filter(agency__in=agencies)


def dossiers_to_fill(official: Official, *, on: date) -> QuerySet[Dossier]:
    """Return what of them may be chosen to fill: those open, those of this year."""
    mine = dossiers_of(official, on=on)
    of_this_year = Q(opened_on__year=on.year) | Q(closed_on__year=on.year)
    return mine.filter(Q(closed_on=None) | of_this_year).order_by(
        F("closed_on").desc(nulls_first=True), "-pk"
    )[:MOST_TO_CHOOSE]


def items_of(dossier: Dossier, *, official: Official, on: date) -> QuerySet[DossierItem]:
    """Return what an official may see of what lies in a dossier, as it was put in."""
    newest = Rendition.objects.filter(revision__document=OuterRef("document_id")).order_by("-pk")
    return (
        dossier.items.filter(seen_by(official, on=on), document__isnull=False)
        .select_related("document__agency", "document__register_entry")
        .prefetch_related("document__agency__names")
        .annotate(pages=Subquery(newest.values("pages")[:1]))
        .order_by("pk")
    )


def line(item: DossierItem) -> Line:
    """Say one item that `items_of` gave."""
    document = item.document
    assert document is not None, "items_of gives documents only"
    entry = getattr(document, "register_entry", None)
    return Line(
        key=item.pk,
        document=document,
        code=entry.code if entry else "",
        dated_on=entry.issued_on if entry else None,
        title=f"{document.get_kind_display()} {document.subject}",
        author=_named(document, entry.issued_on if entry else None),
        pages=getattr(item, "pages", None),
    )


def _named(document: Document, day: date | None) -> str:
    names = sorted(document.agency.names.all(), key=lambda name: name.valid_from)
    borne = [name for name in names if day is None or name.valid_from <= day]
    return (borne or names)[-1].full_name if names else ""
