"""From draft to issue."""

from typing import Any

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import SelectForUpdateLock

from agencies.models import Duty
from agencies.moments import vn_day
from agencies.roles import group_of_agency, group_of_department
from documents import access
from documents.actions import standing
from documents.actions.drafting import latest_revision
from documents.models import Status
from workflow import deadlines, turn
from workflow.errors import NobodyForTask
from workflow.models import DocumentProcess, WorkTask
from workflow.nodes import Action, FanOut, Gather


class IssuingFlow(flow.Flow):  # type: ignore[misc]
    """A document is drafted, reviewed, signed, numbered, sealed and issued.

    Node names are stored with every task. Only workflow/actions moves this flow; the moment of
    the act under way stands on the process.
    """

    process_class = DocumentProcess
    task_class = WorkTask
    process_title = "Ban hành văn bản"
    # The engine's default locks nothing: three reviewers at once then hang the join for ever.
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)

    start = flow.StartHandle(this.begin).Next(this.draft)
    draft = (
        Action(status=Status.DRAFTING, days=5, title="Soạn thảo")
        .To(this.the_drafter)
        .Telling(this.task_is_there)
        .On("submit", this.ask_reviews)
        .On("submit_direct", this.initial)
        .On("cancel", this.end)
    )
    ask_reviews = FanOut(this.review, items=this.departments_asked)
    review = (
        Action(status=Status.IN_REVIEW, days=3, title="Cho ý kiến")
        .To(this.the_department_asked)
        .Telling(this.task_is_there)
        .On("agree", this.reviews_in)
        .On("send_back", this.reviews_in)
    )
    reviews_in = Gather(stop_on="send_back").On("all", this.initial).On("send_back", this.draft)
    initial = (
        Action(status=Status.INITIALLING, days=2, title="Ký nháy")
        .To(this.the_drafting_unit)
        .Telling(this.task_is_there)
        .On("initial", this.form_check)
        .On("send_back", this.draft)
    )
    form_check = (
        Action(status=Status.FORM_CHECK, days=2, title="Kiểm tra thể thức")
        .To(this.the_form_checker)
        .Telling(this.task_is_there)
        .On("pass", this.sign)
        .On("send_back", this.draft)
    )
    sign = (
        Action(status=Status.AWAITING_SIGNATURE, days=2, title="Ký số")
        .To(this.the_signer)
        .Telling(this.task_is_there)
        .On("sign", this.register)
        .On("send_back", this.draft)
    )
    register = (
        Action(status=Status.AWAITING_NUMBER, days=1, title="Cấp số, đóng dấu")
        .To(this.the_clerk)
        .Telling(this.task_is_there)
        .On("seal", this.issue)
        .On("send_back", this.draft)
    )
    issue = (
        Action(status=Status.AWAITING_DISPATCH, days=1, title="Phát hành")
        .To(this.the_clerk)
        .Telling(this.task_is_there)
        .On("issue", this.end)
    )
    end = flow.End()

    def begin(self, activation: Any, document: Any, at: Any) -> Any:
        activation.process.document = document
        activation.process.data = {"at": at.isoformat()}
        return activation.process

    def departments_asked(self, activation: Any) -> list[dict[str, int]]:
        process = activation.process
        asked = process.review_requests.filter(
            revision_n=latest_revision(process.document).n
        ).order_by("pk")
        return [{"department": request.department_id} for request in asked]

    def the_drafter(self, activation: Any) -> None:
        activation.task.owner = activation.process.document.drafter

    def the_department_asked(self, activation: Any) -> None:
        activation.task.department_id = activation.task.data["department"]
        activation.task.role = turn.UNIT_HEADS

    def the_drafting_unit(self, activation: Any) -> None:
        activation.task.department = activation.process.document.department
        activation.task.role = turn.UNIT_HEADS

    def the_form_checker(self, activation: Any) -> None:
        self._duty(activation, Duty.CHECK_FORM)

    def the_clerk(self, activation: Any) -> None:
        self._duty(activation, Duty.CLERK)

    def the_signer(self, activation: Any) -> None:
        activation.task.owner = latest_revision(activation.process.document).signer

    def task_is_there(self, activation: Any) -> None:
        """Set the due day, require somebody able, let them see, move the document's standing."""
        task, document = activation.task, activation.process.document
        at = activation.process.moment
        task.due_at = deadlines.due_after(activation.flow_task.days, at=at)
        task.save(update_fields=["due_at"])
        people = turn.able(task, on=vn_day(at))
        if not people:
            raise NobodyForTask(
                f"Bước «{activation.flow_task.task_title}» chưa có người xử lý"
                f"{f' ở {task.department}' if task.department else ''}; hãy báo người quản trị."
            )
        if task.owner is not None:
            access.let_official_see(document, task.owner)
        elif task.department is not None:
            access.let_group_see(document, group_of_department(task.department))
        else:
            access.let_group_see(document, group_of_agency(task.agency_id, task.role))
        standing.move(document, activation.flow_task.document_status)

    def _duty(self, activation: Any, duty: Duty) -> None:
        activation.task.agency = activation.process.document.agency
        activation.task.role = duty
