"""Where an official is signed in: one row a browser."""

import uuid
from typing import Any, Final

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from .official import Official

KEPT: Final = ("session_data", "expire_date", "official")


class Session(AbstractBaseSession):
    """What a browser's cookie leads to; the cookie itself is nowhere but in that browser.

    The key is the SHA-256 of the cookie: who reads the table, or a copy of it, signs in nowhere.
    """

    session_key = models.CharField("khóa (SHA-256)", max_length=64, primary_key=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    official = models.ForeignKey(
        Official, models.CASCADE, related_name="sessions", verbose_name="công chức", null=True
    )
    begun_at = models.DateTimeField("đăng nhập lúc")
    seen_at = models.DateTimeField("dùng lần cuối lúc")
    address = models.CharField("địa chỉ mạng", max_length=45, blank=True)
    browser = models.CharField("trình duyệt", max_length=300, blank=True)

    class Meta:
        verbose_name = "phiên đăng nhập"

    @classmethod
    def get_session_store_class(cls) -> Any:
        from agencies.sessions import SessionStore  # noqa: PLC0415 (it knows this model)

        return SessionStore

    def save(self, *args: Any, **options: Any) -> None:
        """Keep what a session holds; since when and from where it is stays as it was."""
        if options.get("force_update"):
            options["update_fields"] = KEPT
        super().save(*args, **options)
