"""Dossiers: listed, opened, filled, closed, opened again."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from django.db.models import QuerySet
from ninja import Query, Router
from pydantic import Field

from agencies import roles
from agencies.models import Scope
from documents import access
from documents.actions import dossiers as actions
from documents.api.asking import ApiRequest, Asker
from documents.api.operations import acts, reads
from documents.api.refusing import InvalidRequest
from documents.api.shapes import (
    All,
    EntryShown,
    Listed,
    Named,
    entries_shown,
    must_name,
    named,
    page_of,
)
from documents.api.values import BodyKey, Given, Key, Paged, Shown, Text
from documents.dossiers import Line, dossiers_of, items_of, line
from documents.errors import NotFound
from documents.models import Document, Dossier, RetentionClass
from documents.pages import dossier_words

router = Router(tags=["Hồ sơ"])
MOST = 100  # documents of one call


class State(StrEnum):
    """Whether a dossier still takes documents."""

    OPEN = "open"
    CLOSED = "closed"


class DossierFilters(Paged):
    """Which dossiers."""

    state: State = State.OPEN


class DossierShown(Shown):
    """One dossier."""

    id: int
    agency: Named
    code: str
    title: str
    retention: Named | None
    opened_by: Named
    opened_on: date
    closed_by: Named | None
    closed_on: date | None
    follows: int | None


class FiledShown(Shown):
    """One document that lies in a dossier."""

    id: int
    document: str
    code: str
    dated_on: date | None
    title: str
    author: str
    pages: int | None


Documents = Annotated[list[UUID], Field(max_length=MOST)]


class ToOpen(Given):
    """What a dossier is opened with."""

    agency: BodyKey | None = Field(None, description="Bỏ trống khi bạn chỉ thuộc một cơ quan.")
    code: Annotated[str, Text(20, least=1)]
    title: Annotated[str, Text(500, least=1)]
    retention: BodyKey | None = None
    follows: BodyKey | None = Field(None, description="Hồ sơ đã đóng mà hồ sơ này tiếp theo.")
    documents: Documents = []


class ToFill(Given):
    """What is put in; with a reason a closed dossier is opened again first."""

    documents: Annotated[list[UUID], Field(min_length=1, max_length=MOST)]
    reopen_reason: Annotated[str, Text(1_000)] = ""


class Filled(Shown):
    """Which documents are new in the dossier; the others lay there already."""

    dossier: DossierShown
    put: list[UUID]


class ReopenReason(Given):
    """Why; never empty."""

    reason: Annotated[str, Text(1_000, least=1)]


@reads(router, "dossiers", Listed[DossierShown], "Hồ sơ của cơ quan, mới nhất trước")
def list_dossiers(request: ApiRequest, filters: Query[DossierFilters]) -> Listed[DossierShown]:
    asker = request.auth
    mine = _mine(asker).filter(closed_on__isnull=filters.state is State.OPEN)
    page, following = page_of(mine, filters, newest_first=True)
    return Listed(items=[shown(one) for one in page], next=following)


@reads(router, "dossiers/{dossier}", DossierShown, "Một hồ sơ")
def read_dossier(request: ApiRequest, dossier: Key) -> DossierShown:
    return shown(dossier_of(request.auth, dossier))


@reads(router, "dossiers/{dossier}/documents", Listed[FiledShown], "Văn bản trong hồ sơ")
def list_items(request: ApiRequest, dossier: Key, paged: Query[Paged]) -> Listed[FiledShown]:
    asker = request.auth
    items = items_of(dossier_of(asker, dossier), official=asker.official, on=asker.on)
    page, following = page_of(items, paged, newest_first=False)
    return Listed(items=[_line(line(one)) for one in page], next=following)


@reads(router, "dossiers/{dossier}/journal", All[EntryShown], "Nhật ký hồ sơ, mới nhất trước")
def read_dossier_journal(request: ApiRequest, dossier: Key) -> All[EntryShown]:
    asker = request.auth
    found = dossier_of(asker, dossier)
    told = dossier_words.entries(found, reader=asker.official, on=asker.on)
    return All(items=entries_shown(told))


@reads(router, "retentions", All[Named], "Các thời hạn bảo quản")
def list_retentions(request: ApiRequest) -> All[Named]:  # noqa: ARG001 (ninja knows it by name)
    return All(items=[must_name(one) for one in RetentionClass.objects.order_by("-years", "pk")])


@acts(router, "dossiers", Filled, "Mở hồ sơ, có thể kèm văn bản", scope=Scope.FILE, status=201)
def open_dossier(request: ApiRequest, said: ToOpen) -> Filled:
    asker = request.auth
    agencies = {held.post.agency for held in roles.posts_held(asker.official, on=asker.on)}
    chosen = [one for one in agencies if said.agency in (None, one.pk)]
    if len(chosen) != 1:
        allowed = sorted(str(one.pk) for one in agencies)
        told = {"name": "agency", "message": "Hãy chọn cơ quan của bạn.", "allowed": allowed}
        raise InvalidRequest([told], allowed=allowed)
    retention = RetentionClass.objects.filter(pk=said.retention or 0).first()
    if said.retention is not None and retention is None:
        raise InvalidRequest([{"name": "retention", "message": "Không có thời hạn này."}])
    made, put = actions.start_with(
        chosen[0],
        _documents(asker, said.documents),
        code=said.code,
        title=said.title,
        retention=retention,
        follows=dossier_of(asker, said.follows) if said.follows else None,
        by=asker.official,
        at=asker.at,
    )
    return Filled(dossier=shown(dossier_of(asker, made.pk)), put=[one.public_id for one in put])


@acts(router, "dossiers/{dossier}/documents", Filled, "Đưa văn bản vào hồ sơ", scope=Scope.FILE)
def fill_dossier(request: ApiRequest, dossier: Key, said: ToFill) -> Filled:
    asker = request.auth
    found, documents = dossier_of(asker, dossier), _documents(asker, said.documents)
    by, at = asker.official, asker.at
    if found.is_closed and said.reopen_reason:
        put = actions.reopen_with(found, documents, reason=said.reopen_reason, by=by, at=at)
    else:
        put = actions.put_in(found, documents, by=by, at=at)
    return Filled(dossier=shown(dossier_of(asker, dossier)), put=[one.public_id for one in put])


@acts(
    router,
    "dossiers/{dossier}/documents/{uuid:document}",
    DossierShown,
    "Đưa một văn bản ra khỏi hồ sơ",
    scope=Scope.FILE,
    method="DELETE",
)
def take_out(request: ApiRequest, dossier: Key, document: UUID) -> DossierShown:
    asker = request.auth
    found = dossier_of(asker, dossier)
    actions.take_out(found, _documents(asker, [document]), by=asker.official, at=asker.at)
    return shown(dossier_of(asker, dossier))


@acts(router, "dossiers/{dossier}/close", DossierShown, "Đóng hồ sơ", scope=Scope.FILE)
def close_dossier(request: ApiRequest, dossier: Key) -> DossierShown:
    asker = request.auth
    actions.close(dossier_of(asker, dossier), by=asker.official, at=asker.at)
    return shown(dossier_of(asker, dossier))


@acts(router, "dossiers/{dossier}/reopen", DossierShown, "Mở lại hồ sơ", scope=Scope.FILE)
def reopen_dossier(request: ApiRequest, dossier: Key, said: ReopenReason) -> DossierShown:
    asker = request.auth
    found = dossier_of(asker, dossier)
    actions.reopen(found, reason=said.reason, by=asker.official, at=asker.at)
    return shown(dossier_of(asker, dossier))


def dossier_of(asker: Asker, pk: int) -> Dossier:
    """Return a dossier of the official's agencies. Raises NotFound."""
    found = _mine(asker).filter(pk=pk).first()
    if found is None:
        raise NotFound("Không có hồ sơ này.")
    return found


def _mine(asker: Asker) -> QuerySet[Dossier]:
    rows = dossiers_of(asker.official, on=asker.on)
    return rows.select_related("agency", "retention", "opened_by", "closed_by").prefetch_related(
        "agency__names"
    )


def _documents(asker: Asker, keys: Sequence[UUID]) -> list[Document]:
    """Return documents that the official may see, all of them. Raises NotFound."""
    seen = access.visible_to(asker.official, on=asker.on).filter(public_id__in=keys)
    found = list(seen.select_related("register_entry").order_by("pk"))
    if len(found) < len(set(keys)):
        raise NotFound
    return found


def shown(one: Dossier) -> DossierShown:
    return DossierShown(
        id=one.pk,
        agency=must_name(one.agency),
        code=one.code,
        title=one.title,
        retention=named(one.retention),
        opened_by=must_name(one.opened_by),
        opened_on=one.opened_on,
        closed_by=named(one.closed_by),
        closed_on=one.closed_on,
        follows=one.follows_id,
    )


def _line(one: Line) -> FiledShown:
    return FiledShown(
        id=one.key,
        document=str(one.document.public_id),
        code=one.code,
        dated_on=one.dated_on,
        title=one.title,
        author=one.author,
        pages=one.pages,
    )
