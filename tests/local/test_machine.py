import shutil
import stat
from pathlib import Path

import psycopg
import pytest

from local import machine
from local.errors import LocalError

ELSEWHERE = {
    "DATABASE_URL": "postgresql://office@db.example:5432/dauson",
    "S3_ENDPOINT": "https://s3.example",
    "S3_ACCESS_KEY": "theirs",
    "S3_SECRET_KEY": "secret",
}


@pytest.fixture(scope="module")
def home(folder: Path) -> Path:
    return folder / "machine"


def test_servers_are_started_and_stopped_again(home):
    with machine.servers(home, authority=False, environ={}) as environment:
        here = machine.reserve(home, authority=False, environ={})
        assert here.running() == ["postgres", "objects"]
        with psycopg.connect(environment["DATABASE_URL"]) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    assert here.running() == []


def test_servers_that_ran_before_run_on(home):
    here = machine.reserve(home, authority=False, environ={})
    here.ours["postgres"].start(home / "postgres")
    try:
        with machine.servers(home, authority=False, environ={}):
            assert here.running() == ["postgres", "objects"]
        assert here.running() == ["postgres"]
    finally:
        here.kill()


def test_addresses_passwords_and_keys_stay_the_same(home):
    first = machine.reserve(home, environ={}).environment
    assert machine.reserve(home, environ={}).environment == first
    assert set(first) == {
        "AUTHORITY_FOLDER",
        "AUTHORITY_URL",
        "DATABASE_URL",
        "DAUSON_DATA",
        "DAUSON_REHEARSAL",
        "KEY_SECRET",
        "S3_ACCESS_KEY",
        "S3_BUCKET",
        "S3_ENDPOINT",
        "S3_SECRET_KEY",
        "SECRET_KEY",
        "TIMESTAMP_URLS",
        "TRUST_ROOTS",
    }


def test_secrets_are_for_their_owner_alone(home):
    machine.reserve(home, environ={})
    assert stat.S_IMODE((home / "secrets.json").stat().st_mode) == 0o600


def test_what_the_environment_names_is_used_and_not_started(home):
    here = machine.reserve(home, authority=False, environ=ELSEWHERE)
    assert here.ours == {}
    assert here.environment.items() >= ELSEWHERE.items()
    assert here.environment["S3_BUCKET"] == "dauson"


def test_an_address_may_come_from_a_file(home):
    named = {"DATABASE_URL_FILE": "/run/secrets/database"}
    here = machine.reserve(home, authority=False, environ=ELSEWHERE | named | {"DATABASE_URL": ""})
    assert here.ours == {}
    assert here.environment["DATABASE_URL_FILE"] == "/run/secrets/database"
    assert "DATABASE_URL" not in here.environment


def test_a_store_without_its_keys_is_refused(home):
    with pytest.raises(LocalError) as refusal:
        machine.reserve(home, environ={"S3_ENDPOINT": "https://s3.example", "S3_ACCESS_KEY": "a"})
    assert str(refusal.value) == (
        "S3_ENDPOINT names an object store, but S3_SECRET_KEY is not set."
    )


def test_a_full_disk_is_said_before_anything_is_made(home, monkeypatch):
    used = shutil.disk_usage("/")._replace(free=1024**3)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: used)
    with pytest.raises(LocalError) as refusal:
        machine.require_space(home / "not" / "there")
    assert str(refusal.value) == (
        f"The disk of {home}/not/there has 1.0 GB left, and 2 GB are needed: "
        "free some, or set DAUSON_DATA to a folder on another disk."
    )


def test_the_data_folder_is_the_one_that_was_named():
    assert machine.data_folder({"DAUSON_DATA": "/srv/dauson"}) == Path("/srv/dauson")
