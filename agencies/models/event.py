"""What an administrator did with an agency's people, posts and units."""

from django.conf import settings
from django.db import models

from .agency import Agency


class AgencyEvent(models.Model):
    """One act on an agency's own arrangements; append-only, the database refuses a change."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="events")
    act = models.CharField("việc", max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")
    facts = models.JSONField("chi tiết", default=dict)

    class Meta:
        verbose_name = "nhật ký quản trị"
        indexes = [models.Index(fields=["agency", "-id"], name="agency_events_newest")]

    def __str__(self) -> str:
        return self.act
