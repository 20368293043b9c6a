"""The tray: an official's tasks by lateness, narrowed by step and urgency."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from agencies.models import Official
from agencies.moments import vn_day
from agencies.remembering import while_reading
from documents.models import Document, Revision, Urgency
from workflow import inbox, returning, turn
from workflow.flows.issuing import IssuingFlow
from workflow.models import WorkTask

MOST = 60  # rows; who has more narrows them by a filter
WEEK = 7
# The addresses of the filters; the words stand in an official's history and bookmarks.
URGENCIES = {"hoa-toc": Urgency.EXPRESS, "thuong-khan": Urgency.VERY_URGENT, "khan": Urgency.URGENT}


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the tray is wanted; a word that is none of ours narrows nothing."""

    step: str = ""
    urgency: str = ""
    late: bool = False
    returned: bool = False

    @classmethod
    def of(cls, *, step: str, urgency: str, due: str, back: str = "") -> "Asked":
        return cls(
            step=step if step in inbox.SLUGS else "",
            urgency=urgency if urgency in URGENCIES else "",
            late=due == "qua-han",
            returned=back == "co",
        )

    @property
    def address(self) -> str:
        words = {
            "loc": self.step,
            "khan": self.urgency,
            "han": "qua-han" if self.late else "",
            "tra-lai": "co" if self.returned else "",
        }
        return "?" + urlencode({name: word for name, word in words.items() if word})


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter: what it is called, how many tasks it leaves, where it leads."""

    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One task as the tray shows it."""

    task: WorkTask
    document: Document
    title: str
    button: str
    url: str
    revision: int
    late: bool
    came_back: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are due at about the same time, under one heading."""

    title: str
    rows: Sequence[Row]
    late: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """How much is due on one working day, for a drawing 60 wide a bar and 60 high."""

    day: date
    count: int
    x: int
    y: int
    height: int
    today: bool

    @property
    def middle(self) -> int:
        return self.x + 14

    @property
    def above(self) -> int:
        return self.y - 5

    @property
    def label(self) -> str:
        return f"T{self.day.weekday() + 2} {self.day.day}"


def groups(official: Official, asked: Asked, *, at: datetime) -> list[Group]:
    """Return the tasks that are wanted, the latest first, at most MOST."""
    rows = [_row(task, at=at) for task in _wanted(official, asked, at=at)[:MOST]]
    today = vn_day(at)
    sunday = today + timedelta(days=WEEK - 1 - today.weekday())
    named: dict[str, list[Row]] = {}
    for row in rows:
        named.setdefault(_heading(row, today=today, sunday=sunday), []).append(row)
    return [Group(title, found, late=found[0].late) for title, found in named.items()]


def number_of(official: Official, asked: Asked, *, at: datetime) -> int:
    """Return how many tasks are wanted, whether shown or not."""
    return sum(count for *facts, count in _counted(official, at=at) if _fits(facts, asked))


def chips(official: Official, asked: Asked, *, at: datetime) -> list[Chip]:
    """Return the filters that would leave something, each with how much: steps, urgency, late."""
    found = _counted(official, at=at)

    def chip(label: str, wanted: Asked, *, chosen: bool) -> Chip:
        left = [count for *facts, count in found if _fits(facts, wanted)]
        return Chip(label, sum(left), wanted.address, chosen)

    steps = [
        chip(
            str(getattr(IssuingFlow, step).task_title),
            replace(asked, step=step),
            chosen=asked.step == step,
        )
        for step in inbox.SLUGS
    ]
    others = [
        chip(urgency.label, _toggled(asked, word), chosen=asked.urgency == word)
        for word, urgency in URGENCIES.items()
    ]
    back = chip("Trả lại", replace(asked, returned=not asked.returned), chosen=asked.returned)
    late = chip("Quá hạn", replace(asked, late=not asked.late), chosen=asked.late)
    everything = chip("Tất cả", Asked(), chosen=asked == Asked())
    return [everything, *(one for one in (*steps, back, late, *others) if one.count or one.chosen)]


def week(official: Official, *, at: datetime) -> list[Bar]:
    """Return how much is due on each working day of this week; nothing where nothing is."""
    today = vn_day(at)
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=n) for n in range(5)]
    moments = turn.open_tasks(official, on=today).filter(due_at__isnull=False)
    due = [vn_day(one) for one in moments.values_list("due_at", flat=True)]
    counts = [due.count(day) for day in days]
    tallest = max(counts)
    if not tallest:
        return []
    heights = [round(46 * count / tallest) for count in counts]
    return [
        Bar(day, count, 60 * n + 16, 62 - height, height, day == today)
        for n, (day, count, height) in enumerate(zip(days, counts, heights, strict=True))
    ]


@while_reading
def _counted(official: Official, *, at: datetime) -> list[tuple[Any, ...]]:
    """Count the official's tasks by what a filter asks for: step, urgency, late, came back."""
    tasks = returning.with_returns(turn.open_tasks(official, on=vn_day(at)).order_by())
    return list(
        tasks.annotate(is_late=_late(at))
        .values_list("flow_task", "process__document__urgency", "is_late", "came_back")
        .annotate(Count("pk"))
    )


def _wanted(official: Official, asked: Asked, *, at: datetime) -> QuerySet[WorkTask]:
    newest = Revision.objects.filter(document=OuterRef("process__document")).order_by("-n")
    tasks = (
        returning.with_returns(turn.open_tasks(official, on=vn_day(at)))
        .annotate(revision_n=Subquery(newest.values("n")[:1]), urgency=turn.by_urgency())
        .prefetch_related("process__document__department__names")
    )
    if asked.step:
        tasks = tasks.filter(flow_task=getattr(IssuingFlow, asked.step))
    if asked.urgency:
        tasks = tasks.filter(process__document__urgency=URGENCIES[asked.urgency])
    if asked.late:
        tasks = tasks.filter(due_at__lt=at)
    if asked.returned:
        tasks = tasks.filter(came_back=True)
    ordered: QuerySet[WorkTask] = tasks.order_by("due_at", "urgency", "pk")
    return ordered


def _row(task: WorkTask, *, at: datetime) -> Row:
    return Row(
        task=task,
        document=task.process.document,
        title=str(task.flow_task.task_title),
        button=inbox.BUTTONS[task.step],
        url=inbox.address(task),
        revision=task.revision_n,
        late=task.due_at is not None and task.due_at < at,
        came_back=task.came_back,
    )


def _heading(row: Row, *, today: date, sunday: date) -> str:
    if row.late:
        return "Quá hạn"
    if row.task.due_at is None:
        return "Không có hạn"
    day = vn_day(row.task.due_at)
    if day == today:
        return "Hôm nay"
    return "Tuần này" if day <= sunday else "Sau tuần này"


def _late(at: datetime) -> Case:
    return Case(When(due_at__lt=at, then=Value(1)), default=Value(0), output_field=IntegerField())


def _fits(facts: Iterable[Any], wanted: Asked) -> bool:
    node, urgency, late, came_back = facts
    return (
        wanted.step in ("", node.name)
        and (not wanted.urgency or urgency == URGENCIES[wanted.urgency])
        and (not wanted.late or bool(late))
        and (not wanted.returned or came_back)
    )


def _toggled(asked: Asked, word: str) -> Asked:
    return replace(asked, urgency="" if asked.urgency == word else word)
