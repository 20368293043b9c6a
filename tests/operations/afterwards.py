"""The first hour after a restore, in a process of its own: `python -m tests.operations.afterwards`.

Arguments: the public ids of two documents that wait for their number in the backup; the first was
issued after it. Prints as JSON what the clerk was told and what the books said.
"""

# ruff: noqa: E402 (the models are there only once Django is set up)
import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.core.management import call_command

from agencies.models import Duty, Official
from agencies.moments import vn_day
from documents.actions import fixity
from documents.errors import BooksClosed
from documents.models import Document, FoundNumber, Rendition, Stage
from tests.cast import PIN
from tests.life import now
from workflow.actions import registering
from workflow.models import OPEN, WorkTask


def seal(public_id: str) -> str:
    document = Document.objects.get(public_id=public_id)
    clerk = Official.objects.get(appointments__post__duties__contains=[Duty.CLERK])
    task = WorkTask.objects.get(process__document=document, status__in=OPEN, flow_task_type="HUMAN")
    entry = registering.number_and_seal(task, issued_on=vn_day(now()), pin=PIN, by=clerk, at=now())
    return entry.code


def sealed_file(public_id: str) -> str:
    issued = Rendition.objects.get(revision__document__public_id=public_id, stage=Stage.ISSUED)
    return issued.object.sha256


def main(issued_since: str, waiting: str) -> None:
    told: dict[str, object] = {}
    try:
        seal(waiting)
    except BooksClosed as refusal:
        told["refused"] = refusal.message
    call_command("reconcile_registers", stdout=sys.stderr)
    told["found"] = [str(one) for one in FoundNumber.objects.order_by("number")]
    told["next"] = seal(waiting)
    told["again"] = seal(issued_since)
    told["again_file"] = sealed_file(issued_since)
    audit = fixity.audit_all(clock=now)
    told["faults"] = audit.faults.count()
    told["read"] = audit.objects_read
    told["invalid"] = [str(document) for document, _ in fixity.invalid_signatures(at=now())]
    sys.stdout.write(json.dumps(told))


main(*sys.argv[1:])
