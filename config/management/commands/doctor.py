from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config import doctor
from config.doctor.finding import State


class Command(BaseCommand):
    help = "Prove every part by a real round trip: one line each; fails where one is ill."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        is_ill = 0
        for finding in doctor.examine(clock=timezone.now):
            self.stdout.write(f"{finding.state:<5} {finding.part + ':':<13} {finding.sentence}")
            is_ill += finding.state == State.ILL
        if is_ill:
            raise CommandError(f"{is_ill} of these must be mended.")
