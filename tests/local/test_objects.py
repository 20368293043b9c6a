import http.client
import io
import json
import stat
import urllib.parse
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from minio import Minio
from minio.commonconfig import COMPLIANCE
from minio.deleteobjects import DeleteObject
from minio.error import S3Error
from minio.retention import Retention

from local import objects
from local.errors import PortTaken
from local.objects import Objects


@pytest.fixture(scope="module")
def home(folder: Path) -> Path:
    return folder / "objects"


@pytest.fixture
def server(home: Path) -> Objects:
    return objects.start(home)


@pytest.fixture
def app(server: Objects) -> Minio:
    return client(server.endpoint, server.access_key, server.secret_key)


@pytest.fixture
def admin(server: Objects, home: Path) -> Minio:
    run = json.loads((home / "run.json").read_text())
    return client(server.endpoint, run["admin_access_key"], run["admin_secret_key"])


def client(endpoint: str, access_key: str, secret_key: str) -> Minio:
    host = urllib.parse.urlsplit(endpoint).netloc
    return Minio(host, access_key=access_key, secret_key=secret_key, secure=False)


def put_locked(app: Minio, key: str, content: bytes) -> str:
    """Store under a COMPLIANCE lock of one day and return the version."""
    lock = Retention(COMPLIANCE, datetime.now(UTC) + timedelta(days=1))
    sent = app.put_object("dauson", key, io.BytesIO(content), len(content), retention=lock)
    assert sent.version_id is not None
    return sent.version_id


def content_of(app: Minio, key: str, version: str) -> bytes:
    answer = app.get_object("dauson", key, version_id=version)
    try:
        return answer.read()
    finally:
        answer.close()
        answer.release_conn()


def refusal(act, *arguments, **options) -> str:
    """Return the code of the error with which the server refuses."""
    with pytest.raises(S3Error) as caught:
        act(*arguments, **options)
    return str(caught.value.code)


def status(port: int, method: str, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body=b"forged" if method in {"PUT", "POST"} else None)
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_second_start_finds_the_server_running(home, server):
    process = objects.running(home)
    assert objects.start(home) == server
    assert objects.running(home) == process


def test_objects_outlive_a_stop_and_a_crash(home, app):
    version = put_locked(app, "outlives", b"signed")
    objects.stop(home)
    assert objects.running(home) is None
    objects.start(home)
    assert content_of(app, "outlives", version) == b"signed"
    objects.kill(home)
    assert objects.running(home) is None
    objects.start(home)
    assert content_of(app, "outlives", version) == b"signed"


def test_the_bucket_keeps_versions_and_locks(admin):
    assert admin.get_bucket_versioning("dauson").status == "Enabled"
    assert admin.get_object_lock_config("dauson") is not None
    assert [bucket.name for bucket in admin.list_buckets()] == ["dauson"]


def test_readiness_leaves_nothing_in_the_bucket(home, app):
    objects.start(home)
    kept = app.list_objects("dauson", prefix="ready", include_version=True)
    assert [entry.object_name for entry in kept] == []


def test_a_compliance_lock_holds_against_every_key(app, admin):
    version = put_locked(app, "locked", b"signed")
    assert refusal(app.remove_object, "dauson", "locked", version_id=version) == "AccessDenied"
    assert refusal(admin.remove_object, "dauson", "locked", version_id=version) == "AccessDenied"
    errors = admin.remove_objects(
        "dauson", [DeleteObject("locked", version)], bypass_governance_mode=True
    )
    assert [error.code for error in errors] == ["AccessDenied"]
    sooner = Retention(COMPLIANCE, datetime.now(UTC) + timedelta(seconds=5))
    shortened = refusal(admin.set_object_retention, "dauson", "locked", sooner, version_id=version)
    assert shortened == "AccessDenied"
    assert content_of(app, "locked", version) == b"signed"


def test_what_is_written_over_a_locked_object_is_another_version(app):
    version = put_locked(app, "twice", b"first")
    app.put_object("dauson", "twice", io.BytesIO(b"second"), 6)
    app.remove_object("dauson", "twice")
    assert content_of(app, "twice", version) == b"first"


def test_the_application_may_do_nothing_outside_its_bucket(app, admin):
    if not admin.bucket_exists("foreign"):
        admin.make_bucket("foreign")
    try:
        assert refusal(app.make_bucket, "another") == "AccessDenied"
        assert refusal(app.put_object, "foreign", "x", io.BytesIO(b"x"), 1) == "AccessDenied"
        assert refusal(list, app.list_objects("foreign")) == "AccessDenied"
        assert refusal(app.remove_bucket, "dauson") == "AccessDenied"
        assert refusal(app.set_bucket_policy, "dauson", "{}") == "AccessDenied"
    finally:
        admin.remove_bucket("foreign")


def test_a_stranger_is_refused(server):
    stranger = client(server.endpoint, server.access_key, "guessed")
    assert refusal(list, stranger.list_objects("dauson")) == "SignatureDoesNotMatch"
    nobody = client(server.endpoint, "", "")
    assert refusal(list, nobody.list_objects("dauson")) == "AccessDenied"


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_the_parts_behind_the_gateway_refuse_everyone(home, app, method):
    version = put_locked(app, "behind", b"signed")
    run = json.loads((home / "run.json").read_text())
    file = f"/buckets/dauson/behind.versions/v_{version}"
    assert status(run["filer"], method, file) == 401
    assert status(run["volume"], method, "/1,01637037d6") == 401
    assert content_of(app, "behind", version) == b"signed"


def test_every_installation_has_keys_of_its_own(folder, server):
    other = objects.reserve(folder / "other-objects")
    assert other.access_key != server.access_key
    assert other.secret_key != server.secret_key
    assert objects.reserve(folder / "other-objects") == other


def test_what_is_secret_is_for_its_owner_alone(home, server):
    names = ["run.json", "s3.json", "security.toml", "node.key"]
    modes = {name: stat.S_IMODE((home / name).stat().st_mode) for name in names}
    assert modes == dict.fromkeys(names, 0o600)


def test_every_port_has_a_twin_that_no_outgoing_connection_may_take(home, server):
    run = json.loads((home / "run.json").read_text())
    chosen = [run[name] for name in ("port", "master", "volume", "filer", "admin")]
    assert len(set(chosen)) == 5
    assert [port for port in chosen if port > 20_000] == []


def test_a_taken_port_is_refused_in_one_sentence(folder, taken_port):
    with pytest.raises(PortTaken) as caught:
        objects.start(folder / "unborn-objects", port=taken_port)
    assert str(caught.value) == (
        f"Port {taken_port} of 127.0.0.1, meant for the object store, "
        "is taken by another program: stop that program or choose another port."
    )
