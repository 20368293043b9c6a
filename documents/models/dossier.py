"""Dossiers: where documents stay together once the work is done."""

from django.conf import settings
from django.db import models

from agencies.models import Agency

from .dispatch import IncomingEntry
from .document import Document


class RetentionClass(models.Model):
    """How long the files of some kinds are kept; no years means for ever."""

    name = models.CharField("thời hạn bảo quản", max_length=60, unique=True)
    years = models.PositiveSmallIntegerField("số năm", null=True)
    kinds = models.JSONField("loại văn bản", default=list)

    class Meta:
        verbose_name = "thời hạn bảo quản"

    def __str__(self) -> str:
        return self.name


class Dossier(models.Model):
    """A dossier of an agency (hồ sơ), opened by the person who does the work."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="dossiers")
    code = models.CharField("số, ký hiệu hồ sơ", max_length=20)
    title = models.CharField("tiêu đề hồ sơ", max_length=500)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_on = models.DateField("mở ngày")
    closed_on = models.DateField("đóng ngày", null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    retention = models.ForeignKey(
        RetentionClass, models.PROTECT, related_name="dossiers", null=True
    )
    follows = models.OneToOneField(
        "self", models.PROTECT, related_name="sequel", null=True, verbose_name="tiếp theo hồ sơ"
    )

    class Meta:
        verbose_name = "hồ sơ"
        constraints = [
            models.UniqueConstraint(name="dossier_code_used_once", fields=["agency", "code"]),
            models.CheckConstraint(
                name="dossier_is_closed_by_somebody",
                condition=models.Q(closed_on__isnull=True, closed_by__isnull=True)
                | models.Q(closed_on__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_closes_after_it_opens",
                condition=models.Q(closed_on__isnull=True)
                | models.Q(closed_on__gte=models.F("opened_on")),
            ),
            models.CheckConstraint(
                name="dossier_follows_another_one",
                condition=models.Q(follows__isnull=True) | ~models.Q(follows=models.F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """Its code and title, as a list of dossiers says them."""
        return f"{self.code} {self.title}"

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None


class DossierItem(models.Model):
    """One document in one dossier; it may lie in many, without a copy."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="items")
    document = models.ForeignKey(Document, models.PROTECT, related_name="filed_in", null=True)
    incoming = models.ForeignKey(IncomingEntry, models.PROTECT, related_name="filed_in", null=True)
    at = models.DateTimeField("đưa vào lúc")

    class Meta:
        verbose_name = "văn bản trong hồ sơ"
        constraints = [
            models.UniqueConstraint(
                name="dossier_item_document_once", fields=["dossier", "document"]
            ),
            models.UniqueConstraint(
                name="dossier_item_incoming_once", fields=["dossier", "incoming"]
            ),
            models.CheckConstraint(
                name="dossier_item_is_one_thing",
                condition=models.Q(document__isnull=False, incoming__isnull=True)
                | models.Q(document__isnull=True, incoming__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.document or self.incoming)


class DossierEvent(models.Model):
    """One act on a dossier; append-only, the database refuses a change."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="events")
    n = models.PositiveIntegerField("thứ tự")
    act = models.CharField("việc", max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")
    facts = models.JSONField("chi tiết", default=dict)

    class Meta:
        verbose_name = "nhật ký hồ sơ"
        constraints = [
            models.UniqueConstraint(name="dossier_event_number_used_once", fields=["dossier", "n"])
        ]

    def __str__(self) -> str:
        return self.act
