"""The doctor: each part does what it is there for, or is named with what to do."""

import threading
import time

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from procrastinate.contrib.django import app

import signing
from config.doctor import examining, papers
from config.doctor.finding import State
from documents import storage
from documents.models import Restoration
from jobs import worker
from tests import life

pytestmark = pytest.mark.usefixtures("committed", "objects", "authority")


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(examining, "PATIENCE", 0.3)


@pytest.fixture
def working(monkeypatch):
    """Let a worker look for jobs again and again beside the test; nothing runs by the clock."""
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})
    monkeypatch.setattr(examining, "PATIENCE", 120.0)
    done = threading.Event()

    def work():
        while not done.wait(0.2):
            worker.run(wait=False)

    thread = threading.Thread(target=work)
    thread.start()
    yield
    done.set()
    thread.join(timeout=60)


def test_every_part_of_a_whole_installation_is_well(cast, working, capsys):
    life.begin(cast)
    call_command("doctor")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["ok", "database:"],
        ["ok", "migrations:"],
        ["ok", "clock:"],
        ["ok", "store:"],
        ["ok", "store"],
        ["ok", "typesetting:"],
        ["ok", "signing:"],
        ["ok", "timestamps:"],
        ["ok", "search:"],
        ["ok", "jobs:"],
        ["note", "backup:"],
        ["note", "audit:"],
        ["ok", "credentials:"],
        ["ok", "mail:"],
    ]


def test_what_is_ill_is_named_and_fails_the_command(impatient, settings, monkeypatch, capsys):
    settings.TIMESTAMP_URLS = ["http://127.0.0.1:9/tsa"]
    monkeypatch.setattr(storage, "proves_locks", lambda *_, **__: False)
    now = timezone.now()
    Restoration.objects.create(backup_at=now, restored_at=now)
    with pytest.raises(CommandError, match="4 of these must be mended"):
        call_command("doctor")
    ill = [line for line in capsys.readouterr().out.splitlines() if line.startswith("FAIL")]
    assert [line.split(":")[0].removeprefix("FAIL").strip() for line in ill] == [
        "store lock",
        "timestamps",
        "jobs",
        "registers",
    ]


def test_a_signature_that_does_not_hold_is_found_out(monkeypatch, settings):
    _, prepared = papers.typeset(at=life.now())
    assert papers.signed(prepared, at=life.now()).state == State.WELL
    whole = signing.sign
    monkeypatch.setattr(
        signing,
        "sign",
        lambda *a, **k: (
            (made := whole(*a, **k))
            and signing.Signed(made.pdf[:-200], "B", made.certificate_sha256, None, "")
        ),
    )
    assert papers.signed(prepared, at=life.now()).state == State.ILL


def test_a_probe_stays_under_its_lock_and_is_swept_after():
    began = time.monotonic()
    parts = [one.part for one in examining._store(life.now())]
    assert parts == ["store", "store lock"]
    assert time.monotonic() - began < 30
    assert [one.size for one in storage.unnamed() if one.size == 23] != []
