"""Văn bản đến: what arrived at the official's agencies, and one arrival with all about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from agencies import roles
from agencies.models import Duty, Official
from agencies.moments import vn_day
from documents import access, arrivals, assignees, overtaken
from documents.actions.receiving import Settled
from documents.arrivals import Asked
from documents.errors import NotFound, ReasonMissing
from documents.models import Assignment, Document, IncomingEntry, IncomingState, Status
from documents.pages import verdicts
from documents.pages.requests import OfficialRequest
from documents.pages.verdicts import Judgement
from ui.parts import Entry, File, Tone
from ui.typed import whole_number
from ui.writing import day

PAGE = 30
LONGEST_REASON = 1_000  # as long as the column that keeps it
NOTHING: Final = {
    arrivals.WAITING: "Không có văn bản nào chờ tiếp nhận",
    arrivals.BOOKED: "Chưa có văn bản nào vào sổ",
    arrivals.FREE: "Không có văn bản nào chờ phân công",
    arrivals.OPEN: "Không có văn bản nào đang xử lý",
    arrivals.DONE: "Chưa có văn bản nào xử lý xong",
    arrivals.RETURNED: "Chưa trả lại văn bản nào",
}


class ReturnForm(forms.Form):
    """Why a document goes back; the sender reads it on the line of Nơi nhận."""

    reason = forms.CharField(
        label="Lý do trả lại",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Cơ quan gửi đọc được lý do này ngay trên dòng nơi nhận.",
        error_messages={
            "required": ReasonMissing.message,
            "max_length": f"Lý do dài quá {LONGEST_REASON} chữ; hãy viết gọn lại.",
            "null_characters_not_allowed": "Lý do có ký tự không in được; hãy gõ lại.",
        },
    )


@dataclass(frozen=True, slots=True)
class Typed:
    """What was ticked and typed on the list, to be shown again where it was refused."""

    chosen: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()
    form: ReturnForm = field(default_factory=ReturnForm)
    settled: Sequence[Settled] = ()
    sentence: str = ""  # what is wrong with all of it


@dataclass(frozen=True, slots=True)
class Row:
    """One arrival as the list shows it."""

    entry: IncomingEntry
    judgement: Judgement
    standing: str
    tone: Tone
    may_act: bool
    chosen: bool
    named: bool
    refusal: str

    @property
    def must_be_named(self) -> bool:
        return not self.entry.is_valid


@dataclass(frozen=True, slots=True)
class Answer:
    """A document of the house that answers an arrival; its number once it has one."""

    document: Document
    code: str
    may_open: bool


@require_safe
def list_incoming(request: OfficialRequest) -> HttpResponse:
    """List what arrived by how far it is, the newest first; every filter is an address."""
    return show_list(request, Asked.of(request.GET.dict()), Typed())


def show_list(
    request: OfficialRequest, asked: Asked, typed: Typed, *, status: int = 200
) -> HttpResponse:
    """Show the list, with what was ticked and typed where some of it was refused."""
    official, on = request.user, vn_day(timezone.now())
    seen = access.incoming_for(official, on=on)
    entries = arrivals.wanted(seen, asked, by=official, on=on)
    counts = arrivals.counts(entries)
    before = whole_number(request.GET.get("truoc", ""))
    found = arrivals.standing_at(entries, asked.standing)
    if before is not None:
        found = arrivals.below(found, before, standing=asked.standing)
    page = list(found[: PAGE + 1])
    receives = _where_receives(request, on=on)
    rows = [_row(one, typed, may_act=one.agency_id in receives, on=on) for one in page[:PAGE]]
    context: dict[str, Any] = {
        "asked": asked,
        "chips": [
            (asked.at(name).address, label, counts[name], name == asked.standing)
            for name, label in arrivals.STANDINGS.items()
        ],
        "rows": rows,
        "may_act": asked.standing == arrivals.WAITING and any(row.may_act for row in rows),
        "senders": arrivals.senders(seen),
        "nothing": NOTHING[asked.standing],
        "first_url": asked.address if before else "",
        "next_url": f"{asked.address}&truoc={page[PAGE - 1].pk}" if len(page) > PAGE else "",
        "typed": typed,
        "settled": [(one, in_words(one)) for one in typed.settled],
    }
    return render(request, "documents/list_incoming.html", context, status=status)


def in_words(settled: Settled) -> str:
    """Say what became of one of several."""
    entry = settled.entry
    if settled.refusal:
        return f"{entry.code}: {settled.refusal}"
    if entry.state == IncomingState.RECEIVED:
        return gettext("Đã tiếp nhận %(code)s, số đến %(number)s.") % {
            "code": entry.code,
            "number": entry.number,
        }
    return gettext("Đã trả lại %(code)s cho %(sender)s.") % {
        "code": entry.code,
        "sender": entry.sender,
    }


def _where_receives(request: OfficialRequest, *, on: date) -> set[int]:
    held = roles.posts_held(request.user, on=on)
    return {one.post.agency_id for one in held if Duty.RECEIVE in one.post.duties}


def _row(entry: IncomingEntry, typed: Typed, *, may_act: bool, on: date) -> Row:
    live: Sequence[Assignment] = entry.live  # type: ignore[attr-defined]
    standing, tone = _standing(entry, live, on=on)
    refusals = {one.entry.pk: one.refusal for one in typed.settled}
    return Row(
        entry=entry,
        judgement=verdicts.in_words(entry.verdict),
        standing=standing,
        tone=tone,
        may_act=may_act and entry.state == IncomingState.ARRIVED,
        chosen=entry.pk in typed.chosen,
        named=entry.pk in typed.named,
        refusal=refusals.get(entry.pk, ""),
    )


def _standing(entry: IncomingEntry, live: Sequence[Assignment], *, on: date) -> tuple[str, Tone]:
    """Say in a few words who has it and how far it is."""
    if entry.state == IncomingState.ARRIVED:
        return "Chờ tiếp nhận", "info"
    if entry.state == IncomingState.RETURNED:
        return gettext("Đã trả lại: %(reason)s") % {"reason": entry.reason}, "bad"
    open_ones = [one for one in live if one.is_open]
    if open_ones:
        late = [one for one in open_ones if one.is_late(on)]
        first = (late or open_ones)[0]
        return (
            (gettext("Quá hạn: %(first)s") % {"first": first}, "bad")
            if late
            else (gettext("Đang xử lý: %(first)s") % {"first": first}, "info")
        )
    if not live:
        return "Chưa phân công", "warn"
    answers = [one.answered_by.register_entry.code for one in live if one.answered_by]
    return (
        gettext("Đã trả lời: %(item)s") % {"item": answers[0]}
        if answers
        else gettext("Đã xong: %(item)s") % {"item": live[0]}
    ), "good"


@require_safe
def read_incoming(request: OfficialRequest, pk: int) -> HttpResponse:
    """Show one arrival: the verdict, the facts, the file, who works on it, and what may be done."""
    return show_one(request, entry_for(request, pk), ReturnForm())


def entry_for(request: OfficialRequest, pk: int) -> IncomingEntry:
    """Return an arrival that the official may see; there is no other for him."""
    entries = access.incoming_for(request.user, on=vn_day(timezone.now()))
    entry = (
        entries.filter(pk=pk)
        .select_related("document", "object", "closed_by", "agency")
        .prefetch_related("agency__names")
        .first()
    )
    if entry is None:
        raise Http404(NotFound.message)
    return entry


def show_one(
    request: OfficialRequest, entry: IncomingEntry, form: ReturnForm, *, status: int = 200
) -> HttpResponse:
    """Show one arrival, with the form that was refused."""
    official, on = request.user, vn_day(timezone.now())
    waits = entry.state == IncomingState.ARRIVED
    booked = entry.state == IncomingState.RECEIVED
    given = list(_assignments(entry))
    context: dict[str, Any] = {
        "entry": entry,
        "judgement": verdicts.in_words(entry.verdict),
        "overtaken": overtaken.by_what(entry.document) if entry.document else [],
        "may_act": waits and roles.has_duty(official, entry.agency_id, Duty.RECEIVE, on=on),
        "may_assign": booked and assignees.may_direct(official, entry, on=on),
        "may_answer": booked and Duty.DRAFT in roles.duties_of(official, on=on),
        "assignments": [(one, one.is_late(on)) for one in given if one.withdrawn_at is None],
        "answers": _answers(entry, official, on=on),
        "history": _history(entry, given),
        "file": File(
            "Tệp như khi đến (PDF)",
            reverse("incoming-file", args=[entry.pk]),
            entry.object.size,
            entry.object.sha256,
        ),
        "form": form,
    }
    return render(request, "documents/read_incoming.html", context, status=status)


def _assignments(entry: IncomingEntry) -> QuerySet[Assignment]:
    return (
        entry.assignments.select_related(*assignees.NAMED)
        .prefetch_related("department__names")
        .order_by("-leads", "pk")
    )


def _answers(entry: IncomingEntry, official: Official, *, on: date) -> list[Answer]:
    """Return the documents of the house that answer it; a draft is for those who may see it."""
    seen = set(
        access.visible_to(official, on=on).filter(answers=entry).values_list("pk", flat=True)
    )
    answers = entry.answered_by.exclude(status=Status.CANCELLED).select_related("register_entry")
    return [
        Answer(one, _code_of(one), one.pk in seen)
        for one in answers.order_by("pk")
        if one.is_issued or one.pk in seen
    ]


def _code_of(document: Document) -> str:
    return document.register_entry.code if hasattr(document, "register_entry") else ""


def _history(entry: IncomingEntry, given: Sequence[Assignment]) -> list[Entry]:
    """Tell all that was done with the arrival in this agency, the newest first."""
    told = [
        Entry(entry.arrived_at, gettext("Văn bản của %(sender)s đến") % {"sender": entry.sender})
    ]
    if entry.closed_at is not None:
        by = str(entry.closed_by)
        if entry.state == IncomingState.RECEIVED:
            received = gettext("Tiếp nhận, vào sổ số %(number)s") % {"number": entry.number}
            told.append(Entry(entry.closed_at, received, by, tone="good"))
        else:
            told.append(Entry(entry.closed_at, "Trả lại", by, entry.reason, "bad"))
    for one in given:
        told += _told_of(one)
    return sorted(told, key=lambda line: line.at, reverse=True)


def _told_of(one: Assignment) -> list[Entry]:
    until = gettext(", hạn %(due_on)s") % {"due_on": day(one.due_on)} if one.due_on else ""
    what = "Giao lại cho" if one.instead_of_id else "Giao"
    how = "chủ trì" if one.leads else "phối hợp"
    word = (
        gettext(", theo ý kiến của %(directed_by)s") % {"directed_by": one.directed_by}
        if one.directed_by
        else ""
    )
    given = f"{what} {one} {how}{until}"
    told = [Entry(one.assigned_at, given, f"{one.assigned_by}{word}", one.opinion)]
    if one.begun_at:
        told.append(
            Entry(one.begun_at, gettext("%(one)s bắt đầu xử lý") % {"one": one}, str(one.begun_by))
        )
    if one.done_at:
        answer = (
            gettext("Trả lời bằng %(code)s") % {"code": one.answered_by.register_entry.code}
            if one.answered_by
            else ""
        )
        done = answer or gettext("%(one)s xử lý xong") % {"one": one}
        told.append(Entry(one.done_at, done, str(one.done_by), one.note, "good"))
    # What was given on is told by the one that took its place.
    if one.withdrawn_at and not one.reason.startswith("Giao lại cho"):
        gone = gettext("Rút lại phân công %(one)s") % {"one": one}
        told.append(Entry(one.withdrawn_at, gone, str(one.withdrawn_by), one.reason, "warn"))
    return told
