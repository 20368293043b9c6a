"""The Nơi nhận block: the lines as printed, and whom each one means."""

from django.conf import settings
from django.db import models

from agencies.models import Agency, Department

from .dispatch import Dispatch
from .document import Document


class RecipientLine(models.Model):
    """One printed line of Nơi nhận; after issue nothing here changes."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="recipient_lines")
    position = models.PositiveSmallIntegerField("thứ tự")
    text = models.CharField("dòng nơi nhận", max_length=300)
    purpose = models.CharField("mục đích", max_length=60, blank=True)
    kind = models.CharField("loại nơi nhận", max_length=12)

    class Meta:
        verbose_name = "dòng nơi nhận"
        constraints = [
            models.UniqueConstraint(
                name="recipient_line_one_a_position", fields=["document", "position"]
            )
        ]

    def __str__(self) -> str:
        return self.text


class RecipientTarget(models.Model):
    """One whom a line means: an agency here, a unit, a person, or someone outside the system."""

    line = models.ForeignKey(RecipientLine, models.PROTECT, related_name="targets")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", null=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", null=True)
    official = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    outside = models.CharField("nơi nhận ngoài hệ thống", max_length=300, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="targets", null=True)

    class Meta:
        verbose_name = "nơi nhận"
        constraints = [
            models.CheckConstraint(
                name="recipient_target_means_one",
                condition=models.Q(agency__isnull=False, department=None, official=None, outside="")
                | models.Q(agency=None, department__isnull=False, official=None, outside="")
                | models.Q(agency=None, department=None, official__isnull=False, outside="")
                | (models.Q(agency=None, department=None, official=None) & ~models.Q(outside="")),
            )
        ]

    def __str__(self) -> str:
        return str(self.agency or self.department or self.official or self.outside)


class FilingLine(models.Model):
    """The line «Lưu: …»: where the paper stays in the agency."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="filing_line")
    text = models.CharField("dòng lưu", max_length=300)
    unit = models.CharField("đơn vị lưu", max_length=60, blank=True)
    drafter_mark = models.CharField("ký hiệu người soạn", max_length=30, blank=True)
    copies = models.PositiveSmallIntegerField("số bản", null=True)

    class Meta:
        verbose_name = "dòng lưu"

    def __str__(self) -> str:
        return self.text
