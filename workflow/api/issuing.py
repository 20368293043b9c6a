"""The clerk's acts: number, date and seal; whom the lines mean; issue; send again what failed."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.utils import timezone
from ninja import Router
from pydantic import Field

from agencies import roles
from agencies.models import Agency, Scope
from documents.actions import distributing as deliveries
from documents.api.asking import ApiRequest, Asker
from documents.api.operations import acts, reads
from documents.api.refusing import InvalidRequest
from documents.api.shapes import All, DocumentShown, Done, document_of, document_shown
from documents.api.values import BodyFlag, BodyKey, Day, Given, Key, Pin, Shown
from documents.errors import NotFound
from documents.models import RecipientLine, RegisterEntry
from workflow import clerk
from workflow.actions import distributing, door, registering
from workflow.actions.registering import Chosen
from workflow.api.tasks import Moved, done_before, moved, task_of
from workflow.models import WorkTask

router = Router(tags=["Cấp số, phát hành"])


class ToSeal(Given):
    """The day of issue, and the PIN of the agency's seal."""

    issued_on: Day
    pin: Pin


class DocumentToSeal(Given):
    """One document of several, and its day of issue."""

    task: BodyKey
    issued_on: Day


class ManyToSeal(Given):
    """What is numbered and sealed with one PIN."""

    pin: Pin
    documents: Annotated[list[DocumentToSeal], Field(min_length=1, max_length=registering.MOST)]


class SealedShown(Shown):
    """What became of one document: its number, or why it has none."""

    task: int
    document: UUID
    code: str | None
    number: int | None
    issued_on: date | None
    refusal: str


class LineShown(Shown):
    """One printed line of Nơi nhận, and whom it means; nobody when that is empty."""

    id: int
    text: str
    means: str
    is_settled: bool


class ToMean(Given):
    """Whom a line means: exactly one of these."""

    agency: BodyKey | None = None
    department: BodyKey | None = None
    official: BodyKey | None = None
    outside: BodyFlag = Field(False, description="Gửi ngoài hệ thống.")
    directory: BodyFlag = Field(False, description="Tra lại danh bạ.")


class FailedShown(Shown):
    """An issued document, and where it did not arrive."""

    document: DocumentShown
    recipients: list[str]


@acts(
    router,
    "tasks/{task}/register",
    SealedShown,
    "Cấp số, ghi ngày, đóng dấu",
    scope=Scope.REGISTER,
    by_steps=True,
)
def register(request: ApiRequest, task: Key, said: ToSeal) -> SealedShown:
    asker, found = request.auth, task_of(request.auth, task)
    if not done_before(request, found, "seal"):
        registering.number_and_seal(
            found, issued_on=said.issued_on, pin=said.pin, by=asker.official, at=asker.at
        )
    return _sealed(found)


@acts(
    router,
    "registrations",
    All[SealedShown],
    "Cấp số và đóng dấu nhiều văn bản với một mã PIN; mỗi văn bản một kết quả",
    scope=Scope.REGISTER,
    by_steps=True,
)
def register_many(request: ApiRequest, said: ManyToSeal) -> All[SealedShown]:
    asker = request.auth
    chosen = [Chosen(task_of(asker, one.task), one.issued_on) for one in said.documents]
    waiting = [one for one in chosen if not done_before(request, one.task, "seal")]
    settled = (
        registering.number_and_seal_many(
            waiting, pin=said.pin, by=asker.official, clock=timezone.now
        )
        if waiting
        else []
    )
    refused = {one.task.pk: one.refusal for one in settled if one.entry is None}
    return All(items=[_sealed(one.task, refused.get(one.task.pk, "")) for one in chosen])


@reads(router, "tasks/{task}/recipients", All[LineShown], "Từng dòng nơi nhận của bản đã đóng dấu")
def list_lines(request: ApiRequest, task: Key) -> All[LineShown]:
    return _lines(_to_issue(request.auth, task))


