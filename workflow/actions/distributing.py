"""The clerk settles the open lines of Nơi nhận and issues the document."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from agencies.models import Agency, Department, Official
from documents.actions import distributing
from documents.actions.overtaking import named
from documents.errors import NotFound
from documents.models import Document, RecipientLine, RegisterEntry
from workflow.actions import assigning, door, notices, overtaking
from workflow.models import WorkTask


def settle(
    task: WorkTask,
    line: RecipientLine,
    *,
    agency: Agency | None = None,
    department: Department | None = None,
    official: Official | None = None,
    outside: bool = False,
    by: Official,
    at: datetime,
) -> None:
    """Say whom a line means that the directory did not know."""
    with _at_the_desk(task, line, by=by, at=at):
        distributing.settle(
            line,
            agency=agency,
            department=department,
            official=official,
            outside=outside,
            by=by,
            at=at,
        )


def resolve_again(task: WorkTask, line: RecipientLine, *, by: Official, at: datetime) -> None:
    """Let a line mean again what the directory says it does."""
    with _at_the_desk(task, line, by=by, at=at):
        distributing.resolve_again(line, by=by, at=at)


@contextmanager
def _at_the_desk(
    task: WorkTask, line: RecipientLine, *, by: Official, at: datetime
) -> Iterator[None]:
    door.require_step(task, "issue")
    with door.locked(task.process_id, at=at):
        task = door.fresh(task)
        door.require_turn(task, by=by, at=at)
        if line.document_id != task.process.document_id:
            raise NotFound
        yield


def issue(task: WorkTask, *, by: Official, at: datetime) -> WorkTask:
    """Send the sealed document to everyone on its Nơi nhận, at once."""

    def effect(task: WorkTask, as_what: str) -> None:
        document = task.process.document
        _lock_with_older_ones(document)
        sent = distributing.issue(document, by=by, as_what=as_what, at=at)
        assigning.answer_issued(document, by=by, at=at)
        overtaking.take_effect(document, by=by, at=at)
        places = len({dispatch.pk for dispatch in sent})
        code = RegisterEntry.objects.get(document=document).code
        sentence = f"{by.full_name} đã phát hành {code} đến {places} nơi."
        notices.tell_drafter(document, sentence, by=by, at=at, head=True)

    return door.finish(task, "issue", by=by, at=at, effect=effect)


def _lock_with_older_ones(document: Document) -> None:
    """Lock the document and those it answers or overtakes, before the dossier of issuing."""
    keys = [document.pk, *named(document).values_list("other", flat=True)]
    if document.answers is not None and document.answers.document_id is not None:
        keys.append(document.answers.document_id)
    list(Document.objects.select_for_update(of=["self"]).filter(pk__in=keys).order_by("pk"))
