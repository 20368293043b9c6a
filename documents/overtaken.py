"""What became of an issued document: recalled, replaced, corrected, and by which newer one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from documents.access import ONCE_ISSUED
from documents.models import Document, Relation, RelationKind, Status
from documents.models.relation import OVERTAKES
from ui.writing import day

_WORDS: Final = {
    RelationKind.RECALLS: "Đã bị thu hồi",
    RelationKind.REPLACES: "Đã được thay thế",
    RelationKind.CORRECTS: "Đã được đính chính",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One newer document that overtook this one; `how` and `code` make the sentence."""

    kind: RelationKind
    by: Document
    code: str
    sentence: str
    """«Đã bị thu hồi bằng 430/BC-BQLKKT ngày 26/11/2026»."""

    @property
    def how(self) -> str:
        return f"{_WORDS[self.kind]} bằng"


def by_what(document: Document) -> list[Line]:
    """Return the issued documents that overtook one, the newest first."""
    return by_what_each([document]).get(document.pk, [])


def by_what_each(documents: Iterable[Document]) -> dict[int, list[Line]]:
    """Return the same for many, by their keys; one query, none where all stand as issued."""
    keys = [one.pk for one in documents if one.status in OVERTAKES.values()]
    found: dict[int, list[Line]] = defaultdict(list)
    for relation in in_force().filter(other__in=keys) if keys else ():
        found[relation.other_id].append(line(relation))
    return dict(found)


def in_force() -> QuerySet[Relation]:
    """Return what issued documents say of those that they overtook."""
    return (
        Relation.objects.filter(kind__in=OVERTAKES, document__status__in=ONCE_ISSUED)
        .select_related("document__register_entry")
        .order_by("-document__register_entry__issued_on", "-pk")
    )


def line(relation: Relation) -> Line:
    kind, newer = RelationKind(relation.kind), relation.document
    code, on = newer.register_entry.code, newer.register_entry.issued_on
    return Line(kind, newer, code, f"{_WORDS[kind]} bằng {code} ngày {day(on)}")


def heaviest(kinds: Iterable[str]) -> Status:
    """Return the standing that relations give a document that was issued."""
    given = {OVERTAKES[RelationKind(kind)] for kind in kinds}
    order = [Status.ISSUED, *OVERTAKES.values()]
    return max(given, key=order.index, default=Status.ISSUED)
