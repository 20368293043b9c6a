from typing import Any

from django.core.management.base import BaseCommand

from rehearsal.accounts import table


class Command(BaseCommand):
    help = "Print the sample accounts: role, agency, user name, password, PIN."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(table())
