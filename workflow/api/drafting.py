"""The drafter's acts: begin, revise, attach, submit, give up, take back."""

import json
from typing import Annotated, Any
from uuid import UUID

from ninja import File, Form, Query, Router, UploadedFile
from pydantic import Field

from agencies import roles
from agencies.models import Department, Duty, Scope
from documents import importing, signers
from documents.actions.drafting import Header
from documents.api.asking import ApiRequest, Asker
from documents.api.incoming import arrival_of
from documents.api.operations import acts, reads
from documents.api.refusing import InvalidRequest
from documents.api.shapes import All, document_of
from documents.api.values import BodyKey, BodyNumber, Given, Key, Shown, Text
from documents.errors import NotFound
from documents.models import Circulation, DocumentKind, Urgency
from documents.pages import recipient_lines
from documents.text import van_ban
from documents.text.content import Content
from workflow.actions import door, drafting
from workflow.api.tasks import Moved, moved, task_of
from workflow.errors import NotYourTurn
from workflow.models import DocumentProcess, WorkTask
from workflow.steps.beginning import Source

router = Router(tags=["Soạn thảo"])
DraftContent = Annotated[
    dict[str, Any], Field(description="Theo định dạng vbhc/1 (docs/reference/draft-format.md).")
]
Why = Annotated[str, Text(1_000)]


class ToBegin(Given):
    """A whole draft, or kind and subject of one; what it is written from, or what it answers."""

    department: BodyKey | None = Field(None, description="Bỏ trống khi bạn chỉ soạn ở một đơn vị.")
    content: DraftContent | None = None
    kind: DocumentKind | None = None
    subject: Annotated[str, Text(500, least=1)] | None = None
    based_on: UUID | None = None
    answers: BodyKey | None = None
    urgency: Urgency = Urgency.NONE
    circulation: Circulation = Circulation.NORMAL


class ToSave(Given):
    """The next revision, written on top of revision `base`."""

    base: BodyNumber
    content: DraftContent
    signer: Annotated[str, Text(60)] | None = Field(None, description="key của tasks/…/signers.")
    urgency: Urgency = Urgency.NONE
    circulation: Circulation = Circulation.NORMAL


class ToSubmit(Given):
    """Which units are asked for their opinion; none: straight to the initial."""

    departments: Annotated[list[BodyKey], Field(max_length=100)] = []


class CancelReason(Given):
    """Why a draft is given up."""

    reason: Annotated[str, Text(1_000, least=1)]


class WithdrawReason(Given):
    """Why a document is taken back; may stay empty."""

    reason: Why = ""


class Lines(Given):
    """Lines of Nơi nhận and Kính gửi as typed."""

    recipients: Annotated[list[Annotated[str, Text(300)]], Field(max_length=300)]
    addressees: Annotated[list[Annotated[str, Text(300)]], Field(max_length=300)] = []


class SignerShown(Shown):
    """Somebody who may sign, in one capacity, with the block that is printed."""

    key: str
    label: str
    signature: dict[str, str | None]


class MeaningShown(Shown):
    """Whom a line means."""

    line: str
    state: str
    means: str


@acts(router, "drafts", Moved, "Lập văn bản", scope=Scope.DRAFT, status=201)
def begin_document(request: ApiRequest, said: ToBegin) -> Moved:
    asker = request.auth
    answers = arrival_of(asker, said.answers) if said.answers else None
    based_on = document_of(asker, said.based_on) if said.based_on else None
    unit = _unit(asker, said.department)
    if said.content is not None:
        content = _read(said.content)
    elif said.kind is None or said.subject is None:
        told = "Cần content, hoặc cả kind và subject."
        raise InvalidRequest([{"name": "content", "message": told}])
    else:
        source = Source(based_on=based_on, answers=answers)
        subject = " ".join(said.subject.split())
        content = source.content(unit, kind=said.kind, subject=subject, on=asker.on)
    found = signers.header_for(content, agency=unit.agency, on=asker.on)
    task = drafting.begin(
        unit,
        content=content,
        header=Header(found.signer, found.capacity, said.urgency, said.circulation),
        by=asker.official,
        at=asker.at,
        answers=answers,
        based_on=based_on,
    )
    return moved(asker, task.process.document, "Đã lập văn bản, bản 1.")


@acts(
    router,
    "drafts/import",
    Moved,
    "Lập văn bản từ một tệp dự thảo .json",
    scope=Scope.DRAFT,
    status=201,
)
def import_document(
    request: ApiRequest, file: File[UploadedFile], department: Form[Key | None] = None
) -> Moved:
    asker = request.auth
    unit, brought = _unit(asker, department), importing.read(file.read())
    content = brought.content
    task = drafting.begin(
        unit,
        content=content,
        brought=brought.pictures,
        header=signers.header_for(content, agency=unit.agency, on=asker.on),
        by=asker.official,
        at=asker.at,
    )
    return moved(asker, task.process.document, "Đã lập văn bản, bản 1.")


