"""Who in the receiving agency works on what arrived, until when, and what came of it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from agencies.models import Department

from .dispatch import IncomingEntry
from .document import Document


class Assignment(models.Model):
    """One arrival in the hands of a unit, or of one official (of that unit, where there is one).

    It is live until it is done or withdrawn. One that is given to somebody else stays as it was,
    withdrawn; the new one says in whose stead it is.
    """

    entry = models.ForeignKey(
        IncomingEntry, models.PROTECT, related_name="assignments", verbose_name="văn bản đến"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", null=True, verbose_name="đơn vị"
    )
    official = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="assignments",
        null=True,
        verbose_name="công chức",
    )
    leads = models.BooleanField("chủ trì", default=False)
    due_on = models.DateField("hạn xử lý", null=True)
    opinion = models.CharField("ý kiến chỉ đạo", max_length=1000, blank=True)
    directed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        verbose_name="theo chỉ đạo của",
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người phân công"
    )
    assigned_at = models.DateTimeField("phân công lúc")
    instead_of = models.OneToOneField(
        "self", models.PROTECT, related_name="given_on_as", null=True, verbose_name="giao lại từ"
    )
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    begun_at = models.DateTimeField("bắt đầu xử lý lúc", null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    done_at = models.DateTimeField("xong lúc", null=True)
    note = models.CharField("kết quả xử lý", max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        Document, models.PROTECT, related_name="+", null=True, verbose_name="văn bản trả lời"
    )
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    withdrawn_at = models.DateTimeField("rút lại lúc", null=True)
    reason = models.CharField("lý do rút lại", max_length=1000, blank=True)

    class Meta:
        verbose_name = "phân công xử lý"
        constraints = [
            models.CheckConstraint(
                name="assignment_names_a_unit_or_an_official",
                condition=Q(department__isnull=False) | Q(official__isnull=False),
            ),
            models.UniqueConstraint(
                name="assignment_one_leads_an_arrival",
                fields=["entry"],
                condition=Q(leads=True, done_at=None, withdrawn_at=None),
            ),
            models.UniqueConstraint(
                name="assignment_one_live_to_an_official",
                fields=["entry", "official"],
                condition=Q(official__isnull=False, done_at=None, withdrawn_at=None),
            ),
            models.UniqueConstraint(
                name="assignment_one_live_to_a_unit",
                fields=["entry", "department"],
                condition=Q(official=None, done_at=None, withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="assignment_begun_at_and_by_together",
                condition=Q(begun_at=None, begun_by=None)
                | Q(begun_at__isnull=False, begun_by__isnull=False),
            ),
            models.CheckConstraint(
                name="assignment_done_at_and_by_with_what_came_of_it",
                condition=Q(done_at=None, done_by=None, note="", answered_by=None)
                | (
                    Q(done_at__isnull=False, done_by__isnull=False)
                    & (~Q(note="") | Q(answered_by__isnull=False))
                ),
            ),
            models.CheckConstraint(
                name="assignment_withdrawn_at_by_and_why_together",
                condition=Q(withdrawn_at=None, withdrawn_by=None, reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="assignment_done_is_not_withdrawn",
                condition=Q(done_at=None) | Q(withdrawn_at=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["official", "due_on"],
                name="assignment_open_of_official",
                condition=Q(done_at=None, withdrawn_at=None),
            ),
            models.Index(
                fields=["department", "due_on"],
                name="assignment_open_of_unit",
                condition=Q(done_at=None, withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        if self.official and self.department:
            return f"{self.official} ({self.department})"
        return str(self.official or self.department)

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.withdrawn_at is None

    def is_late(self, on: date) -> bool:
        """Tell whether it should have been done before a day, and is not."""
        return self.is_open and self.due_on is not None and self.due_on < on
