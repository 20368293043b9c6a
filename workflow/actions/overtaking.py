"""The drafter says which issued documents his draft recalls, replaces or corrects."""

from datetime import datetime

from agencies.models import Duty, Official
from agencies.models.periods import holds_on
from agencies.moments import vn_day
from documents.actions import overtaking
from documents.models import (
    Document,
    IncomingEntry,
    RegisterEntry,
    Relation,
    RelationKind,
)
from workflow.actions import door, notices
from workflow.models import WorkTask

_PASSIVE = {
    RelationKind.RECALLS: "đã bị thu hồi",
    RelationKind.REPLACES: "đã được thay thế",
    RelationKind.CORRECTS: "đã được đính chính",
}


def name(
    task: WorkTask, kind: RelationKind, other: Document, *, by: Official, at: datetime
) -> Relation:
    """Say it, while the draft is with its drafter."""
    door.require_step(task, "draft")
    with door.locked(task.process_id, at=at):
        task = door.fresh(task)
        door.require_turn(task, by=by, at=at)
        return overtaking.name(task.process.document, kind, other, by=by, at=at)


def drop(task: WorkTask, relation_id: int, *, by: Official, at: datetime) -> Relation:
    """Take it back."""
    door.require_step(task, "draft")
    with door.locked(task.process_id, at=at):
        task = door.fresh(task)
        door.require_turn(task, by=by, at=at)
        return overtaking.drop(task.process.document, relation_id, by=by, at=at)


def take_effect(document: Document, *, by: Official, at: datetime) -> list[Relation]:
    """Let an issued document overtake what it names, and tell who received that or drafted it."""
    found = overtaking.take_effect(document, by=by, at=at)
    code = RegisterEntry.objects.get(document=document).code if found else ""
    for relation in found:
        older = relation.other
        called = RegisterEntry.objects.get(document=older).code
        how = _PASSIVE[RelationKind(relation.kind)]
        sentence = f"{called} của {document.agency} {how} bằng {code}."
        concerned = [*_receivers(older, at=at), older.drafter]
        notices.tell([one for one in concerned if one != by], sentence, document=older, at=at)
    return found


def _receivers(document: Document, *, at: datetime) -> list[Official]:
    """Return the clerks and receivers of the agencies that a document reached."""
    agencies = IncomingEntry.objects.filter(document=document).values("agency")
    return list(
        Official.objects.filter(
            holds_on(vn_day(at), "appointments__"),
            is_active=True,
            appointments__post__agency__in=agencies,
            appointments__post__duties__overlap=[Duty.CLERK, Duty.RECEIVE],
        )
        .distinct()
        .order_by("pk")
    )
