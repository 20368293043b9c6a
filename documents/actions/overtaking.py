"""Recalling, replacing, correcting what was issued: only by a newer document, once it is issued.

Nghị định 30/2020/NĐ-CP, Điều 18.3: wrong content is mended by a document of equal form, wrong
form by one that corrects it. The older row stays, file and number and all.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from agencies.models import Official
from documents import overtaken
from documents.actions import journal
from documents.errors import CannotOvertake, NotFound
from documents.models import Document, RegisterEntry, Relation, RelationKind, Status
from documents.models.relation import OVERTAKES

_WEIGHT = {status: n for n, status in enumerate([Status.ISSUED, *OVERTAKES.values()])}
_OUT_OF_FORCE = (Status.RECALLED, Status.REPLACED)


@transaction.atomic
def name(
    document: Document, kind: RelationKind, other: Document, *, by: Official, at: datetime
) -> Relation:
    """Let a draft say that it recalls, replaces or corrects another document; one of the three."""
    other = Document.objects.get(pk=other.pk)  # as it stands now
    _require(document, kind, other)
    Relation.objects.filter(document=document, kind__in=OVERTAKES, other=other).delete()
    relation = Relation.objects.create(document=document, kind=kind, other=other, by=by, at=at)
    journal.record(document, "OVERTAKING_NAMED", by=by, at=at, kind=kind.label, other=_code(other))
    return relation


@transaction.atomic
def drop(document: Document, relation_id: int, *, by: Official, at: datetime) -> Relation:
    """Take back what a draft said of another document."""
    relation = named(document).filter(pk=relation_id).first()
    if relation is None:
        raise NotFound("Dự thảo không còn ghi điều này; hãy tải lại trang.")
    kind, other = RelationKind(relation.kind).label, _code(relation.other)
    relation.delete()
    journal.record(document, "OVERTAKING_DROPPED", by=by, at=at, kind=kind, other=other)
    return relation


def named(document: Document) -> QuerySet[Relation]:
    """Return what a document says that it recalls, replaces or corrects."""
    return (
        Relation.objects.filter(document=document, kind__in=OVERTAKES)
        .select_related("other__register_entry")
        .order_by("pk")
    )


def require(document: Document) -> None:
    """Refuse a draft on its way whose words on another document are no longer true."""
    for relation in named(document):
        _require(document, RelationKind(relation.kind), relation.other)


def take_effect(document: Document, *, by: Official, at: datetime) -> list[Relation]:
    """Change the standing of what an issued document names. In the transaction of its issue.

    What was recalled meanwhile stays recalled: a standing only grows heavier.
    """
    code = _code(document)
    found = list(named(document))
    for relation in found:
        kind = RelationKind(relation.kind)
        older = Document.objects.select_for_update(of=["self"]).get(pk=relation.other_id)
        status = OVERTAKES[kind]
        if _WEIGHT[status] > _WEIGHT[Status(older.status)]:
            older.status = status
            older.save(update_fields=["status"])
        _tell(older, kind, code, document, by=by, at=at)
        called = _code(older)
        journal.record(document, "OVERTOOK", by=by, at=at, kind=kind.label, other=called)
    return found


def _tell(
    older: Document,
    kind: RelationKind,
    code: str,
    newer: Document,
    *,
    by: Official,
    at: datetime,
) -> None:
    facts = {"code": code, "newer": str(newer.public_id)}
    if kind == RelationKind.RECALLS:
        journal.record(older, "RECALLED", by=by, at=at, **facts)
    elif kind == RelationKind.REPLACES:
        journal.record(older, "REPLACED", by=by, at=at, **facts)
    else:
        journal.record(older, "CORRECTED", by=by, at=at, **facts)


def _require(document: Document, kind: RelationKind, other: Document) -> None:
    if kind not in OVERTAKES or other.pk == document.pk or other.agency_id != document.agency_id:
        raise CannotOvertake("Chỉ thu hồi, thay thế, đính chính được văn bản của chính cơ quan.")
    if not other.is_issued:
        raise CannotOvertake(
            "Văn bản đó chưa phát hành nên không cần thu hồi, thay thế hay đính chính bằng văn bản"
            " khác; người soạn rút lại để sửa, hoặc hủy dự thảo."
        )
    if other.status in _OUT_OF_FORCE:
        since = "; ".join(line.sentence for line in overtaken.by_what(other))
        raise CannotOvertake(
            f"{_code(other)}: {since[:1].lower()}{since[1:]}, nên không {kind.label} lần nữa."
        )
    if kind == RelationKind.REPLACES and other.kind != document.kind:
        raise CannotOvertake(
            f"{_code(other)} là {other.get_kind_display().lower()}; văn bản thay thế phải cùng tên"
            " loại với văn bản bị thay thế."
        )


def _code(document: Document) -> str:
    return RegisterEntry.objects.get(document=document).code
