"""Văn bản liên quan: what a document answers or was written from, and what came of it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from agencies.models import Official
from documents import access
from documents.models import Document, Relation, RelationKind

_SAID_OF: Final = {
    RelationKind.ANSWERS: ("Trả lời", "Được trả lời bằng"),
    RelationKind.BASED_ON: ("Soạn từ", "Dùng để soạn"),
    RelationKind.REPLACES: ("Thay thế", "Được thay thế bằng"),
    RelationKind.CORRECTS: ("Đính chính", "Được đính chính bằng"),
    RelationKind.RECALLS: ("Thu hồi", "Bị thu hồi bằng"),
}
# Until the newer document is issued it has overtaken nothing yet.
_INTENDED: Final = {
    RelationKind.REPLACES: ("Sẽ thay thế khi phát hành", "Đang soạn văn bản thay thế"),
    RelationKind.CORRECTS: ("Sẽ đính chính khi phát hành", "Đang soạn văn bản đính chính"),
    RelationKind.RECALLS: ("Sẽ thu hồi khi phát hành", "Đang soạn văn bản thu hồi"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One related document: how it stands to this one, what it is called, where it is."""

    how: str
    called: str
    url: str
    detail: str = ""


def lines(document: Document, *, official: Official, on: date) -> list[Line]:
    """Return the related documents that an official may see, and where it stands in his books."""
    return [
        *_related(document, official=official, on=on),
        *_arrivals(document, official=official, on=on),
    ]


def _related(document: Document, *, official: Official, on: date) -> list[Line]:
    related = Relation.objects.filter(Q(document=document) | Q(other=document))
    pairs = list(related.values_list("document", "other"))
    if not pairs:
        return []  # most have none: who may see them need not be asked
    others = {key for pair in pairs for key in pair} - {document.pk}
    seen = access.visible_to(official, on=on).filter(pk__in=others)
    shown = related.filter(Q(document__in=seen) | Q(other__in=seen))
    rows = shown.select_related("document__register_entry", "other__register_entry")
    return [_line(one, document) for one in rows.order_by("pk")]


def _arrivals(document: Document, *, official: Official, on: date) -> list[Line]:
    if not document.arrivals.exists():
        return []
    arrivals = access.incoming_for(official, on=on).filter(document=document)
    return [
        Line(
            "Văn bản đến",
            gettext("Số đến %(number)s") % {"number": one.number}
            if one.number
            else one.get_state_display(),
            reverse("read-incoming", args=[one.pk]),
            str(one.agency),
        )
        for one in arrivals.prefetch_related("agency__names").order_by("pk")
    ]


def _line(relation: Relation, document: Document) -> Line:
    kind = RelationKind(relation.kind)
    forth, back = _SAID_OF[kind]
    if not relation.document.is_issued:
        forth, back = _INTENDED.get(kind, (forth, back))
    goes_out = relation.document_id == document.pk
    other = relation.other if goes_out else relation.document
    code = other.register_entry.code if hasattr(other, "register_entry") else ""
    return Line(
        forth if goes_out else back,
        f"{code}: {other.subject}" if code else other.subject,
        reverse("document", args=[other.public_id]),
        "" if code else other.get_status_display(),
    )
