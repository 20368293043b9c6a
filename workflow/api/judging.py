"""Opinions: a unit's, the head's initial, the form check; and sending back from any step."""

from collections.abc import Callable
from typing import Annotated, Any

from ninja import Router
from pydantic import Field

from agencies.models import Scope
from documents.actions.drafting import latest_revision
from documents.api.asking import ApiRequest, Asker
from documents.api.operations import acts
from documents.api.refusing import InvalidRequest
from documents.api.values import Given, Key, Text
from documents.models import Verdict
from workflow.actions import door, registering, reviewing, signing
from workflow.api.tasks import Moved, moved, task_of
from workflow.models import WorkTask

router = Router(tags=["Xét duyệt"])
Marks = Annotated[
    dict[Annotated[str, Text(100)], Annotated[str, Text(1_000)]],
    Field(max_length=5_000, description="Ý kiến ở từng đoạn, theo id của đoạn."),
]


class Consent(Given):
    """What is said with consent; may stay empty."""

    opinion: Annotated[str, Text(4_000)] = ""
    marks: Marks = {}


class SentBack(Given):
    """Why a document goes back; never empty."""

    reason: Annotated[str, Text(4_000, least=1)]
    marks: Marks = {}


@acts(router, "tasks/{task}/review", Moved, "Đơn vị cho ý kiến đồng ý", scope=Scope.REVIEW)
def agree(request: ApiRequest, task: Key, said: Consent) -> Moved:
    asker, found = request.auth, task_of(request.auth, task)
    reviewing.review(
        found,
        verdict=Verdict.AGREED,
        opinion=said.opinion,
        marks=_known(found, said.marks),
        by=asker.official,
        at=asker.at,
    )
    return moved(asker, found.process.document, "Đã ghi ý kiến đồng ý.")


@acts(router, "tasks/{task}/initial", Moved, "Ký nháy", scope=Scope.REVIEW)
def initial(request: ApiRequest, task: Key, said: Consent) -> Moved:
    asker, found = request.auth, task_of(request.auth, task)
    door.require_step(found, "initial")
    reviewing.initial(
        found,
        opinion=said.opinion,
        marks=_known(found, said.marks),
        by=asker.official,
        at=asker.at,
    )
    return moved(asker, found.process.document, "Đã ký nháy, chuyển kiểm tra thể thức.")


@acts(router, "tasks/{task}/form-check", Moved, "Thể thức đạt", scope=Scope.REVIEW)
def pass_form(request: ApiRequest, task: Key, said: Consent) -> Moved:
    asker, found = request.auth, task_of(request.auth, task)
    door.require_step(found, "form_check")
    reviewing.pass_form(
        found,
        opinion=said.opinion,
        marks=_known(found, said.marks),
        by=asker.official,
        at=asker.at,
    )
    return moved(asker, found.process.document, "Thể thức đạt, đã trình người ký.")


@acts(
    router,
    "tasks/{task}/send-back",
    Moved,
    "Trả lại người soạn, từ bất kỳ bước nào trước khi có số",
    scope=Scope.REVIEW,
)
def send_back(request: ApiRequest, task: Key, said: SentBack) -> Moved:
    asker, found = request.auth, task_of(request.auth, task)
    door.require_step(found, *_WAYS_BACK)
    _WAYS_BACK[found.step](found, said, asker)
    return moved(asker, found.process.document, "Đã trả lại người soạn.")


def _from_review(task: WorkTask, said: SentBack, asker: Asker) -> None:
    reviewing.review(
        task,
        verdict=Verdict.SENT_BACK,
        opinion=said.reason,
        marks=_known(task, said.marks),
        by=asker.official,
        at=asker.at,
    )


def _from_answer(task: WorkTask, said: SentBack, asker: Asker) -> None:
    marks = _known(task, said.marks)
    reviewing.send_back(task, reason=said.reason, marks=marks, by=asker.official, at=asker.at)


def _from_signer(task: WorkTask, said: SentBack, asker: Asker) -> None:
    _known(task, said.marks, any_at_all=False)
    signing.send_back(task, reason=said.reason, by=asker.official, at=asker.at)


def _from_clerk(task: WorkTask, said: SentBack, asker: Asker) -> None:
    _known(task, said.marks, any_at_all=False)
    registering.send_back(task, reason=said.reason, by=asker.official, at=asker.at)


_WAYS_BACK: dict[str, Callable[[WorkTask, SentBack, Asker], None]] = {
    "review": _from_review,
    "initial": _from_answer,
    "form_check": _from_answer,
    "sign": _from_signer,
    "register": _from_clerk,
}


def _known(task: WorkTask, marks: dict[str, str], *, any_at_all: bool = True) -> dict[str, str]:
    """Return marks at blocks that the text has; the signer and the clerk mark none."""
    body: list[Any] = latest_revision(task.process.document).content["body"] if any_at_all else []
    known = {block["id"] for block in body}
    for name in marks:
        if name not in known:
            raise InvalidRequest([{"name": f"marks.{name}", "message": "Không có đoạn này."}])
    return marks
