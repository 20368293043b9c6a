"""The drill: back up, lose everything, restore, and prove that nothing is missing or doubled."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command

from documents import storage
from documents.models import Backup, Rendition, Stage
from local import objects as local_objects
from tests import cast as casting
from tests import life
from tests.house.code import ROOT
from tests.jobs_now import run_jobs

pytestmark = pytest.mark.usefixtures("committed", "objects", "authority")


@pytest.fixture
def elsewhere(postgres):
    """Give the environment of an empty database on the same server, and the same store."""
    url = postgres.rpartition("/")[0] + f"/restored_{os.getpid()}"
    name = url.rpartition("/")[2]
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield {"DATABASE_URL": url}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def another_store():
    """Give the environment of an object store that holds nothing."""
    folder = Path(tempfile.mkdtemp(prefix="dauson-test-"))
    folder.chmod(0o711)
    store = local_objects.start(folder / "objects")
    yield {
        "S3_ENDPOINT": store.endpoint,
        "S3_ACCESS_KEY": store.access_key,
        "S3_SECRET_KEY": store.secret_key,
        "S3_BUCKET": store.bucket,
    }
    local_objects.kill(folder / "objects")
    shutil.rmtree(folder)


def run(*command, **environment):
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        capture_output=True,
        text=True,
    )


def in_words(done):
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_what_is_lost_comes_back_and_no_number_is_given_twice(tmp_path, elsewhere, another_store):
    cast = casting.make()
    life.begin(cast).to("receive")
    call_command("backup", tmp_path / "backup", "--keys", tmp_path / "keys", verbosity=0)

    # Database and store are lost, both.
    everywhere = elsewhere | another_store
    restored = run("manage.py", "restore", str(tmp_path / "backup"), **everywhere)
    assert "No number is given until" in in_words(restored)
    audited = in_words(run("manage.py", "audit", **everywhere))
    kept = Backup.objects.get().objects_kept
    assert f"{kept} files read" in audited
    assert "0 faults, 0 files with invalid signatures" in audited


@pytest.fixture
def own_store(another_store, settings):
    """Let this test work on a store of its own: what others issued there would be found, too."""
    for name, value in another_store.items():
        setattr(settings, name, value)
    storage._client.cache_clear()
    yield another_store
    storage._client.cache_clear()


def test_after_a_restore_the_books_stay_closed_until_they_know_what_was_issued(
    tmp_path, elsewhere, own_store
):
    elsewhere |= own_store
    cast = casting.make()
    since, waiting = (life.begin(cast).to("register") for _ in range(2))
    call_command("backup", tmp_path / "backup", verbosity=0)
    first = since.seal()
    run_jobs()

    # The database alone is lost; the store holds what was issued since.
    in_words(run("manage.py", "restore", str(tmp_path / "backup"), "--same-store", **elsewhere))
    ids = [str(one.document.public_id) for one in (since, waiting)]
    told = json.loads(in_words(run("-m", "tests.operations.afterwards", *ids, **elsewhere)))

    issued = Rendition.objects.get(revision__document=since.document, stage=Stage.ISSUED)
    assert told == {
        "refused": (
            "Sổ đăng ký đang đóng vì hệ thống vừa khôi phục từ bản sao lưu; chưa cấp số được cho "
            "đến khi người quản trị đối chiếu xong sổ với các văn bản đã ban hành."
        ),
        "found": [first.code] * 2,  # the sealed file, and its archive revision
        "next": "02/BC-BQLKKT",
        "again": first.code,
        "again_file": issued.object.sha256,
        "faults": 0,
        "read": told["read"],
        "invalid": [],
    }
