"""Opinions of departments, the unit head's initial, the form check: agree, or send back."""

from collections.abc import Callable, Mapping
from datetime import datetime

from agencies.models import Official
from agencies.moments import vn_day
from documents.actions import reviewing
from documents.actions.drafting import latest_revision
from documents.actions.rendering import later_prepare
from documents.checking import rules
from documents.errors import FormRefused, ReasonMissing
from documents.models import Document, Verdict
from workflow import turn
from workflow.actions import door, notices
from workflow.flows.issuing import IssuingFlow
from workflow.models import OPEN, WorkTask


def review(
    task: WorkTask,
    *,
    verdict: Verdict,
    opinion: str,
    marks: Mapping[str, str] = reviewing.NO_MARKS,
    by: Official,
    at: datetime,
) -> WorkTask:
    """Give a department's opinion. Sent back closes the others' tasks; they are told."""
    door.require_step(task, "review")

    def effect(task: WorkTask, as_what: str) -> None:
        document = task.process.document
        assert task.department is not None
        reviewing.review(
            latest_revision(document),
            department=task.department,
            verdict=verdict,
            opinion=opinion,
            marks=marks,
            by=by,
            as_what=as_what,
            at=at,
        )
        if verdict == Verdict.SENT_BACK:
            _tell_drafter(document, task, opinion, by=by, at=at)
            _tell_other_reviewers(task, by=by, at=at)

    outcome = "agree" if verdict == Verdict.AGREED else "send_back"
    return door.finish(task, outcome, by=by, at=at, effect=effect, opinion=opinion)


def initial(
    task: WorkTask,
    *,
    opinion: str = "",
    marks: Mapping[str, str] = reviewing.NO_MARKS,
    by: Official,
    at: datetime,
) -> WorkTask:
    """The head of the drafting unit answers for the content (ký nháy)."""

    def effect(task: WorkTask, as_what: str) -> None:
        reviewing.initial(
            latest_revision(task.process.document),
            verdict=Verdict.AGREED,
            opinion=opinion,
            marks=marks,
            by=by,
            as_what=as_what,
            at=at,
        )

    return door.finish(task, "initial", by=by, at=at, effect=effect, opinion=opinion)


def pass_form(
    task: WorkTask,
    *,
    opinion: str = "",
    marks: Mapping[str, str] = reviewing.NO_MARKS,
    by: Official,
    at: datetime,
) -> WorkTask:
    """Find the form in order and send the document to its signer.

    Raises FormRefused with the findings where it is not: the checker sends it back, nobody guesses.
    """

    def effect(task: WorkTask, as_what: str) -> None:
        revision = latest_revision(task.process.document)
        findings = rules.findings(revision, on=vn_day(at))
        if findings:
            raise FormRefused([rules.as_json(finding) for finding in findings])
        reviewing.check_form(
            revision,
            verdict=Verdict.AGREED,
            opinion=opinion,
            marks=marks,
            by=by,
            as_what=as_what,
            at=at,
        )
        later_prepare(revision)

    return door.finish(task, "pass", by=by, at=at, effect=effect, opinion=opinion)


def send_back(
    task: WorkTask,
    *,
    reason: str,
    marks: Mapping[str, str] = reviewing.NO_MARKS,
    by: Official,
    at: datetime,
) -> WorkTask:
    """Send a document back to its drafter from the initial or the form check, with the reason."""
    if not reason.strip():
        raise ReasonMissing
    door.require_step(task, *_RECORD_OF_STEP)
    record = _RECORD_OF_STEP[task.step]

    def effect(task: WorkTask, as_what: str) -> None:
        document = task.process.document
        record(task, reason, marks, by, as_what, at)
        _tell_drafter(document, task, reason, by=by, at=at)

    return door.finish(task, "send_back", by=by, at=at, effect=effect, opinion=reason)


def _initial_sent_back(
    task: WorkTask, reason: str, marks: Mapping[str, str], by: Official, as_what: str, at: datetime
) -> None:
    revision = latest_revision(task.process.document)
    reviewing.initial(
        revision,
        verdict=Verdict.SENT_BACK,
        opinion=reason,
        marks=marks,
        by=by,
        as_what=as_what,
        at=at,
    )


def _form_sent_back(
    task: WorkTask, reason: str, marks: Mapping[str, str], by: Official, as_what: str, at: datetime
) -> None:
    revision = latest_revision(task.process.document)
    reviewing.check_form(
        revision,
        verdict=Verdict.SENT_BACK,
        opinion=reason,
        marks=marks,
        findings=rules.findings(revision, on=vn_day(at)),
        by=by,
        as_what=as_what,
        at=at,
    )


_RECORD_OF_STEP: dict[
    str, Callable[[WorkTask, str, Mapping[str, str], Official, str, datetime], None]
] = {
    "initial": _initial_sent_back,
    "form_check": _form_sent_back,
}


def _tell_drafter(
    document: Document, task: WorkTask, reason: str, *, by: Official, at: datetime
) -> None:
    step = task.flow_task.task_title
    sentence = f"{by.full_name} trả lại ở bước «{step}»: {reason.strip()}"
    notices.tell_drafter(document, sentence, by=by, at=at)


def _tell_other_reviewers(task: WorkTask, *, by: Official, at: datetime) -> None:
    others = task.process.task_set.filter(flow_task=IssuingFlow.review, status__in=OPEN).exclude(
        pk=task.pk
    )
    for other in others.select_related("department", "owner"):
        notices.tell(
            turn.able(other, on=vn_day(at)),
            f"{by.full_name} ({task.department}) đã trả lại nên không cần cho ý kiến bản này nữa.",
            document=task.process.document,
            at=at,
        )
