"""The files: objects in the store, and the pages of a revision at each stage."""

from django.db import models

from .revision import Revision


class StoredObject(models.Model):
    """One version of one object in the store, and the hash by which it can be proved."""

    key = models.CharField("khóa", max_length=200)
    version_id = models.CharField("mã phiên bản", max_length=100)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("số byte")
    locked_until = models.DateTimeField("khóa đến", null=True, blank=True)

    class Meta:
        verbose_name = "tệp lưu"
        constraints = [
            models.UniqueConstraint(name="stored_object_version_once", fields=["key", "version_id"])
        ]

    def __str__(self) -> str:
        return self.key


class Stage(models.TextChoices):
    """What has been done to the pages; each from PREPARED on begins with the bytes before it."""

    DRAFT = "DRAFT", "Bản dự thảo"
    PREPARED = "PREPARED", "Bản trình ký"
    SIGNED = "SIGNED", "Bản đã ký"
    ISSUED = "ISSUED", "Bản gốc đã đóng dấu"
    ARCHIVED = "ARCHIVED", "Bản gốc có dấu thời gian lưu trữ"


class Rendition(models.Model):
    """The pages of one revision as a PDF file at one stage."""

    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="renditions", verbose_name="phiên bản"
    )
    stage = models.CharField("chặng", max_length=10, choices=Stage)
    object = models.ForeignKey(StoredObject, models.PROTECT, related_name="renditions")
    extends = models.ForeignKey(
        "self", models.PROTECT, related_name="extended_by", null=True, blank=True
    )
    pages = models.PositiveIntegerField("số trang")
    places = models.JSONField("vị trí các ô", default=dict)
    engine = models.JSONField("mã băm bộ dàn trang", default=dict)
    made_at = models.DateTimeField("lập lúc")

    class Meta:
        verbose_name = "bản trình bày"
        constraints = [
            models.UniqueConstraint(
                name="rendition_one_a_stage",
                fields=["revision", "stage"],
                # The archive revision is renewed before the timestamp's certificate ends.
                condition=~models.Q(stage=Stage.ARCHIVED),
            ),
            models.CheckConstraint(
                name="rendition_signed_extends_what_was_shown",
                condition=models.Q(stage__in=[Stage.DRAFT, Stage.PREPARED], extends__isnull=True)
                | models.Q(
                    stage__in=[Stage.SIGNED, Stage.ISSUED, Stage.ARCHIVED], extends__isnull=False
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.get_stage_display()


class TypesettingFault(models.Model):
    """Why the pages of a revision could not be set; the next revision may mend it."""

    revision = models.OneToOneField(Revision, models.PROTECT, related_name="typesetting_fault")
    message = models.CharField("lỗi", max_length=1000)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "lỗi dàn trang"

    def __str__(self) -> str:
        return self.message


class RevisionCopy(models.Model):
    """A revision's canonical text kept in the store beside its row."""

    revision = models.OneToOneField(Revision, models.PROTECT, related_name="copy")
    object = models.ForeignKey(StoredObject, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "bản lưu nội dung"

    def __str__(self) -> str:
        return str(self.revision)
