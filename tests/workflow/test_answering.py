"""An answer through its whole life: issuing it closes what it was written for."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.actions import relating
from documents.models import Assignment, IncomingBook, IncomingEntry
from tests import life
from tests.documents.arrivals import VALID, arrive
from workflow import inbox


def test_issuing_an_answer_closes_the_drafters_work_and_tells_who_assigned_it(cast, cheap_files):
    at = timezone.now()
    book = IncomingBook.objects.create(agency=cast.agency, year=at.year, last_number=3)
    entry = IncomingEntry.objects.create(
        agency=cast.agency,
        document=arrive(cast).document,
        object=IncomingEntry.objects.get().object,
        sender="Sở Nội vụ tỉnh Sơn Hà",
        code="12/KH-SNV",
        dated_on=at.date(),
        subject="Kế hoạch",
        verdict=VALID,
        arrived_at=at,
        state="RECEIVED",
        book=book,
        number=3,
        closed_by=cast.clerk,
        closed_at=at,
    )
    one = Assignment.objects.create(
        entry=entry, official=cast.drafter, leads=True, assigned_by=cast.leader, assigned_at=at
    )
    report = life.begin(cast)
    relating.answer(report.document, entry, by=cast.drafter, at=at)
    one.refresh_from_db()
    assert (one.begun_by, one.is_open) == (cast.drafter, True)

    report.to("issue")
    with CaptureQueriesContext(connection) as queries:
        report.issue()
    told = [query["sql"] for query in queries]
    locked = next(
        n
        for n, sql in enumerate(told)
        if " FOR UPDATE" in sql
        and 'FROM "documents_document"' in sql
        and f"{entry.document_id}" in sql.partition(" WHERE ")[2]
    )
    # The yearly set is locked by a trigger of this row.
    filed = next(n for n, sql in enumerate(told) if 'INSERT INTO "documents_dossieritem"' in sql)
    assert locked < filed, "the answered document is locked before the dossier"
    one.refresh_from_db()
    assert (one.answered_by, one.done_by) == (report.document, cast.clerk)
    assert inbox.unseen_notices(cast.leader)[0].sentence == (
        "Trần Thị Soạn đã trả lời bằng 01/BC-BQLKKT. Văn bản đến số 3: 12/KH-SNV."
    )
