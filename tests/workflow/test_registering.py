"""Several documents numbered and sealed with one PIN: each settles by itself."""

from datetime import timedelta

import pytest

from agencies.actions import credentials
from agencies.errors import PinWrong
from agencies.models import Appointment, Credential, Duty
from agencies.moments import vn_day
from documents.actions import sealing
from documents.errors import StoreUnavailable
from documents.models import RegisterEntry, Status
from tests import life
from tests.cast import LONG_AGO, PIN
from tests.together import refusals, together
from workflow.actions import door, registering
from workflow.actions.registering import Chosen
from workflow.errors import NothingToNumber, NotYourTurn, SeveralSeals

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(cast, cheap_files):
    return [life.begin(cast).to("register") for _ in range(3)]


def chosen(reports, *, day=None):
    today = vn_day(life.now())
    return [Chosen(report.task, day or today) for report in reports]


def seal_all(choice, cast, *, pin=PIN, by=None):
    return registering.number_and_seal_many(choice, pin=pin, by=by or cast.clerk, clock=life.now)


def second_clerk(cast):
    from tests.cast import _official  # noqa: PLC0415

    return _official("vanthu2", "Lý Thị Hai", cast.unit, "Văn thư", duties=[Duty.CLERK])


def test_several_are_numbered_in_the_order_chosen_and_the_pin_is_tried_once(
    cast, signed, monkeypatch
):
    tries = []
    plain = credentials.unlock

    def counted(*args, **facts):
        tries.append(facts["pin"])
        return plain(*args, **facts)

    monkeypatch.setattr(credentials, "unlock", counted)
    settled = seal_all(chosen(signed), cast)

    assert [one.entry.code for one in settled] == [f"0{n}/BC-BQLKKT" for n in (1, 2, 3)]
    assert [report.status for report in signed] == [Status.AWAITING_DISPATCH] * 3
    assert tries == [PIN]


def test_one_that_cannot_be_sealed_keeps_its_number_and_stops_no_other(cast, signed, monkeypatch):
    choice, second = chosen(signed), signed[1].document.pk
    plain = sealing.make

    def make(document, **facts):
        if document.pk == second:
            raise StoreUnavailable
        return plain(document, **facts)

    monkeypatch.setattr(sealing, "make", make)
    settled = seal_all(choice, cast)

    assert [one.entry and one.entry.code for one in settled] == [
        "01/BC-BQLKKT",
        None,
        "03/BC-BQLKKT",
    ]
    assert settled[1].refusal == (
        f"Đã cấp số 02/BC-BQLKKT, chưa đóng dấu xong: {StoreUnavailable.message}"
    )
    assert signed[1].status == Status.SEALING

    monkeypatch.setattr(sealing, "make", plain)
    (again,) = seal_all(choice[1:2], cast)
    assert again.entry.code == "02/BC-BQLKKT"


def test_a_wrong_day_refuses_its_own_document_only(cast, signed):
    today = vn_day(life.now())
    days = (today, today + timedelta(days=1), today)
    choice = [Chosen(report.task, day) for report, day in zip(signed, days, strict=True)]
    settled = seal_all(choice, cast)
    assert [one.refusal for one in settled] == [
        "",
        f"Ngày ban hành không được sau hôm nay, {today:%d/%m/%Y}.",
        "",
    ]
    assert [entry.number for entry in RegisterEntry.objects.order_by("pk")] == [1, 2]


def test_the_second_clerk_is_told_the_number_and_by_whom_it_was_given(cast, signed):
    choice = chosen(signed[:1])
    seal_all(choice, cast)
    again = chosen(signed[1:2])
    told = seal_all([Chosen(door.fresh(choice[0].task), vn_day(life.now())), *again], cast)
    assert told[0].refusal.startswith("Việc «Cấp số, đóng dấu» đã do Bùi Thị Thư xử lý lúc ")
    assert told[0].refusal.endswith(", văn bản đã được cấp số 01/BC-BQLKKT.")
    assert told[1].entry.code == "02/BC-BQLKKT"


def test_where_nothing_is_left_the_pin_is_not_tried(cast, signed, monkeypatch):
    choice = chosen(signed[:1])
    seal_all(choice, cast)
    monkeypatch.setattr(credentials, "unlock", lambda *_, **__: pytest.fail("the PIN was tried"))
    fresh = [Chosen(door.fresh(one.task), one.issued_on) for one in choice]
    (told,) = seal_all(fresh, cast)
    assert told.entry is None


def test_nobody_tries_the_pin_of_a_seal_without_a_task(cast, signed, monkeypatch):
    monkeypatch.setattr(credentials, "unlock", lambda *_, **__: pytest.fail("the PIN was tried"))
    for one in (cast.drafter, cast.receiver, cast.leader):
        with pytest.raises(NotYourTurn):
            seal_all(chosen(signed), cast, by=one)
    with pytest.raises(NothingToNumber):
        seal_all([], cast)


def test_documents_of_two_agencies_are_not_sealed_with_one_pin(cast, signed):
    signed[1].document.__class__.objects.filter(pk=signed[1].document.pk).update(
        agency=cast.receiving_agency
    )
    with pytest.raises(SeveralSeals):
        seal_all(chosen(signed), cast)


def test_a_wrong_pin_takes_no_number(cast):
    report = life.begin(cast).to("register")
    with pytest.raises(PinWrong, match="còn 2 lần thử"):
        seal_all(chosen([report]), cast, pin="000000")
    assert Credential.objects.get(agency=cast.agency).wrong_pins == 1
    assert not RegisterEntry.objects.exists()


def test_two_clerks_at_once_give_each_document_one_number(committed, cast, cheap_files):
    signed = [life.begin(cast).to("register") for _ in range(3)]
    other, choice = second_clerk(cast), chosen(signed)
    assert Appointment.objects.get(official=other).valid_from == LONG_AGO

    first, second = together(
        lambda: seal_all(choice, cast), lambda: seal_all(choice[::-1], cast, by=other)
    )

    assert refusals([first, second]) == []
    numbers = {one.entry.document_id: one.entry.number for one in [*first, *second] if one.entry}
    assert sorted(numbers.values()) == [1, 2, 3]
    for one in [*first, *second]:
        assert one.entry or "cấp số" in one.refusal
