"""One document: its facts, texts, journal, recipients, signatures, and what is related to it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router
from pydantic import Field

from agencies.models import Scope
from documents import access, queries, verification
from documents.actions import reading
from documents.actions.drafting import latest_revision
from documents.api.asking import ApiRequest, Asker
from documents.api.operations import acts, reads
from documents.api.shapes import (
    All,
    DocumentShown,
    Done,
    EntryShown,
    Listed,
    Named,
    document_of,
    document_shown,
    entries_shown,
    must_name,
    named,
    own_document,
    page_of,
)
from documents.api.values import BodyNumber, Given, Nth, Paged, Shown
from documents.dossiers import dossiers_of
from documents.errors import NotFound
from documents.models import Document, Relation, Revision
from documents.pages import journal_words, opinions, receipts, verdicts, verifying
from documents.text.compare import compare
from documents.text.word_diff import Piece

router = Router(tags=["Văn bản"])


class WholeDocument(DocumentShown):
    """A document with what stands in its newest text; the house's own facts only inside it."""

    is_inside: bool
    verification_code: str
    verification_url: str
    answers: int | None = Field(description="Văn bản đến mà văn bản này trả lời.")
    signer: Named | None
    department: Named | None
    drafter: Named | None
    begun_at: datetime | None
    revision: int
    content: dict[str, Any] = Field(description="Theo định dạng vbhc/1.")
    dossiers: list[Named]


class RevisionShown(Shown):
    """One saved text, without the text."""

    n: int
    author: Named
    at: datetime
    sha256: str
    fault: str


class RevisionText(RevisionShown):
    """One saved text."""

    signer: Named | None
    capacity: str
    content: dict[str, Any]


class PieceShown(Shown):
    """A stretch of words: the same, added, or removed."""

    change: str
    text: str


class ChangeShown(Shown):
    """What became of one block: a paragraph has pieces, a table the pieces of each cell."""

    block: str
    how: str
    kind: str
    pieces: list[PieceShown]
    rows: list[list[list[PieceShown]]]
    notes: list[str]


class ComparisonShown(Shown):
    """What changed from one revision to another."""

    old: int
    new: int
    changes: int
    figures: int
    blocks: list[ChangeShown]


class RecipientShown(Shown):
    """One printed line of Nơi nhận, and what became of it."""

    line: str
    state: str
    tone: str
    detail: str


class OpinionShown(Shown):
    """What somebody said of a revision."""

    by: str
    as_what: str
    at: datetime
    text: str
    tone: str
    marks: list[dict[str, str]]


class RelationShown(Shown):
    """How another document stands to this one."""

    kind: str
    document: DocumentShown
    other: DocumentShown


class VerdictShown(Shown):
    """What the signatures of the newest signed file say now."""

    verdict: str
    title: str
    text: str
    problems: list[str]
    signatures: list[str]


class WasOpened(Given):
    """Which revision was before somebody, and up to which of its pages."""

    revision: BodyNumber
    page: Annotated[int, Field(strict=True, ge=1, le=100_000)] = 1
    pages: Annotated[int, Field(strict=True, ge=0, le=100_000)] = 0


class Between(Given):
    """Two revisions; without them the newest and what the official saw before it."""

    old: Nth | None = None
    new: Nth | None = None


@reads(router, "documents/{uuid:document}", WholeDocument, "Một văn bản")
def read_document(request: ApiRequest, document: UUID) -> WholeDocument:
    asker = request.auth
    found = document_of(asker, document)
    return _whole(asker, found)


def _whole(asker: Asker, found: Document) -> WholeDocument:
    inside = access.is_inside(asker.official, found, on=asker.on)
    revision = latest_revision(found)
    mine = dossiers_of(asker.official, on=asker.on).filter(items__document=found)
    return WholeDocument(
        **document_shown(found).model_dump(),
        is_inside=inside,
        verification_code=found.verification_code if found.is_issued else "",
        verification_url=verification.short_url(found) if found.is_issued else "",
        answers=found.answers_id if inside else None,
        signer=named(revision.signer),
        department=named(found.department) if inside else None,
        drafter=named(found.drafter) if inside else None,
        begun_at=found.begun_at if inside else None,
        revision=revision.n,
        content=dict(revision.content),
        dossiers=[must_name(one) for one in mine.order_by("pk")],
    )


@reads(router, "documents/{uuid:document}/revisions", Listed[RevisionShown], "Các bản đã lưu")
def list_revisions(
    request: ApiRequest, document: UUID, paged: Query[Paged]
) -> Listed[RevisionShown]:
    found = own_document(request.auth, document)
    rows = found.revisions.defer("content").select_related("author", "typesetting_fault")
    page, following = page_of(rows, paged, newest_first=True)
    return Listed(items=[RevisionShown(**_revision(one)) for one in page], next=following)


@reads(router, "documents/{uuid:document}/revisions/{n}", RevisionText, "Một bản, có nội dung")
def read_revision(request: ApiRequest, document: UUID, n: Nth) -> RevisionText:
    one = _numbered(own_document(request.auth, document), n)
    return RevisionText(
        **_revision(one), signer=named(one.signer), capacity=one.capacity, content=one.content
    )


