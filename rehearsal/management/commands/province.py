from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rehearsal import province
from rehearsal.certifying import NoAuthority


class Command(BaseCommand):
    help = "Load the invented province of a rehearsal; what is there already stays as it is."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for line in province.load(clock=timezone.now):
                self.stdout.write(line)
        except NoAuthority as error:
            raise CommandError(str(error)) from error
