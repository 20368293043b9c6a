"""Whom a command names: an account, or an agency by its name or abbreviation."""

from datetime import datetime

from django.core.management.base import CommandError

from agencies import directory
from agencies.models import Agency, Official
from agencies.moments import vn_day


def holder_called(called: str, *, at: datetime) -> Official | Agency:
    official = Official.objects.filter(username=called).first()
    if official is not None:
        return official
    agencies = directory.agencies_called(called, on=vn_day(at))
    if not agencies:
        raise CommandError(f"Không có tài khoản hay cơ quan nào tên là {called}.")
    if len(agencies) > 1:
        raise CommandError(f"Nhiều cơ quan cùng tên {called}; hãy ghi tên đầy đủ.")
    return agencies[0]
