"""What the officials do with a document, act after act, through the doors that their pages use."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

from agencies import roles
from agencies.models import Agency, Department, Duty, Official, Rank
from agencies.moments import vn_day
from documents.actions import distributing, receiving
from documents.actions.drafting import Header, latest_revision
from documents.actions.signing import prepared_rendition
from documents.models import (
    Dispatch,
    DispatchState,
    Document,
    IncomingEntry,
    IncomingState,
    Stage,
    Status,
    TypesettingFault,
    Verdict,
)
from documents.pictures import Plain
from documents.text.van_ban import Content
from rehearsal import waiting
from rehearsal.cast import PIN
from workflow import turn
from workflow.actions import distributing as issuing
from workflow.actions import drafting, registering, reviewing, signing
from workflow.models import OPEN, WorkTask

Clock = Callable[[], datetime]

OPINION: Final = "Đơn vị thống nhất với nội dung dự thảo."


def begin(
    agency: Agency,
    *,
    content: Content,
    header: Header,
    brought: Iterable[Plain] = (),
    at: datetime,
) -> Document:
    """Have the agency's first drafter begin a document in their own department."""
    drafter = roles.holders(agency, Duty.DRAFT, on=vn_day(at))[0]
    post = roles.posts_held(drafter, on=vn_day(at))[0].post
    assert post.department is not None, "who drafts works in a department"
    task = drafting.begin(
        post.department, content=content, header=header, brought=brought, by=drafter, at=at
    )
    document: Document = task.process.document
    return document


def play(document: Document, *, until: Status, clock: Clock) -> None:
    """Let everyone whose turn it is do the usual thing, until the document stands there."""
    while document.status != until:
        advance(document, clock=clock)


def advance(document: Document, *, clock: Clock) -> None:
    """Let everyone whose turn it is do the usual thing, once."""
    for task in open_tasks(document):
        _ACTS[task.step](task, clock)
    document.refresh_from_db()


def open_tasks(document: Document) -> list[WorkTask]:
    tasks = WorkTask.objects.filter(
        process__document=document, status__in=OPEN, flow_task_type="HUMAN"
    )
    return list(
        tasks.select_related("process__document__agency", "owner", "department").order_by("pk")
    )


def actor(task: WorkTask, *, at: datetime) -> Official:
    """Return who does a task; the flow itself refuses a step that nobody could do."""
    return turn.able(task, on=vn_day(at))[0]


def departments_to_ask(document: Document) -> Sequence[Department]:
    """Return the agency's other departments that have a head to answer."""
    headed = document.agency.departments.filter(posts__rank=Rank.UNIT_HEAD)
    return list(headed.exclude(pk=document.department_id).order_by("pk").distinct())


def await_draft(document: Document) -> None:
    """Wait until the pages of the latest revision are set, or cannot be."""
    revision = latest_revision(document)
    waiting.until(
        lambda: (
            revision.renditions.filter(stage=Stage.DRAFT).exists()
            or TypesettingFault.objects.filter(revision=revision).exists()
        ),
        what="dàn trang xong bản dự thảo",
        document=document,
    )


def await_issued(document: Document) -> None:
    """Wait until the archive revision is made and every agency here has the file."""
    archived = latest_revision(document).renditions.filter(
        stage=Stage.ARCHIVED, object__locked_until__isnull=False
    )
    pending = Dispatch.objects.filter(document=document, state=DispatchState.PENDING)
    waiting.until(
        lambda: archived.exists() and not pending.exists(),
        what="lưu trữ và gửi xong văn bản",
        document=document,
    )


def receive(document: Document, *, clock: Clock) -> None:
    """Have every agency where the document arrived enter it, or return what is not valid."""
    for entry in arrivals(document):
        at = clock()
        receiver = roles.holders(entry.agency, Duty.RECEIVE, on=vn_day(at))[0]
        if entry.verdict["verdict"] == "valid":
            receiving.receive(entry, by=receiver, at=at)
        else:
            problems = [problem["message"] for problem in entry.verdict["problems"]]
            reason = " ".join(problems) or "Chưa kiểm tra được chữ ký số trên văn bản."
            receiving.send_back(entry, reason=reason[:1000], by=receiver, at=at)


def arrivals(document: Document) -> Sequence[IncomingEntry]:
    return list(
        IncomingEntry.objects.filter(document=document, state=IncomingState.ARRIVED)
        .select_related("agency")
        .order_by("pk")
    )


def _submit(task: WorkTask, clock: Clock) -> None:
    at = clock()
    departments = departments_to_ask(task.process.document)
    drafting.submit(
        task, departments=departments, direct=not departments, by=actor(task, at=at), at=at
    )


def _agree(task: WorkTask, clock: Clock) -> None:
    at = clock()
    by = actor(task, at=at)
    reviewing.review(task, verdict=Verdict.AGREED, opinion=OPINION, by=by, at=at)


def _initial(task: WorkTask, clock: Clock) -> None:
    at = clock()
    reviewing.initial(task, by=actor(task, at=at), at=at)


def _pass_form(task: WorkTask, clock: Clock) -> None:
    """Check the form with the pages at hand: what cannot be set must not reach the leader."""
    await_draft(task.process.document)
    at = clock()
    reviewing.pass_form(task, by=actor(task, at=at), at=at)


def _sign(task: WorkTask, clock: Clock) -> None:
    """Sign the very file that was prepared, as the leader's page shows it."""
    document = task.process.document
    revision = latest_revision(document)
    waiting.until(
        revision.renditions.filter(stage=Stage.PREPARED).exists,
        what="lập xong bản trình ký",
        document=document,
    )
    at = clock()
    shown = prepared_rendition(revision).object.sha256
    signing.sign(task, shown=shown, pin=PIN, by=actor(task, at=at), at=at)


def _number_and_seal(task: WorkTask, clock: Clock) -> None:
    at = clock()
    by = actor(task, at=at)
    registering.number_and_seal(task, issued_on=vn_day(at), pin=PIN, by=by, at=at)


def _issue(task: WorkTask, clock: Clock) -> None:
    """Settle what the directory does not know as sent outside, then issue."""
    for line in distributing.unsettled_lines(task.process.document):
        at = clock()
        issuing.settle(task, line, outside=True, by=actor(task, at=at), at=at)
    at = clock()
    issuing.issue(task, by=actor(task, at=at), at=at)


_ACTS: Final[dict[str, Callable[[WorkTask, Clock], None]]] = {
    "draft": _submit,
    "review": _agree,
    "initial": _initial,
    "form_check": _pass_form,
    "sign": _sign,
    "register": _number_and_seal,
    "issue": _issue,
}
