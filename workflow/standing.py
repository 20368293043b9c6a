"""Where a document stands, in words: the line of steps, in whose hands, what it waits for."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from agencies.models import Official
from agencies.moments import vn_day
from documents.actions.drafting import latest_revision
from documents.models import (
    DispatchState,
    Document,
    EntryState,
    RegisterEntry,
    Stage,
    Status,
)
from ui.parts import Step, steps
from ui.writing import moment
from workflow import inbox
from workflow.models import OPEN, ReviewRequest, WorkTask

LINE = ("Soạn thảo", "Xin ý kiến", "Ký nháy", "Thể thức", "Ký số", "Cấp số, đóng dấu", "Phát hành")
_AT = {
    Status.DRAFTING: 0,
    Status.IN_REVIEW: 1,
    Status.INITIALLING: 2,
    Status.FORM_CHECK: 3,
    Status.AWAITING_SIGNATURE: 4,
    Status.AWAITING_NUMBER: 5,
    Status.SEALING: 5,
    Status.AWAITING_DISPATCH: 6,
}

# What comes after each step, where all goes well.
_THEN = {
    "draft": "Trình trưởng đơn vị ký nháy, hoặc xin ý kiến các đơn vị trước",
    "review": "Trưởng đơn vị soạn thảo ký nháy",
    "initial": "Kiểm tra thể thức",
    "form_check": "Lãnh đạo ký số",
    "sign": "Văn thư cấp số, đóng dấu",
    "register": "Văn thư phát hành",
    "issue": "Gửi đến các nơi nhận",
}


@dataclass(frozen=True, slots=True)
class Hand:
    """One open step of a document: whose it is, since when and until when."""

    step: str
    people: str
    since: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a document is, for `workflow/standing.html`; nowhere once it is issued."""

    hands: list[Hand]
    then: str


def steps_of(document: Document) -> list[Step]:
    """Return the line of steps with the one under way; of a cancelled document none is.

    Where nobody was asked for an opinion that step is left out: it would look done.
    """
    if document.status == Status.CANCELLED:
        return steps(LINE, at=-1)
    line = steps(LINE, at=_AT.get(Status(document.status), len(LINE)))
    asked = ReviewRequest.objects.filter(process__document=document).exists()
    if not asked and document.status != Status.DRAFTING:
        del line[_AT[Status.IN_REVIEW]]
    return line


def open_tasks_of(document: Document) -> list[WorkTask]:
    return list(
        WorkTask.objects.filter(process__document=document, status__in=OPEN, flow_task_type="HUMAN")
        .select_related("owner", "department", "process__document")
        .order_by("pk")
    )


def standing_of(document: Document, *, at: datetime) -> Standing:
    """Say who has the document, at which step, since when and until when, and what comes next."""
    tasks = open_tasks_of(document)
    hands = [
        Hand(
            step=str(task.flow_task.task_title),
            people=inbox.who_has(task, on=vn_day(at)),
            since=task.created,
            due_at=task.due_at,
        )
        for task in tasks
    ]
    return Standing(hands, next(iter({_THEN.get(task.step, "") for task in tasks}), ""))


def waits_for(document: Document) -> list[str]:
    """Say what the document waits for from a machine, with the cause where a part is away."""
    sentences = [
        gettext("%(message)s Hệ thống tự làm lại, lần gần nhất lúc %(last_tried_at)s.")
        % {"message": obstacle.message, "last_tried_at": moment(obstacle.last_tried_at)}
        for obstacle in document.obstacles.order_by("pk")
    ]
    revision = latest_revision(document)
    stages = set(revision.renditions.values_list("stage", flat=True))
    fault = getattr(revision, "typesetting_fault", None)
    if fault is not None:
        sentences.append(gettext("Chưa dàn được trang: %(message)s") % {"message": fault.message})
    elif Stage.DRAFT not in stages:
        sentences.append("Bản dự thảo đang được dàn trang.")
    if document.status == Status.AWAITING_SIGNATURE and Stage.PREPARED not in stages:
        sentences.append("Bản trình ký đang được dàn trang.")
    entry = RegisterEntry.objects.filter(document=document, state=EntryState.TAKEN).first()
    if entry is not None:
        sentences.append(
            gettext("Đã cấp số %(code)s, chưa đóng dấu xong; văn thư đóng dấu tiếp.")
            % {"code": entry.code}
        )
    if Stage.ISSUED in stages and Stage.ARCHIVED not in stages:
        sentences.append("Bản gốc đang chờ dấu thời gian lưu trữ.")
    pending = document.dispatches.filter(state=DispatchState.PENDING).count()
    if pending:
        sentences.append(gettext("Đang gửi đến %(pending)s nơi nhận.") % {"pending": pending})
    return sentences


def may_withdraw(document: Document, tasks: list[WorkTask], *, by: Official) -> bool:
    """Tell whether the drafter may take the document back: it is elsewhere, and has no number.

    The page asks here; `withdraw` asks again, of the same facts.
    """
    numbered = RegisterEntry.objects.filter(document=document).exists()
    elsewhere = bool(tasks) and all(task.step != "draft" for task in tasks)
    return document.drafter_id == by.pk and elsewhere and not numbered
