"""What arrived: how far it is, whose it is, narrowed by what an official asks for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from agencies.models import Official
from documents import assignees, urgency
from documents.models import Assignment, IncomingEntry, IncomingState
from ui.alphabet import sort_key

WAITING, BOOKED, FREE, OPEN, DONE, RETURNED = (
    "cho-tiep-nhan",
    "da-vao-so",
    "chua-phan-cong",
    "dang-xu-ly",
    "da-xong",
    "da-tra-lai",
)
# The words of the addresses stay: they stand in bookmarks.
STANDINGS: Final = {
    WAITING: "Chờ tiếp nhận",
    BOOKED: "Đã vào sổ",
    FREE: "Chưa phân công",
    OPEN: "Đang xử lý",
    DONE: "Đã xong",
    RETURNED: "Đã trả lại",
}
# Where somebody has yet to act the most urgent stands first; what is behind us, by time alone.
URGENT_FIRST: Final = (WAITING, FREE, OPEN)
_OLD_WORDS: Final = {"da-tiep-nhan": BOOKED}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which arrivals are wanted; a word that is none of ours narrows nothing."""

    standing: str = WAITING
    sender: str = ""
    late: bool = False
    mine: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        word = query.get("tinh-trang", "")
        word = _OLD_WORDS.get(word, word)
        return cls(
            standing=word if word in STANDINGS else WAITING,
            sender=query.get("gui", "").replace("\x00", "").strip()[:200],
            late=query.get("han") == "qua-han",
            mine=query.get("ai") == "toi",
        )

    @property
    def query(self) -> str:
        words = {
            "tinh-trang": self.standing,
            "gui": self.sender,
            "han": "qua-han" if self.late else "",
            "ai": "toi" if self.mine else "",
        }
        return urlencode({name: word for name, word in words.items() if word})

    @property
    def address(self) -> str:
        return f"{reverse('list-incoming')}?{self.query}"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.sender) or self.late or self.mine

    def at(self, standing: str) -> "Asked":
        return replace(self, standing=standing)


def wanted(
    entries: QuerySet[IncomingEntry], asked: Asked, *, by: Official, on: date
) -> QuerySet[IncomingEntry]:
    """Return those of the arrivals that somebody asks for, in all standings."""
    if asked.sender:
        entries = entries.filter(sender=asked.sender)
    if asked.late:
        entries = entries.filter(_has(due_on__lt=on, done_at=None))
    if asked.mine:
        mine = Assignment.objects.filter(
            assignees.worked_on_by(by, on=on), entry=OuterRef("pk"), withdrawn_at=None
        )
        entries = entries.filter(Exists(mine))
    return entries


def counts(entries: QuerySet[IncomingEntry]) -> dict[str, int]:
    """Return how many there are in each standing."""
    found = entries.order_by().aggregate(
        **{name.replace("-", "_"): Count("pk", filter=_standing(name)) for name in STANDINGS}
    )
    return {name: found[name.replace("-", "_")] for name in STANDINGS}


def standing_at(entries: QuerySet[IncomingEntry], standing: str) -> QuerySet[IncomingEntry]:
    """Return those in one standing, each with its live assignments.

    The newest first; where somebody has yet to act, the most urgent before them.
    """
    live = (
        Assignment.objects.filter(withdrawn_at=None)
        .select_related("official", "department", "answered_by__register_entry")
        .prefetch_related("department__names")
        .order_by("-leads", "pk")
    )
    found = (
        entries.filter(_standing(standing))
        .select_related("document")
        .prefetch_related(Prefetch("assignments", live, to_attr="live"))
    )
    if standing not in URGENT_FIRST:
        return found.order_by("-pk")
    return found.annotate(rank=urgency.rank("document__urgency")).order_by("rank", "-pk")


def below(entries: QuerySet[IncomingEntry], last: int, *, standing: str) -> QuerySet[IncomingEntry]:
    """Return what stands below one arrival in the order of `standing_at`."""
    if standing not in URGENT_FIRST:
        return entries.filter(pk__lt=last)
    ranked = IncomingEntry.objects.annotate(rank=urgency.rank("document__urgency")).filter(pk=last)
    rank = ranked.values_list("rank", flat=True).first()
    if rank is None:
        return entries
    return entries.filter(Q(rank__gt=rank) | Q(rank=rank, pk__lt=last))


def waiting_for_assignment(agencies: Collection[int]) -> QuerySet[IncomingEntry]:
    """Return what was received at some agencies and nobody has in hand."""
    return IncomingEntry.objects.filter(_standing(FREE), agency_id__in=agencies)


def senders(entries: QuerySet[IncomingEntry]) -> list[str]:
    """Return who sent them, in alphabetical order."""
    found = entries.order_by().values_list("sender", flat=True)
    return sorted(found.distinct(), key=sort_key)


def _standing(name: str) -> Q:
    given, open_ = _has(), _has(done_at=None)
    booked = Q(state=IncomingState.RECEIVED)
    return {
        WAITING: Q(state=IncomingState.ARRIVED),
        BOOKED: booked,
        FREE: booked & ~given,
        OPEN: booked & open_,
        DONE: booked & given & ~open_,
        RETURNED: Q(state=IncomingState.RETURNED),
    }[name]


def _has(**facts: object) -> Q:
    """Return the rule for an arrival that somebody has, with these facts."""
    live = Assignment.objects.filter(entry=OuterRef("pk"), withdrawn_at=None)
    return Q(Exists(live.filter(**facts)))
