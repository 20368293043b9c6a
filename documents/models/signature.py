"""Who signed which file, and what is proved of it."""

from django.conf import settings
from django.db import models

from agencies.capacity import CHOICES
from agencies.models import Agency, Post

from .rendition import Rendition


class Signature(models.Model):
    """One signature in one file: a leader's, or an agency's seal."""

    rendition = models.OneToOneField(
        Rendition, models.PROTECT, related_name="signature", verbose_name="bản trình bày"
    )
    field = models.CharField("ô chữ ký", max_length=40)
    official = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="signatures", null=True
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="seals", null=True)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField("tư cách ký", max_length=3, choices=CHOICES, blank=True)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", null=True)
    title = models.CharField("chức vụ trên văn bản", max_length=250)
    certificate_sha256 = models.CharField("SHA-256 chứng thư", max_length=64)
    signed_at = models.DateTimeField("ký lúc")
    proved_at = models.DateTimeField("dấu thời gian", null=True)
    level = models.CharField("mức", max_length=3)
    debt = models.CharField("còn thiếu", max_length=500, blank=True)

    class Meta:
        verbose_name = "chữ ký số"
        constraints = [
            models.CheckConstraint(
                name="signature_of_an_official_or_an_agency",
                condition=models.Q(official__isnull=False, agency__isnull=True)
                | models.Q(official__isnull=True, agency__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.official or self.agency)

    @property
    def why_unproved(self) -> str:
        """Return the cause of the debt alone, to stand within a sentence."""
        return self.debt.removeprefix("Chưa có dấu thời gian: ").rstrip(".")


class Voiding(models.Model):
    """A signed document went back: its signature is void, its file is kept, never sealed."""

    signature = models.OneToOneField(Signature, models.PROTECT, related_name="voiding")
    reason = models.TextField("lý do")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "chữ ký mất hiệu lực"

    def __str__(self) -> str:
        return self.reason
