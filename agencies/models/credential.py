"""What officials and agencies sign with: certificate, wrapped key, pictures."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .agency import Agency
from .official import Official
from .periods import Period, none_at_one_time

TRIES = 3  # wrong PINs until a credential is locked


class Credential(models.Model):
    """A certificate, and its key wrapped under the holder's PIN; the key never leaves as bytes."""

    official = models.ForeignKey(
        Official, models.PROTECT, related_name="credentials", null=True, blank=True
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="credentials", null=True, blank=True
    )
    certificate = models.BinaryField("chứng thư (DER)")
    chain = ArrayField(models.BinaryField(), verbose_name="chứng thư cấp trên (DER)", default=list)
    wrapped_key = models.BinaryField("khóa đã bọc")
    valid_from = models.DateTimeField("hiệu lực từ")
    valid_to = models.DateTimeField("hiệu lực đến")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    wrong_pins = models.PositiveSmallIntegerField("số lần sai PIN", default=0)

    class Meta:
        verbose_name = "chứng thư chữ ký số"
        constraints = [
            models.CheckConstraint(
                name="credential_has_one_holder",
                condition=models.Q(official__isnull=False, agency__isnull=True)
                | models.Q(official__isnull=True, agency__isnull=False),
            ),
            models.CheckConstraint(
                name="credential_ends_after_it_begins",
                condition=models.Q(valid_to__gt=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="credential_locks_after_three_wrong_pins",
                condition=models.Q(wrong_pins__lte=TRIES),
            ),
        ]

    def __str__(self) -> str:
        return str(self.official or self.agency)

    @property
    def is_locked(self) -> bool:
        return self.wrong_pins >= TRIES


class SignatureImage(Period):
    """An official's drawn signature: blue, transparent.

    Nghị định 30/2020/NĐ-CP, Phụ lục I, II.7.d.
    """

    official = models.ForeignKey(Official, models.PROTECT, related_name="signature_images")
    picture = models.BinaryField("hình chữ ký (PNG)")

    class Meta:
        verbose_name = "hình chữ ký"
        constraints = [none_at_one_time("signature_image_one_at_a_time", "official")]

    def __str__(self) -> str:
        return str(self.official)


class SealImage(Period):
    """An agency's seal: red, true size (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.8.a)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="seal_images")
    picture = models.BinaryField("hình dấu (PNG)")
    diameter_mm = models.DecimalField("đường kính (mm)", max_digits=4, decimal_places=1)

    class Meta:
        verbose_name = "hình dấu"
        constraints = [none_at_one_time("seal_image_one_at_a_time", "agency")]

    def __str__(self) -> str:
        return str(self.agency)
