"""The document's standing: one column for lists, moved with the facts that it sums up."""

from documents.models import Document, Status


def move(document: Document, status: Status) -> None:
    """Say where the document stands now; the caller holds its process and writes the facts."""
    document.status = status
    document.save(update_fields=["status"])
