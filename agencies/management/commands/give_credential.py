import getpass
import sys
from argparse import ArgumentParser
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.actions import enrolling
from agencies.errors import AgencyError
from agencies.management.holders import holder_called
from agencies.management.operator import operator


class Command(BaseCommand):
    help = "Give an official or an agency a certificate with its key (PKCS #12), and a picture."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("holder", metavar="USERNAME|AGENCY_ABBREVIATION")
        parser.add_argument("--pkcs12", type=Path, help="asks for its passphrase and a new PIN")
        parser.add_argument("--picture", type=Path, help="PNG: the drawn signature, or the seal")
        parser.add_argument("--diameter-mm", type=Decimal, default=enrolling.USUAL_SEAL)

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        holder = holder_called(options["holder"], at=at)
        try:
            if options["picture"]:
                png = options["picture"].read_bytes()
                enrolling.give_picture(holder, png, at=at, diameter_mm=options["diameter_mm"])
                self.stdout.write(f"{holder}: hình mới dùng từ hôm nay.")
            if options["pkcs12"]:
                container = options["pkcs12"].read_bytes()
                passphrase = _asked("Mật khẩu của tệp PKCS #12: ")
                pin = _asked("Mã PIN mới của người giữ: ")
                made = enrolling.enrol(
                    holder, container, passphrase=passphrase, pin=pin, by=operator(), at=at
                )
                self.stdout.write(
                    f"{holder}: chứng thư mới, hiệu lực đến {made.valid_to:%d/%m/%Y}."
                )
        except OSError as error:
            raise CommandError(str(error)) from error
        except AgencyError as refusal:
            raise CommandError(refusal.message) from refusal


def _asked(question: str) -> str:
    """Ask without showing what is typed; a line of what is piped in serves as well."""
    return getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
