"""Locking the issued files in the store, once a row names them."""

from django.db import transaction

from documents import storage
from documents.actions import filing, obstacles
from documents.models import Rendition, StoredObject


def lock(rendition_id: int) -> None:
    """Put an issued file under COMPLIANCE lock for the retention period of its kind."""
    rendition = Rendition.objects.select_related("object", "revision__document").get(
        pk=rendition_id
    )
    if rendition.object.locked_until is not None:
        return
    document = rendition.revision.document
    until = filing.locked_until(document.kind, at=rendition.made_at)
    with obstacles.told(document, "lock"):
        storage.lock(rendition.object, until=until)
    with transaction.atomic():
        StoredObject.objects.filter(pk=rendition.object_id, locked_until=None).update(
            locked_until=until
        )
