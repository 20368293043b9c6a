"""The journal: every act, in order, each entry holding the hash of the one before."""

from django.conf import settings
from django.db import models

from .document import Document


class Event(models.Model):
    """One act on a document; append-only, the database refuses a change."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="events")
    n = models.PositiveIntegerField("thứ tự")
    act = models.CharField("việc", max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    as_what = models.CharField("với tư cách", max_length=250, blank=True)
    at = models.DateTimeField("lúc")
    facts = models.JSONField("chi tiết", default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "nhật ký"
        constraints = [
            models.UniqueConstraint(name="event_number_used_once", fields=["document", "n"])
        ]

    def __str__(self) -> str:
        return self.act
