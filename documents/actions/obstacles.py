"""Writing down why a job waits, and wiping it when the job is done."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from documents.models import Document, Obstacle
from jobs import NotYet


@contextmanager
def told(document: Document, job: str) -> Iterator[None]:
    """Run a job's body; when a part is away, the document's page says which and since when."""
    try:
        yield
    except NotYet as reason:
        now = timezone.now()
        Obstacle.objects.update_or_create(
            document=document,
            job=job,
            defaults={"message": str(reason)[:500], "last_tried_at": now},
            create_defaults={"message": str(reason)[:500], "last_tried_at": now, "since": now},
        )
        raise
    Obstacle.objects.filter(document=document, job=job).delete()
