"""The life of a document, act by act, as the cast would do it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from agencies.capacity_words import Capacity
from agencies.moments import vn_day
from documents.actions import receiving
from documents.actions.drafting import Header, latest_revision
from documents.actions.signing import prepared_rendition
from documents.models import Document, IncomingEntry, Verdict
from documents.text.van_ban import Content
from tests.cast import PIN, Cast
from tests.documents.drafts import a_report
from tests.jobs_now import run_jobs
from workflow.actions import distributing, drafting, registering, reviewing, signing
from workflow.models import OPEN, WorkTask

ISSUER = {
    "parent": "UBND TỈNH SƠN HÀ",
    "name": "BAN QUẢN LÝ KHU KINH TẾ",
    "abbr": "BQLKKT",
    "place": "Sơn Hà",
}


def content(**changes: Any) -> Content:
    """Return a report that the cast's agency may issue, signed by its head."""
    facts: dict[str, Any] = {
        "issuer": ISSUER,
        "place": "Sơn Hà",
        "number": {"value": None, "symbol": "BC-BQLKKT"},
        "date": {"d": None, "m": None, "y": None},
        "signature": {"authority": None, "title": "TRƯỞNG BAN", "name": "Nguyễn Văn Ký"},
        "recipients": ["Sở Nội vụ (b/c);", "Các phòng, đơn vị;", "Lưu: VT, TCHC."],
    }
    return a_report(**(facts | changes))


@dataclass
class Life:
    """One document and its cast; each method is one act by the official whose turn it is."""

    cast: Cast
    document: Document

    @property
    def task(self) -> WorkTask:
        """Return the one open task."""
        return WorkTask.objects.get(process__document=self.document, **_OPEN)

    @property
    def tasks(self) -> list[WorkTask]:
        return list(
            WorkTask.objects.filter(process__document=self.document, **_OPEN).order_by("pk")
        )

    @property
    def status(self) -> str:
        self.document.refresh_from_db()
        return self.document.status

    def revise(self, **changes: Any) -> None:
        latest = latest_revision(self.document)
        drafting.save(
            self.task,
            content=content(**changes),
            header=Header(signer=latest.signer, capacity=Capacity(latest.capacity)),
            base=latest.n,
            by=self.cast.drafter,
            at=now(),
        )

    def submit(self, *departments: Any) -> None:
        drafting.submit(
            self.task,
            departments=departments,
            direct=not departments,
            by=self.cast.drafter,
            at=now(),
        )

    def initial(self) -> None:
        reviewing.initial(self.task, by=self.cast.head, at=now())

    def pass_form(self) -> None:
        run_jobs()
        reviewing.pass_form(self.task, by=self.cast.checker, at=now())
        run_jobs()

    def sign(self, *, pin: str = PIN) -> None:
        shown = prepared_rendition(latest_revision(self.document)).object.sha256
        signing.sign(self.task, shown=shown, pin=pin, by=self.cast.leader, at=now())

    def seal(self, *, pin: str = PIN) -> Any:
        return registering.number_and_seal(
            self.task, issued_on=vn_day(now()), pin=pin, by=self.cast.clerk, at=now()
        )

    def issue(self) -> None:
        run_jobs()
        distributing.issue(self.task, by=self.cast.clerk, at=now())
        run_jobs()

    @property
    def arrival(self) -> IncomingEntry:
        return IncomingEntry.objects.get(document=self.document, agency=self.cast.receiving_agency)

    def receive(self) -> IncomingEntry:
        return receiving.receive(self.arrival, by=self.cast.receiver, at=now())

    def to(self, stage: str) -> "Life":
        """Do every act up to where the document waits for `stage`."""
        for name, act in (
            ("draft", lambda: None),
            ("initial", self.submit),
            ("form_check", self.initial),
            ("sign", self.pass_form),
            ("register", self.sign),
            ("issue", self.seal),
            ("receive", self.issue),
            ("end", self.receive),
        ):
            act()
            if name == stage:
                return self
        raise ValueError(stage)


def begin(cast: Cast, **changes: Any) -> Life:
    """Begin a report in the cast's drafting unit."""
    task = drafting.begin(
        cast.unit,
        content=content(**changes),
        header=Header(signer=cast.leader, capacity=Capacity.NONE),
        by=cast.drafter,
        at=now(),
    )
    return Life(cast, task.process.document)


def now() -> datetime:
    return timezone.now()


_OPEN: dict[str, Any] = {"status__in": OPEN, "flow_task_type": "HUMAN"}
AGREED, SENT_BACK = Verdict.AGREED, Verdict.SENT_BACK
