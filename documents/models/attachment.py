"""The files that go with a document."""

from django.conf import settings
from django.db import models

from .document import Document
from .rendition import StoredObject


class Attachment(models.Model):
    """A file that its drafter put beside the text; its key in the store knows no name.

    It comes and goes while the document is a draft, and is kept with it from then on: the database
    refuses every change after that.
    """

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="attachments", verbose_name="văn bản"
    )
    object = models.ForeignKey(StoredObject, models.PROTECT, related_name="attachments")
    name = models.CharField("tên tệp", max_length=200)
    media_type = models.CharField("loại nội dung", max_length=100)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("thêm lúc")

    class Meta:
        verbose_name = "tệp kèm theo"
        constraints = [
            models.UniqueConstraint(
                name="attachment_name_used_once_in_a_document", fields=["document", "name"]
            )
        ]

    def __str__(self) -> str:
        return self.name