@acts(
    router,
    "tasks/{task}/recipients/{line}",
    All[LineShown],
    "Xác định một dòng nơi nhận là ai",
    scope=Scope.REGISTER,
)
def settle_line(request: ApiRequest, task: Key, line: Key, said: ToMean) -> All[LineShown]:
    asker, found = request.auth, _to_issue(request.auth, task)
    chosen = [name for name in ToMean.model_fields if getattr(said, name)]
    if len(chosen) != 1:
        names = list(ToMean.model_fields)
        told = {"name": "body", "message": "Chọn đúng một mục.", "allowed": names}
        raise InvalidRequest([told], allowed=names)
    printed = found.process.document.recipient_lines.filter(pk=line).first()
    if printed is None:
        raise NotFound("Văn bản không có dòng nơi nhận này.")
    if said.directory:
        distributing.resolve_again(found, printed, by=asker.official, at=asker.at)
    else:
        _settle(found, printed, said, asker)
    return _lines(found)


@acts(router, "tasks/{task}/issue", Moved, "Phát hành", scope=Scope.REGISTER)
def issue(request: ApiRequest, task: Key) -> Moved:
    asker, found = request.auth, task_of(request.auth, task)
    door.require_step(found, "issue")
    distributing.issue(found, by=asker.official, at=asker.at)
    return moved(asker, found.process.document, "Đã phát hành, đang gửi đến các nơi nhận.")


@acts(
    router,
    "documents/{uuid:document}/send-again",
    Done,
    "Gửi lại đến những nơi gửi lỗi",
    scope=Scope.REGISTER,
)
def send_again(request: ApiRequest, document: UUID) -> Done:
    asker = request.auth
    sent = deliveries.send_again(document_of(asker, document), by=asker.official, at=asker.at)
    return Done(message=f"Đang gửi lại đến {len(sent)} nơi.")


@reads(router, "failed-deliveries", All[FailedShown], "Văn bản gửi lỗi của cơ quan bạn là văn thư")
def list_failed(request: ApiRequest) -> All[FailedShown]:
    asker = request.auth
    found = clerk.failed(clerk.agencies_of(asker.official, on=asker.on))
    return All(
        items=[
            FailedShown(
                document=document_shown(one.document),
                recipients=[str(each) for each in one.dispatches],
            )
            for one in found
        ]
    )


def _to_issue(asker: Asker, pk: int) -> WorkTask:
    task = task_of(asker, pk)
    door.require_step(task, "issue")
    door.require_turn(task, by=asker.official, at=asker.at)
    return task


def _settle(task: WorkTask, line: RecipientLine, said: ToMean, asker: Asker) -> None:
    house = task.process.document.agency
    agency = Agency.objects.filter(pk=said.agency or 0).first()
    department = house.departments.filter(pk=said.department or 0).first()
    own = roles.people_of(house, on=asker.on)
    official = own.filter(pk=said.official or 0).first()
    if not (said.outside or agency or department or official):
        raise InvalidRequest([{"name": "body", "message": "Không có nơi nhận này."}])
    distributing.settle(
        task,
        line,
        agency=agency,
        department=department,
        official=official,
        outside=said.outside,
        by=asker.official,
        at=asker.at,
    )


def _lines(task: WorkTask) -> All[LineShown]:
    return All(
        items=[
            LineShown(
                id=one.pk,
                text=one.text,
                means=clerk.means(one),
                is_settled=bool(one.targets.all()),
            )
            for one in clerk.lines_of([task.process.document_id])
        ]
    )


def _sealed(task: WorkTask, refusal: str = "") -> SealedShown:
    document = task.process.document
    entry = RegisterEntry.objects.filter(document=document).first()
    return SealedShown(
        task=task.pk,
        document=document.public_id,
        code=entry.code if entry else None,
        number=entry.number if entry else None,
        issued_on=entry.issued_on if entry else None,
        refusal=refusal,
    )
