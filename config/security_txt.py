"""Whom to tell of a hole, where those who look for holes look first (RFC 9116)."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

GOOD_FOR: Final = timedelta(days=30)


@login_not_required
@require_safe
def security_txt(_request: HttpRequest) -> HttpResponse:
    """Name the operator's address; where none is set there is no such file."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    if "@" in contact and ":" not in contact:
        contact = f"mailto:{contact}"
    lines = [
        f"Contact: {contact}",
        f"Expires: {timezone.now() + GOOD_FOR:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: vi, en",
        f"Canonical: {settings.BASE_URL}{reverse('security-txt')}",
    ]
    if settings.SOURCE_URL:
        lines.append(f"Policy: {settings.SOURCE_URL}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
