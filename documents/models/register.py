"""The outgoing register (sổ đăng ký văn bản đi)."""

from django.conf import settings
from django.db import models

from agencies.models import Agency

from .document import Document


class RegisterBook(models.Model):
    """One series of numbers of one agency through one year."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="register_books")
    year = models.PositiveSmallIntegerField("năm")
    series = models.CharField("dãy số", max_length=10, blank=True)
    last_number = models.PositiveIntegerField("số cuối cùng", default=0)
    last_issued_on = models.DateField("ngày cuối cùng", null=True)

    class Meta:
        verbose_name = "sổ đăng ký văn bản đi"
        constraints = [
            models.UniqueConstraint(
                name="register_one_book_a_year", fields=["agency", "year", "series"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.series or 'văn bản đi'}, {self.year}"


class EntryState(models.TextChoices):
    TAKEN = "TAKEN", "Đã cấp số, chưa đóng dấu"
    ISSUED = "ISSUED", "Đã đóng dấu"


class RegisterEntry(models.Model):
    """One line of a book: this document, this number, this day; never deleted, never reused."""

    book = models.ForeignKey(RegisterBook, models.PROTECT, related_name="entries")
    document = models.OneToOneField(Document, models.PROTECT, related_name="register_entry")
    number = models.PositiveIntegerField("số")
    notation = models.CharField("ký hiệu", max_length=60)
    issued_on = models.DateField("ngày ban hành")
    state = models.CharField("trạng thái", max_length=10, choices=EntryState)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("đăng ký lúc")

    class Meta:
        verbose_name = "lượt đăng ký"
        constraints = [
            models.UniqueConstraint(name="register_number_used_once", fields=["book", "number"]),
            models.CheckConstraint(
                name="register_number_begins_at_one", condition=models.Q(number__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """Return number and notation as printed on the page: 05/BC-VP."""
        return f"{self.number:02d}/{self.notation}"
