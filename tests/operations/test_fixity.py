"""The audit reads every file, goes on where it stopped, and names what is not as it was."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from documents import figures, storage
from documents.actions import fixity
from documents.errors import StoreUnavailable
from documents.models import FixityAudit, StoredObject
from tests import life

pytestmark = pytest.mark.usefixtures("db", "objects")


@pytest.fixture
def kept():
    """Give the rows of five files that lie whole in the store."""
    return [storage.put(f"tệp {n}".encode(), content_type="text/plain").named() for n in range(5)]


def test_whole_files_are_read_once_each_and_their_bytes_counted(kept):
    audit = fixity.audit_all(clock=life.now)
    assert audit.finished_at is not None
    assert (audit.objects_read, audit.bytes_read) == (5, sum(one.size for one in kept))
    assert audit.faults.count() == 0


def test_what_is_damaged_missing_or_no_longer_locked_is_named(kept, capsys):
    other = storage.put("khác".encode(), content_type="text/plain")
    StoredObject.objects.create(key=other.key, version_id=other.version_id, sha256="0" * 64, size=4)
    StoredObject.objects.create(key="00/00", version_id="", sha256="0" * 64, size=4)
    until = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    StoredObject.objects.filter(pk=kept[0].pk).update(locked_until=until)
    StoredObject.objects.filter(pk=kept[1].pk).update(locked_until=until)
    storage.lock(kept[1], until=until)

    with pytest.raises(CommandError):
        call_command("audit")
    told = capsys.readouterr().out.splitlines()
    assert [line.split(" version")[0] for line in told[:-1]] == [
        f"UNLOCKED: {kept[0].key}",
        f"DAMAGED: {other.key}",
        "DAMAGED: 00/00",
    ]
    assert told[-1].startswith("7 files read")
    last = figures.last_audit()
    assert last is not None
    assert (last.objects_read, last.faults) == (7, 3)


def test_an_audit_goes_on_where_it_stopped(kept, monkeypatch):
    monkeypatch.setattr(fixity, "AT_ONCE", 2)
    moments = iter(timezone.now() + timedelta(seconds=n) for n in range(100))
    until = timezone.now() + timedelta(seconds=1)
    audit = FixityAudit.objects.create(begun_at=timezone.now())
    fixity.go_on(audit, clock=lambda: next(moments), until=until)
    assert (audit.finished_at, audit.objects_read) == (None, 2)

    whole = fixity.audit_all(clock=life.now)
    assert whole == audit
    assert (whole.finished_at is not None, whole.objects_read) == (True, 5)


def test_a_store_that_is_away_is_no_fault_of_a_file(kept, monkeypatch):
    def away(_):
        raise StoreUnavailable

    monkeypatch.setattr(storage, "read", away)
    with pytest.raises(StoreUnavailable):
        fixity.audit_files()
    audit = FixityAudit.objects.get()
    assert (audit.finished_at, audit.faults.count()) == (None, 0)


@pytest.mark.parametrize(("days", "audits"), [(1, 1), (8, 2)])
def test_the_job_begins_one_a_week(days, audits):
    ended = timezone.now() - timedelta(days=days)
    FixityAudit.objects.create(begun_at=ended, finished_at=ended)
    fixity.audit_files()
    assert FixityAudit.objects.count() == audits
