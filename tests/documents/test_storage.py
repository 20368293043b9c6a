"""The store: bytes proved by their hash, versions that stay, locks that nobody lifts."""

import hashlib
from datetime import timedelta

import pytest

from documents import storage
from documents.errors import ObjectDamaged, StoreUnavailable
from documents.models import StoredObject
from jobs import NotYet
from local import ports
from tests import life

pytestmark = pytest.mark.usefixtures("db", "objects")
TEXT = "text/plain"


def test_what_is_put_is_read_again_and_named_by_its_hash():
    stored = storage.put("Số: 01/BC".encode(), content_type=TEXT)
    digest = hashlib.sha256("Số: 01/BC".encode()).hexdigest()

    assert (stored.key, stored.sha256, stored.size) == (f"{digest[:2]}/{digest}", digest, 11)
    assert storage.read(stored.named()) == "Số: 01/BC".encode()


def test_the_same_bytes_put_twice_are_two_versions_under_one_key():
    first, second = (storage.put(b"twice", content_type=TEXT) for _ in range(2))

    assert first.key == second.key
    assert first.version_id != second.version_id
    assert [storage.read(one.named()) for one in (first, second)] == [b"twice"] * 2


def test_a_version_is_named_once():
    stored = storage.put(b"named", content_type=TEXT)
    assert stored.named() == stored.named()
    assert StoredObject.objects.count() == 1


def test_nothing_of_a_document_can_be_read_off_a_key():
    stored = storage.put("Báo cáo mật".encode(), content_type=TEXT)
    assert set(stored.key) <= set("0123456789abcdef/")


def test_a_lock_is_held_by_the_store_itself_until_its_moment():
    until = (life.now() + timedelta(days=1)).replace(microsecond=0)
    stored = storage.put(b"locked", content_type=TEXT).named()
    free = storage.put(b"free", content_type=TEXT).named()
    storage.lock(stored, until=until)

    assert storage.lock_of(stored) == until
    assert storage.lock_of(free) is None


def test_a_locked_version_cannot_be_deleted_by_anyone(settings):
    until = life.now() + timedelta(days=1)
    stored = storage.put(b"kept", content_type=TEXT).named()
    storage.lock(stored, until=until)
    with pytest.raises(Exception, match=r"(?i)denied|locked|worm"):
        storage._client().remove_object(
            settings.S3_BUCKET, stored.key, version_id=stored.version_id
        )
    assert storage.read(stored) == b"kept"


def test_bytes_that_do_not_match_their_hash_are_never_shown():
    other = storage.put(b"something else", content_type=TEXT)
    claimed = StoredObject.objects.create(
        key=other.key, version_id=other.version_id, sha256="0" * 64, size=4
    )
    with pytest.raises(ObjectDamaged):
        storage.read(claimed)


def test_an_object_that_is_not_there_is_damage_not_a_pause():
    missing = StoredObject.objects.create(key="00/00", version_id="", sha256="0" * 64, size=4)
    with pytest.raises(ObjectDamaged):
        storage.read(missing)


def test_while_the_store_is_away_everything_waits(settings):
    stored = storage.put(b"there", content_type=TEXT).named()
    endpoint = settings.S3_ENDPOINT
    settings.S3_ENDPOINT = f"http://127.0.0.1:{ports.choose()}"
    storage._client.cache_clear()
    try:
        for act in (
            lambda: storage.put(b"x", content_type=TEXT),
            lambda: storage.read(stored),
            lambda: storage.lock_of(stored),
        ):
            with pytest.raises(StoreUnavailable):
                act()
    finally:
        settings.S3_ENDPOINT = endpoint
        storage._client.cache_clear()
    assert issubclass(StoreUnavailable, NotYet), "a job that meets it is tried again"
    assert storage.read(stored) == b"there"
