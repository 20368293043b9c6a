"""Who has looked at which revision, and how far."""

from django.conf import settings
from django.db import models

from .revision import Revision


class Reading(models.Model):
    """One official had one revision before his eyes; told to signers, never asked for by law."""

    official = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="readings")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="readings")
    opened_at = models.DateTimeField("mở lần đầu lúc")
    last_at = models.DateTimeField("xem gần nhất lúc")
    last_page = models.PositiveIntegerField("trang xa nhất đã xem", default=1)
    pages = models.PositiveIntegerField("số trang", default=0)  # 0 where the page cannot tell

    class Meta:
        verbose_name = "lượt đọc"
        constraints = [
            models.UniqueConstraint(
                name="reading_one_of_an_official", fields=["official", "revision"]
            ),
            models.CheckConstraint(
                name="reading_ends_after_it_began",
                condition=models.Q(last_at__gte=models.F("opened_at")),
            ),
            models.CheckConstraint(
                name="reading_pages_begin_at_one", condition=models.Q(last_page__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official}: {self.revision}"
