"""A file that goes on from another: it begins with the bytes of the one before, always."""

from datetime import datetime

from documents.errors import NotAnExtension
from documents.models import Rendition, Stage
from documents.storage import Stored


def require(after: bytes, *, begins_with: bytes) -> bytes:
    """Return a file that only adds to the one before; nothing else is ever stored."""
    if not after.startswith(begins_with):
        raise NotAnExtension
    return after


def record(previous: Rendition, *, stage: Stage, stored: Stored, at: datetime) -> Rendition:
    """Name the file that goes on from another, with all that was said of its pages."""
    return Rendition.objects.create(
        revision=previous.revision,
        stage=stage,
        object=stored.named(),
        extends=previous,
        pages=previous.pages,
        places=previous.places,
        engine=previous.engine,
        made_at=at,
    )
