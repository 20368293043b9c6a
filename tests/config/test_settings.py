"""A real agency never runs with what a rehearsal is made of."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STRONG = "a-key-of-a-real-agency-0123456789-0123456789-0123456789"


def started(**environment: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of their own, with just this environment."""
    plain = {"PATH": os.environ["PATH"], "SECRET_KEY": STRONG, "KEY_SECRET": STRONG}
    return subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=ROOT,
        env=plain | environment,
        capture_output=True,
        text=True,
    )


def test_an_agency_with_keys_of_its_own_starts():
    assert started().returncode == 0


@pytest.mark.parametrize("name", ["SECRET_KEY", "KEY_SECRET"])
def test_the_keys_of_a_rehearsal_are_refused(name):
    refused = started(**{name: "practice-" + STRONG})

    assert refused.returncode == 1
    assert "must not be those of a rehearsal" in refused.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "KEY_SECRET"])
def test_without_its_keys_an_agency_does_not_start(name):
    refused = started(**{name: ""})

    assert refused.returncode == 1


def test_the_throw_away_authority_is_not_trusted_by_an_agency(authority, tmp_path):
    refused = started(TRUST_ROOTS=os.environ["TRUST_ROOTS"])

    assert refused.returncode == 1
    assert "throw-away authority" in refused.stderr


def test_no_sample_province_is_there_outside_a_rehearsal():
    shown = subprocess.run(
        [sys.executable, "manage.py", "province"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "SECRET_KEY": STRONG, "KEY_SECRET": STRONG},
        capture_output=True,
        text=True,
    )

    assert shown.returncode == 1
    assert "Unknown command: 'province'" in shown.stderr
