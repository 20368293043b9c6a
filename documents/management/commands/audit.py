from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from documents.actions import fixity
from documents.errors import StoreUnavailable


class Command(BaseCommand):
    help = "Read every file of the store against its hash and lock now, and judge every signature."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--files-only", action="store_true", help="leave the signatures out")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            audit = fixity.audit_all(clock=timezone.now)
            invalid = (
                [] if options["files_only"] else [*fixity.invalid_signatures(at=timezone.now())]
            )
        except StoreUnavailable as error:
            raise CommandError(
                f"{error} Run it again: it goes on from where it stopped."
            ) from error
        faults = audit.faults.select_related("object").order_by("pk")
        for fault in faults:
            self.stdout.write(f"{fault.flaw}: {fault.object.key} version {fault.object.version_id}")
        for document, verdict in invalid:
            codes = ", ".join(problem.code for problem in verdict.problems)
            self.stdout.write(f"INVALID: document {document.public_id}: {codes}")
        self.stdout.write(
            f"{audit.objects_read} files read ({audit.bytes_read / 1e6:.1f} MB), "
            f"{len(faults)} faults, {len(invalid)} files with invalid signatures."
        )
        if faults or invalid:
            raise CommandError("Not everything is as it was: restore what is named above.")
