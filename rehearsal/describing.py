"""What a rehearsal leaves in its folder: the files of every stage, and document.json about them."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import signing
from agencies.moments import VIETNAM
from documents import storage
from documents.actions.drafting import latest_revision
from documents.models import (
    Channel,
    Document,
    DossierItem,
    Event,
    Receipt,
    RecipientTarget,
    Rendition,
    Signature,
    Stage,
)

DESCRIPTION: Final = "document.json"
FIELDS: Final = {
    "number": signing.NUMBER,
    "date": signing.DATE,
    "leader": signing.LEADER,
    "seal": signing.SEAL,
}

Finding = dict[str, str]  # code, place, message


def clear(folder: Path) -> None:
    """Make the folder, and take away what an earlier rehearsal left there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (DESCRIPTION, *(_file_of(stage) for stage in Stage)):
        (folder / name).unlink(missing_ok=True)


def write(folder: Path, document: Document | None, *, refused: list[Finding]) -> None:
    """Write the files of a document and its description; what was refused says why."""
    if refused:
        description: dict[str, Any] = {"refused": refused}
    else:
        assert document is not None, "what was not refused is a document"
        description = _issued(document)
    renditions = _renditions(document) if document else {}
    for stage, rendition in renditions.items():
        (folder / _file_of(stage)).write_bytes(storage.read(rendition.object))
    description["files"] = {stage.lower(): _file(one) for stage, one in renditions.items()}
    description["journal"] = [_entry(event) for event in _events(document)]
    text = json.dumps(description, ensure_ascii=False, indent=2)
    (folder / DESCRIPTION).write_text(f"{text}\n", encoding="utf-8")


def _file_of(stage: str) -> str:
    return f"{stage.lower()}.pdf"


def _issued(document: Document) -> dict[str, Any]:
    entry = document.register_entry
    signatures = Signature.objects.filter(rendition__revision__document=document, voiding=None)
    return {
        "code": entry.code,
        "number": entry.number,
        "notation": entry.notation,
        "issued_on": entry.issued_on.isoformat(),
        "subject": document.subject,
        "fields": FIELDS,
        "certificates": {one.field: one.certificate_sha256 for one in signatures.order_by("pk")},
        "recipients": [*_recipients(document), _filing(document)],
    }


def _renditions(document: Document) -> dict[str, Rendition]:
    """Return the files of the latest revision by stage, in order; of one stage the newest."""
    found = latest_revision(document).renditions.select_related("object").order_by("pk")
    by_stage = {one.stage: one for one in found}
    return {stage: by_stage[stage] for stage in Stage.values if stage in by_stage}


def _file(rendition: Rendition) -> dict[str, Any]:
    """Describe a file. Until when it is locked is asked of the store itself."""
    stored = rendition.object
    locked_until = storage.lock_of(stored)
    return {
        "sha256": stored.sha256,
        "object": stored.key,
        "version_id": stored.version_id,
        "locked_until": locked_until.isoformat() if locked_until else None,
    }


def _recipients(document: Document) -> Iterator[dict[str, Any]]:
    """Describe Nơi nhận: an entry for each whom a line means."""
    targets = RecipientTarget.objects.filter(line__document=document).select_related(
        "line", "agency", "department", "official", "dispatch"
    )
    for target in targets.order_by("line__position", "pk"):
        dispatch = target.dispatch
        assert dispatch is not None, "an issued document was sent to everyone on it"
        receipt = dispatch.receipts.select_related("by").order_by("pk").last()
        yield {
            "line": target.line.text,
            "purpose": target.line.purpose,
            "resolved_to": str(target),
            "channel": dispatch.channel,
            "state": receipt.kind if receipt else dispatch.state,
            "receipt": _receipt(receipt) if receipt else None,
        }


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "kind": receipt.kind,
        "number": receipt.number,
        "reason": receipt.reason,
        "by": receipt.by.full_name if receipt.by else None,
        "at": _moment(receipt.at),
    }


def _filing(document: Document) -> dict[str, Any]:
    """Describe the line «Lưu: …»: the dossier where the copy stays."""
    item = DossierItem.objects.select_related("dossier").filter(document=document).first()
    return {
        "line": document.filing_line.text,
        "purpose": "",
        "resolved_to": str(item.dossier) if item else None,
        "channel": Channel.INTERNAL,
        "state": "FILED" if item else "PENDING",
        "receipt": None,
    }


def _events(document: Document | None) -> list[Event]:
    if document is None:
        return []
    return list(document.events.select_related("by").order_by("n"))


def _entry(event: Event) -> dict[str, Any]:
    return {
        "at": _moment(event.at),
        "act": event.act,
        "by": event.by.full_name if event.by else None,
        "as": event.as_what,
        "facts": event.facts,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(VIETNAM).isoformat(timespec="seconds")
