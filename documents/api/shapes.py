"""What answers say of people, agencies, documents and files; the same everywhere."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from agencies.models import Official
from documents import access
from documents.api.asking import Asker
from documents.api.values import Paged, Shown
from documents.errors import NotFound
from documents.models import Document, Rendition, StoredObject
from ui.parts import Entry

T = TypeVar("T")
M = TypeVar("M", bound=Model)


class Named(Shown):
    """An agency, a unit or an official: its key, and what it is called."""

    id: int
    name: str


class Listed(Shown, Generic[T]):
    """One page of a list; `next` is what `after` asks the next one with."""

    items: list[T]
    next: str | None = None


class All(Shown, Generic[T]):
    """A list that is never long."""

    items: list[T]


class Done(Shown):
    """The act is done; `message` says so, as the page does."""

    message: str


class DocumentShown(Shown):
    """What a list says of a document."""

    id: UUID
    kind: str
    kind_name: str
    subject: str
    status: str
    status_name: str
    urgency: str
    circulation: str
    agency: Named
    code: str | None
    issued_on: date | None


class FileShown(Shown):
    """A stored file."""

    id: int
    name: str
    media_type: str
    size: int
    sha256: str
    locked_until: datetime | None


class StageFile(FileShown):
    """The pages of a revision at one stage."""

    stage: str
    revision: int
    pages: int
    made_at: datetime


class EntryShown(Shown):
    """One line of a journal, in words."""

    at: datetime
    text: str
    by: str
    detail: str


def named(one: Model | None) -> Named | None:
    return None if one is None else Named(id=one.pk, name=str(one))


def must_name(one: Model) -> Named:
    return Named(id=one.pk, name=str(one))


def people(found: Iterable[Official]) -> list[Named]:
    return [must_name(one) for one in found]


def document_shown(document: Document) -> DocumentShown:
    """Say what a list says; for lists that fetched agency, its names, and register entry."""
    entry = getattr(document, "register_entry", None)
    return DocumentShown(
        id=document.public_id,
        kind=document.kind,
        kind_name=document.get_kind_display(),
        subject=document.subject,
        status=document.status,
        status_name=document.get_status_display(),
        urgency=document.urgency,
        circulation=document.circulation,
        agency=must_name(document.agency),
        code=entry.code if entry else None,
        issued_on=entry.issued_on if entry else None,
    )


def stage_file(one: Rendition, *, name: str) -> StageFile:
    return StageFile(
        id=one.pk,
        name=name,
        media_type="application/pdf",
        stage=one.stage,
        revision=one.revision.n,
        pages=one.pages,
        made_at=one.made_at,
        **object_facts(one.object),
    )


def object_facts(stored: StoredObject) -> dict[str, Any]:
    return {"size": stored.size, "sha256": stored.sha256, "locked_until": stored.locked_until}


def entries_shown(found: Iterable[Entry]) -> list[EntryShown]:
    return [EntryShown(at=one.at, text=one.text, by=one.by, detail=one.detail) for one in found]


def document_of(asker: Asker, document: UUID) -> Document:
    """Return a document that the official may see. Raises NotFound."""
    return access.document_for(asker.official, document, on=asker.on)


def own_document(asker: Asker, document: UUID) -> Document:
    """Return a document whose making the official takes part in. Raises NotFound."""
    found = document_of(asker, document)
    if not access.is_inside(asker.official, found, on=asker.on):
        raise NotFound
    return found


def page_of(rows: QuerySet[M], paged: Paged, *, newest_first: bool) -> tuple[list[M], str | None]:
    """Return one page of rows by their key, and where the next one begins."""
    if paged.place is not None:
        beyond = {"pk__lt" if newest_first else "pk__gt": paged.place}
        rows = rows.filter(**beyond)
    found = list(rows.order_by("-pk" if newest_first else "pk")[: paged.limit + 1])
    page = found[: paged.limit]
    return page, str(page[-1].pk) if len(found) > paged.limit else None
