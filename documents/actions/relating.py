"""Saying how one document stands to another."""

from datetime import datetime

from django.db import transaction

from agencies.models import Official
from documents.actions import assigning, journal
from documents.errors import NotReceivedYet
from documents.models import (
    Document,
    IncomingEntry,
    IncomingState,
    RegisterEntry,
    Relation,
    RelationKind,
)


@transaction.atomic
def answer(document: Document, entry: IncomingEntry, *, by: Official, at: datetime) -> Document:
    """Let a draft answer an arrival of its agency; who had to work on it has begun."""
    if entry.state != IncomingState.RECEIVED:
        raise NotReceivedYet("Văn bản chưa vào sổ nên chưa trả lời được; hãy tiếp nhận trước.")
    document.answers = entry
    document.save(update_fields=["answers"])
    if entry.document is not None:
        relate(document, RelationKind.ANSWERS, entry.document, by=by, at=at)
    assigning.begin_answering(entry, by=by, at=at)
    return document


@transaction.atomic
def relate(
    document: Document, kind: RelationKind, other: Document, *, by: Official, at: datetime
) -> Relation:
    """Say what a document is to another one, once."""
    relation = Relation.objects.create(document=document, kind=kind, other=other, by=by, at=at)
    registered = RegisterEntry.objects.filter(document=other).first()
    called = f"{registered.code}: {other.subject}" if registered else f"«{other.subject}»"
    journal.record(document, "RELATED", by=by, at=at, kind=kind.label, other=called)
    return relation
