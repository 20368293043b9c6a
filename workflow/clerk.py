"""The clerk's desk: what waits for a number, what waits to be issued, what did not arrive."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext

import signing
from agencies import roles
from agencies.models import Appointment, Duty, Official
from agencies.models.periods import holds_on
from documents.actions import numbering
from documents.actions.distributing import failed_dispatches
from documents.models import (
    Dispatch,
    Document,
    RecipientLine,
    RecipientTarget,
    RegisterEntry,
    Rendition,
    Signature,
    Stage,
)
from workflow import inbox, turn
from workflow.flows.issuing import IssuingFlow
from workflow.models import OPEN, WorkTask

MOST = 60  # rows; the others come up as these are done
NAMED = 8  # places that a line tells one by one


@dataclass(frozen=True, slots=True)
class ToNumber:
    """One signed document: who signed and when, and the number that comes next for it."""

    task: WorkTask
    document: Document
    url: str
    signature: Signature
    entry: RegisterEntry | None
    notation: str
    number: int
    book: str

    @property
    def code(self) -> str:
        return self.entry.code if self.entry else f"{self.number:02d}/{self.notation}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of Nơi nhận, and whom it means in words; nobody when that is empty."""

    text: str
    means: str


@dataclass(frozen=True, slots=True)
class ToIssue:
    """One sealed document: its code, its file, whom it goes to, and how many that is."""

    task: WorkTask
    document: Document
    url: str
    entry: RegisterEntry
    sealed: Rendition | None
    lines: Sequence[Line]
    places: int

    @property
    def unsettled(self) -> int:
        return sum(not line.means for line in self.lines)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.lines)


@dataclass(frozen=True, slots=True)
class Failed:
    """One issued document, and where it did not arrive."""

    document: Document
    entry: RegisterEntry
    dispatches: Sequence[Dispatch]


def agencies_of(official: Official, *, on: date) -> set[int]:
    """Return the agencies whose clerk an official is, or stands in for, on a day."""
    people = [official, *roles.people_stood_in_for(official, on=on)]
    return set(
        Appointment.objects.filter(
            holds_on(on), official__in=people, post__duties__contains=[Duty.CLERK]
        ).values_list("post__agency_id", flat=True)
    )


def number_to_number(official: Official, *, on: date) -> int:
    return _tasks(official, IssuingFlow.register, on=on).count()


def number_to_issue(official: Official, *, on: date) -> int:
    return _tasks(official, IssuingFlow.issue, on=on).count()


def number_waiting(official: Official, *, on: date) -> int:
    """Return how much waits on all three lists of the desk."""
    steps = [IssuingFlow.register, IssuingFlow.issue]
    tasks = turn.open_tasks(official, on=on).filter(flow_task__in=steps).count()
    return tasks + number_failed(agencies_of(official, on=on))


def number_failed(agencies: Iterable[int]) -> int:
    """Return how many documents of these agencies did not arrive everywhere."""
    return _failed(agencies).values("document").distinct().count()


def to_number(
    official: Official,
    *,
    on: date,
    days: dict[int, date] | None = None,
    chosen: Sequence[int] = (),
) -> list[ToNumber]:
    """Return the signed documents in the order of their numbers: the urgent, then as signed.

    `days` are days of issue that were typed, by task; they decide the book of the number. What is
    `chosen` would get the next numbers; what is left on the list, those after them.
    """
    tasks = list(_tasks(official, IssuingFlow.register, on=on)[:MOST])
    documents = [task.process.document for task in tasks]
    signatures = {
        one.rendition.revision.document_id: one
        for one in Signature.objects.filter(
            rendition__revision__document__in=documents, field=signing.LEADER, voiding=None
        )
        .annotate(
            notation=KeyTextTransform(
                "symbol", KeyTextTransform("number", "rendition__revision__content")
            )
        )
        .select_related("official", "rendition__revision")
        .defer("rendition__revision__content", "rendition__places")
        .order_by("pk")
    }
    # What was sent back since the tasks were read has lost its signature.
    tasks = [task for task in tasks if task.process.document_id in signatures]
    taken = {one.document_id: one for one in RegisterEntry.objects.filter(document__in=documents)}
    waiting = [task for task in tasks if task.process.document_id not in taken]
    waiting.sort(key=lambda task: task.pk not in chosen)
    proposed = numbering.propose(
        [
            numbering.Unnumbered(
                task.process.document.agency,
                task.process.document.kind,
                (days or {}).get(task.pk, on).year,
            )
            for task in waiting
        ]
    )
    numbers = {task.pk: number for task, number in zip(waiting, proposed, strict=True)}
    return [
        ToNumber(
            task,
            document,
            inbox.address(task),
            signatures[document.pk],
            entry := taken.get(document.pk),
            str(signatures[document.pk].notation),
            entry.number if entry else numbers[task.pk],
            name_of_book(document, year=(days or {}).get(task.pk, on).year),
        )
        for task in tasks
        for document in [task.process.document]
    ]


