import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.actions import founding
from agencies.errors import AgencyError
from agencies.moments import vn_day


class Command(BaseCommand):
    help = "Enter agencies, units, posts and people from a JSON file; prints first passwords once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="as docs/operations/directory.json shows")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            described = json.loads(options["file"].read_text(encoding="utf-8"))
            accounts = founding.found(described, on=vn_day(timezone.now()))
        except (OSError, ValueError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        except AgencyError as refusal:
            raise CommandError(refusal.message) from refusal
        for one in accounts:
            self.stdout.write(f"{one.official.username}\t{one.password}\t{one.official}")
        self.stdout.write(
            f"Đã lập {len(accounts)} tài khoản mới; mỗi người đổi mật khẩu sau lần đăng nhập đầu."
        )
