"""By what a machine acts for an official, and what it was answered."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .official import Official


class Scope(models.TextChoices):
    """What a token may be used for; beside it counts whatever holds for its official."""

    READ = "read", "Đọc danh sách, văn bản và tệp mà bạn xem được"
    DRAFT = "draft", "Lập, sửa, trình, rút và hủy văn bản"
    REVIEW = "review", "Cho ý kiến, ký nháy, kiểm tra thể thức, trả lại"
    SIGN = "sign", "Ký số; mỗi lần ký vẫn phải có mã PIN"
    REGISTER = "register", "Cấp số, đóng dấu, xác định nơi nhận, phát hành"
    RECEIVE = "receive", "Tiếp nhận, trả lại, phân công và xử lý văn bản đến"
    FILE = "file", "Mở, đóng hồ sơ và đưa văn bản vào hồ sơ"
    PERSONAL = "personal", "Cất thông báo, lưu và xóa tìm kiếm của bạn"


class ApiToken(models.Model):
    """A secret by which a program of an official's acts in his name; only its hash is kept."""

    official = models.ForeignKey(
        Official, models.PROTECT, related_name="api_tokens", verbose_name="công chức"
    )
    name = models.CharField("tên", max_length=80)
    prefix = models.CharField("phần đầu", max_length=16)
    sha256 = models.CharField("SHA-256 của mã", max_length=64, unique=True)
    scopes = ArrayField(
        models.CharField(max_length=16, choices=Scope), verbose_name="phạm vi sử dụng"
    )
    made_at = models.DateTimeField("tạo lúc")
    expires_at = models.DateTimeField("hết hạn lúc")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True)
    last_used_at = models.DateTimeField("dùng lần cuối", null=True)
    # How often it was used since a moment, for its limit: one row that every web process counts in.
    counted_from = models.DateTimeField("đếm từ lúc", null=True)
    count = models.PositiveIntegerField("số lần dùng", default=0)

    class Meta:
        verbose_name = "mã truy cập"
        constraints = [
            models.CheckConstraint(
                name="api_token_expires_after_it_is_made",
                condition=models.Q(expires_at__gt=models.F("made_at")),
            ),
            models.CheckConstraint(
                name="api_token_has_some_scope", condition=models.Q(scopes__len__gt=0)
            ),
        ]
        indexes = [models.Index(fields=["official", "-id"], name="api_token_of_official")]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def has_expired(self, at: datetime) -> bool:
        return self.expires_at <= at

    def is_alive(self, at: datetime) -> bool:
        return self.revoked_at is None and not self.has_expired(at)

    @property
    def scopes_in_words(self) -> list[str]:
        return [str(Scope(one).label) for one in self.scopes]


class ApiCall(models.Model):
    """One act that was asked for under an Idempotency-Key, and the answer once there is one."""

    token = models.ForeignKey(ApiToken, models.PROTECT, related_name="calls")
    key = models.CharField("khóa", max_length=100)
    # Keyed with the application's secret: a plain hash of a body would tell its PIN to who guesses.
    body_mac = models.CharField("dấu của nội dung", max_length=64)
    begun_at = models.DateTimeField("bắt đầu lúc")
    # As it was sent, letter by letter; empty while there is none.
    answer = models.TextField("câu trả lời", blank=True, default="")

    class Meta:
        verbose_name = "lời gọi API"
        constraints = [
            models.UniqueConstraint(name="api_call_key_used_once", fields=["token", "key"])
        ]
        indexes = [models.Index(fields=["begun_at"], name="api_call_by_age")]

    def __str__(self) -> str:
        return self.key
