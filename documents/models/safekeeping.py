"""What proves that nothing was lost: backups, restorations, and the audit of every file."""

from django.db import models

from agencies.models import Agency

from .document import Document
from .rendition import StoredObject


class Backup(models.Model):
    """The database and every file that it names were copied to a folder, whole and proved."""

    begun_at = models.DateTimeField("bắt đầu lúc")
    finished_at = models.DateTimeField("xong lúc")
    objects_kept = models.PositiveBigIntegerField("số tệp")
    bytes_added = models.PositiveBigIntegerField("số byte chép thêm")

    class Meta:
        verbose_name = "lần sao lưu"
        constraints = [
            models.CheckConstraint(
                name="backup_finished_at_after_it_begun",
                condition=models.Q(finished_at__gte=models.F("begun_at")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d %H:%M}"


class Restoration(models.Model):
    """The database came back from a backup: no number is given until the books are reconciled.

    Numbers given after the backup stand in issued files that the store still holds under lock.
    """

    backup_at = models.DateTimeField("bản sao lưu lập lúc")
    restored_at = models.DateTimeField("khôi phục lúc")
    reconciled_at = models.DateTimeField("đối chiếu xong lúc", null=True)

    class Meta:
        verbose_name = "lần khôi phục"
        constraints = [
            models.CheckConstraint(
                name="restoration_reconciled_at_after_it_restored",
                condition=models.Q(reconciled_at__isnull=True)
                | models.Q(reconciled_at__gte=models.F("restored_at")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.restored_at:%Y-%m-%d %H:%M}"


class FoundNumber(models.Model):
    """A number that an issued file in the store bears, and that the restored books did not know.

    `document` is the one whose signed file it goes on from, where the backup knows that: sealed
    again, it gets this number and this very file.
    """

    restoration = models.ForeignKey(Restoration, models.PROTECT, related_name="found_numbers")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="found_numbers")
    number = models.PositiveIntegerField("số")
    notation = models.CharField("ký hiệu", max_length=60)
    issued_on = models.DateField("ngày ban hành")
    object = models.ForeignKey(StoredObject, models.PROTECT, related_name="found_numbers")
    document = models.OneToOneField(
        Document, models.PROTECT, related_name="found_number", null=True
    )

    class Meta:
        verbose_name = "số tìm thấy khi đối chiếu"
        constraints = [
            models.UniqueConstraint(name="found_number_in_an_object_once", fields=["object"])
        ]

    def __str__(self) -> str:
        return f"{self.number:02d}/{self.notation}"


class FixityAudit(models.Model):
    """One reading of every file that a row names, from the first to the last; it may take days."""

    begun_at = models.DateTimeField("bắt đầu lúc")
    finished_at = models.DateTimeField("xong lúc", null=True)
    read_up_to = models.BigIntegerField("đã đọc đến tệp", default=0)
    objects_read = models.PositiveBigIntegerField("số tệp đã đọc", default=0)
    bytes_read = models.PositiveBigIntegerField("số byte đã đọc", default=0)

    class Meta:
        verbose_name = "lần kiểm tra kho tệp"
        constraints = [
            models.UniqueConstraint(
                name="audit_unfinished_is_only_one",
                fields=["finished_at"],
                nulls_distinct=False,  # PostgreSQL 15
            )
        ]

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d %H:%M}"


class FixityFlaw(models.TextChoices):
    """What can be wrong with a file in the store."""

    DAMAGED = "DAMAGED", "Mất, hoặc không khớp mã băm"
    UNLOCKED = "UNLOCKED", "Không còn khóa như đã ghi"


class FixityFault(models.Model):
    """A file that an audit found other than the row says; a later audit may find it whole."""

    audit = models.ForeignKey(FixityAudit, models.PROTECT, related_name="faults")
    object = models.ForeignKey(StoredObject, models.PROTECT, related_name="faults")
    flaw = models.CharField("sai hỏng", max_length=10, choices=FixityFlaw)
    found_at = models.DateTimeField("phát hiện lúc")

    class Meta:
        verbose_name = "tệp sai hỏng"
        constraints = [
            models.UniqueConstraint(
                name="fault_of_a_kind_once_an_audit", fields=["audit", "object", "flaw"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_flaw_display()}: {self.object}"
