"""Finishing a task: lock, read again, whose turn, effect, engine; all or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import OperationalError, connection, transaction
from viewflow.workflow.exceptions import FlowLockFailed
from viewflow.workflow.status import STATUS

from agencies.models import Official
from agencies.moments import vn_day
from documents.models import Document, Event, RegisterEntry
from ui.writing import moment
from workflow import turn
from workflow.errors import Busy, NotYourTurn, TaskClosed
from workflow.flows.issuing import IssuingFlow
from workflow.models import DocumentProcess, WorkTask

_SLOW_TASKS = 0x0DA5 << 48  # our part of PostgreSQL's one space of advisory locks
LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL: the lock_timeout ran out

Effect = Callable[[WorkTask, str], None]


def start(document: Document, *, at: datetime) -> WorkTask:
    """Start a document's process, in the caller's transaction; return the drafter's task."""
    process = IssuingFlow.start.run(document=document, at=at)
    task: WorkTask = process.task_set.get(flow_task=IssuingFlow.draft)
    return task


def require_turn(task: WorkTask, *, by: Official, at: datetime) -> str:
    """Return as what the official acts on an open task, or refuse. Asked again by `finish`."""
    if not task.is_open:
        raise TaskClosed(what_happened(task))
    as_what = turn.acting_as(by, task, on=vn_day(at))
    if as_what is None:
        raise NotYourTurn
    return as_what


def has_turn(task: WorkTask, *, by: Official, at: datetime) -> bool:
    """Tell whether an official may act on an open task; only to say it beforehand."""
    return turn.acting_as(by, task, on=vn_day(at)) is not None


def require_step(task: WorkTask, *steps: str) -> None:
    """Refuse an act that belongs to another step; many steps can send back, each in its own way."""
    if task.step not in steps:
        raise NotYourTurn


def finish(
    task: WorkTask,
    outcome: str,
    *,
    by: Official,
    at: datetime,
    effect: Effect,
    opinion: str = "",
) -> WorkTask:
    """Finish an open task with an outcome. `effect` writes the facts, before the flow moves."""
    with locked(task.process_id, at=at):
        task = fresh(task)
        as_what = require_turn(task, by=by, at=at)
        if outcome not in task.flow_task.outcomes:
            raise NotYourTurn
        effect(task, as_what)
        activation = task.flow_task.activation_class(task)
        if task.owner_id is None:
            task.owner, task.assigned = by, at
        activation._set_status(STATUS.ASSIGNED)  # noqa: SLF001 (the engine's own setter; it has no other)
        activation.start(None)
        task.outcome, task.acted_by, task.as_what, task.opinion = outcome, by, as_what, opinion
        activation.execute()
    return task


@contextmanager
def locked(process_id: int, *, at: datetime) -> Iterator[DocumentProcess]:
    """Hold a process's row to the end of the transaction; the moment of the act stands on it."""
    try:
        with transaction.atomic(), IssuingFlow.lock(process_id):
            process = DocumentProcess.objects.get(pk=process_id)
            process.data = {**process.data, "at": at.isoformat()}
            process.save(update_fields=["data"])
            yield process
    except (FlowLockFailed, OperationalError) as error:
        # The engine's own lock hides what the database said behind an error of its own.
        said = error.__context__ if isinstance(error, FlowLockFailed) else error
        if getattr(said and said.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE:
            raise Busy from error
        raise


@contextmanager
def alone(task: WorkTask) -> Iterator[None]:
    """Let one at a time do the slow part of a task; a second click is told that it is under way.

    An advisory lock of the session: it holds no row and outlives no crash. Without it two clicks
    would make two sealed files of one number, and the one that no row names could not be removed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_SLOW_TASKS | task.pk])
        if not cursor.fetchone()[0]:
            raise Busy
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_SLOW_TASKS | task.pk])


def fresh(task: WorkTask) -> WorkTask:
    again: WorkTask = WorkTask.objects.select_related(
        "process__document__agency", "process__document__department", "owner", "department"
    ).get(pk=task.pk)
    return again


def what_happened(task: WorkTask) -> str:
    """Say what became of a closed task: who did what and when, for somebody with an old page."""
    title = task.flow_task.task_title
    if task.status != STATUS.CANCELED:
        told = f"Việc «{title}» đã do {task.acted_by} xử lý lúc {moment(task.finished)}"
        entry = RegisterEntry.objects.filter(document=task.process.document_id).first()
        if task.outcome == "seal" and entry is not None:
            return f"{told}, văn bản đã được cấp số {entry.code}."
        return f"{told}."
    if why := _why_closed(task):
        return f"Việc «{title}» đã đóng: {why}."
    return f"Việc «{title}» đã đóng lúc {moment(task.finished)} vì văn bản đã chuyển bước."


def _why_closed(task: WorkTask) -> str:
    """Say who sent the document back or took it back first, after the task was opened."""
    back = (
        WorkTask.objects.filter(
            process=task.process_id, outcome="send_back", finished__gte=task.created
        )
        .select_related("acted_by")
        .order_by("finished", "pk")
        .first()
    )
    withdrawn = (
        Event.objects.filter(
            document=task.process.document_id, act="WITHDRAWN", at__gte=task.created
        )
        .select_related("by")
        .order_by("n")
        .first()
    )
    if back is not None and (withdrawn is None or back.finished <= withdrawn.at):
        return f"{back.acted_by} trả lại văn bản lúc {moment(back.finished)}"
    if withdrawn is not None:
        return f"{withdrawn.by} rút lại văn bản lúc {moment(withdrawn.at)}"
    return ""
