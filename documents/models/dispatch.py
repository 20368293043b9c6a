"""Sending and receiving: one dispatch a recipient, and what came back."""

from django.conf import settings
from django.db import models

from agencies.models import Agency, Department

from .document import Document
from .rendition import StoredObject


class Channel(models.TextChoices):
    HERE = "HERE", "cơ quan trong hệ thống"
    INTERNAL = "INTERNAL", "nội bộ"
    OUTSIDE = "OUTSIDE", "gửi ngoài hệ thống"


class DispatchState(models.TextChoices):
    PENDING = "PENDING", "Đang gửi"
    SENT = "SENT", "Đã gửi"


class Dispatch(models.Model):
    """One document on its way to one recipient; however often it is tried, one effect."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="dispatches")
    channel = models.CharField("kênh", max_length=10, choices=Channel)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="dispatches", null=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="dispatches", null=True)
    official = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="dispatches", null=True
    )
    outside = models.CharField("nơi nhận ngoài hệ thống", max_length=300, blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=DispatchState)
    attempts = models.PositiveIntegerField("số lần thử", default=0)
    tried_at = models.DateTimeField("thử gần nhất lúc", null=True)
    last_error = models.CharField("lỗi gần nhất", max_length=500, blank=True)
    sent_at = models.DateTimeField("gửi lúc", null=True)

    class Meta:
        verbose_name = "lượt gửi"
        constraints = [
            models.UniqueConstraint(
                name="dispatch_one_to_an_agency",
                fields=["document", "agency"],
                condition=models.Q(agency__isnull=False),
            ),
            models.UniqueConstraint(
                name="dispatch_one_to_a_department",
                fields=["document", "department"],
                condition=models.Q(department__isnull=False),
            ),
            models.UniqueConstraint(
                name="dispatch_one_to_an_official",
                fields=["document", "official"],
                condition=models.Q(official__isnull=False),
            ),
            models.UniqueConstraint(
                name="dispatch_one_to_a_place_outside",
                fields=["document", "outside"],
                condition=~models.Q(outside=""),
            ),
            models.CheckConstraint(
                name="dispatch_sent_at_a_moment",
                condition=models.Q(state=DispatchState.PENDING, sent_at__isnull=True)
                | models.Q(state=DispatchState.SENT, sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dispatch_sent_leaves_no_error",
                condition=~models.Q(state=DispatchState.SENT) | models.Q(last_error=""),
            ),
            models.CheckConstraint(
                name="dispatch_tried_at_a_moment",
                condition=models.Q(attempts=0, tried_at__isnull=True, last_error="")
                | models.Q(attempts__gt=0, tried_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["document"],
                name="dispatch_failed",
                condition=models.Q(state=DispatchState.PENDING) & ~models.Q(last_error=""),
            )
        ]

    def __str__(self) -> str:
        return str(self.agency or self.department or self.official or self.outside)


class ReceiptKind(models.TextChoices):
    ARRIVED = "ARRIVED", "Đã đến"
    RECEIVED = "RECEIVED", "Đã tiếp nhận"
    RETURNED = "RETURNED", "Trả lại"


class Receipt(models.Model):
    """What a recipient said of a dispatch; only after the file was stored with an equal hash."""

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="receipts")
    kind = models.CharField("xác nhận", max_length=10, choices=ReceiptKind)
    number = models.PositiveIntegerField("số đến", null=True)
    reason = models.CharField("lý do", max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "xác nhận đã nhận"
        constraints = [
            models.UniqueConstraint(name="receipt_one_of_a_kind", fields=["dispatch", "kind"]),
            models.CheckConstraint(
                name="receipt_received_under_a_number",
                condition=models.Q(kind=ReceiptKind.RECEIVED, number__isnull=False)
                | (~models.Q(kind=ReceiptKind.RECEIVED) & models.Q(number__isnull=True)),
            ),
            models.CheckConstraint(
                name="receipt_returned_with_a_reason",
                condition=~models.Q(kind=ReceiptKind.RETURNED) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class IncomingBook(models.Model):
    """The running series of arrival numbers of one agency through one year (Điều 22.2)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="incoming_books")
    year = models.PositiveSmallIntegerField("năm")
    last_number = models.PositiveIntegerField("số cuối cùng", default=0)

    class Meta:
        verbose_name = "sổ đăng ký văn bản đến"
        constraints = [
            models.UniqueConstraint(name="incoming_one_book_a_year", fields=["agency", "year"])
        ]

    def __str__(self) -> str:
        return f"văn bản đến, {self.year}"


class IncomingState(models.TextChoices):
    ARRIVED = "ARRIVED", "Chờ tiếp nhận"
    RECEIVED = "RECEIVED", "Đã tiếp nhận"
    RETURNED = "RETURNED", "Đã trả lại"


class IncomingEntry(models.Model):
    """A document that arrived at an agency; its file is the sender's own object."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="incoming_entries")
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="arrivals", null=True, verbose_name="văn bản"
    )
    dispatch = models.OneToOneField(Dispatch, models.PROTECT, related_name="arrival", null=True)
    object = models.ForeignKey(StoredObject, models.PROTECT, related_name="arrivals")
    sender = models.CharField("cơ quan gửi", max_length=200)
    code = models.CharField("số, ký hiệu", max_length=80)
    dated_on = models.DateField("ngày văn bản")
    subject = models.CharField("trích yếu", max_length=500)
    verdict = models.JSONField("kết quả kiểm tra chữ ký lúc đến")
    arrived_at = models.DateTimeField("đến lúc")
    state = models.CharField(
        "trạng thái", max_length=10, choices=IncomingState, default=IncomingState.ARRIVED
    )
    book = models.ForeignKey(IncomingBook, models.PROTECT, related_name="entries", null=True)
    number = models.PositiveIntegerField("số đến", null=True)
    reason = models.CharField("lý do trả lại", max_length=1000, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    closed_at = models.DateTimeField("lúc", null=True)

    class Meta:
        verbose_name = "đăng ký văn bản đến"
        constraints = [
            models.UniqueConstraint(
                name="incoming_one_entry_a_document", fields=["agency", "document"]
            ),
            models.UniqueConstraint(name="incoming_number_used_once", fields=["book", "number"]),
            models.CheckConstraint(
                name="incoming_closed_at_and_by_together",
                condition=models.Q(closed_at__isnull=True, closed_by__isnull=True)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="incoming_state_says_what_happened",
                condition=models.Q(
                    state=IncomingState.ARRIVED, number=None, book=None, reason="", closed_at=None
                )
                | models.Q(
                    state=IncomingState.RECEIVED,
                    number__isnull=False,
                    book__isnull=False,
                    reason="",
                    closed_at__isnull=False,
                )
                | (
                    models.Q(
                        state=IncomingState.RETURNED,
                        number=None,
                        book=None,
                        closed_at__isnull=False,
                    )
                    & ~models.Q(reason="")
                ),
            ),
        ]
        indexes = [models.Index(fields=["agency", "state", "-id"], name="incoming_by_state")]

    def __str__(self) -> str:
        return f"{self.code}, {self.sender}"

    @property
    def urgency(self) -> str:
        """Say in words how urgent the document is; "" where nothing is known of it here."""
        return self.document.get_urgency_display() if self.document else ""

    @property
    def is_valid(self) -> bool:
        """Tell whether the signatures were judged valid when the file arrived."""
        return bool(self.verdict.get("verdict") == "valid")
