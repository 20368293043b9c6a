"""What stands beside a draft: its files, its pictures, what it says of older documents."""

import hashlib
from enum import StrEnum
from uuid import UUID

from ninja import File, Router, UploadedFile

from agencies.models import Scope
from documents.api.asking import ApiRequest
from documents.api.files import attachment_shown
from documents.api.operations import acts
from documents.api.shapes import All, FileShown, document_of
from documents.api.values import BodyNumber, Given, Key, Shown
from documents.models import Attachment, RelationKind
from workflow.actions import drafting, overtaking
from workflow.api.drafting import draft_of
from workflow.models import WorkTask

router = Router(tags=["Soạn thảo"])


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
