"""Writing the journal: one entry an act, in the act's own transaction."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from agencies.models import Official
from documents.models import Document, Event


def record(
    document: Document,
    act: str,
    *,
    by: Official | None,
    at: datetime,
    as_what: str = "",
    **facts: Any,
) -> Event:
    """Append an act to the document's journal; its row is locked, so that entries stand in line."""
    Document.objects.select_for_update(of=["self"]).only("pk").get(pk=document.pk)
    last = document.events.order_by("-n").first()
    event = Event(
        document=document,
        n=last.n + 1 if last else 1,
        act=act,
        by=by,
        as_what=as_what,
        at=at,
        facts=facts,
        previous_hash=last.hash if last else "",
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    return event


def hash_of(event: Event) -> str:
    """Return the SHA-256 over everything that the entry says and the hash of the one before."""
    said = {
        "document": str(event.document.public_id),
        "n": event.n,
        "act": event.act,
        "by": str(event.by.public_id) if event.by else "",
        "as": event.as_what,
        "at": event.at.astimezone(UTC).isoformat(),
        "facts": event.facts,
        "previous": event.previous_hash,
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
