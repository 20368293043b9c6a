from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies import directory
from agencies.moments import vn_day


class Command(BaseCommand):
    help = "Print the verification code and its QR code on an agency's documents, or no longer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("agency", metavar="AGENCY_ABBREVIATION", help="whose documents")
        parser.add_argument("--off", action="store_true", help="print them no longer")

    def handle(self, *args: Any, **options: Any) -> None:
        called = options["agency"]
        agencies = directory.agencies_called(called, on=vn_day(timezone.now()))
        if len(agencies) != 1:
            many = "Nhiều cơ quan cùng" if agencies else "Không có cơ quan nào"
            raise CommandError(f"{many} tên {called}.")
        (agency,) = agencies
        agency.prints_verification = not options["off"]
        agency.save(update_fields=["prints_verification"])
        what = "thôi in" if options["off"] else "in"
        self.stdout.write(
            f"{agency}: {what} mã xác thực và mã QR trên văn bản trình ký từ nay; "
            "văn bản đã dàn trang để ký thì giữ nguyên."
        )
