"""The document itself, and the short facts that lists show."""

import secrets
import uuid

from django.conf import settings
from django.db import models

from agencies.models import Agency, Department

# Read aloud and typed by hand: no letter looks like a figure or like another letter.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_verification_code() -> str:
    """Return eight letters and figures (40 random bits), as printed: 7F3K91QD."""
    return "".join(secrets.choice(_LETTERS) for _ in range(8))


class DocumentKind(models.TextChoices):
    """The name types in use (tên loại văn bản); the value is the official abbreviation."""

    PLAN = "KH", "Kế hoạch"
    REPORT = "BC", "Báo cáo"


class Urgency(models.TextChoices):
    """Nghị định 30/2020/NĐ-CP, Phụ lục I, III.2.b."""

    NONE = "", "Thường"
    URGENT = "KHAN", "Khẩn"
    VERY_URGENT = "THUONG_KHAN", "Thượng khẩn"
    EXPRESS = "HOA_TOC", "Hỏa tốc"


class Circulation(models.TextChoices):
    """How widely the paper may go round; public documents may be shown to anyone who verifies."""

    NORMAL = "", "Bình thường"
    PUBLIC = "PUBLIC", "Công khai"
    INTERNAL = "INTERNAL", "Lưu hành nội bộ"
    RETURN = "RETURN", "Xem xong trả lại"


class Status(models.TextChoices):
    """Where the document stands, in the order of the decree; written by actions only."""

    DRAFTING = "DRAFTING", "Đang soạn thảo"
    IN_REVIEW = "IN_REVIEW", "Đang xin ý kiến"
    INITIALLING = "INITIALLING", "Chờ ký nháy"
    FORM_CHECK = "FORM_CHECK", "Chờ kiểm tra thể thức"
    AWAITING_SIGNATURE = "AWAITING_SIGNATURE", "Chờ ký"
    AWAITING_NUMBER = "AWAITING_NUMBER", "Chờ cấp số"
    SEALING = "SEALING", "Đang đóng dấu"
    AWAITING_DISPATCH = "AWAITING_DISPATCH", "Chờ phát hành"
    ISSUED = "ISSUED", "Đã ban hành"
    CANCELLED = "CANCELLED", "Đã hủy"
    RECALLED = "RECALLED", "Đã thu hồi"
    REPLACED = "REPLACED", "Đã được thay thế"
    CORRECTED = "CORRECTED", "Đã được đính chính"


class Document(models.Model):
    """One administrative document, from first draft to archive."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    verification_code = models.CharField(
        "mã xác thực", max_length=8, unique=True, default=new_verification_code, editable=False
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="documents", verbose_name="cơ quan"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="documents", verbose_name="đơn vị soạn thảo"
    )
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="drafts", verbose_name="người soạn"
    )
    kind = models.CharField("tên loại", max_length=5, choices=DocumentKind)
    subject = models.CharField("trích yếu", max_length=500)
    urgency = models.CharField("độ khẩn", max_length=12, choices=Urgency, blank=True)
    circulation = models.CharField(
        "phạm vi lưu hành", max_length=10, choices=Circulation, blank=True
    )
    answers = models.ForeignKey(
        "documents.IncomingEntry",
        models.PROTECT,
        related_name="answered_by",
        null=True,
        blank=True,
        verbose_name="trả lời văn bản",
    )
    status = models.CharField("tình trạng", max_length=20, choices=Status, default=Status.DRAFTING)
    begun_at = models.DateTimeField("bắt đầu lúc")

    class Meta:
        verbose_name = "văn bản"
        indexes = [models.Index(fields=["agency", "status", "-id"], name="document_by_standing")]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_issued(self) -> bool:
        return self.status in (
            Status.ISSUED,
            Status.RECALLED,
            Status.REPLACED,
            Status.CORRECTED,
        )
