"""The files of an issued document are locked in the store, as long as the document itself."""

from datetime import timedelta

import pytest

from documents import access
from documents.actions import attaching, sweeping
from documents.attachments import Judged
from documents.models import Attachment, Document, Stage, StoredObject
from tests import life
from tests.cast import Cast
from tests.jobs_now import run_jobs, waiting_jobs
from tests.life import Life


@pytest.fixture(autouse=True)
def cheap(cheap_files: None) -> None:
    """Let files cost nothing."""


@pytest.fixture
def begun(cast: Cast) -> Life:
    return life.begin(cast)


def attach_long_ago(begun: Life) -> Attachment:
    judged = Judged("Phụ lục.pdf", "application/pdf")
    stored = attaching.store(judged, b"%PDF-1.7\n%%EOF\n")
    (made,) = attaching.attach(
        begun.document,
        files=[(judged, stored)],
        by=begun.cast.drafter,
        at=life.now() - timedelta(days=300),
    )
    return made


def test_a_file_is_locked_exactly_as_long_as_its_document(begun) -> None:
    attachment = attach_long_ago(begun)
    begun.to("receive")
    sweeping.pay_debts()
    run_jobs()
    issued = StoredObject.objects.get(
        renditions__revision__document=begun.document, renditions__stage=Stage.ISSUED
    )
    attachment.object.refresh_from_db()
    assert issued.locked_until is not None
    assert attachment.object.locked_until == issued.locked_until


@pytest.mark.parametrize("status", access.ONCE_ISSUED)
def test_files_of_whatever_was_once_issued_are_locked(begun, status) -> None:
    attach_long_ago(begun)
    begun.to("receive")
    Document.objects.filter(pk=begun.document.pk).update(status=status)
    sweeping.pay_debts()
    assert "lock_attachment" in waiting_jobs()
