"""A document that arrived at the cast's other agency, laid there without its whole life before."""

from datetime import date
from typing import Any

from django.utils import timezone

from agencies.roles import LEADERS, group_of_agency
from documents import access, storage
from documents.models import (
    Channel,
    Dispatch,
    DispatchState,
    IncomingEntry,
    Receipt,
    ReceiptKind,
)
from tests import life
from tests.cast import Cast


def _paper() -> bytes:
    """Make the smallest file with one page of A4 that says what the sender sealed."""
    says = b"BT /F1 24 Tf 72 720 Td (What the sender sealed) Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(says), says),
    ]
    file, places = b"%PDF-1.7\n", []
    for n, part in enumerate(parts, start=1):
        places.append(len(file))
        file += b"%d 0 obj%s endobj\n" % (n, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 5\n0000000000 65535 f \n"
    tail = b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(file)
    return file + head + table + tail


PDF = _paper()
VALID: dict[str, Any] = {
    "verdict": "valid",
    "problems": [],
    "signatures": [
        {
            "field": "KyLanhDao",
            "signer": "Nguyễn Văn Ký",
            "level": "LTA",
            "time": "2026-11-16T09:41:00+07:00",
            "covers_whole_file": False,
            "verdict": "valid",
        },
        {
            "field": "DauCoQuan",
            "signer": "Ban Quản lý Khu kinh tế",
            "level": "LTA",
            "time": "2026-11-16T10:02:00+07:00",
            "covers_whole_file": False,
            "verdict": "valid",
        },
    ],
}
INVALID: dict[str, Any] = {
    "verdict": "invalid",
    "problems": [{"code": "trailing-bytes", "message": "Có dữ liệu lạ được nối vào cuối tệp."}],
    "signatures": [],
}


def arrive(cast: Cast, *, code: str = "07/BC-BQLKKT", verdict: Any = VALID) -> IncomingEntry:
    """Lay a document before the cast's receiving agency, with its receipt of arrival."""
    document, at = life.begin(cast).document, timezone.now()
    dispatch = Dispatch.objects.create(
        document=document,
        channel=Channel.HERE,
        agency=cast.receiving_agency,
        state=DispatchState.SENT,
        sent_at=at,
    )
    entry = IncomingEntry.objects.create(
        agency=cast.receiving_agency,
        document=document,
        dispatch=dispatch,
        object=storage.put(PDF, content_type="application/pdf").named(),
        sender="Ban Quản lý Khu kinh tế tỉnh Sơn Hà",
        code=code,
        dated_on=date(2026, 11, 16),
        subject=document.subject,
        verdict=verdict,
        arrived_at=at,
    )
    Receipt.objects.create(dispatch=dispatch, kind=ReceiptKind.ARRIVED, at=at)
    groups = [group_of_agency(cast.receiving_agency, role) for role in (LEADERS, "RECEIVE")]
    access.let_group_see(document, *groups)
    return entry
