"""Files that an act stored and never named are removed; named and locked ones stay."""

from datetime import timedelta

import pytest
from django.utils import timezone

from documents import storage
from documents.errors import ObjectDamaged
from documents.models import StoredObject


@pytest.fixture
def soon():
    return timezone.now() + timedelta(minutes=5)


def test_only_what_nothing_names_and_nothing_locks_is_swept(db, objects, soon):
    named = storage.put(b"named", content_type="text/plain").named()
    left = storage.put(b"left behind", content_type="text/plain")
    locked = storage.put(b"locked", content_type="text/plain")
    storage.lock(row(locked), until=timezone.now() + timedelta(hours=2))

    storage.sweep(older_than=soon)

    assert storage.read(named) == b"named"
    assert storage.read(row(locked)) == b"locked"
    with pytest.raises(ObjectDamaged):
        storage.read(row(left))


def test_what_was_stored_a_moment_ago_may_still_be_named(db, objects):
    fresh = storage.put(b"just now", content_type="text/plain")

    assert storage.sweep(older_than=timezone.now() - timedelta(days=1)) == 0
    assert storage.read(row(fresh)) == b"just now"


def row(stored):
    return StoredObject(key=stored.key, version_id=stored.version_id, sha256=stored.sha256)
