"""The drafter's acts: begin, revise, attach, submit, give up, take back."""

import hashlib
import json
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from ninja import File, Form, Query, Router, UploadedFile
from pydantic import Field

from agencies import roles
from agencies.models import Department, Duty, Scope
from documents import importing, signers
from documents.actions.drafting import Header
from documents.api.asking import ApiRequest, Asker
from documents.api.files import attachment_shown
from documents.api.incoming import arrival_of
from documents.api.operations import acts, reads
from documents.api.refusing import InvalidRequest
from documents.api.shapes import All, FileShown, document_of
from documents.api.values import BodyKey, BodyNumber, Given, Key, Shown, Text
from documents.errors import NotFound
from documents.models import Attachment, Circulation, DocumentKind, RelationKind, Urgency
from documents.pages import recipient_lines
from documents.text import van_ban
from documents.text.content import Content
from workflow.actions import door, drafting, overtaking
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


class Detached(Shown):
    """A file is off the draft; `detached` is by what it can be put back."""

    detached: int
    name: str


class ToPutBack(Given):
    """Which file is put back, as taking it off told."""

    detached: BodyNumber


class PictureShown(Shown):
    """A picture that the draft's text may name; added again it is the same."""

    sha256: str
    width: int
    height: int


class Overtaking(StrEnum):
    """What a draft does to an issued document, once it is issued itself."""

    RECALLS = "RECALLS"
    REPLACES = "REPLACES"
    CORRECTS = "CORRECTS"


class ToOvertake(Given):
    """Which issued document is meant, and what becomes of it."""

    kind: Overtaking
    other: UUID


class OvertakenShown(Shown):
    """What a draft does to another document."""

    id: int
    kind: str
    other: UUID


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


@acts(
    router,
    "tasks/{task}/attachments",
    All[FileShown],
    "Thêm tệp kèm theo, tất cả hoặc không tệp nào",
    scope=Scope.DRAFT,
    status=201,
    by_steps=True,
)
def attach_files(request: ApiRequest, task: Key, files: File[list[UploadedFile]]) -> All[FileShown]:
    asker = request.auth
    found = draft_of(asker, task)
    named = [(one.name or "", one.read()) for one in files]
    made = _attached_before(request, found, named) or drafting.attach(
        found, files=named, by=asker.official, at=asker.at
    )
    return All(items=[attachment_shown(one) for one in made])


def _attached_before(
    request: ApiRequest, task: WorkTask, files: list[tuple[str, bytes]]
) -> list[Attachment]:
    """Return what this very call attached, when its server died before it could answer."""
    if request.auth.since is None:
        return []
    hashes = [hashlib.sha256(data).hexdigest() for _, data in files]
    there = task.process.document.attachments.select_related("object").filter(
        added_by=request.auth.official, added_at__gte=request.auth.since, object__sha256__in=hashes
    )
    return list(there.order_by("pk"))


@acts(
    router,
    "tasks/{task}/attachments/restored",
    FileShown,
    "Đặt lại một tệp vừa bỏ",
    scope=Scope.DRAFT,
)
def put_back_file(request: ApiRequest, task: Key, said: ToPutBack) -> FileShown:
    asker = request.auth
    found = draft_of(asker, task)
    made = drafting.put_back(found, detached=said.detached, by=asker.official, at=asker.at)
    return attachment_shown(made)


@acts(
    router,
    "tasks/{task}/attachments/{file}",
    Detached,
    "Bỏ một tệp kèm theo",
    scope=Scope.DRAFT,
    method="DELETE",
)
def detach_file(request: ApiRequest, task: Key, file: Key) -> Detached:
    asker = request.auth
    found = draft_of(asker, task)
    event = drafting.detach(found, attachment_id=file, by=asker.official, at=asker.at)
    return Detached(detached=event.n, name=event.facts["name"])


@acts(
    router,
    "tasks/{task}/pictures",
    PictureShown,
    "Thêm một hình vào bản thảo; khối hình trong nội dung gọi tên bằng sha256",
    scope=Scope.DRAFT,
    status=201,
    by_steps=True,
)
def add_picture(request: ApiRequest, task: Key, picture: File[UploadedFile]) -> PictureShown:
    asker = request.auth
    found = draft_of(asker, task)
    kept = drafting.add_picture(found, data=picture.read(), by=asker.official, at=asker.at)
    return PictureShown(sha256=kept.sha256, width=kept.width, height=kept.height)


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
    "tasks/{task}/overtaken",
    OvertakenShown,
    "Ghi văn bản mà dự thảo này thu hồi, thay thế hoặc đính chính",
    scope=Scope.DRAFT,
    status=201,
)
def name_overtaken(request: ApiRequest, task: Key, said: ToOvertake) -> OvertakenShown:
    asker = request.auth
    found, other = draft_of(asker, task), document_of(asker, said.other)
    made = overtaking.name(found, RelationKind(said.kind), other, by=asker.official, at=asker.at)
    return OvertakenShown(id=made.pk, kind=made.kind, other=other.public_id)


@acts(
    router,
    "tasks/{task}/overtaken/{relation}",
    OvertakenShown,
    "Bỏ điều vừa ghi về văn bản khác",
    scope=Scope.DRAFT,
    method="DELETE",
)
def drop_overtaken(request: ApiRequest, task: Key, relation: Key) -> OvertakenShown:
    asker = request.auth
    gone = overtaking.drop(draft_of(asker, task), relation, by=asker.official, at=asker.at)
    return OvertakenShown(id=relation, kind=gone.kind, other=gone.other.public_id)


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
