"""The two registers, line by line, with the columns of the decree."""

from datetime import date
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query, Router
from pydantic import Field

from agencies.models import Agency
from documents import registers
from documents.api.asking import ApiRequest, Asker
from documents.api.operations import reads
from documents.api.refusing import InvalidRequest
from documents.api.shapes import Listed
from documents.api.values import Key, Month, Paged, Shown, Text, Year
from documents.errors import NotFound
from documents.models import DocumentKind
from documents.registers import Asked

router = Router(tags=["Sổ đăng ký"])


class OutFilters(Paged):
    """Which lines of the outgoing register."""

    agency: Key | None = Field(None, description="Bỏ trống: cơ quan đầu tiên mà bạn đọc được sổ.")
    year: Year | None = Field(None, description="Bỏ trống: năm nay.")
    month: Month | None = None
    kind: DocumentKind | None = None
    signer: Key | None = None
    book: Key | None = None


class InFilters(Paged):
    """Which lines of the incoming register."""

    agency: Key | None = Field(None, description="Bỏ trống: cơ quan đầu tiên mà bạn đọc được sổ.")
    year: Year | None = Field(None, description="Bỏ trống: năm nay.")
    month: Month | None = None
    kind: DocumentKind | None = None
    sender: Annotated[str, Text(200)] = ""


class OutLine(Shown):
    """One line of the outgoing register; `gap` names the numbers before it that nobody holds."""

    id: int
    gap: str
    code: str
    dated_on: date
    subject: str
    signer: str
    recipients: str
    filed_with: str
    copies: int | None
    sent_on: date | None
    receipts: str
    note: str
    document: str | None


class InLine(Shown):
    """One line of the incoming register."""

    number: int
    arrival: int
    gap: str
    arrived_on: date
    sender: str
    code: str
    dated_on: date
    subject: str
    handler: str
    moved_on: date | None
    receipts: str
    note: str
    is_seen: bool


@reads(router, "registers/outgoing", Listed[OutLine], "Sổ văn bản đi, mới nhất trước")
def read_outgoing(request: ApiRequest, filters: Query[OutFilters]) -> Listed[OutLine]:
    asker = request.auth
    asked = Asked(
        agency=_agency(asker, filters.agency, incoming=False),
        year=filters.year or asker.on.year,
        month=filters.month,
        kind=filters.kind or "",
        signer=filters.signer,
        book=filters.book,
    )
    entries = registers.outgoing(asked, official=asker.official, on=asker.on)
    page, following = _page(entries, filters, key="pk")
    lines = [
        OutLine(
            id=line.key,
            document=str(line.document.public_id) if line.document else None,
            **_columns(line, OutLine, but=("id", "document")),
        )
        for line in registers.lines_out(page)
    ]
    return Listed(items=lines, next=following)


@reads(router, "registers/incoming", Listed[InLine], "Sổ văn bản đến, số lớn nhất trước")
def read_incoming_register(request: ApiRequest, filters: Query[InFilters]) -> Listed[InLine]:
    asker = request.auth
    asked = Asked(
        agency=_agency(asker, filters.agency, incoming=True),
        year=filters.year or asker.on.year,
        month=filters.month,
        kind=filters.kind or "",
        sender=filters.sender,
    )
    entries = registers.incoming(asked, official=asker.official, on=asker.on)
    page, following = _page(entries, filters, key="number")
    lines = [
        InLine(arrival=line.entry, **_columns(line, InLine, but=("arrival",)))
        for line in registers.lines_in(page)
    ]
    return Listed(items=lines, next=following)


def _columns(line: object, shape: type[Shown], *, but: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(line, name) for name in shape.model_fields if name not in but}


def _agency(asker: Asker, pk: int | None, *, incoming: bool) -> Agency:
    """Return the agency whose register is meant; one that may not be read is not there."""
    agencies = registers.agencies_of(asker.official, incoming=incoming, on=asker.on)
    if not agencies:
        raise NotFound("Bạn không đọc được sổ đăng ký của cơ quan nào.")
    found = next((one for one in agencies if pk in (None, one.pk)), None)
    if found is None:
        allowed = [str(one.pk) for one in agencies]
        told = {"name": "agency", "message": "Không có giá trị này.", "allowed": allowed}
        raise InvalidRequest([told], allowed=allowed)
    return found


def _page(entries: QuerySet[Any], paged: Paged, *, key: str) -> tuple[list[Any], str | None]:
    """Return one page: within a book keys grow with numbers, over all they are the order taken."""
    rows = entries.order_by(f"-{key}")
    if paged.place is not None:
        rows = rows.filter(**{f"{key}__lt": paged.place})
    found = list(rows[: paged.limit + 1])
    page = found[: paged.limit]
    return page, str(getattr(page[-1], key)) if len(found) > paged.limit else None
