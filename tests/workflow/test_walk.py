"""Thousands of acts in any order, by the right and the wrong people: nothing is left hanging."""

import random
from collections.abc import Callable

import pytest

from agencies.capacity_words import Capacity
from agencies.models import Official
from agencies.moments import vn_day
from documents.actions import rendering, sealing
from documents.actions.drafting import Header, latest_revision
from documents.actions.signing import prepared_rendition
from documents.errors import NumberTakenAlready, RevisionJudged, StoreUnavailable
from tests import life
from tests.cast import PIN
from tests.jobs_now import run_jobs
from tests.life import AGREED, SENT_BACK, Life
from tests.workflow import invariants
from ui.refusal import Refusal
from workflow.actions import distributing, drafting, registering, reviewing, signing
from workflow.errors import NotYourTurn, TaskClosed, TooLateToWithdraw
from workflow.models import DocumentProcess, WorkTask

MOVES, SEEDS, AT_ONCE = 200, range(10), 5
# What the one whose turn it is may be told; the other steps are never refused.
REFUSALS: dict[str, type[Refusal] | tuple[type[Refusal], ...]] = {
    "draft": RevisionJudged,
    "register": (StoreUnavailable, NumberTakenAlready),
}
STEPS = set(invariants.STEP_OF.values())
Act = Callable[[], object]


class Walk:
    """Random acts on a handful of documents; `seed` repeats a walk move by move."""

    def __init__(self, cast, reviewers, seed: int) -> None:
        self.cast, self.reviewers, self.chance = cast, reviewers, random.Random(seed)
        self.documents: list[Life] = []
        self.done: list[str] = []
        self.n = 0

    def move(self) -> None:
        """Do one act, by the official whose turn it is or by somebody else."""
        while len(self.documents) < AT_ONCE:
            self.documents.append(life.begin(self.cast))
        report = self.chance.choice(self.documents)
        name, act, allowed = self._choose(report)
        try:
            act()
        except allowed:
            name = f"{name} refused"
        self.done.append(name)
        invariants.hold(report.document)
        if report.document.status in ("ISSUED", "CANCELLED"):
            invariants.journal_holds(report.document)
            self.documents.remove(report)

    def _choose(self, report: Life) -> tuple[str, Act, type[Refusal] | tuple[type[Refusal], ...]]:
        task = self.chance.choice(report.tasks)
        what = self.chance.random()
        if what < 0.06:
            return "stranger", lambda: self._act(task, self.cast.stranger), NotYourTurn
        if what < 0.12:
            old = self._old_task(report)
            if old is not None:
                return "old tab", lambda: self._act(old), TaskClosed
        if what < 0.2:
            refused = (NotYourTurn, TooLateToWithdraw)
            return "withdraw", lambda: self._withdraw(report), refused
        return task.step, lambda: self._act(task), REFUSALS.get(task.step, ())

    def _old_task(self, report: Life) -> WorkTask | None:
        closed = WorkTask.objects.filter(
            process__document=report.document,
            flow_task_type="HUMAN",
            status__in=["DONE", "CANCELED"],
        )
        return self.chance.choice(list(closed.order_by("pk"))) if closed else None

    def _withdraw(self, report: Life) -> None:
        process = DocumentProcess.objects.get(document=report.document)
        drafting.withdraw(process, reason="Sửa số liệu", by=self.cast.drafter, at=life.now())

    def _act(self, task: WorkTask, by: Official | None = None) -> None:
        getattr(self, task.step)(task, by)

    def draft(self, task, by) -> None:
        by, way = by or self.cast.drafter, self.chance.random()
        latest = latest_revision(task.process.document)
        if way < 0.45:
            self.n += 1
            drafting.save(
                task,
                content=life.content(subject=[{"s": f"Kết quả lần {self.n}"}]),
                header=Header(signer=latest.signer, capacity=Capacity.NONE),
                base=latest.n,
                by=by,
                at=life.now(),
            )
        elif way < 0.95:
            asked = self.chance.sample([*self.reviewers], self.chance.randint(0, 3))
            drafting.submit(task, departments=asked, direct=not asked, by=by, at=life.now())
        else:
            drafting.cancel(task, reason="Không cần nữa", by=by, at=life.now())

    def review(self, task, by) -> None:
        verdict = AGREED if self.chance.random() < 0.8 else SENT_BACK
        by = by or self.reviewers[task.department]
        reviewing.review(task, verdict=verdict, opinion="Xem lại mục I", by=by, at=life.now())

    def initial(self, task, by) -> None:
        by = by or self.cast.head
        if self.chance.random() < 0.85:
            reviewing.initial(task, by=by, at=life.now())
        else:
            reviewing.send_back(task, reason="Thiếu số liệu", by=by, at=life.now())

    def form_check(self, task, by) -> None:
        by = by or self.cast.checker
        if self.chance.random() < 0.85:
            run_jobs()
            reviewing.pass_form(task, by=by, at=life.now())
            rendering.prepare(latest_revision(task.process.document).pk)
        else:
            reviewing.send_back(task, reason="Sai thể thức", by=by, at=life.now())

    def sign(self, task, by) -> None:
        by = by or self.cast.leader
        if self.chance.random() < 0.8:
            shown = prepared_rendition(latest_revision(task.process.document)).object.sha256
            signing.sign(task, shown=shown, pin=PIN, by=by, at=life.now())
        else:
            signing.send_back(task, reason="Chưa đạt", by=by, at=life.now())

    def register(self, task, by) -> None:
        by, way, at = by or self.cast.clerk, self.chance.random(), life.now()
        if way < 0.7:
            registering.number_and_seal(task, issued_on=vn_day(at), pin=PIN, by=by, at=at)
        elif way < 0.85:
            with pytest.MonkeyPatch.context() as broken:
                broken.setattr(sealing, "make", _store_away)
                registering.number_and_seal(task, issued_on=vn_day(at), pin=PIN, by=by, at=at)
        else:
            registering.send_back(task, reason="Sai nơi nhận", by=by, at=at)

    def issue(self, task, by) -> None:
        distributing.issue(task, by=by or self.cast.clerk, at=life.now())


def _store_away(*_: object, **__: object) -> None:
    raise StoreUnavailable


@pytest.mark.parametrize("seed", SEEDS)
def test_no_order_of_acts_leaves_a_document_without_a_next_step(cast, reviewers, cheap_files, seed):
    walk = Walk(cast, reviewers, seed)
    try:
        for _ in range(MOVES):
            walk.move()
    except BaseException as error:
        error.add_note(f"seed {seed}; the acts before: {walk.done[-12:]}")
        raise
    assert {"old tab refused", "stranger refused", "withdraw", *STEPS} <= set(walk.done)
