"""What officials show beside their password: one-time codes, passkeys, codes on paper."""

from django.db import models

from .official import Official


class CodeProgram(models.Model):
    """A program on the official's phone that shows a code of six digits, another every 30 s.

    What both sides share is kept wrapped under the installation's secret.
    """

    official = models.OneToOneField(
        Official, models.PROTECT, related_name="code_program", verbose_name="công chức"
    )
    wrapped_secret = models.BinaryField("bí mật đã bọc")
    enrolled_at = models.DateTimeField("đăng ký lúc")
    # A code is good once: of the interval of this number, or of an earlier one, never again.
    last_interval = models.BigIntegerField("khoảng đã dùng", default=0)

    class Meta:
        verbose_name = "ứng dụng tạo mã"

    def __str__(self) -> str:
        return str(self.official)


class Passkey(models.Model):
    """A key pair in the official's device; here lies only its public half."""

    official = models.ForeignKey(
        Official, models.PROTECT, related_name="passkeys", verbose_name="công chức"
    )
    name = models.CharField("tên", max_length=60)
    credential_id = models.BinaryField("mã của khóa", unique=True)
    attested = models.BinaryField("khóa công khai")
    times_used = models.BigIntegerField("bộ đếm của thiết bị", default=0)
    enrolled_at = models.DateTimeField("đăng ký lúc")
    used_at = models.DateTimeField("dùng lần cuối lúc", null=True)

    class Meta:
        verbose_name = "khóa truy cập"
        constraints = [
            models.UniqueConstraint(name="passkey_named_once", fields=["official", "name"])
        ]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code on paper for the day when phone and device are lost; good once, kept as a mark."""

    official = models.ForeignKey(
        Official, models.PROTECT, related_name="recovery_codes", verbose_name="công chức"
    )
    mark = models.CharField("dấu vết (HMAC)", max_length=64)
    used_at = models.DateTimeField("dùng lúc", null=True)

    class Meta:
        verbose_name = "mã dự phòng"
        constraints = [
            models.UniqueConstraint(name="recovery_code_given_once", fields=["official", "mark"])
        ]

    def __str__(self) -> str:
        return str(self.official)
