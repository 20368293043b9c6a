"""What `manage.py` does before Django takes over."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

import manage
from local import machine
from rehearsal.accounts import table
from tests import servers

ROOT = Path(__file__).parents[2]
NAMED = {
    "DATABASE_URL": "postgresql://office@db.example/dauson",
    "S3_ENDPOINT": "https://s3.example",
    "AUTHORITY_URL": "http://ca.example",
}


@pytest.fixture
def begun(monkeypatch) -> list[str]:
    """Call `manage.py rehearse` where nothing is really done; tell what would have been."""
    done: list[str] = []

    @contextmanager
    def temporary():
        done.append("servers")
        yield {"DATABASE_URL": "postgresql://ours"}
        done.append("stopped")

    monkeypatch.setattr(machine, "temporary", temporary)
    monkeypatch.setattr(
        manage, "execute_from_command_line", lambda _arguments: done.append("command")
    )
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(sys, "argv", ["manage.py", "rehearse"])
    kept = {name: value for name, value in os.environ.items() if name not in NAMED}
    monkeypatch.setattr(os, "environ", kept)
    return done


@pytest.mark.parametrize("missing", NAMED)
def test_a_rehearsal_starts_what_is_not_named(begun, missing):
    os.environ.update({name: value for name, value in NAMED.items() if name != missing})
    manage.main()
    assert begun == ["servers", "command", "stopped"]


def test_a_rehearsal_on_named_servers_starts_none(begun):
    os.environ.update(NAMED)
    manage.main()
    assert begun == ["command"]


def test_the_accounts_of_the_rehearsal_are_printed_without_any_preparation():
    ours = servers.MACHINE.environment
    plain = {name: value for name, value in os.environ.items() if name not in ours}
    printed = subprocess.run(
        [sys.executable, "manage.py", "accounts"],
        cwd=ROOT,
        env=plain | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
    )
    assert (printed.stderr, printed.stdout.rstrip("\n")) == ("", table().rstrip("\n"))
