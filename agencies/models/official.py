"""People with an account."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficialManager(BaseUserManager["Official"]):
    """Makes accounts; Django's sign-in looks them up here."""

    def create_user(self, username: str, password: str | None = None, **facts: Any) -> "Official":
        official = self.model(username=username, **facts)
        official.set_password(password)
        official.save(using=self._db)
        return official


class Theme(models.TextChoices):
    """Light or dark; without a choice, as the machine is set."""

    MACHINE = "", _("Theo máy")
    LIGHT = "LIGHT", _("Sáng")
    DARK = "DARK", _("Tối")


class TextSize(models.TextChoices):
    """How large the letters of the pages are."""

    USUAL = "", _("A – cỡ thường")
    LARGE = "LARGE", _("A+ – cỡ lớn")


class Language(models.TextChoices):
    """In what language the frame and the buttons speak; documents are never translated."""

    VIETNAMESE = "vi", "Tiếng Việt"
    ENGLISH = "en", "English"


class Official(AbstractBaseUser, PermissionsMixin):
    """A person who works on documents: a name and a sign-in, never a role.

    What an official may do follows from posts. An account is deactivated, never deleted:
    what its holder signed and decided stays in history.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(
        "tên đăng nhập", max_length=150, unique=True, validators=[UnicodeUsernameValidator()]
    )
    full_name = models.CharField("họ và tên", max_length=100)
    is_active = models.BooleanField("đang làm việc", default=True)
    theme = models.CharField("nền sáng, tối", max_length=5, choices=Theme, blank=True)
    text_size = models.CharField("cỡ chữ", max_length=5, choices=TextSize, blank=True)
    language = models.CharField(
        "ngôn ngữ", max_length=2, choices=Language, default=Language.VIETNAMESE
    )

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects = OfficialManager()

    class Meta:
        verbose_name = "công chức"

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name