@reads(router, "documents/{uuid:document}/comparison", ComparisonShown, "So sánh hai bản")
def compare_revisions(
    request: ApiRequest, document: UUID, between: Query[Between]
) -> ComparisonShown:
    asker = request.auth
    found = own_document(asker, document)
    new = _numbered(found, between.new) if between.new else latest_revision(found)
    old = (
        _numbered(found, between.old)
        if between.old
        else queries.seen_before(new, asker.official) or new
    )
    compared = compare(old.content, new.content)
    return ComparisonShown(
        old=old.n,
        new=new.n,
        changes=compared.changes,
        figures=len(compared.figures),
        blocks=[
            ChangeShown(
                block=one.id,
                how=one.how,
                kind=one.kind,
                pieces=_pieces(one.pieces),
                rows=[[_pieces(cell) for cell in row.cells] for row in one.rows],
                notes=list(one.notes),
            )
            for one in compared.blocks
            if one.how != "same"
        ],
    )


def _pieces(found: Iterable[Piece]) -> list[PieceShown]:
    return [PieceShown(change=one.change, text=one.text) for one in found]


@reads(router, "documents/{uuid:document}/journal", Listed[EntryShown], "Nhật ký, mới nhất trước")
def read_journal(request: ApiRequest, document: UUID, paged: Query[Paged]) -> Listed[EntryShown]:
    events = own_document(request.auth, document).events.select_related("by")
    page, following = page_of(events, paged, newest_first=True)
    return Listed(items=entries_shown(map(journal_words.entry, page)), next=following)


@reads(
    router,
    "documents/{uuid:document}/recipients",
    All[RecipientShown],
    "Nơi nhận và tình trạng từng dòng",
)
def list_recipients(request: ApiRequest, document: UUID) -> All[RecipientShown]:
    asker = request.auth
    lines = receipts.lines(own_document(asker, document), on=asker.on)
    return All(
        items=[
            RecipientShown(line=one.line, state=one.state, tone=one.tone, detail=one.detail)
            for one in lines
        ]
    )


@reads(router, "documents/{uuid:document}/opinions", All[OpinionShown], "Ý kiến, mới nhất trước")
def list_opinions(request: ApiRequest, document: UUID) -> All[OpinionShown]:
    said = opinions.of(own_document(request.auth, document))
    return All(
        items=[
            OpinionShown(
                by=str(one.by or ""),
                as_what=one.as_what,
                at=one.at,
                text=one.text,
                tone=one.tone,
                marks=[{"block": mark.block_id, "note": mark.note} for mark in one.marks],
            )
            for one in said
        ]
    )


@reads(router, "documents/{uuid:document}/relations", All[RelationShown], "Văn bản liên quan")
def list_relations(request: ApiRequest, document: UUID) -> All[RelationShown]:
    asker = request.auth
    found = document_of(asker, document)
    seen = access.visible_to(asker.official, on=asker.on)
    rows = (
        Relation.objects.filter(document=found, other__in=seen)
        | Relation.objects.filter(other=found, document__in=seen)
    ).select_related(
        "document__agency", "document__register_entry", "other__agency", "other__register_entry"
    )
    return All(
        items=[
            RelationShown(
                kind=one.kind,
                document=document_shown(one.document),
                other=document_shown(one.other),
            )
            for one in rows.order_by("pk")
        ]
    )


@reads(router, "documents/{uuid:document}/verdict", VerdictShown, "Chữ ký có hợp lệ không")
def judge_signatures(request: ApiRequest, document: UUID) -> VerdictShown:
    asker = request.auth
    found = document_of(asker, document)
    may_know = found.is_issued or access.is_inside(asker.official, found, on=asker.on)
    rendition = verifying.signed_rendition(found) if may_know else None
    if rendition is None:
        raise NotFound("Văn bản chưa có tệp nào đã ký.")
    judged = verdicts.in_words(verifying.verdict_on(found, rendition, at=asker.at))
    return VerdictShown(
        verdict=judged.verdict,
        title=judged.title,
        text=judged.text,
        problems=[one.text for one in judged.problems],
        signatures=[f"{one.text}: {one.detail}" for one in judged.signatures],
    )


@acts(
    router,
    "documents/{uuid:document}/readings",
    Done,
    "Ghi là đã mở một bản",
    scope=Scope.PERSONAL,
)
def tell_opened(request: ApiRequest, document: UUID, said: WasOpened) -> Done:
    asker = request.auth
    revision = _numbered(own_document(asker, document), said.revision)
    reading.opened(revision, by=asker.official, at=asker.at, page=said.page, pages=said.pages)
    return Done(message=f"Đã ghi là mở bản {revision.n}.")


def _numbered(document: Document, n: int) -> Revision:
    found = document.revisions.select_related("author", "signer").filter(n=n).first()
    if found is None:
        raise NotFound(f"Văn bản không có bản {n}.")
    return found


def _revision(one: Revision) -> dict[str, Any]:
    return {
        "n": one.n,
        "author": must_name(one.author),
        "at": one.at,
        "sha256": one.sha256,
        "fault": getattr(getattr(one, "typesetting_fault", None), "message", ""),
    }
