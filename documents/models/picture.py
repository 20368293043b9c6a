"""The pictures that the text of a document shows."""

from django.conf import settings
from django.db import models

from .document import Document
from .rendition import StoredObject


class Picture(models.Model):
    """A picture that a document's text may show, by its hash; once there it stays.

    Earlier revisions show it too, so it is neither changed nor taken away: the database refuses.
    """

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="pictures", verbose_name="văn bản"
    )
    object = models.ForeignKey(StoredObject, models.PROTECT, related_name="pictures")
    sha256 = models.CharField("SHA-256", max_length=64)
    media_type = models.CharField("loại nội dung", max_length=20)
    width = models.PositiveIntegerField("rộng, điểm ảnh")
    height = models.PositiveIntegerField("cao, điểm ảnh")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("thêm lúc")

    class Meta:
        verbose_name = "hình trong văn bản"
        constraints = [
            models.UniqueConstraint(
                name="picture_once_in_a_document", fields=["document", "sha256"]
            )
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
