"""A part killed at each step: nothing lost, the page says what it waits for, and on it goes."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from agencies.moments import vn_day
from documents import storage
from documents.actions import sealing
from documents.actions.drafting import latest_revision
from documents.actions.signing import prepared_rendition
from documents.errors import NotPreparedYet, StoreUnavailable
from documents.models import (
    IncomingEntry,
    Receipt,
    ReceiptKind,
    RegisterEntry,
    Rendition,
    RevisionCopy,
    Signature,
)
from jobs import worker as queue
from tests import life, servers
from tests.cast import PIN, Cast
from tests.faults.parts import away, jobs, page_of, work, work_on
from tests.house.code import ROOT
from tests.life import Life
from workflow import standing
from workflow.actions import distributing, reviewing

NO_STORE = StoreUnavailable.message
# The page's own look at the signatures says NO_STORE too; only a job that waits says the rest.
TRIED_AGAIN = f"{NO_STORE} Hệ thống tự làm lại, lần gần nhất lúc "
NO_PROOF = "Chưa lấy được d"  # «dấu thời gian» or «dữ liệu thu hồi», whichever was asked first
STAGES = ("DRAFT", "PREPARED", "SIGNED", "ISSUED", "ARCHIVED")
SERVERS = ("objects", "authority")

pytestmark = [
    pytest.mark.usefixtures("committed"),
    pytest.mark.skipif(
        not {*SERVERS, "postgres"} <= set(servers.MACHINE.ours),
        reason="servers that the environment names are not killed",
    ),
]


@dataclass(frozen=True)
class Step:
    """One act, the stage before it, what is said when it is refused, what the page waits for."""

    before: str
    act: Callable[[Life], object]
    refused: type[Exception] | None = None
    waits: str = ""
    level: str = ""


def pass_form(report: Life) -> None:
    reviewing.pass_form(report.task, by=report.cast.checker, at=life.now())


def issue(report: Life) -> None:
    distributing.issue(report.task, by=report.cast.clerk, at=life.now())


def nothing(report: Life) -> None:
    """Only jobs wait."""


STEPS = {
    "objects: pages of the draft": ("objects", Step("draft", nothing, waits=TRIED_AGAIN)),
    "objects: file to sign": ("objects", Step("form_check", pass_form, waits=TRIED_AGAIN)),
    "objects: sign": ("objects", Step("sign", Life.sign, StoreUnavailable)),
    "objects: between number and seal": (
        "objects",
        Step("register", Life.seal, StoreUnavailable, "chưa đóng dấu xong"),
    ),
    "objects: archive": ("objects", Step("issue", nothing, waits=TRIED_AGAIN)),
    "objects: deliver": ("objects", Step("issue", issue, waits=TRIED_AGAIN)),
    "authority: pages of the draft": ("authority", Step("draft", nothing)),
    "authority: file to sign": ("authority", Step("form_check", pass_form)),
    "authority: sign": ("authority", Step("sign", Life.sign, level="B")),
    "authority: between number and seal": (
        "authority",
        Step("register", Life.seal, waits=NO_PROOF, level="B"),
    ),
    "authority: archive": ("authority", Step("issue", nothing, waits=NO_PROOF)),
    "authority: deliver": ("authority", Step("issue", issue, waits=NO_PROOF)),
}


@pytest.mark.parametrize(("part", "step"), STEPS.values(), ids=STEPS)
def test_a_server_killed_at_a_step_costs_nothing_but_time(
    cast: Cast, part: str, step: Step
) -> None:
    report = reach(cast, step.before)
    with away(part):
        if step.refused is None:
            step.act(report)
        else:
            with pytest.raises(step.refused) as told:
                step.act(report)
            assert str(told.value) == NO_STORE
        work()
        page = unescape(page_of(report))
        if step.waits:
            assert step.waits in page
        else:
            assert standing.waits_for(report.document) == []
        debts = [one.debt for one in Signature.objects.filter(level="B")]
        assert len(debts) == (1 if step.level == "B" else 0)
        for debt in debts:
            why = debt.removeprefix("Chưa có dấu thời gian: ").rstrip(".")
            assert why
            assert why in page
    work_on()
    finish(report)
    whole(report)


def reach(cast: Cast, stage: str) -> Life:
    """Take a report to a stage; only what the last act asked for may still wait in the queue."""
    report = life.begin(cast)
    if stage == "draft":
        return report
    work()
    for name, act in (
        ("initial", Life.submit),
        ("form_check", Life.initial),
        ("sign", pass_form),
        ("register", Life.sign),
        ("issue", Life.seal),
    ):
        act(report)
        if name != "issue":  # there, the archive revision is the very thing that has to wait
            work()
        if name == stage:
            break
    return report


def finish(report: Life) -> None:
    """Do, as the officials would, what is left."""
    acts: dict[str, Callable[[Life], object]] = {
        "draft": Life.submit,
        "initial": Life.initial,
        "form_check": pass_form,
        "sign": Life.sign,
        "register": Life.seal,
        "issue": issue,
    }
    while report.tasks:
        acts[report.task.step](report)
        work()
    work_on()


def whole(report: Life) -> None:
    """Nothing is lost, nothing doubled, nothing waits, and the page says so."""
    document = report.document
    stages = Rendition.objects.filter(revision__document=document).values_list("stage", flat=True)
    assert Counter(stages) == dict.fromkeys(STAGES, 1)
    for rendition in Rendition.objects.filter(revision__document=document):
        storage.read(rendition.object)
    assert RevisionCopy.objects.filter(revision__document=document).count() == 1
    entries = RegisterEntry.objects.filter(document=document).values_list("number", "state")
    assert list(entries) == [(1, "ISSUED")]
    assert set(Signature.objects.values_list("field", "level", "debt")) == {
        ("KyLanhDao", "LTA", ""),
        ("DauCoQuan", "LTA", ""),
    }
    assert IncomingEntry.objects.filter(document=document).count() == 1
    arrived = Receipt.objects.filter(
        dispatch__document=document, dispatch__agency=report.cast.receiving_agency
    )
    assert [one.kind for one in arrived] == [ReceiptKind.ARRIVED]
    assert not document.obstacles.exists()
    assert jobs() == []


# ---- the worker itself


def start_worker() -> subprocess.Popen[bytes]:
    url = urlsplit(servers.MACHINE.environment["DATABASE_URL"])
    database = urlunsplit(url._replace(path=f"/{connection.settings_dict['NAME']}"))
    return subprocess.Popen(
        [sys.executable, "manage.py", "worker", "--concurrency", "1"],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": database},
    )


@pytest.mark.parametrize(
    ("before", "act"),
    [("draft", nothing), ("form_check", pass_form), ("issue", nothing), ("issue", issue)],
    ids=["pages of the draft", "file to sign", "archive", "deliver"],
)
def test_a_worker_killed_at_a_step_leaves_its_work_to_the_next(
    cast: Cast, before: str, act: Callable[[Life], object]
) -> None:
    report = reach(cast, before)
    act(report)
    waiting = len(jobs())
    assert waiting
    process = start_worker()
    try:
        wait_until(lambda: len(jobs()) < waiting or "doing" in {status for _, status in jobs()})
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - %s::interval",
            [str(queue.SILENT_AFTER)],
        )
    queue.rescue_stalled_jobs()
    work_on()
    finish(report)
    whole(report)


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, jobs()
        time.sleep(0.02)


# ---- PostgreSQL


def test_postgres_killed_between_number_and_seal_leaves_the_clerk_the_same_number(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    report = reach(cast, "register")
    real = sealing.make

    def killed_first(*args: Any, **kwargs: Any) -> object:
        servers.MACHINE.ours["postgres"].kill(servers.FOLDER / "postgres")
        return real(*args, **kwargs)

    try:
        with monkeypatch.context() as patch:
            patch.setattr(sealing, "make", killed_first)
            with pytest.raises(OperationalError):
                report.seal()
    finally:
        servers.start("postgres")
        connection.close()
    (taken,) = RegisterEntry.objects.values_list("number", "state")
    assert taken == (1, "TAKEN")
    client.force_login(cast.clerk)
    page = reverse("task-register", args=[report.task.pk])
    assert "chưa đóng dấu xong" in unescape(client.get(page).content.decode())
    day = f"{vn_day(life.now()):%d/%m/%Y}"
    sent = client.post(page, {"do": "seal", "issued_on": day, "pin": PIN})
    assert sent.status_code == 302
    finish(report)
    whole(report)


def test_without_the_file_to_sign_the_leader_is_told_to_come_back(cast: Cast) -> None:
    report = reach(cast, "form_check")
    with away("objects"):
        pass_form(report)
        work()
        with pytest.raises(NotPreparedYet) as told:
            prepared_rendition(latest_revision(report.document))
        assert str(told.value) == NotPreparedYet.message
    work_on()
    finish(report)
    whole(report)
