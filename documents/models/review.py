"""What colleagues said of one revision before its leader saw it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from agencies.models import Department

from .revision import Revision


class Verdict(models.TextChoices):
    AGREED = "AGREED", "Đồng ý"
    SENT_BACK = "SENT_BACK", "Trả lại"


class Opinion(models.Model):
    """One official's verdict on one revision; a new revision never inherits one."""

    verdict = models.CharField("kết luận", max_length=10, choices=Verdict)
    opinion = models.TextField("ý kiến", blank=True, max_length=4000)
    marked_blocks = ArrayField(
        # As long as the draft format lets the id of a block be.
        models.CharField(max_length=64),
        verbose_name="đoạn được nêu",
        default=list,
        blank=True,
    )
    # One to each marked block, in the same order; "" where the mark says enough.
    notes = ArrayField(
        models.CharField(max_length=1000, blank=True),
        verbose_name="ý kiến từng đoạn",
        default=list,
        blank=True,
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    as_what = models.CharField("với tư cách", max_length=250)
    at = models.DateTimeField("lúc")

    class Meta:
        abstract = True


def _note_for_each_mark(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name, condition=models.Q(notes__len=models.F("marked_blocks__len"))
    )


def _reason_given_when_sent_back(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name, condition=~models.Q(verdict=Verdict.SENT_BACK) | ~models.Q(opinion="")
    )


class Review(Opinion):
    """A department's opinion (cho ý kiến)."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="reviews")
    department = models.ForeignKey(Department, models.PROTECT, related_name="reviews")

    class Meta:
        verbose_name = "cho ý kiến"
        constraints = [
            models.UniqueConstraint(
                name="review_one_verdict_a_department", fields=["revision", "department"]
            ),
            _reason_given_when_sent_back("review_sent_back_with_a_reason"),
            _note_for_each_mark("review_notes_each_mark"),
        ]

    def __str__(self) -> str:
        return f"{self.department}: {self.get_verdict_display()}"


class Initial(Opinion):
    """The head of the drafting unit answers for the content (ký nháy)."""

    revision = models.OneToOneField(Revision, models.PROTECT, related_name="initial")

    class Meta:
        verbose_name = "ký nháy"
        constraints = [
            _reason_given_when_sent_back("initial_sent_back_with_a_reason"),
            _note_for_each_mark("initial_notes_each_mark"),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()


class FormCheck(Opinion):
    """The form checker answers for the form (kiểm tra thể thức)."""

    revision = models.OneToOneField(Revision, models.PROTECT, related_name="form_check")
    findings = models.JSONField("lỗi thể thức", default=list)

    class Meta:
        verbose_name = "kiểm tra thể thức"
        constraints = [
            _reason_given_when_sent_back("form_check_sent_back_with_a_reason"),
            _note_for_each_mark("form_check_notes_each_mark"),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()
