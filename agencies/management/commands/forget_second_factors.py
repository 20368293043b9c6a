from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.actions import second_factors
from agencies.management.operator import operator
from agencies.models import Official


class Command(BaseCommand):
    help = "Remove the second factors of an official who lost phone, keys and recovery codes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USERNAME", help="whose they are")

    def handle(self, *args: Any, **options: Any) -> None:
        official = Official.objects.filter(username=options["username"]).first()
        if official is None:
            raise CommandError(f"Không có tài khoản nào tên là {options['username']}.")
        second_factors.forget_all(official, by=operator())
        self.stdout.write(
            f"Đã xóa các bước xác thực thứ hai của {official} và đăng xuất mọi nơi; "
            "người này đăng ký lại sau khi đăng nhập bằng mật khẩu."
        )
