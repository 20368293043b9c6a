"""What a document says, each time it was saved."""

from django.conf import settings
from django.db import models

from agencies.capacity import CHOICES

from .document import Document


class Revision(models.Model):
    """One saved text of a document; it is never changed, the next one takes its place.

    `content` is the structured text in the draft format (docs/reference/draft-format.md).
    """

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="revisions", verbose_name="văn bản"
    )
    n = models.PositiveIntegerField("bản số")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")
    content = models.JSONField("nội dung")
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        verbose_name="người ký",
    )
    capacity = models.CharField("tư cách ký", max_length=3, choices=CHOICES, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = "phiên bản"
        constraints = [
            models.UniqueConstraint(name="revision_number_used_once", fields=["document", "n"]),
            models.CheckConstraint(
                name="revision_numbers_begin_at_one", condition=models.Q(n__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"bản {self.n}"
