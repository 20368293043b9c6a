"""How one document stands to another."""

from typing import Final

from django.conf import settings
from django.db import models

from .document import Document, Status


class RelationKind(models.TextChoices):
    """What a document is to the other one."""

    ANSWERS = "ANSWERS", "trả lời"
    BASED_ON = "BASED_ON", "soạn từ"
    REPLACES = "REPLACES", "thay thế"
    CORRECTS = "CORRECTS", "đính chính"
    RECALLS = "RECALLS", "thu hồi"


# What becomes of an issued document that a newer one names so, once that one is issued too.
OVERTAKES: Final[dict[RelationKind, Status]] = {
    RelationKind.CORRECTS: Status.CORRECTED,
    RelationKind.REPLACES: Status.REPLACED,
    RelationKind.RECALLS: Status.RECALLED,
}


class Relation(models.Model):
    """One document answers another, was written from it, takes its place."""

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="relations", verbose_name="văn bản"
    )
    kind = models.CharField("quan hệ", max_length=10, choices=RelationKind)
    other = models.ForeignKey(
        Document, models.PROTECT, related_name="related_from", verbose_name="văn bản liên quan"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "văn bản liên quan"
        constraints = [
            models.UniqueConstraint(
                name="relation_said_once", fields=["document", "kind", "other"]
            ),
            models.CheckConstraint(
                name="relation_joins_two_documents",
                condition=~models.Q(document=models.F("other")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.get_kind_display()} {self.other}"
