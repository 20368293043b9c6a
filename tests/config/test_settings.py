"""A real agency never runs with what a rehearsal is made of."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.config import root

ROOT = Path(__file__).parents[2]
STRONG = "a-key-of-a-real-agency-0123456789-0123456789-0123456789"
Started = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def agency(tmp_path) -> dict[str, str]:
    """Give the environment of a real agency."""
    trusted = tmp_path / "root.pem"
    trusted.write_bytes(root.pem())
    return {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": STRONG,
        "KEY_SECRET": STRONG,
        "BASE_URL": "https://vanban.example",
        "DATABASE_URL": "postgresql://office@db.example/dauson",
        "S3_ENDPOINT": "https://s3.example",
        "S3_ACCESS_KEY": "theirs",
        "S3_SECRET_KEY": "theirs",
        "SOURCE_URL": "https://vanban.example/source",
        "TIMESTAMP_URLS": "https://tsa.example",
        "TRUST_ROOTS": str(trusted),
    }


@pytest.fixture
def started(agency) -> Started:
    """Give what loads the settings in a process of their own, as an agency with differences."""

    def start(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *(command or ("-c", "import config.settings"))],
            cwd=ROOT,
            env=agency | environment,
            capture_output=True,
            text=True,
        )

    return start


def test_an_agency_with_all_of_its_own_starts(started):
    assert started().stderr == ""


@pytest.mark.parametrize("name", ["SECRET_KEY", "KEY_SECRET"])
def test_the_keys_of_a_rehearsal_are_refused(started, name):
    refused = started(**{name: "practice-" + STRONG})

    assert refused.returncode == 1
    assert "must not be those of a rehearsal" in refused.stderr


@pytest.mark.parametrize(
    "name",
    [
        "SECRET_KEY",
        "KEY_SECRET",
        "BASE_URL",
        "DATABASE_URL",
        "S3_ENDPOINT",
        "S3_ACCESS_KEY",
        "S3_SECRET_KEY",
        "SOURCE_URL",
        "TIMESTAMP_URLS",
        "TRUST_ROOTS",
    ],
)
def test_without_what_it_needs_an_agency_does_not_start_and_says_so_in_one_line(started, name):
    refused = started("manage.py", "migrate", **{name: ""})

    assert (refused.returncode, refused.stderr) == (
        1,
        f"The environment variable {name} is not set.\n",
    )


def test_the_web_server_too_says_in_one_line_what_is_missing(started):
    refused = started("-c", "import config.wsgi", KEY_SECRET="")

    assert (refused.returncode, refused.stderr) == (
        1,
        "The environment variable KEY_SECRET is not set.\n",
    )


def test_roots_that_cannot_be_read_are_named_in_one_line(started, tmp_path):
    empty = tmp_path / "empty.pem"
    empty.write_bytes(b"")
    for path in (tmp_path / "missing.pem", empty):
        refused = started("manage.py", "worker", TRUST_ROOTS=str(path))
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert refused.stderr.startswith("TRUST_ROOTS: ")


@pytest.mark.parametrize("typed", ["-1", "two", "1.5", "²"])
def test_a_count_of_proxies_is_a_number(started, typed):
    refused = started("manage.py", "migrate", TRUSTED_PROXY_COUNT=typed)

    assert refused.stderr == f"TRUSTED_PROXY_COUNT must be a number, 0 or more, not {typed!r}.\n"


def test_the_throw_away_authority_is_not_trusted_by_an_agency(started, authority):
    refused = started(TRUST_ROOTS=os.environ["TRUST_ROOTS"])

    assert refused.returncode == 1
    assert "throw-away authority" in refused.stderr


def test_no_sample_province_is_there_outside_a_rehearsal(started):
    shown = started("manage.py", "province")

    assert shown.returncode == 1
    assert "Unknown command: 'province'" in shown.stderr


LOGGED = """
import logging
import django
django.setup()
logging.getLogger("django.request").warning("Not Found: /khong-co/")
logging.getLogger("django.request").error("Internal Server Error: /")
logging.getLogger("agencies.actions.credentials").info("released")
"""
SAID = [
    ("ERROR", "django.request", "Internal Server Error: /"),
    ("INFO", "agencies.actions.credentials", "released"),
]


def test_a_line_of_the_log_says_when_how_grave_and_whose_and_no_everyday_refusal(started):
    said = started("-c", LOGGED, DJANGO_SETTINGS_MODULE="config.settings", LOG_FORM="line").stderr

    moment = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} "
    assert [re.sub(moment, "", line, count=1) for line in said.splitlines()] == [
        f"{level} {logger}: {message}" for level, logger, message in SAID
    ]
    assert all(re.match(moment, line) for line in said.splitlines())


def test_an_agency_logs_for_its_collector_an_object_a_line(started):
    lines = started("-c", LOGGED, DJANGO_SETTINGS_MODULE="config.settings").stderr.splitlines()

    told = [json.loads(line) for line in lines]
    assert [(one["level"], one["logger"], one["message"]) for one in told] == SAID


def test_a_form_of_the_log_is_one_of_two(started):
    refused = started("manage.py", "migrate", LOG_FORM="xml")
    assert refused.stderr == "LOG_FORM must be json or line, not 'xml'.\n"
