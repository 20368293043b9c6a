import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from local import processes
from local.account import Credentials
from local.processes import Process


@pytest.fixture
def spawn(tmp_path):
    """Give what starts a Python program and waits until it has said that it is ready."""

    def start(code: str) -> Process:
        log = tmp_path / "log"
        process = processes.spawn(
            [sys.executable, "-c", code + "\nprint('ready', flush=True)\ntime.sleep(60)"],
            folder=tmp_path,
            log=log,
            environment=os.environ,
            credentials=Credentials(),
        )
        started.append(process)
        while processes.is_alive(process) and "ready" not in log.read_text():
            time.sleep(0.01)
        return process

    started: list[Process] = []
    yield start
    for process in started:
        processes.kill(process)


def test_a_process_is_told_from_a_later_one_of_the_same_number():
    now = processes.current()
    earlier = Process(pid=now.pid, started=now.started - 1, boot=now.boot)
    assert processes.is_alive(now)
    assert not processes.is_alive(earlier)


def test_a_process_of_before_the_machine_was_restarted_is_not_alive():
    now = processes.current()
    assert not processes.is_alive(Process(pid=now.pid, started=now.started, boot="another"))


def test_a_process_that_nobody_waits_for_is_not_alive():
    with subprocess.Popen(["/bin/true"]) as child:  # a zombie until the end of this block
        while "Z" not in Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2]:
            time.sleep(0.01)
        assert processes.find(child.pid) is None


def test_one_that_does_not_listen_is_killed_when_patience_ends(spawn):
    stubborn = spawn("import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)")
    processes.end(stubborn, patience=0.2)
    assert not processes.is_alive(stubborn)


def test_one_that_listens_may_finish(spawn, tmp_path):
    polite = spawn(
        "import pathlib, signal, sys, time\n"
        "def finish(*_):\n"
        "    pathlib.Path('finished').touch()\n"
        "    sys.exit()\n"
        "signal.signal(signal.SIGTERM, finish)"
    )
    processes.end(polite, patience=20)
    assert (tmp_path / "finished").exists()


def test_what_a_killed_program_left_behind_is_killed_with_it(spawn, tmp_path):
    parent = spawn(
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "open('child', 'w').write(str(child.pid))"
    )
    child = processes.find(int((tmp_path / "child").read_text()))
    assert child is not None
    os.kill(parent.pid, signal.SIGKILL)
    processes.wait_until_gone([parent], seconds=10)
    assert processes.is_alive(child)
    processes.kill(parent)
    assert not processes.is_alive(child)
