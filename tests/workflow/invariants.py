"""What must be true of every document after every act, whoever did what in whatever order."""

from agencies.moments import vn_day
from documents.actions import journal
from documents.actions.signing import leader_signature
from documents.models import Document, RegisterEntry, Status
from tests.life import now
from workflow import turn
from workflow.models import OPEN, DocumentProcess, WorkTask

FINISHED = ("DONE", "CANCELED", "REVIVED")
STEP_OF = {
    Status.DRAFTING: "draft",
    Status.IN_REVIEW: "review",
    Status.INITIALLING: "initial",
    Status.FORM_CHECK: "form_check",
    Status.AWAITING_SIGNATURE: "sign",
    Status.AWAITING_NUMBER: "register",
    Status.SEALING: "register",
    Status.AWAITING_DISPATCH: "issue",
}
SIGNED = (Status.AWAITING_NUMBER, Status.SEALING, Status.AWAITING_DISPATCH, Status.ISSUED)
NUMBERED = SIGNED[1:]
LEADS_TO = {
    "DRAFT_BEGUN": Status.DRAFTING,
    "REVISED": Status.DRAFTING,
    "REVIEW_SENT_BACK": Status.DRAFTING,
    "INITIAL_SENT_BACK": Status.DRAFTING,
    "FORM_CHECK_SENT_BACK": Status.DRAFTING,
    "SENT_BACK_BY_SIGNER": Status.DRAFTING,
    "SIGNATURE_VOIDED": Status.DRAFTING,
    "WITHDRAWN": Status.DRAFTING,
    "INITIAL_AGREED": Status.FORM_CHECK,
    "FORM_CHECK_AGREED": Status.AWAITING_SIGNATURE,
    "SIGNED": Status.AWAITING_NUMBER,
    "NUMBER_TAKEN": Status.SEALING,
    "SEALED": Status.AWAITING_DISPATCH,
    "ISSUED": Status.ISSUED,
    "CANCELLED": Status.CANCELLED,
}


def hold(document: Document) -> None:
    """Assert everything that must be true of a document and its process."""
    document.refresh_from_db()
    process = DocumentProcess.objects.get(document=document)
    tasks = list(process.task_set.order_by("pk"))
    at_work = [task for task in tasks if task.status not in FINISHED]
    waiting = [task for task in at_work if task.is_open]
    joins = [task for task in at_work if task.step == "reviews_in"]

    asked = _still_asked(document)
    assert document.status == _standing_by_the_journal(document, asked)
    if process.status == "DONE":
        assert document.status in (Status.ISSUED, Status.CANCELLED)
        assert at_work == [], "a finished process has nothing open"
    else:
        assert process.status == "NEW"
        assert {task.step for task in waiting} == {STEP_OF[Status(document.status)]}
        assert len(waiting) == 1 or document.status == Status.IN_REVIEW
    assert {str(task.department) for task in waiting if task.step == "review"} == (
        asked if document.status == Status.IN_REVIEW else set()
    )
    assert len(joins) <= (document.status == Status.IN_REVIEW), "a join waits only for reviews"
    assert len(at_work) == len(waiting) + len(joins)
    for task in waiting:
        assert turn.able(task, on=vn_day(now())), f"nobody can do {task.step}"
    assert (leader_signature(document) is not None) == (document.status in SIGNED)
    numbered = RegisterEntry.objects.filter(document=document).exists()
    assert numbered == (document.status in NUMBERED)


def journal_holds(document: Document) -> None:
    """Assert that the journal is unbroken: numbers without a gap, each hash as it was made."""
    before = ""
    for n, event in enumerate(document.events.order_by("n"), start=1):
        assert (event.n, event.previous_hash) == (n, before)
        assert event.hash == journal.hash_of(event)
        before = event.hash


def open_steps(document: Document) -> list[str]:
    """Return the steps that have work, one entry an open task."""
    return [
        task.step
        for task in WorkTask.objects.filter(
            process__document=document, status__in=OPEN, flow_task_type="HUMAN"
        ).order_by("pk")
    ]


def _standing_by_the_journal(document: Document, asked: set[str]) -> Status:
    """Return where the last act that moves a document has brought it; the tasks are not asked."""
    events = document.events.order_by("-n")
    moves = events.filter(act__in=[*LEADS_TO, "SUBMITTED", "REVIEW_AGREED"])
    last = moves.first()
    assert last is not None
    if last.act not in ("SUBMITTED", "REVIEW_AGREED"):
        return LEADS_TO[last.act]
    return Status.IN_REVIEW if asked else Status.INITIALLING


def _still_asked(document: Document) -> set[str]:
    """Return the units that the last submission asked and that have not agreed since."""
    submitted = document.events.filter(act="SUBMITTED").order_by("-n").first()
    if submitted is None:
        return set()
    agreed = document.events.filter(act="REVIEW_AGREED", n__gt=submitted.n)
    said = {event.facts["department"] for event in agreed}
    return set(submitted.facts["departments"]) - said
