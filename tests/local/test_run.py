"""`python -m local run` over a stand-in for the application: small, and quick to start."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree

import pytest

from local import machine, ports, processes
from local.processes import Process

# An object store is named, so that none is started: it takes its time to stop.
ELSEWHERE = {"S3_ENDPOINT": "https://s3.example", "S3_ACCESS_KEY": "a", "S3_SECRET_KEY": "b"}
STAND_IN = {
    "manage.py": (
        "import sys, time\n"
        "print('manage.py', *sys.argv[1:], flush=True)\n"
        "while sys.argv[1] == 'worker':\n"
        "    time.sleep(1)\n"
    ),
    "config/__init__.py": "",
    "config/wsgi.py": (
        "def application(environ, start_response):\n"
        "    known = environ['PATH_INFO'] == '/dang-nhap/'\n"
        "    start_response('200 OK' if known else '404 Not Found', [])\n"
        "    return [b'the page']\n"
    ),
    "rehearsal/__init__.py": "",
    "rehearsal/authority.py": (
        "import http.server, sys\n"
        "class Answers(http.server.BaseHTTPRequestHandler):\n"
        "    def do_GET(self):\n"
        "        self.send_response(200)\n"
        "        self.end_headers()\n"
        "        self.wfile.write(b'0')\n"
        "http.server.HTTPServer(('127.0.0.1', int(sys.argv[-1])), Answers).serve_forever()\n"
    ),
}


@pytest.fixture(scope="module")
def project(folder: Path) -> Path:
    project = folder / "project"
    for name, text in STAND_IN.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text)
    copytree(Path(processes.__file__).parent, project / "local")
    return project


@dataclass
class Run:
    """A run, its port, its data, and the lines that it has printed so far."""

    program: subprocess.Popen[str]
    port: int
    data: Path
    lines: list[str] = field(default_factory=list)

    def read_until(self, wanted: str) -> None:
        assert self.program.stdout is not None
        patience = threading.Timer(60, self.program.kill)
        patience.start()
        try:
            for line in self.program.stdout:
                self.lines.append(line.rstrip())
                if re.search(wanted, line):
                    return
        finally:
            patience.cancel()
        raise AssertionError("\n".join(self.lines))

    def part(self, name: str) -> Process:
        content = json.loads((self.data / name).read_text())
        return Process(**{key: content[key] for key in ("pid", "started", "boot")})

    def page(self) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/dang-nhap/") as answer:
            content: bytes = answer.read()
        return content

    def end(self) -> int:
        self.program.send_signal(signal.SIGINT)
        if self.program.stdout is not None and not self.program.stdout.closed:
            output, _ = self.program.communicate(timeout=60)
            self.lines += output.splitlines()
        return self.program.returncode


def start(project: Path, data: Path, port: int) -> Run:
    program = subprocess.Popen(
        [sys.executable, "-m", "local", "run"],
        cwd=project,
        env={
            "PATH": os.environ["PATH"],
            "DAUSON_DATA": str(data),
            "DAUSON_PORT": str(port),
            **ELSEWHERE,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Run(program, port, data)


@pytest.fixture
def a_run(project: Path, folder: Path) -> Iterator[Run]:
    run = start(project, folder / "run", ports.choose())
    run.read_until("the data stays")
    yield run
    run.end()
    assert run.program.stdout is not None
    run.program.stdout.close()


def test_everything_is_prepared_started_and_stopped_in_order(a_run):
    parts = ["postgres/run.json", "authority/run.json", "web.json", "worker.json"]
    running = [a_run.part(name) for name in parts]
    assert [processes.is_alive(process) for process in running] == [True] * 4
    assert a_run.page() == b"the page"
    assert a_run.end() == 0
    assert [processes.is_alive(process) for process in running] == [False] * 4
    done = [line for line in a_run.lines if re.search("manage|answers|… done", line)]
    assert [re.sub(r"\([\d.]+ s\)", "(s)", line) for line in done] == [
        "Starting the servers … done (s)",
        "manage.py migrate --no-input --verbosity=0",
        "Preparing the database … done (s)",
        "manage.py province",
        "Loading the sample province … done (s)",
        "Starting the web server and the job worker … done (s)",
        "manage.py accounts",
        f"Dấu Son answers at http://127.0.0.1:{a_run.port}/   (data and logs in {a_run.data})",
        "Stopping the job worker … done (s)",
        "Stopping the web server … done (s)",
        "Stopping the certificate authority … done (s)",
        "Stopping PostgreSQL … done (s)",
    ]


def test_what_dies_is_started_again(a_run):
    for name, sentence in (
        ("worker.json", "The job worker is started again."),
        ("web.json", "The web server is started again."),
        ("postgres/run.json", "PostgreSQL is started again."),
        ("authority/run.json", "The certificate authority is started again."),
    ):
        before = a_run.part(name)
        os.kill(before.pid, signal.SIGKILL)
        a_run.read_until(re.escape(sentence))
        assert a_run.part(name) != before
        assert processes.is_alive(a_run.part(name))


def test_a_second_run_with_the_same_data_is_refused(a_run, project):
    second = start(project, a_run.data, ports.choose())
    output, _ = second.program.communicate(timeout=60)
    assert second.program.returncode == 1
    assert output == (
        f"Dấu Son runs already with the data in {a_run.data}: stop it with Ctrl-C where it runs, "
        "or set DAUSON_DATA and DAUSON_PORT to have a second one.\n"
    )


def test_stop_ends_a_run_elsewhere(a_run, project):
    subprocess.run(
        [sys.executable, "-m", "local", "stop", "--data", str(a_run.data)],
        cwd=project,
        check=True,
        capture_output=True,
    )
    assert a_run.end() == 0


def test_what_a_killed_run_left_behind_is_ended_by_the_next(a_run, project):
    left = a_run.part("web.json")
    a_run.program.kill()
    a_run.program.wait()
    assert processes.is_alive(left)
    following = start(project, a_run.data, a_run.port)
    following.read_until("the data stays")
    database = following.part("postgres/run.json")
    assert not processes.is_alive(left)
    assert following.end() == 0
    assert not processes.is_alive(database)


def test_servers_that_were_started_apart_run_on(project, folder):
    data = folder / "run"
    apart = machine.reserve(data, authority=False, environ=ELSEWHERE)
    apart.start()
    run = start(project, data, ports.choose())
    run.read_until("the data stays")
    database = run.part("postgres/run.json")
    assert run.end() == 0
    assert processes.is_alive(database)
    apart.stop()


def test_a_taken_port_is_said_before_anything_is_started(project, folder, taken_port):
    refused = start(project, folder / "untouched", taken_port)
    output, _ = refused.program.communicate(timeout=60)
    assert refused.program.returncode == 1
    assert output == (
        f"Port {taken_port} of 127.0.0.1, meant for the pages, is taken by another program: "
        "stop that program or choose another port with DAUSON_PORT.\n"
    )
    assert not (folder / "untouched").exists()
