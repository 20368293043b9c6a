from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config import backup
from documents.errors import StoreUnavailable


class Command(BaseCommand):
    help = "Restore the newest backup of a folder into an empty database; books stay closed."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder, or one manifest in it")
        parser.add_argument(
            "--same-store",
            action="store_true",
            help="the bucket is the one that was backed up: keep what lies there",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = backup.restore(
                options["folder"],
                same_store=options["same_store"],
                clock=timezone.now,
                tell=self.stdout.write,
            )
        except (backup.BackupRefused, StoreUnavailable) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Restored as of {made.made_at:%Y-%m-%d %H:%M} UTC. No number is given until\n"
            "  manage.py reconcile_registers\nhas compared the books with the issued files; "
            "`manage.py audit` proves every file and signature."
        )
        if made.damaged:
            raise CommandError(f"{len(made.damaged)} files were damaged already in the backup.")
