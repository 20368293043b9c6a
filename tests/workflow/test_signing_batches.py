"""Many documents, one PIN: each row settles by itself, and nothing is ever signed twice."""

from uuid import uuid4

import pytest

from agencies.actions import credentials
from agencies.errors import PinWrong
from documents import storage
from documents.actions.drafting import latest_revision
from documents.actions.signing import prepared_rendition
from documents.errors import StoreUnavailable
from documents.models import Signature
from tests import life
from tests.cast import PIN
from tests.life import Life
from tests.together import together
from tests.workflow import invariants
from workflow import batches
from workflow.actions import drafting, notices, signing
from workflow.actions.signing import Chosen
from workflow.errors import NothingChosen, NotYourTurn
from workflow.models import DocumentProcess, SigningBatch, SigningRow


def tray(cast, n: int) -> list[Life]:
    return [life.begin(cast, subject=[{"s": f"Báo cáo thứ {i}"}]).to("sign") for i in range(n)]


def chosen(*reports: Life) -> list[Chosen]:
    return [
        Chosen(one.task, prepared_rendition(latest_revision(one.document)).object.sha256)
        for one in reports
    ]


def sign(cast, picked: list[Chosen], *, key=None, pin: str = PIN, by=None) -> SigningBatch:
    return signing.sign_many(
        picked, key=key or uuid4(), pin=pin, by=by or cast.leader, clock=life.now
    )


def settled(batch: SigningBatch) -> list[tuple[str, str]]:
    return list(batch.rows.order_by("pk").values_list("state", "sentence"))


def to_the_signer_again(report: Life) -> None:
    report.submit()
    report.initial()
    report.pass_form()


def test_a_tray_is_signed_with_one_pin(cast, cheap_files):
    reports = tray(cast, 3)
    batch = sign(cast, chosen(*reports))
    assert settled(batch) == [("SIGNED", "")] * 3
    assert [report.status for report in reports] == ["AWAITING_NUMBER"] * 3
    assert batch.ended_at is not None
    for report in reports:
        invariants.hold(report.document)


def test_a_wrong_pin_counts_once_and_leaves_nothing_behind(cast):
    reports = tray(cast, 2)
    with pytest.raises(PinWrong, match="còn 2 lần thử"):
        sign(cast, chosen(*reports), pin="000000")
    assert cast.leader.credentials.get().wrong_pins == 1
    assert (SigningBatch.objects.count(), Signature.objects.count()) == (0, 0)
    assert [report.status for report in reports] == ["AWAITING_SIGNATURE"] * 2


def test_a_changed_document_is_never_signed_and_does_not_stop_the_others(cast, cheap_files):
    first, changed, last = tray(cast, 3)
    picked = chosen(first, changed, last)
    process = DocumentProcess.objects.get(document=changed.document, status="NEW")
    drafting.withdraw(process, reason="Sửa", by=cast.drafter, at=life.now())
    changed.revise(subject=[{"s": "Báo cáo đã sửa"}])
    to_the_signer_again(changed)

    batch = sign(cast, picked)

    assert settled(batch) == [
        ("SIGNED", ""),
        ("REFUSED", "Bản trình đã đổi (bản 2); hãy xem lại trước khi ký."),
        ("SIGNED", ""),
    ]
    assert [one.status for one in (first, changed, last)] == [
        "AWAITING_NUMBER",
        "AWAITING_SIGNATURE",
        "AWAITING_NUMBER",
    ]


def test_a_document_that_went_back_meanwhile_says_who_took_it(cast, cheap_files):
    kept, gone = tray(cast, 2)
    picked = chosen(kept, gone)
    process = DocumentProcess.objects.get(document=gone.document, status="NEW")
    drafting.withdraw(process, reason="Sửa", by=cast.drafter, at=life.now())

    batch = sign(cast, picked)

    states = settled(batch)
    assert [state for state, _ in states] == ["SIGNED", "REFUSED"]
    assert states[1][1].startswith("Việc «Ký số» đã đóng: Trần Thị Soạn rút lại văn bản lúc ")


