"""What arrived: listed by how far it is, read, received, or sent back with the reason."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router

from agencies.models import Scope
from documents import access, arrivals
from documents.actions import receiving
from documents.api import sending
from documents.api.asking import ApiRequest, Asker
from documents.api.operations import acts, reads
from documents.api.sending import As
from documents.api.shapes import Listed, Named, must_name, named, page_of
from documents.api.values import Flag, Given, Key, Paged, Shown, Text
from documents.arrivals import Asked
from documents.errors import NotFound
from documents.models import Assignment, IncomingEntry
from documents.pages import verdicts

router = Router(tags=["Văn bản đến"])


class Standing(StrEnum):
    """How far an arrival is in its agency."""

    WAITING = "waiting"
    BOOKED = "booked"
    UNASSIGNED = "unassigned"
    OPEN = "open"
    DONE = "done"
    RETURNED = "returned"


_WORDS = {
    Standing.WAITING: arrivals.WAITING,
    Standing.BOOKED: arrivals.BOOKED,
    Standing.UNASSIGNED: arrivals.FREE,
    Standing.OPEN: arrivals.OPEN,
    Standing.DONE: arrivals.DONE,
    Standing.RETURNED: arrivals.RETURNED,
}


class ArrivalFilters(Paged):
    """Which arrivals."""

    standing: Standing = Standing.WAITING
    sender: Annotated[str, Text(200)] = ""
    late: Flag = False
    mine: Flag = False


class AssignmentShown(Shown):
    """Who works on an arrival, until when, and what came of it."""

    id: int
    arrival: int
    department: Named | None
    official: Named | None
    leads: bool
    due_on: date | None
    is_late: bool
    opinion: str
    assigned_by: Named
    assigned_at: datetime
    directed_by: Named | None
    begun_at: datetime | None
    done_at: datetime | None
    note: str
    withdrawn_at: datetime | None
    reason: str


class ArrivalShown(Shown):
    """One document that arrived."""

    id: int
    agency: Named
    sender: str
    code: str
    dated_on: date
    subject: str
    arrived_at: datetime
    state: str
    state_name: str
    number: int | None
    reason: str
    verdict: str
    sha256: str
    size: int


class WholeArrival(ArrivalShown):
    """One arrival, with all who have had it."""

    document: str | None
    closed_by: Named | None
    closed_at: datetime | None
    assignments: list[AssignmentShown]


class ReturnReason(Given):
    """Why; never empty."""

    reason: Annotated[str, Text(1_000, least=1)]


@reads(router, "incoming", Listed[ArrivalShown], "Văn bản đến, mới nhất trước")
def list_incoming(request: ApiRequest, filters: Query[ArrivalFilters]) -> Listed[ArrivalShown]:
    asker = request.auth
    asked = Asked(_WORDS[filters.standing], filters.sender, filters.late, filters.mine)
    seen = access.incoming_for(asker.official, on=asker.on)
    wanted = arrivals.wanted(seen, asked, by=asker.official, on=asker.on)
    rows = arrivals.standing_at(wanted, asked.standing).select_related("agency", "object")
    page, following = page_of(rows.prefetch_related("agency__names"), filters, newest_first=True)
    return Listed(items=[ArrivalShown(**_facts(one)) for one in page], next=following)


@reads(router, "incoming/{arrival}", WholeArrival, "Một văn bản đến")
def read_incoming(request: ApiRequest, arrival: Key) -> WholeArrival:
    return whole(request.auth, arrival_of(request.auth, arrival))


@reads(
    router,
    "incoming/{arrival}/file",
    None,
    "Tải tệp của văn bản đến, đúng như khi đến",
    extra=sending.DESCRIBED,
)
def open_incoming(
    request: ApiRequest, arrival: Key, sent_as: Query[As] = As.STREAM
) -> HttpResponse:
    one = arrival_of(request.auth, arrival)
    name = f"{one.code.replace('/', '-')}.pdf"
    return sending.send(request, one.object, sent_as, name=name, media_type="application/pdf")


@acts(
    router,
    "incoming/{arrival}/receive",
    WholeArrival,
    "Tiếp nhận, vào sổ",
    scope=Scope.RECEIVE,
)
def receive_incoming(request: ApiRequest, arrival: Key) -> WholeArrival:
    asker = request.auth
    receiving.receive(arrival_of(asker, arrival), by=asker.official, at=asker.at)
    return whole(asker, arrival_of(asker, arrival))


@acts(
    router,
    "incoming/{arrival}/return",
    WholeArrival,
    "Trả lại cơ quan gửi, kèm lý do",
    scope=Scope.RECEIVE,
)
def return_incoming(request: ApiRequest, arrival: Key, said: ReturnReason) -> WholeArrival:
    asker = request.auth
    one = arrival_of(asker, arrival)
    receiving.send_back(one, reason=said.reason, by=asker.official, at=asker.at)
    return whole(asker, arrival_of(asker, arrival))


def arrival_of(asker: Asker, pk: int) -> IncomingEntry:
    """Return an arrival that the official may see. Raises NotFound."""
    one = (
        access.incoming_for(asker.official, on=asker.on)
        .filter(pk=pk)
        .select_related("agency", "object", "document", "closed_by")
        .prefetch_related("agency__names")
        .first()
    )
    if one is None:
        raise NotFound
    return one


def whole(asker: Asker, one: IncomingEntry) -> WholeArrival:
    given = one.assignments.select_related(
        "official", "department", "assigned_by", "directed_by"
    ).prefetch_related("department__names")
    return WholeArrival(
        **_facts(one),
        document=str(one.document.public_id) if one.document else None,
        closed_by=named(one.closed_by),
        closed_at=one.closed_at,
        assignments=[assignment_shown(each, asker) for each in given.order_by("-leads", "pk")],
    )


def _facts(one: IncomingEntry) -> dict[str, Any]:
    return {
        "id": one.pk,
        "agency": must_name(one.agency),
        "sender": one.sender,
        "code": one.code,
        "dated_on": one.dated_on,
        "subject": one.subject,
        "arrived_at": one.arrived_at,
        "state": one.state,
        "state_name": one.get_state_display(),
        "number": one.number,
        "reason": one.reason,
        "verdict": verdicts.in_words(one.verdict).verdict,
        "sha256": one.object.sha256,
        "size": one.object.size,
    }


def assignment_shown(one: Assignment, asker: Asker) -> AssignmentShown:
    return AssignmentShown(
        id=one.pk,
        arrival=one.entry_id,
        department=named(one.department),
        official=named(one.official),
        leads=one.leads,
        due_on=one.due_on,
        is_late=one.is_late(asker.on),
        opinion=one.opinion,
        assigned_by=must_name(one.assigned_by),
        assigned_at=one.assigned_at,
        directed_by=named(one.directed_by),
        begun_at=one.begun_at,
        done_at=one.done_at,
        note=one.note,
        withdrawn_at=one.withdrawn_at,
        reason=one.reason,
    )
