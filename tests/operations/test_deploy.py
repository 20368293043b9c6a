"""What an operator copies from deploy/ and reads in docs/operations/ is still true."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from config import example
from tests.house.code import ROOT

DEPLOY = sorted(path for path in (ROOT / "deploy").rglob("*") if path.is_file())
MANUAL = sorted((ROOT / "docs/operations").glob("*.md"))
of_each = pytest.mark.parametrize(
    "path", [*DEPLOY, *MANUAL], ids=lambda path: str(path.relative_to(ROOT))
)
KNOWN = {one.name for one in example.variables()}


@of_each
def test_every_command_that_is_named_exists(path: Path):
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"manage\.py[\s\",]+([a-z_]+)", text))
    assert named - set(get_commands()) - {"createcachetable"} == set()


@pytest.mark.parametrize("name", ["compose.yaml", "systemd/dauson-web.service"])
def test_every_variable_that_is_set_is_read(name):
    text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
    set_here = set(re.findall(r"\b([A-Z][A-Z0-9_]+)_FILE\b", text)) - {"POSTGRES_PASSWORD"}
    assert set_here != set()
    assert set_here - KNOWN == set()


def test_what_an_agency_must_give_is_all_that_is_open_in_the_example():
    asked = re.findall(r"^([A-Z0-9_]+)=$", example.text(), re.MULTILINE)
    assert asked == [
        "SECRET_KEY",
        "KEY_SECRET",
        "BASE_URL",
        "SOURCE_URL",
        "DATABASE_URL",
        "S3_ENDPOINT",
        "S3_ACCESS_KEY",
        "S3_SECRET_KEY",
        "TIMESTAMP_URLS",
        "TRUST_ROOTS",
    ]


@of_each
def test_no_image_and_no_package_names_the_machine_that_it_comes_from(path: Path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"(?:docker\.io|ghcr\.io|quay\.io|registry\.|index-url|gcr\.io)", text) == []


def test_the_example_of_a_directory_is_one():
    assert json.loads((ROOT / "docs/operations/directory.json").read_text(encoding="utf-8"))
