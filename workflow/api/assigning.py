"""Who works on what arrived: assigned, given on, taken back, begun, done."""

from typing import Annotated

from ninja import Query, Router
from pydantic import Field, StringConstraints

from agencies import directory
from agencies.models import Official, Scope
from documents import assignees
from documents.actions.assigning import Order
from documents.api.asking import ApiRequest, Asker
from documents.api.incoming import (
    AssignmentShown,
    ReturnReason,
    WholeArrival,
    arrival_of,
    assignment_shown,
    whole,
)
from documents.api.operations import acts, reads
from documents.api.refusing import InvalidRequest
from documents.api.shapes import All, Listed, page_of
from documents.api.values import BodyKey, Day, Given, Key, Paged, Shown, Text
from documents.assignees import Assignee
from documents.errors import NotFound
from documents.models import Assignment, IncomingEntry
from workflow.actions import assigning

router = Router(tags=["Phân công xử lý"])
Whom = Annotated[
    str,
    StringConstraints(pattern=r"^(department|official)-[0-9]{1,18}$"),
    Field(description="key của incoming/…/assignees."),
]


class OrderGiven(Given):
    """Until when, how, and by whose decision."""

    due_on: Day | None = None
    opinion: Annotated[str, Text(1_000)] = ""
    directed_by: BodyKey | None = Field(
        None, description="Lãnh đạo đã quyết định, khi văn thư ghi."
    )


class ToAssign(OrderGiven):
    """Who leads, and who helps."""

    lead: Whom | None = None
    helpers: Annotated[list[Whom], Field(max_length=100)] = []


class ToGiveOn(OrderGiven):
    """Who has it from now on."""

    to: Whom


class Note(Given):
    """What came of it."""

    note: Annotated[str, Text(1_000, least=1)]


class AssigneeShown(Shown):
    """A unit or an official that an arrival can go to."""

    key: str
    name: str


@reads(router, "incoming/{arrival}/assignees", All[AssigneeShown], "Giao được cho ai")
def list_assignees(request: ApiRequest, arrival: Key) -> All[AssigneeShown]:
    entry = arrival_of(request.auth, arrival)
    found = assignees.choices(entry.agency, on=request.auth.on)
    return All(
        items=[AssigneeShown(key=key, name=name) for _, options in found for key, name in options]
    )


@acts(router, "incoming/{arrival}/assign", WholeArrival, "Phân công xử lý", scope=Scope.RECEIVE)
def assign(request: ApiRequest, arrival: Key, said: ToAssign) -> WholeArrival:
    asker = request.auth
    entry = arrival_of(asker, arrival)
    assigning.assign(
        entry,
        lead=_whom(said.lead, entry, asker) if said.lead else None,
        helpers=[_whom(one, entry, asker) for one in said.helpers],
        order=_order(said, entry, asker),
        by=asker.official,
        at=asker.at,
    )
    return whole(asker, arrival_of(asker, arrival))


@reads(router, "assignments", Listed[AssignmentShown], "Văn bản đến giao cho bạn, chưa xong")
def list_assignments(request: ApiRequest, paged: Query[Paged]) -> Listed[AssignmentShown]:
    asker = request.auth
    rows = assignees.open_for(asker.official, on=asker.on)
    page, following = page_of(rows, paged, newest_first=False)
    return Listed(items=[assignment_shown(one, asker) for one in page], next=following)


@reads(router, "assignments/{assignment}", AssignmentShown, "Một phân công")
def read_assignment(request: ApiRequest, assignment: Key) -> AssignmentShown:
    return assignment_shown(assignment_of(request.auth, assignment), request.auth)


@acts(
    router,
    "assignments/{assignment}/begin",
    AssignmentShown,
    "Bắt đầu xử lý",
    scope=Scope.RECEIVE,
)
def begin_assignment(request: ApiRequest, assignment: Key) -> AssignmentShown:
    asker = request.auth
    assigning.begin(assignment_of(asker, assignment), by=asker.official, at=asker.at)
    return assignment_shown(assignment_of(asker, assignment), asker)


@acts(
    router,
    "assignments/{assignment}/finish",
    AssignmentShown,
    "Báo xử lý xong",
    scope=Scope.RECEIVE,
)
def finish_assignment(request: ApiRequest, assignment: Key, said: Note) -> AssignmentShown:
    asker = request.auth
    one = assignment_of(asker, assignment)
    assigning.finish(one, note=said.note, by=asker.official, at=asker.at)
    return assignment_shown(assignment_of(asker, assignment), asker)


@acts(
    router,
    "assignments/{assignment}/give-on",
    AssignmentShown,
    "Giao lại cho người khác",
    scope=Scope.RECEIVE,
)
def give_on(request: ApiRequest, assignment: Key, said: ToGiveOn) -> AssignmentShown:
    asker = request.auth
    one = assignment_of(asker, assignment)
    new = assigning.give_on(
        one,
        to=_whom(said.to, one.entry, asker),
        order=_order(said, one.entry, asker),
        by=asker.official,
        at=asker.at,
    )
    return assignment_shown(new, asker)


@acts(
    router,
    "assignments/{assignment}/withdraw",
    AssignmentShown,
    "Rút lại phân công",
    scope=Scope.RECEIVE,
)
def withdraw_assignment(
    request: ApiRequest, assignment: Key, said: ReturnReason
) -> AssignmentShown:
    asker = request.auth
    one = assignment_of(asker, assignment)
    assigning.withdraw(one, reason=said.reason, by=asker.official, at=asker.at)
    return assignment_shown(assignment_of(asker, assignment), asker)


def assignment_of(asker: Asker, pk: int) -> Assignment:
    """Return an assignment of an arrival that the official may see. Raises NotFound."""
    one = Assignment.objects.filter(pk=pk).select_related(*assignees.NAMED).first()
    if one is None:
        raise NotFound("Không có phân công này, hoặc bạn không có quyền xem.")
    one.entry = arrival_of(asker, one.entry_id)
    return one


def _whom(key: str, entry: IncomingEntry, asker: Asker) -> Assignee:
    found = assignees.chosen(key, entry.agency, on=asker.on)
    if found is None:
        raise InvalidRequest([{"name": "lead", "message": f"Không giao được cho {key}."}])
    return found


def _order(said: OrderGiven, entry: IncomingEntry, asker: Asker) -> Order:
    return Order(said.due_on, said.opinion, _director(said.directed_by, entry, asker))


def _director(pk: int | None, entry: IncomingEntry, asker: Asker) -> Official | None:
    if pk is None:
        return None
    leaders = directory.leaders_of(entry.agency, on=asker.on)
    found = next((one for one in leaders if one.pk == pk), None)
    if found is None:
        allowed = [str(one.pk) for one in leaders]
        told = {"name": "directed_by", "message": "Không có giá trị này.", "allowed": allowed}
        raise InvalidRequest([told], allowed=allowed)
    return found
