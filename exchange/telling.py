"""What a subscriber is told: which fact, of which document, when; never what a document says."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from agencies.models import Agency
from agencies.moments import VIETNAM
from documents.models import Document, Event, RegisterEntry
from exchange.models import FACT_OF_ACT, Fact


def body_of(event: Event, *, delivery: UUID, code: str, receiver: Agency | None) -> str:
    """Return the text that tells of one entry of a journal.

    `code` is "" while the document has no number; `receiver` is whom the fact happened at.
    """
    document = event.document
    said = {
        "id": str(delivery),
        "fact": FACT_OF_ACT[event.act].on_the_wire,
        "at": _moment(event.at),
        "n": event.n,
        "document": {
            "id": str(document.public_id),
            "code": code or None,
            "kind": document.kind,
            "agency": _agency(document.agency),
            "url": settings.BASE_URL + reverse("document", args=[document.public_id]),
        },
    }
    if receiver is not None:
        said["receiver"] = _agency(receiver)
    if "newer" in event.facts:  # recalled, replaced, corrected
        said["by"] = {"id": event.facts["newer"], "code": event.facts["code"]}
    if event.act == "INCOMING_RECEIVED":
        said["arrival_number"] = event.facts.get("number")
    return _text(said)


def body_of_test(*, delivery: UUID, agency: Agency, at: datetime) -> str:
    said = {
        "id": str(delivery),
        "fact": Fact.TEST.on_the_wire,
        "at": _moment(at),
        "agency": _agency(agency),
    }
    return _text(said)


def codes_of(documents: Iterable[Document]) -> dict[int, str]:
    """Return the numbers of documents that have one, by the document's key."""
    entries = RegisterEntry.objects.filter(document__in=list(documents))
    return {entry.document_id: entry.code for entry in entries}


def _agency(agency: Agency) -> dict[str, str | None]:
    return {"id": str(agency.public_id), "code": agency.code, "name": str(agency)}


def _moment(at: datetime) -> str:
    return at.astimezone(VIETNAM).isoformat(timespec="seconds")


def _text(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
