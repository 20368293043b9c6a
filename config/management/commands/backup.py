from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config import backup
from config.backup.making import keep_keys
from documents.errors import StoreUnavailable


class Command(BaseCommand):
    help = "Back up the database and every file into a folder; the keys go apart, with --keys."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="grows by what is new each time")
        parser.add_argument(
            "--keys", type=Path, help="another folder, elsewhere: KEY_SECRET and SECRET_KEY"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            if options["keys"]:
                kept = keep_keys(options["keys"], apart_from=folder)
                self.stdout.write(f"The keys lie in {kept}: take them to another place.")
            made = backup.make(folder, clock=timezone.now, tell=self.stdout.write)
        except (backup.BackupRefused, StoreUnavailable) as error:
            raise CommandError(str(error)) from error
        if made.damaged:
            raise CommandError(
                f"{len(made.damaged)} files of the store are missing or damaged; the rest and the "
                f"database are backed up. Their SHA-256: {', '.join(made.damaged[:20])}"
            )
        self.stdout.write(f"Backed up: the database and {made.objects_count} files, in {folder}.")
