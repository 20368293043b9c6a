from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from jobs import worker


class Command(BaseCommand):
    help = "Run the jobs that wait: typesetting, archive revisions, deliveries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2)
        parser.add_argument("--until-idle", action="store_true", help="stop when no job is due")

    def handle(self, *args: Any, **options: Any) -> None:
        worker.run(concurrency=options["concurrency"], wait=not options["until_idle"])
