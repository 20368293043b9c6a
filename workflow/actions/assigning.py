"""Assigning what arrived, with a word to those whom it concerns."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from agencies.models import Official
from agencies.moments import vn_day
from documents import assignees
from documents.actions import assigning
from documents.actions.assigning import Order
from documents.assignees import Assignee
from documents.models import Assignment, Document, IncomingEntry
from ui.writing import day
from workflow.actions import notices


@transaction.atomic
def assign(
    entry: IncomingEntry,
    *,
    lead: Assignee | None,
    helpers: Sequence[Assignee],
    order: Order,
    by: Official,
    at: datetime,
) -> list[Assignment]:
    """Put an arrival into somebody's hands, and tell them."""
    made = assigning.assign(entry, lead=lead, helpers=helpers, order=order, by=by, at=at)
    for one in made:
        _tell_workers(one, by=by, at=at)
    return made


@transaction.atomic
def give_on(
    assignment: Assignment, *, to: Assignee | None, order: Order, by: Official, at: datetime
) -> Assignment:
    """Give an assignment to somebody else; both of them are told, and who assigned it."""
    new = assigning.give_on(assignment, to=to, order=order, by=by, at=at)
    _tell_workers(new, by=by, at=at)
    before = [*assignees.workers(assignment, on=vn_day(at)), *_superiors(assignment)]
    told = [one for one in before if one not in assignees.workers(new, on=vn_day(at))]
    _tell(told, f"{by.full_name} đã giao lại cho {new} xử lý", new, by=by, at=at)
    return new


@transaction.atomic
def withdraw(assignment: Assignment, *, reason: str, by: Official, at: datetime) -> Assignment:
    """Take an assignment back, and tell who had it."""
    gone = assigning.withdraw(assignment, reason=reason, by=by, at=at)
    concerned = [*assignees.workers(gone, on=vn_day(at)), *_superiors(gone)]
    _tell(concerned, f"{by.full_name} đã rút lại phân công: {gone.reason}", gone, by=by, at=at)
    return gone


def begin(assignment: Assignment, *, by: Official, at: datetime) -> Assignment:
    """Say that the work is under way; nobody need be told, the list shows it."""
    return assigning.begin(assignment, by=by, at=at)


@transaction.atomic
def finish(assignment: Assignment, *, note: str, by: Official, at: datetime) -> Assignment:
    """Say that the work is done; who assigned it is told what came of it."""
    done = assigning.finish(assignment, note=note, by=by, at=at)
    _tell(_superiors(done), f"{done} đã xử lý xong: {done.note}", done, by=by, at=at)
    return done


def answer_issued(document: Document, *, by: Official, at: datetime) -> list[Assignment]:
    """Close what an issued answer was written for; who assigned it is told the number."""
    closed = assigning.answer_issued(document, by=by, at=at)
    for one in closed:
        sentence = f"{one} đã trả lời bằng {document.register_entry.code}"
        _tell([*_superiors(one), document.drafter], sentence, one, by=by, at=at)
    return closed


def _tell_workers(assignment: Assignment, *, by: Official, at: datetime) -> None:
    until = f", hạn {day(assignment.due_on)}" if assignment.due_on else ""
    how = "chủ trì xử lý" if assignment.leads else "phối hợp xử lý"
    workers = assignees.workers(assignment, on=vn_day(at))
    _tell(workers, f"{by.full_name} giao {assignment} {how}{until}", assignment, by=by, at=at)


def _superiors(assignment: Assignment) -> list[Official]:
    both = (assignment.assigned_by, assignment.directed_by)
    return [one for one in both if one is not None]


def _tell(
    people: Iterable[Official], what: str, assignment: Assignment, *, by: Official, at: datetime
) -> None:
    """Leave the notice with the document; nobody is told of what he did himself."""
    entry = assignment.entry
    if entry.document is not None:
        told = [one for one in people if one != by]
        sentence = f"{what.rstrip('.')}. Văn bản đến số {entry.number}: {entry.code}."
        notices.tell(told, sentence, document=entry.document, at=at)