def test_a_row_is_refused_together_with_its_notice_or_not_at_all(cast, cheap_files, monkeypatch):
    (gone,) = tray(cast, 1)
    picked, key = chosen(gone), uuid4()
    process = DocumentProcess.objects.get(document=gone.document, status="NEW")
    drafting.withdraw(process, reason="Sửa", by=cast.drafter, at=life.now())

    class Killed(BaseException):
        pass

    def die(*_, **__):
        raise Killed

    monkeypatch.setattr(notices, "tell", die)
    with pytest.raises(Killed):
        sign(cast, picked, key=key)
    assert settled(SigningBatch.objects.get(key=key)) == [("WAITING", "")]


def test_a_file_that_the_store_does_not_give_fails_alone(cast, cheap_files, monkeypatch):
    bad, good = tray(cast, 2)
    picked = chosen(bad, good)
    read = storage.read

    def refuse_one(stored):
        if stored.sha256 == picked[0].shown:
            raise StoreUnavailable
        return read(stored)

    monkeypatch.setattr(storage, "read", refuse_one)
    batch = sign(cast, picked)
    assert settled(batch) == [("REFUSED", StoreUnavailable.message), ("SIGNED", "")]


def test_the_same_page_sent_twice_begins_one_batch(cast, cheap_files):
    (report,) = tray(cast, 1)
    picked, key = chosen(report), uuid4()
    first = sign(cast, picked, key=key)
    again = sign(cast, picked, key=key)
    assert first == again
    assert SigningRow.objects.count() == Signature.objects.count() == 1


def test_a_batch_that_broke_off_says_so_and_its_documents_still_wait(
    cast, cheap_files, monkeypatch
):
    done, lost = tray(cast, 2)
    picked, key = chosen(done, lost), uuid4()
    put = storage.put
    calls = []

    class Killed(BaseException):
        pass

    def die_at_the_second(*args, **more):
        calls.append(1)
        if len(calls) == 2:
            raise Killed
        return put(*args, **more)

    monkeypatch.setattr(storage, "put", die_at_the_second)
    with pytest.raises(Killed):
        sign(cast, picked, key=key)

    batch = batches.of(cast.leader, key)
    assert batch is not None
    assert settled(batch) == [("SIGNED", ""), ("WAITING", "")]
    assert (batch.ended_at, batches.is_running(batch)) == (None, False)
    assert (done.status, lost.status) == ("AWAITING_NUMBER", "AWAITING_SIGNATURE")


def test_nothing_chosen_and_other_peoples_tasks_are_refused_before_the_pin(cast, monkeypatch):
    monkeypatch.setattr(credentials, "unlock", lambda *_, **__: pytest.fail("the PIN was tried"))
    (report,) = tray(cast, 1)
    with pytest.raises(NothingChosen):
        sign(cast, [])
    with pytest.raises(NotYourTurn):
        sign(cast, chosen(report), by=cast.deputy)
    assert SigningBatch.objects.count() == 0


@pytest.mark.usefixtures("committed", "cheap_files")
@pytest.mark.parametrize("same_page", [True, False], ids=["double click", "two pages"])
def test_two_at_once_sign_each_document_once(cast, same_page):
    reports = tray(cast, 3)
    picked, key = chosen(*reports), uuid4()
    again = {"key": key} if same_page else {}

    outcomes = together(
        lambda: sign(cast, picked, key=key), lambda: sign(cast, picked[::-1], **again)
    )

    assert [type(one) for one in outcomes] == [SigningBatch, SigningBatch]
    assert Signature.objects.count() == 3
    assert SigningRow.objects.filter(state="SIGNED").count() == 3
    assert SigningBatch.objects.count() == (1 if same_page else 2)
    for report in reports:
        invariants.hold(report.document)
