"""The leader signs one document, or many with one PIN; the PIN is never kept and never told."""

from datetime import datetime
from typing import Annotated
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.utils import timezone
from ninja import Router
from pydantic import Field

from agencies.models import Scope
from documents.api.asking import ApiRequest
from documents.api.operations import acts, reads
from documents.api.values import BodyKey, Given, Key, Pin, Sha256, Shown
from documents.errors import NotFound
from workflow import batches
from workflow.actions import signing
from workflow.actions.signing import Chosen
from workflow.api.tasks import Moved, done_before, moved, task_of
from workflow.models import SigningBatch

router = Router(tags=["Ký số"])


class ToSign(Given):
    """The hash of the file that was shown (`shown` of the task), and the PIN."""

    shown: Sha256
    pin: Pin


class FileToSign(Given):
    """One document of a batch."""

    task: BodyKey
    shown: Sha256


class ManyToSign(Given):
    """What is signed with one PIN."""

    pin: Pin
    documents: Annotated[list[FileToSign], Field(min_length=1, max_length=signing.MOST)]


class RowShown(Shown):
    """One document of a batch, and what came of it."""

    task: int
    document: UUID
    state: str
    sentence: str


class BatchShown(Shown):
    """How each document of a batch stands."""

    key: UUID
    is_running: bool
    begun_at: datetime
    ended_at: datetime | None
    rows: list[RowShown]


@acts(router, "tasks/{task}/sign", Moved, "Ký số", scope=Scope.SIGN, by_steps=True)
def sign(request: ApiRequest, task: Key, said: ToSign) -> Moved:
    asker, found = request.auth, task_of(request.auth, task)
    if not done_before(request, found, "sign"):
        signing.sign(found, shown=said.shown, pin=said.pin, by=asker.official, at=asker.at)
    return moved(asker, found.process.document, "Đã ký số.")


@acts(
    router,
    "signing-batches",
    BatchShown,
    "Ký nhiều văn bản với một mã PIN; mỗi văn bản một kết quả",
    scope=Scope.SIGN,
    status=201,
    by_steps=True,
)
def sign_many(request: ApiRequest, said: ManyToSign) -> BatchShown:
    asker = request.auth
    chosen = [Chosen(task_of(asker, one.task), one.shown) for one in said.documents]
    batch = signing.sign_many(
        chosen, key=_key(request), pin=said.pin, by=asker.official, clock=timezone.now
    )
    return _shown(batch)


@reads(router, "signing-batches/{uuid:key}", BatchShown, "Kết quả của một tập ký")
def read_batch(request: ApiRequest, key: UUID) -> BatchShown:
    batch = batches.of(request.auth.official, key)
    if batch is None:
        raise NotFound("Không có tập ký này.")
    return _shown(batch)


def _key(request: ApiRequest) -> UUID:
    """Return the batch's key: the same for the same call, so that it is begun once."""
    said = request.headers.get("Idempotency-Key")
    return uuid5(NAMESPACE_URL, f"{request.auth.token.pk}:{said}") if said else uuid4()


def _shown(batch: SigningBatch) -> BatchShown:
    rows = batch.rows.select_related("task__process__document").order_by("pk")
    return BatchShown(
        key=batch.key,
        is_running=batches.is_running(batch),
        begun_at=batch.begun_at,
        ended_at=batch.ended_at,
        rows=[
            RowShown(
                task=one.task_id,
                document=one.task.process.document.public_id,
                state=one.state,
                sentence=one.sentence,
            )
            for one in rows
        ],
    )
