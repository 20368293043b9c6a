"""The drafter is told in the bell how his document goes on; never of what he did himself."""

import pytest
from django.urls import reverse

from documents.actions import receiving
from documents.models import Channel, Dispatch, DispatchState, Receipt, ReceiptKind
from tests import cast as casts
from tests import life
from tests.jobs_now import run_jobs
from workflow import inbox
from workflow.actions import notices, receipts
from workflow.models import Notice, Topic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cheap(cheap_files):
    """Let files cost nothing."""


@pytest.fixture
def issued(cast):
    return life.begin(cast).to("receive")


def told(official):
    return list(inbox.unseen_notices(official).order_by("pk").values_list("sentence", flat=True))


def more_places(report, count):
    """Send the document to more agencies; each of them receives it under its own number."""
    for n in range(count):
        agency = casts.an_agency(f"Ủy ban nhân dân xã Số {n}")
        dispatch = Dispatch.objects.create(
            document=report.document,
            channel=Channel.HERE,
            agency=agency,
            state=DispatchState.SENT,
            sent_at=life.now(),
        )
        Receipt.objects.create(
            dispatch=dispatch,
            kind=ReceiptKind.RECEIVED,
            number=n + 1,
            by=report.cast.receiver,
            at=life.now(),
        )


def test_signed_numbered_issued_and_received_are_told_to_the_drafter(cast, issued, signed_in):
    issued.receive()
    run_jobs()
    today = f"{casts.TODAY:%d/%m/%Y}"
    places = Dispatch.objects.filter(document=issued.document).count()
    assert told(cast.drafter) == [
        "Nguyễn Văn Ký đã ký; văn bản chờ văn thư cấp số, đóng dấu.",
        f"Bùi Thị Thư đã cấp số 01/BC-BQLKKT, ngày {today}, và đóng dấu.",
        f"Bùi Thị Thư đã phát hành 01/BC-BQLKKT đến {places} nơi.",
        "Sở Nội vụ tỉnh Sơn Hà đã tiếp nhận 01/BC-BQLKKT, số đến 1.",
    ]
    assert told(cast.head) == [f"Bùi Thị Thư đã phát hành 01/BC-BQLKKT đến {places} nơi."]
    for official in (cast.leader, cast.clerk, cast.receiver, cast.receiving_leader, cast.stranger):
        assert told(official) == []
    page = signed_in(cast.drafter).get(reverse("notices")).content.decode()
    row = page.split("đã tiếp nhận 01/BC-BQLKKT")[1].split("</li>")[0]
    assert f'href="/van-ban/{issued.document.public_id}/"' in row


def test_a_refusal_is_told_with_its_reason_to_the_drafter_and_the_head_of_his_unit(cast, issued):
    receiving.send_back(issued.arrival, reason="Thiếu phụ lục.", by=cast.receiver, at=life.now())
    run_jobs()
    sentence = "Sở Nội vụ tỉnh Sơn Hà trả lại 01/BC-BQLKKT: Thiếu phụ lục."
    assert [told(cast.drafter)[-1], told(cast.head)[-1]] == [sentence, sentence]


def test_many_receipts_are_one_notice_that_counts_them(cast, issued):
    issued.receive()
    run_jobs()
    more_places(issued, 4)
    receipts.tell(issued.document.pk)
    of_receipts = Notice.objects.filter(official=cast.drafter, topic=Topic.RECEIVED)
    assert [one.sentence for one in of_receipts] == [
        "5/5 nơi đã tiếp nhận 01/BC-BQLKKT; mới nhất là Ủy ban nhân dân xã Số 3, số đến 4."
    ]


def test_a_count_that_was_seen_is_told_again_only_when_it_has_grown(cast, issued):
    issued.receive()
    run_jobs()
    notices.seen(cast.drafter, at=life.now())
    receipts.tell(issued.document.pk)
    assert told(cast.drafter) == []
    more_places(issued, 1)
    receipts.tell(issued.document.pk)
    assert told(cast.drafter) == [
        "2/2 nơi đã tiếp nhận 01/BC-BQLKKT; mới nhất là Ủy ban nhân dân xã Số 0, số đến 1."
    ]


def test_several_refusals_are_one_notice_that_names_the_newest(cast, issued):
    receiving.send_back(issued.arrival, reason="Thiếu phụ lục.", by=cast.receiver, at=life.now())
    run_jobs()
    more_places(issued, 4)
    others = Dispatch.objects.filter(agency__names__full_name__contains="xã Số")
    for dispatch in others.order_by("pk"):
        Receipt.objects.create(
            dispatch=dispatch,
            kind=ReceiptKind.RETURNED,
            reason="Không đúng nơi.",
            by=cast.receiver,
            at=life.now(),
        )
    receipts.tell(issued.document.pk)
    (notice,) = Notice.objects.filter(official=cast.drafter, topic=Topic.RETURNED)
    assert notice.sentence == (
        "5 nơi trả lại 01/BC-BQLKKT: Ủy ban nhân dân xã Số 3 (Không đúng nơi); "
        "Ủy ban nhân dân xã Số 2 (Không đúng nơi); Ủy ban nhân dân xã Số 1 (Không đúng nơi) "
        "và 2 nơi khác."
    )


def test_nobody_is_told_of_what_he_did_himself(cast, issued):
    document = issued.document
    document.drafter = cast.clerk
    document.save(update_fields=["drafter"])
    assert notices.tell_drafter(document, "Đã phát hành.", by=cast.clerk, at=life.now()) == []
    document.drafter = cast.receiver
    document.save(update_fields=["drafter"])
    issued.receive()
    run_jobs()
    assert told(cast.receiver) == []
