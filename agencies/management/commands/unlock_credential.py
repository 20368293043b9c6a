from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies import directory
from agencies.actions import credentials
from agencies.errors import AgencyError
from agencies.management.operator import operator
from agencies.models import Agency, Official
from agencies.moments import vn_day


class Command(BaseCommand):
    help = "Unlock a credential that three wrong PINs locked: an official's, or an agency's seal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "holder", metavar="USERNAME|AGENCY_ABBREVIATION", help="whose credential it is"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        holder = _holder(options["holder"], at=at)
        try:
            credentials.release(credentials.current(holder, at=at), by=operator(), at=at)
        except AgencyError as refusal:
            raise CommandError(f"{holder}: {refusal.message}") from refusal
        self.stdout.write(f"Đã mở khóa chứng thư của {holder}; lại có ba lần thử mã PIN.")


def _holder(called: str, *, at: datetime) -> Official | Agency:
    official = Official.objects.filter(username=called).first()
    if official is not None:
        return official
    agencies = directory.agencies_called(called, on=vn_day(at))
    if not agencies:
        raise CommandError(f"Không có tài khoản hay cơ quan nào tên là {called}.")
    if len(agencies) > 1:
        raise CommandError(f"Nhiều cơ quan cùng tên {called}; hãy ghi tên đầy đủ.")
    return agencies[0]
