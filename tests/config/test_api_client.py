"""The example client of docs/api, against a server that listens."""

import json
import runpy
import sys
import time
from threading import Event, Thread

import pytest
from django.db import connections

from agencies.actions import tokens
from agencies.models import Scope
from documents.models import Document, Rendition, Stage
from tests import life
from tests.cast import PIN
from tests.house.code import ROOT
from tests.jobs_now import run_jobs

CLIENT = ROOT / "docs/api/archive_a_draft.py"


@pytest.fixture
def a_worker(committed):
    """Do what waits while the test goes on."""
    stop = Event()

    def work():
        while not stop.is_set():
            run_jobs()
            time.sleep(0.2)
        connections.close_all()

    thread = Thread(target=work)
    thread.start()
    yield
    stop.set()
    thread.join()


def test_the_example_takes_a_draft_to_the_archive(
    cast, live_server, a_worker, monkeypatch, tmp_path, capsys
):
    for name in ("drafter", "head", "checker", "leader", "clerk"):
        _, secret = tokens.make(
            getattr(cast, name), name="Ví dụ", scopes=list(Scope), days=1, at=life.now()
        )
        monkeypatch.setenv(name.upper(), secret)
    for name in ("LEADER_PIN", "SEAL_PIN"):
        monkeypatch.setenv(name, PIN)
    draft = tmp_path / "bao-cao.json"
    draft.write_text(json.dumps(life.content()))
    monkeypatch.setattr(sys, "argv", [str(CLIENT), live_server.url, str(draft)])

    runpy.run_path(str(CLIENT), run_name="__main__")

    document = Document.objects.get()
    assert capsys.readouterr().out == f"{document.register_entry.code}\n"
    kept = Rendition.objects.get(revision__document=document, stage=Stage.ARCHIVED)
    assert len(draft.with_suffix(".pdf").read_bytes()) == kept.object.size


def test_the_example_is_short():
    lines = CLIENT.read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.strip()]) < 60