def name_of_book(document: Document, *, year: int) -> str:
    """Name the book in which a document is numbered, for the page that counts its numbers."""
    series = numbering.series_of(document.agency, document.kind)
    return f"{document.agency_id}-{year}-{series}"


def tasks_to_number(keys: Sequence[int], *, documents: QuerySet[Document]) -> dict[int, WorkTask]:
    """Return tasks of numbering by their keys, open or done, on documents that may be seen."""
    found = WorkTask.objects.filter(
        pk__in=keys, process__document__in=documents, flow_task=IssuingFlow.register
    )
    return {
        task.pk: task
        for task in found.select_related("process__document__agency", "acted_by").order_by("pk")
    }


def issue_task_of(document: Document) -> WorkTask | None:
    """Return the open task in which a sealed document waits to be sent."""
    task: WorkTask | None = WorkTask.objects.filter(
        process__document=document, flow_task=IssuingFlow.issue, status__in=OPEN
    ).first()
    return task


def to_issue(official: Official, *, on: date) -> list[ToIssue]:
    """Return the sealed documents, each with the lines of its Nơi nhận."""
    tasks = list(_tasks(official, IssuingFlow.issue, on=on)[:MOST])
    documents = [task.process.document_id for task in tasks]
    entries = {one.document_id: one for one in RegisterEntry.objects.filter(document__in=documents)}
    sealed = {
        one.revision.document_id: one
        for one in Rendition.objects.filter(
            revision__document__in=documents, stage__in=[Stage.ISSUED, Stage.ARCHIVED]
        )
        .select_related("revision")
        .defer("revision__content", "places")
        .order_by("pk")
    }
    lines: dict[int, list[RecipientLine]] = {}
    for line in lines_of(documents):
        lines.setdefault(line.document_id, []).append(line)
    return [
        ToIssue(
            task,
            task.process.document,
            inbox.address(task),
            entries[task.process.document_id],
            sealed.get(task.process.document_id),
            in_words(lines.get(task.process.document_id, [])),
            places(lines.get(task.process.document_id, [])),
        )
        for task in tasks
        if task.process.document_id in entries
    ]


def failed(agencies: Iterable[int]) -> list[Failed]:
    """Return the documents that did not arrive everywhere, the longest waiting first."""
    found: dict[int, list[Dispatch]] = {}
    for dispatch in (
        _failed(agencies)
        .select_related("document__register_entry", "document__department")
        .prefetch_related("agency__names", "document__department__names")
        .order_by("document_id", "pk")[: MOST * 5]
    ):
        found.setdefault(dispatch.document_id, []).append(dispatch)
    return [
        Failed(some[0].document, some[0].document.register_entry, some)
        for some in list(found.values())[:MOST]
    ]


def lines_of(documents: Sequence[int]) -> QuerySet[RecipientLine]:
    """Return the lines of Nơi nhận as printed, with all that names whom they mean."""
    return (
        RecipientLine.objects.filter(document__in=documents)
        .prefetch_related("targets__agency__names", "targets__department__names")
        .prefetch_related("targets__official")
        .order_by("document_id", "position")
    )


def means(line: RecipientLine) -> str:
    """Say whom a line means; a long group by its first names and how many more there are."""
    targets = sorted(line.targets.all(), key=lambda one: one.pk)
    names = ["gửi ngoài hệ thống" if one.outside else str(one) for one in targets]
    rest = len(names) - NAMED
    return "; ".join(names[:NAMED]) + (
        gettext(" và %(rest)s nơi khác") % {"rest": rest} if rest > 0 else ""
    )


def in_words(lines: Iterable[RecipientLine]) -> list[Line]:
    return [Line(one.text, means(one)) for one in lines]


def fingerprint(lines: Iterable[Line]) -> str:
    """Name exactly where lines lead: what was confirmed is what is done, or is asked again."""
    words = "\n".join(f"{line.text}\t{line.means}" for line in lines)
    return sha256(words.encode()).hexdigest()[:16]


def places(lines: Iterable[RecipientLine]) -> int:
    """Return to how many places lines lead; who stands on two of them is one."""
    return len({_place(target) for line in lines for target in line.targets.all()})


def _place(target: RecipientTarget) -> tuple[object, ...]:
    return target.agency_id, target.department_id, target.official_id, target.outside


def _tasks(official: Official, step: object, *, on: date) -> QuerySet[WorkTask]:
    return (
        turn.open_tasks(official, on=on)
        .filter(flow_task=step)
        .select_related("process__document__agency", "process__document__department")
        .prefetch_related("process__document__department__names")
        .order_by(turn.by_urgency(), "created", "pk")
    )


def _failed(agencies: Iterable[int]) -> QuerySet[Dispatch]:
    return failed_dispatches().filter(document__agency_id__in=list(agencies))
