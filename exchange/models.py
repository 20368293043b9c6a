"""Who outside wants to know what, and what was told to whom."""

import uuid
from typing import Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from agencies.models import Agency
from documents.models import Event


class Fact(models.TextChoices):
    """What may be told; the lower-case value is its name on the wire."""

    SIGNED = "SIGNED", "văn bản đã được ký số"
    NUMBERED = "NUMBERED", "văn bản đã được cấp số"
    SEALED = "SEALED", "văn bản đã được đóng dấu"
    ISSUED = "ISSUED", "văn bản đã được phát hành"
    DELIVERED = "DELIVERED", "văn bản đã chuyển đến nơi nhận"
    RECEIVED = "RECEIVED", "nơi nhận đã tiếp nhận văn bản"
    RETURNED = "RETURNED", "nơi nhận đã trả lại văn bản"
    ARCHIVED = "ARCHIVED", "văn bản đã có dữ liệu lưu trữ lâu dài"
    RECALLED = "RECALLED", "văn bản đã bị thu hồi"
    REPLACED = "REPLACED", "văn bản đã được thay thế"
    CORRECTED = "CORRECTED", "văn bản đã được đính chính"
    TEST = "TEST", "gọi thử"

    @property
    def on_the_wire(self) -> str:
        return self.value.lower()


# Which act of a document's journal is which fact. The trigger that notes them names the same acts.
FACT_OF_ACT: Final[dict[str, Fact]] = {
    "SIGNED": Fact.SIGNED,
    "NUMBER_TAKEN": Fact.NUMBERED,
    "SEALED": Fact.SEALED,
    "ISSUED": Fact.ISSUED,
    "DELIVERED": Fact.DELIVERED,
    "INCOMING_RECEIVED": Fact.RECEIVED,
    "INCOMING_RETURNED": Fact.RETURNED,
    "ARCHIVED": Fact.ARCHIVED,
    "RECALLED": Fact.RECALLED,
    "REPLACED": Fact.REPLACED,
    "CORRECTED": Fact.CORRECTED,
}


class Subscription(models.Model):
    """One address that an agency lets be called when certain things happen to its documents."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="subscriptions", verbose_name="cơ quan"
    )
    address = models.CharField("địa chỉ nhận tin", max_length=500)
    facts = ArrayField(models.CharField(max_length=12, choices=Fact), verbose_name="tin")
    wrapped_secret = models.BinaryField("khóa bí mật đã bọc")
    subscribed_at = models.DateTimeField("đăng ký lúc")
    subscribed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    failures = models.PositiveIntegerField("số lần gọi hỏng liền nhau", default=0)
    quiet_until = models.DateTimeField("chưa gọi trước lúc", null=True)
    paused_at = models.DateTimeField("tạm ngừng lúc", null=True)
    pause_reason = models.CharField("lý do tạm ngừng", max_length=500, blank=True)
    revoked_at = models.DateTimeField("hủy lúc", null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    class Meta:
        verbose_name = "đăng ký nhận tin"
        constraints = [
            models.CheckConstraint(
                name="subscription_revoked_at_and_by_together",
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="subscription_paused_for_a_reason",
                condition=models.Q(paused_at__isnull=True, pause_reason="")
                | (models.Q(paused_at__isnull=False) & ~models.Q(pause_reason="")),
            ),
            models.CheckConstraint(
                name="subscription_wants_some_fact", condition=~models.Q(facts=[])
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency"],
                name="subscription_in_force",
                condition=models.Q(revoked_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None


class SubscriptionAct(models.TextChoices):
    SUBSCRIBED = "SUBSCRIBED", "Đăng ký"
    PAUSED = "PAUSED", "Tạm ngừng"
    RESUMED = "RESUMED", "Mở lại"
    REVOKED = "REVOKED", "Hủy đăng ký"
    TESTED = "TESTED", "Gọi thử"
    REPLAYED = "REPLAYED", "Gửi lại một tin"


class SubscriptionEvent(models.Model):
    """One act on a subscription; rows are only ever added."""

    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="events")
    act = models.CharField("việc", max_length=12, choices=SubscriptionAct)
    detail = models.CharField("chi tiết", max_length=500, blank=True)
    # Nobody: the system paused it by itself.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "nhật ký đăng ký nhận tin"

    def __str__(self) -> str:
        return self.get_act_display()


class News(models.Model):
    """An entry of a document's journal that nobody outside was told of yet.

    A trigger of the database writes it in the transaction of the entry itself: what is committed
    is seen, in whichever order transactions end, and nothing is passed over.
    """

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="+")

    class Meta:
        verbose_name = "tin chờ báo"

    def __str__(self) -> str:
        return str(self.event)


class DeliveryState(models.TextChoices):
    PENDING = "PENDING", "Chờ gửi"
    DELIVERED = "DELIVERED", "Đã nhận"
    GIVEN_UP = "GIVEN_UP", "Ngừng gửi"


class Delivery(models.Model):
    """One fact on its way to one subscriber: the very text that is sent, however often."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="deliveries")
    event = models.ForeignKey(Event, models.PROTECT, related_name="+", null=True)
    fact = models.CharField("tin", max_length=12, choices=Fact)
    body = models.TextField("nội dung gửi")
    made_at = models.DateTimeField("lập lúc")
    state = models.CharField(
        "tình trạng", max_length=10, choices=DeliveryState, default=DeliveryState.PENDING
    )
    tries = models.PositiveSmallIntegerField("số lần đã thử", default=0)
    due_at = models.DateTimeField("gửi vào lúc")
    last_error = models.CharField("nguyên nhân", max_length=500, blank=True)

    class Meta:
        verbose_name = "lượt báo tin"
        constraints = [
            models.UniqueConstraint(
                name="delivery_once_an_event", fields=["subscription", "event"]
            ),
            models.CheckConstraint(
                name="delivery_given_up_for_a_reason",
                condition=~models.Q(state=DeliveryState.GIVEN_UP) | ~models.Q(last_error=""),
            ),
            models.CheckConstraint(
                name="delivery_received_leaves_no_error",
                condition=~models.Q(state=DeliveryState.DELIVERED) | models.Q(last_error=""),
            ),
            models.CheckConstraint(
                name="delivery_of_a_test_has_no_event",
                condition=models.Q(fact=Fact.TEST, event__isnull=True)
                | (~models.Q(fact=Fact.TEST) & models.Q(event__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["subscription", "-id"], name="delivery_newest_first"),
            models.Index(fields=["subscription", "state", "-id"], name="delivery_by_state"),
            models.Index(
                fields=["subscription", "due_at"],
                name="delivery_due",
                condition=models.Q(state=DeliveryState.PENDING),
            ),
        ]

    def __str__(self) -> str:
        return self.get_fact_display()


class Attempt(models.Model):
    """One call of a receiver, and what came of it."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    at = models.DateTimeField("lúc")
    milliseconds = models.PositiveIntegerField("mất (ms)")
    status = models.PositiveSmallIntegerField("mã trả lời", null=True)
    error = models.CharField("nguyên nhân hỏng", max_length=500, blank=True)
    answer = models.CharField("lời đáp", max_length=500, blank=True)

    class Meta:
        verbose_name = "lần gọi"
        constraints = [
            models.CheckConstraint(
                name="attempt_answered_or_failed",
                condition=models.Q(status__isnull=False) | ~models.Q(error=""),
            )
        ]

    def __str__(self) -> str:
        return self.error or str(self.status)