@acts(router, "tasks/{task}/revisions", Moved, "Lưu bản tiếp theo", scope=Scope.DRAFT, status=201)
def save_revision(request: ApiRequest, task: Key, said: ToSave) -> Moved:
    asker = request.auth
    found = draft_of(asker, task)
    agency = found.process.document.agency
    content = _read(said.content)
    header = signers.header_for(content, agency=agency, on=asker.on)
    if said.signer is not None:
        options = signers.options(agency, kind=content["type"], on=asker.on)
        option = next((one for one in options if one.key == said.signer), None)
        if option is None:
            keys = [one.key for one in options]
            told = {"name": "signer", "message": "Không có giá trị này.", "allowed": keys}
            raise InvalidRequest([told], allowed=keys)
        header = option.header
        content = _read({**content, "signature": option.block})
    saved = drafting.save(
        found,
        content=content,
        header=Header(header.signer, header.capacity, said.urgency, said.circulation),
        base=said.base,
        by=asker.official,
        at=asker.at,
    )
    return moved(asker, found.process.document, f"Đã lưu bản {saved.n}.")


@acts(router, "tasks/{task}/submit", Moved, "Trình duyệt", scope=Scope.DRAFT)
def submit_draft(request: ApiRequest, task: Key, said: ToSubmit) -> Moved:
    asker = request.auth
    found = draft_of(asker, task)
    departments = list(Department.objects.filter(pk__in=said.departments).order_by("pk"))
    if len(departments) < len(set(said.departments)):
        raise InvalidRequest([{"name": "departments", "message": "Có đơn vị không tồn tại."}])
    drafting.submit(
        found,
        departments=departments,
        direct=not departments,
        by=asker.official,
        at=asker.at,
    )
    sentence = f"Đã xin ý kiến {len(departments)} đơn vị." if departments else "Đã trình ký nháy."
    return moved(asker, found.process.document, sentence)


@acts(router, "tasks/{task}/cancel", Moved, "Hủy dự thảo", scope=Scope.DRAFT)
def cancel_draft(request: ApiRequest, task: Key, said: CancelReason) -> Moved:
    asker = request.auth
    found = draft_of(asker, task)
    drafting.cancel(found, reason=said.reason, by=asker.official, at=asker.at)
    return moved(asker, found.process.document, "Đã hủy dự thảo.")


@acts(
    router,
    "documents/{uuid:document}/withdraw",
    Moved,
    "Rút văn bản về để sửa",
    scope=Scope.DRAFT,
)
def withdraw_document(request: ApiRequest, document: UUID, said: WithdrawReason) -> Moved:
    asker = request.auth
    found = document_of(asker, document)
    process = DocumentProcess.objects.filter(document=found).order_by("-pk").first()
    if process is None:
        raise NotFound
    drafting.withdraw(process, reason=said.reason, by=asker.official, at=asker.at)
    return moved(asker, found, "Đã rút văn bản về để sửa.")


@reads(router, "tasks/{task}/signers", All[SignerShown], "Ai ký được văn bản này")
def list_signers(request: ApiRequest, task: Key) -> All[SignerShown]:
    document = draft_of(request.auth, task).process.document
    options = signers.options(document.agency, kind=document.kind, on=request.auth.on)
    return All(
        items=[SignerShown(key=one.key, label=one.label, signature=one.block) for one in options]
    )


@reads(
    router,
    "tasks/{task}/meanings",
    All[MeaningShown],
    "Từng dòng nơi nhận nghĩa là ai",
    method="POST",
)
def read_recipients(request: ApiRequest, task: Key, said: Lines) -> All[MeaningShown]:
    asker = request.auth
    document = draft_of(asker, task).process.document
    found = recipient_lines.meanings(
        [" ".join(line.split()) for line in said.recipients if line.strip()],
        document=document,
        addressees=[" ".join(line.split()) for line in said.addressees if line.strip()],
        on=asker.on,
    )
    return All(
        items=[MeaningShown(line=one.text, state=one.state, means=one.means) for one in found]
    )


@reads(router, "tasks/{task}/names", All[str], "Gợi ý tên trong danh bạ khi đang gõ")
def suggest_names(
    request: ApiRequest, task: Key, q: Query[Annotated[str, Text(100)]] = ""
) -> All[str]:
    asker = request.auth
    agency = draft_of(asker, task).process.document.agency
    return All(items=list(recipient_lines.names_like(q, agency=agency, on=asker.on)))


def draft_of(asker: Asker, pk: int) -> WorkTask:
    """Return the drafter's task; another step has no draft. Raises NotFound, NotYourTurn."""
    task = task_of(asker, pk)
    door.require_step(task, "draft")
    door.require_turn(task, by=asker.official, at=asker.at)
    return task


def _unit(asker: Asker, pk: int | None) -> Department:
    """Return the unit in which is drafted; the only one where none is named."""
    held = roles.posts_held(asker.official, on=asker.on)
    units = {
        one.post.department.pk: one.post.department
        for one in held
        if Duty.DRAFT in one.post.duties and one.post.department is not None
    }
    if not units:
        raise NotYourTurn("Chỉ người có nhiệm vụ soạn thảo mới lập được văn bản mới.")
    chosen = list(units.values()) if pk is None else [units[pk]] if pk in units else []
    if len(chosen) != 1:
        allowed = [str(key) for key in sorted(units)]
        told = {"name": "department", "message": "Hãy chọn đơn vị của bạn.", "allowed": allowed}
        raise InvalidRequest([told], allowed=allowed)
    return chosen[0]


def _read(content: dict[str, Any] | Content) -> Content:
    """Read a draft by the rules of a file: how deep, how large. Raises BadDraft."""
    return van_ban.read(json.dumps(content).encode())
