from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.actions import credentials
from agencies.errors import AgencyError
from agencies.management.holders import holder_called
from agencies.management.operator import operator


class Command(BaseCommand):
    help = "Unlock a credential that three wrong PINs locked: an official's, or an agency's seal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "holder", metavar="USERNAME|AGENCY_ABBREVIATION", help="whose credential it is"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        holder = holder_called(options["holder"], at=at)
        try:
            credentials.release(credentials.current(holder, at=at), by=operator(), at=at)
        except AgencyError as refusal:
            raise CommandError(f"{holder}: {refusal.message}") from refusal
        self.stdout.write(f"Đã mở khóa chứng thư của {holder}; lại có ba lần thử mã PIN.")
