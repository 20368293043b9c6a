"""Phân công xử lý: who works on what arrived; given on, taken back, done, answered.

The journal of the document tells its sender who has it and how far it is, as the decree's
exchange does; what a leader ordered and what came of it stays with the receiving agency.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from agencies import directory
from agencies.models import Department, Official
from agencies.moments import vn_day
from documents import assignees
from documents.actions import journal
from documents.assignees import Assignee
from documents.errors import (
    AlreadyAssigned,
    AssignmentClosed,
    DirectorMissing,
    DueInThePast,
    NobodyAssigned,
    NoteMissing,
    NotReceivedYet,
    NotYourAssignment,
    ReasonMissing,
)
from documents.models import Assignment, Document, IncomingEntry, IncomingState


@dataclass(frozen=True, slots=True)
class Order:
    """What a leader says with an assignment: until when, how, and whose word it is."""

    due_on: date | None = None
    opinion: str = ""
    directed_by: Official | None = None


@transaction.atomic
def assign(
    entry: IncomingEntry,
    *,
    lead: Assignee | None,
    helpers: Sequence[Assignee] = (),
    order: Order,
    by: Official,
    at: datetime,
) -> list[Assignment]:
    """Put an arrival into the hands of one who leads (chủ trì) and of those who help."""
    entry = _locked(entry)
    if not assignees.may_direct(by, entry, on=vn_day(at)):
        raise NotYourAssignment("Việc phân công do lãnh đạo hoặc văn thư của cơ quan thực hiện.")
    if entry.state != IncomingState.RECEIVED:
        raise NotReceivedYet
    wanted = list(dict.fromkeys([*([lead] if lead else []), *helpers]))
    if not wanted:
        raise NobodyAssigned
    _require_director(entry, order, by=by, at=at)
    _require_due_day(order, at=at)
    live = list(_open(entry))
    if lead is not None and (first := next((one for one in live if one.leads), None)):
        raise AlreadyAssigned(f"Văn bản đã giao {first} chủ trì; hãy giao lại việc đó.")
    made = [
        _give(entry, one, leads=one == lead, order=order, live=live, by=by, at=at) for one in wanted
    ]
    if entry.document is not None:
        journal.record(
            entry.document,
            "INCOMING_ASSIGNED",
            by=by,
            at=at,
            agency=str(entry.agency),
            to=[f"{one} (chủ trì)" if one.leads else str(one) for one in made],
            due_on=order.due_on.isoformat() if order.due_on else None,
        )
    return made


@transaction.atomic
def give_on(
    assignment: Assignment, *, to: Assignee | None, order: Order, by: Official, at: datetime
) -> Assignment:
    """Give an assignment to somebody else; the old one stays as it was, withdrawn."""
    old = _locked_open(assignment)
    on, entry = vn_day(at), old.entry
    if not assignees.may_give_on(by, old, on=on):
        raise NotYourAssignment("Việc giao lại do lãnh đạo, văn thư hoặc trưởng đơn vị thực hiện.")
    if to is None:
        raise NobodyAssigned
    if assignees.may_direct(by, entry, on=on):
        _require_director(entry, order, by=by, at=at)
    else:
        _require_inside(to, assignees.units_headed(by, on=on), old, on=on)
    _require_due_day(order, at=at)
    if to == (old.official or old.department):
        raise AlreadyAssigned(f"{to} đang xử lý việc này rồi; hãy chọn người hoặc đơn vị khác.")
    live = [one for one in _open(entry) if one != old]
    old.withdrawn_by, old.withdrawn_at, old.reason = by, at, f"Giao lại cho {to}."[:1000]
    old.save(update_fields=["withdrawn_by", "withdrawn_at", "reason"])
    new = _give(entry, to, leads=old.leads, order=order, live=live, instead_of=old, by=by, at=at)
    if entry.document is not None:
        journal.record(
            entry.document,
            "INCOMING_GIVEN_ON",
            by=by,
            at=at,
            agency=str(entry.agency),
            before=str(old),
            to=str(new),
        )
    return new


@transaction.atomic
def withdraw(assignment: Assignment, *, reason: str, by: Official, at: datetime) -> Assignment:
    """Take an assignment back; nobody has it any more."""
    if not reason.strip():
        raise ReasonMissing("Rút lại phân công thì phải nêu lý do.")
    assignment = _locked_open(assignment)
    if not assignees.may_take_back(by, assignment, on=vn_day(at)):
        raise NotYourAssignment("Người nào phân công thì người đó rút lại; trưởng đơn vị giao lại.")
    assignment.withdrawn_by, assignment.withdrawn_at = by, at
    assignment.reason = reason.strip()
    assignment.save(update_fields=["withdrawn_by", "withdrawn_at", "reason"])
    entry = assignment.entry
    if entry.document is not None:
        agency = str(entry.agency)
        journal.record(
            entry.document, "INCOMING_TAKEN_BACK", by=by, at=at, agency=agency, to=str(assignment)
        )
    return assignment


@transaction.atomic
def begin(assignment: Assignment, *, by: Official, at: datetime) -> Assignment:
    """Say that the work is under way; said again, it changes nothing."""
    assignment = _own(assignment, by=by, at=at)
    if assignment.begun_at is None:
        assignment.begun_by, assignment.begun_at = by, at
        assignment.save(update_fields=["begun_by", "begun_at"])
        entry = assignment.entry
        if entry.document is not None:
            agency = str(entry.agency)
            journal.record(
                entry.document, "INCOMING_BEGUN", by=by, at=at, agency=agency, to=str(assignment)
            )
    return assignment


@transaction.atomic
def finish(assignment: Assignment, *, note: str, by: Official, at: datetime) -> Assignment:
    """Say that the work is done, and what came of it."""
    if not note.strip():
        raise NoteMissing
    assignment = _own(assignment, by=by, at=at)
    assignment.done_by, assignment.done_at, assignment.note = by, at, note.strip()
    assignment.save(update_fields=["done_by", "done_at", "note"])
    entry = assignment.entry
    if entry.document is not None:
        agency = str(entry.agency)
        journal.record(
            entry.document, "INCOMING_DONE", by=by, at=at, agency=agency, to=str(assignment)
        )
    return assignment


def begin_answering(entry: IncomingEntry, *, by: Official, at: datetime) -> None:
    """Who begins an answer has begun the work, where it is his."""
    open_ones = assignees.open_for(by, on=vn_day(at)).filter(entry=entry, begun_at=None)
    for assignment in open_ones:
        begin(assignment, by=by, at=at)


@transaction.atomic
def answer_issued(document: Document, *, by: Official, at: datetime) -> list[Assignment]:
    """Close what an issued answer was written for: its drafter's or unit's work, else the lead's.

    Under the lock of the answer; the arrival's own document comes after it.
    """
    if document.answers is None:
        return []
    entry = _locked(document.answers)
    live = list(_open(entry))
    theirs = [
        one
        for one in live
        if one.official_id == document.drafter_id
        or (one.official is None and one.department_id == document.department_id)
    ]
    closed = theirs or [one for one in live if one.leads]
    for assignment in closed:
        assignment.done_by, assignment.done_at, assignment.answered_by = by, at, document
        assignment.save(update_fields=["done_by", "done_at", "answered_by"])
    if entry.document is not None:
        code = document.register_entry.code
        agency = str(entry.agency)
        journal.record(entry.document, "INCOMING_ANSWERED", by=by, at=at, agency=agency, code=code)
    return closed


def _give(
    entry: IncomingEntry,
    to: Assignee,
    *,
    leads: bool,
    order: Order,
    live: Sequence[Assignment],
    by: Official,
    at: datetime,
    instead_of: Assignment | None = None,
) -> Assignment:
    official = to if isinstance(to, Official) else None
    unit = to if isinstance(to, Department) else assignees.unit_of(to, entry.agency, on=vn_day(at))
    if any(one.official == official and (official or one.department == unit) for one in live):
        raise AlreadyAssigned(f"Văn bản đã giao {to} xử lý rồi.")
    return Assignment.objects.create(
        entry=entry,
        department=unit,
        official=official,
        leads=leads,
        due_on=order.due_on,
        opinion=order.opinion.strip(),
        directed_by=order.directed_by,
        assigned_by=by,
        assigned_at=at,
        instead_of=instead_of,
    )


def _require_inside(to: Assignee, units: set[int], old: Assignment, *, on: date) -> None:
    """The head of a unit gives its work to its own people."""
    unit = assignees.unit_of(to, old.entry.agency, on=on) if isinstance(to, Official) else to
    if unit is None or unit.pk not in units:
        raise NotYourAssignment("Trưởng đơn vị chỉ giao lại cho người của đơn vị mình.")


def _require_director(entry: IncomingEntry, order: Order, *, by: Official, at: datetime) -> None:
    """A clerk writes down whose decision it is."""
    on = vn_day(at)
    leaders = directory.leaders_of(entry.agency, on=on)
    if leaders and order.directed_by not in leaders and not assignees.leads(by, entry, on=on):
        raise DirectorMissing


def _require_due_day(order: Order, *, at: datetime) -> None:
    if order.due_on is not None and order.due_on < vn_day(at):
        raise DueInThePast


def _own(assignment: Assignment, *, by: Official, at: datetime) -> Assignment:
    assignment = _locked_open(assignment)
    if not assignees.may_work_on(by, assignment, on=vn_day(at)):
        raise NotYourAssignment
    return assignment


def _locked_open(assignment: Assignment) -> Assignment:
    _locked(assignment.entry)
    fresh = Assignment.objects.select_for_update(of=["self"]).get(pk=assignment.pk)
    if not fresh.is_open:
        raise AssignmentClosed(_why_closed(fresh))
    return fresh


def _why_closed(assignment: Assignment) -> str:
    """Say what closed an assignment; what is done is never taken up again, only assigned anew."""
    if assignment.done_at is None:
        return f"{assignment.withdrawn_by} đã rút lại phân công này: {assignment.reason}"
    if assignment.answered_by is not None:
        done = f"Việc này đã xong: đã trả lời bằng {assignment.answered_by.register_entry.code}"
    else:
        done = f"{assignment.done_by} đã báo xong việc này"
    return f"{done}. Nếu cần xử lý tiếp, lãnh đạo hoặc văn thư phân công mới."


def _locked(entry: IncomingEntry) -> IncomingEntry:
    """Lock the document, then the arrival, as receiving does."""
    if entry.document_id is not None:
        Document.objects.select_for_update(of=["self"]).get(pk=entry.document_id)
    return IncomingEntry.objects.select_for_update(of=["self"]).get(pk=entry.pk)


def _open(entry: IncomingEntry) -> QuerySet[Assignment]:
    open_ones = entry.assignments.filter(done_at=None, withdrawn_at=None)
    return open_ones.select_related("official", "department").order_by("pk")
