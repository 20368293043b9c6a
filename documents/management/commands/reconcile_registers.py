from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from documents.actions import reconciling
from documents.errors import DocumentError


class Command(BaseCommand):
    help = "After a restore: compare the books with the issued files in the store, then open them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--despite-unplaced",
            action="store_true",
            help="open although some seals belong to no known agency; you have seen to those",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = reconciling.reconcile(
                at=timezone.now(), despite_unplaced=options["despite_unplaced"]
            )
        except DocumentError as refusal:
            raise CommandError(refusal.message) from refusal
        for found in report.found:
            what = (
                "its document gets this number and this file when the clerk seals it"
                if found.document_id
                else f"no document: the file is {found.object.key}"
            )
            self.stdout.write(f"{found.agency}: {found} of {found.issued_on}; {what}.")
        for one in report.unplaced:
            self.stdout.write(
                f"Unplaced: {one.code} of {one.issued_on}, sealed with certificate "
                f"{one.certificate_sha256}, in {one.stored.key}."
            )
        if not report.is_open:
            raise CommandError(
                "The books stay closed: load the credentials of the agencies above, or say "
                "--despite-unplaced once their numbers are seen to."
            )
        self.stdout.write(f"{len(report.found)} numbers found. The books are open.")
