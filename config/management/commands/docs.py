from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import reference


class Command(BaseCommand):
    help = "Write the generated pages of docs/reference; with --check, only say which are stale."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        stale = []
        for path, text in reference.pages().items():
            if path.exists() and path.read_text(encoding="utf-8") == text:
                continue
            stale.append(path.name)
            if not options["check"]:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        if stale and options["check"]:
            raise CommandError(f"Stale pages in docs/reference (run `make docs`): {stale}")
        self.stdout.write(f"{len(stale)} pages written." if stale else "All pages are fresh.")
