"""The clerk's desk: what waits for a number, to be issued, and what did not arrive."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from agencies.errors import PinWrong
from agencies.models import Official
from agencies.moments import vn_day
from documents import storage
from documents.actions import distributing, sealing
from documents.errors import DateNotPossible, DateStepsBack, ObjectDamaged, StoreUnavailable
from documents.models import Dispatch, RegisterEntry, Signature, Status
from documents.text.dates import parse_date
from tests import life
from tests.cast import PIN
from tests.jobs_now import run_jobs
from workflow import clerk as desk
from workflow.actions import distributing as issuing
from workflow.actions import registering
from workflow.inbox import address

pytestmark = pytest.mark.django_db

DESK = "/van-thu/"


@pytest.fixture
def clerk(cast, signed_in):
    return signed_in(cast.clerk)


@pytest.fixture
def signed(cast, cheap_files):
    return [life.begin(cast).to("register") for _ in range(3)]


def today() -> str:
    return f"{vn_day(life.now()):%d/%m/%Y}"


def sent(reports, **more):
    tasks = [report.task.pk for report in reports]
    days = {f"issued_on-{key}": today() for key in tasks}
    return {"do": "seal", "chosen": tasks, "confirmed": "1", "pin": PIN, **days, **more}


def confirmed(report, **more):
    """What the dialog sends that names where a document goes."""
    going = desk.in_words(desk.lines_of([report.document.pk]))
    return {"do": "issue", "confirmed": "1", "going": desk.fingerprint(going), **more}


def text(answer) -> str:
    return answer.content.decode()


def proposed(page: str) -> list[str]:
    return re.findall(r'data-code="([^"]+)"', page)


def told(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def test_each_row_shows_who_signed_and_the_number_that_comes_for_it(clerk, signed):
    page = text(clerk.get(DESK))
    assert proposed(page) == ["01/BC-BQLKKT", "02/BC-BQLKKT", "03/BC-BQLKKT"]
    assert page.count("Nguyễn Văn Ký ký ") == 3
    assert page.count(f'value="{today()}"') == 3


def test_what_goes_back_while_the_list_is_read_leaves_no_gap(cast, signed, monkeypatch):
    tasks_of = desk._tasks

    def then_one_goes_back(*args, **more):
        found = list(tasks_of(*args, **more))
        registering.send_back(signed[0].task, reason="Sai", by=cast.clerk, at=life.now())
        return found

    monkeypatch.setattr(desk, "_tasks", then_one_goes_back)
    rows = desk.to_number(cast.clerk, on=vn_day(life.now()))
    assert [(row.document.pk, row.number) for row in rows] == [
        (signed[1].document.pk, 1),
        (signed[2].document.pk, 2),
    ]


def test_the_most_urgent_stands_first_and_gets_the_first_number(cast, clerk, signed):
    document = signed[2].document
    document.urgency = "HOA_TOC"
    document.save()
    rows = clerk.get(DESK).context["rows"]
    assert [one["row"].document.pk for one in rows] == [
        signed[2].document.pk,
        signed[0].document.pk,
        signed[1].document.pk,
    ]
    assert rows[0]["row"].code == "01/BC-BQLKKT"


def test_one_press_and_the_pin_lead_to_the_sealed_page_and_one_more_sends_it(clerk, signed):
    one = signed[0]
    answer = clerk.post(DESK, sent([one], row=one.task.pk, chosen=[]), follow=True)
    assert answer.redirect_chain == [(address(one.task), 302)]
    assert told(answer) == ["Đã cấp số 01/BC-BQLKKT và đóng dấu: " + one.document.subject]
    assert "Phát hành đến 4 nơi" in text(answer)

    answer = clerk.post(address(one.task), confirmed(one, back="desk"))
    assert (answer.status_code, answer["Location"]) == (302, f"{DESK}?loc=phat-hanh")
    assert one.status == Status.ISSUED


def test_several_are_sealed_with_one_pin_and_lead_to_the_list_of_what_can_be_sent(clerk, signed):
    answer = clerk.post(DESK, sent(signed), follow=True)
    assert answer.redirect_chain == [(f"{DESK}?loc=phat-hanh", 302)]
    assert [row.entry.code for row in answer.context["rows"]] == [
        f"0{n}/BC-BQLKKT" for n in (1, 2, 3)
    ]
    assert text(answer).count("data-asks") == 3
    assert text(answer).count("Phát hành 02/BC-BQLKKT đến 4 nơi?") == 1


def test_without_a_pin_the_page_asks_once_with_the_exact_list(clerk, signed):
    first = sent(signed[:2], pin="")
    del first["confirmed"]
    answer = clerk.post(DESK, first)
    page = text(answer)
    assert answer.status_code == 200
    assert "Cấp số, đóng dấu 2 văn bản" in page
    assert page.count("data-asked") == 1
    assert len(answer.context["asked"]) == 2
    assert not RegisterEntry.objects.exists()

    answer = clerk.post(DESK, sent(signed[:2], pin=""))
    assert (answer.status_code, answer.context["pin_fault"]) == (422, "Chưa gõ mã PIN của con dấu.")


def test_a_wrong_pin_takes_no_number_and_keeps_what_was_typed(cast, clerk, signed, monkeypatch):
    def wrong(*_, **__):
        raise PinWrong

    monkeypatch.setattr(sealing, "unlock", wrong)
    answer = clerk.post(DESK, sent(signed[:2], pin="111111"))
    assert (answer.status_code, answer.context["pin_fault"]) == (409, PinWrong.message)
    assert [one["chosen"] for one in answer.context["rows"]] == [True, True, False]
    assert "111111" not in text(answer)
    assert text(answer).count(f'value="{today()}"') == 3
    assert not RegisterEntry.objects.exists()


def test_a_day_that_is_none_refuses_all_and_stays_as_typed(clerk, signed):
    key = signed[1].task.pk
    answer = clerk.post(DESK, sent(signed, **{f"issued_on-{key}": "31/02/2026"}))
    assert answer.status_code == 422
    assert answer.context["refusal"] == (
        "Chưa cấp số văn bản nào: 1 ngày ban hành chưa đúng, ghi ngay ở dòng văn bản."
    )
    assert 'value="31/02/2026"' in text(answer)
    assert not RegisterEntry.objects.exists()


def test_an_impossible_day_is_refused_before_any_pin_is_asked_or_tried(
    cast, clerk, signed, monkeypatch
):
    def tried(*_, **__):
        raise AssertionError("no PIN is tried")

    signed[0].seal()
    monkeypatch.setattr(sealing, "unlock", tried)
    rest, on = signed[1:], vn_day(life.now())
    tomorrow, yesterday = (f"{on + timedelta(days=n):%d/%m/%Y}" for n in (1, -1))
    key = rest[0].task.pk
    Signature.objects.update(signed_at=life.now() - timedelta(days=5))
    for day, why in (
        (tomorrow, f"Ngày ban hành không được sau hôm nay, {on:%d/%m/%Y}."),
        (
            yesterday,
            (
                f"Ngày ban hành không được trước {on:%d/%m/%Y}, "
                "là ngày của văn bản đã cấp số gần nhất trong sổ."
            ),
        ),
    ):
        for pin in ("", PIN):
            answer = clerk.post(DESK, sent(rest, pin=pin, **{f"issued_on-{key}": day}))
            assert (answer.status_code, answer.context["asking"]) == (422, False)
            assert [one["fault"] for one in answer.context["rows"]] == [why, ""]
            assert f'value="{day}"' in text(answer)
        page = clerk.post(address(rest[0].task), {"do": "seal", "issued_on": day, "pin": PIN})
        assert (page.status_code, page.context["form"].errors) == (422, {"issued_on": [why]})
        with pytest.raises((DateNotPossible, DateStepsBack), match=re.escape(why)):
            registering.number_and_seal(
                rest[0].task, issued_on=parse_date(day), pin=PIN, by=cast.clerk, at=life.now()
            )
    assert RegisterEntry.objects.count() == 1


def test_of_several_in_one_book_the_days_may_not_step_back(clerk, signed):
    on = vn_day(life.now())
    Signature.objects.update(signed_at=life.now() - timedelta(days=5))
    day = f"{on - timedelta(days=1):%d/%m/%Y}"
    answer = clerk.post(DESK, sent(signed, pin="", **{f"issued_on-{signed[1].task.pk}": day}))
    faults = [bool(one["fault"]) for one in answer.context["rows"]]
    assert (answer.status_code, faults) == (422, [False, True, False])


def test_of_several_chosen_each_says_the_number_that_it_would_get(clerk, signed):
    first = sent([signed[1], signed[2]], pin="")
    del first["confirmed"]
    answer = clerk.post(DESK, first)
    asked = text(answer).split("data-asked>")[1].split("</ul>")[0]
    assert re.findall(r"<b>(\S+)</b> \(dự kiến\)", asked) == ["01/BC-BQLKKT", "02/BC-BQLKKT"]
    assert proposed(text(answer)) == ["03/BC-BQLKKT", "01/BC-BQLKKT", "02/BC-BQLKKT"]
    assert text(answer).count("<small data-which>dự kiến</small>") == 2
    sealed = clerk.post(DESK, sent([signed[1], signed[2]]), follow=True)
    assert [row.entry.code for row in sealed.context["rows"]] == ["01/BC-BQLKKT", "02/BC-BQLKKT"]


def test_issuing_asks_once_and_names_where_it_goes(cast, clerk, signed):
    one = signed[0]
    one.seal()
    answer = clerk.post(address(one.task), {"do": "issue", "back": "desk"})
    page = text(answer)
    asked = page.split("<dialog")[1].split("</dialog>")[0]
    assert (answer.status_code, " open>" in asked) == (200, True)
    assert "Phát hành 01/BC-BQLKKT đến 4 nơi?" in asked
    assert "Sở Nội vụ tỉnh Sơn Hà" in asked
    assert 'name="confirmed" value="1">' in asked
    assert '<input type="hidden" name="back" value="desk">' in page
    assert one.status == Status.AWAITING_DISPATCH
    assert clerk.post(address(one.task), confirmed(one)).status_code == 302
    assert one.status == Status.ISSUED


def test_what_goes_elsewhere_than_was_confirmed_is_asked_again(cast, clerk, signed):
    one = signed[0]
    one.seal()
    shown = confirmed(one)
    line = one.document.recipient_lines.order_by("position").first()
    issuing.settle(one.task, line, outside=True, by=cast.clerk, at=life.now())
    answer = clerk.post(address(one.task), shown)
    assert "Nơi nhận vừa được đổi; hãy xem lại danh sách dưới đây." in text(answer)
    assert one.status == Status.AWAITING_DISPATCH


def test_what_fails_alone_is_told_and_keeps_its_day(clerk, signed, monkeypatch):
    plain, second = sealing.make, signed[1].document.pk
    key = signed[1].task.pk

    def make(document, **facts):
        if document.pk == second:
            raise StoreUnavailable
        return plain(document, **facts)

    monkeypatch.setattr(sealing, "make", make)
    answer = clerk.post(DESK, sent(signed))
    assert answer.status_code == 409
    assert [one.entry and one.entry.code for one, _ in answer.context["settled"]] == [
        "01/BC-BQLKKT",
        None,
        "03/BC-BQLKKT",
    ]
    (left,) = answer.context["rows"]
    assert (left["row"].task.pk, left["row"].code, left["chosen"]) == (key, "02/BC-BQLKKT", True)
    assert left["fault"].startswith("Đã cấp số 02/BC-BQLKKT, chưa đóng dấu xong: ")
    assert "Đóng dấu tiếp" in text(answer)


def test_the_second_of_two_clerks_is_told_the_number_and_keeps_the_rest(clerk, signed):
    stale = sent(signed[:2])
    signed[0].seal()
    answer = clerk.post(DESK, stale)
    assert answer.status_code == 409
    first, second = (sentence for _, sentence in answer.context["settled"])
    assert "đã do Bùi Thị Thư xử lý lúc" in first
    assert "văn bản đã được cấp số 01/BC-BQLKKT." in first
    assert second == f"Đã cấp số 02/BC-BQLKKT và đóng dấu: {signed[1].document.subject}"


def test_a_number_that_another_clerk_was_faster_to_take_is_told(cast, clerk, signed):
    page = text(clerk.get(DESK))
    name = re.search(r'name="(shown-[^"]+)" value="1"', page)
    assert name is not None
    signed[0].seal()
    answer = clerk.post(DESK, sent(signed[1:2], **{name[1]: "1"}), follow=True)
    (sentence,) = told(answer)
    assert sentence == (
        f"Đã cấp số 02/BC-BQLKKT và đóng dấu: {signed[1].document.subject}. "
        "Số 01 trên trang vừa được cấp cho văn bản khác."
    )


@pytest.mark.parametrize("chosen", [[], ["x"], ["9" * 5_000], ["0"]])
def test_nothing_chosen_is_said_and_changes_nothing(clerk, signed, chosen):
    answer = clerk.post(DESK, {"do": "seal", "chosen": chosen, "pin": PIN, "confirmed": "1"})
    assert answer.status_code == 422
    assert "Chưa chọn văn bản nào để cấp số" in answer.context["refusal"]


def test_a_list_costs_the_same_however_long(
    cast, clerk, cheap_files, django_assert_max_num_queries
):
    for loc, stage in (("cap-so", "register"), ("phat-hanh", "issue")):
        counts = []
        for _ in range(2):
            life.begin(cast).to(stage)
            with django_assert_max_num_queries(60) as queries:
                clerk.get(f"{DESK}?loc={loc}")
            counts.append(len(queries))
            life.begin(cast).to(stage)
        assert counts[0] == counts[1], loc


def test_an_unsettled_line_leads_to_its_document_instead_of_sending(cast, clerk, cheap_files):
    report = life.begin(cast, recipients=["Công ty X;", "Lưu: VT, TCHC."]).to("issue")
    page = text(clerk.get(f"{DESK}?loc=phat-hanh"))
    assert "Xác định 1 nơi nhận" in page
    assert "Phát hành đến" not in page
    assert f'href="{address(report.task)}"' in page


@pytest.fixture
def undelivered(cast, cheap_files, monkeypatch):
    report = life.begin(cast, recipients=["Sở Nội vụ (b/c);", "Lưu: VT, TCHC."]).to("issue")
    run_jobs()
    with monkeypatch.context() as broken:

        def damaged(_):
            raise ObjectDamaged

        issuing.issue(report.task, by=cast.clerk, at=life.now())
        broken.setattr(storage, "read", damaged)
        with pytest.raises(ObjectDamaged):
            distributing.deliver(Dispatch.objects.get().pk)
    return report


def test_what_did_not_arrive_is_told_with_its_cause_and_sent_again(clerk, undelivered):
    page = text(clerk.get(f"{DESK}?loc=gui-loi"))
    assert ObjectDamaged.message in page
    assert "Đã thử 1 lần, gần nhất lúc" in page
    again = {"do": "send_again", "document": undelivered.document.pk}
    answer = clerk.post(DESK, again, follow=True)
    assert told(answer) == ["Đang gửi lại đến 1 nơi; trang này ghi kết quả."]
    assert "deliver" in run_jobs()
    assert "Không có nơi nào gửi lỗi" in text(clerk.get(f"{DESK}?loc=gui-loi"))
    answer = clerk.post(DESK, again, follow=True)
    assert told(answer)[0].startswith("Không còn nơi nào gửi lỗi")


def test_nobody_but_a_clerk_finds_the_desk(cast, signed_in):
    found = {
        name: signed_in(one).get(DESK).status_code
        for name, one in cast.everyone().items()
        if isinstance(one, Official)
    }
    assert {name for name, status in found.items() if status == 200} == {"clerk"}
    assert set(found.values()) == {200, 404}


def test_the_chips_count_what_waits(cast, clerk, signed):
    signed[0].seal()
    chips = clerk.get(DESK).context["chips"]
    assert [(label, count) for _, label, count, _ in chips] == [
        ("Chờ cấp số", 2),
        ("Chờ phát hành", 1),
        ("Gửi lỗi", 0),
    ]
    assert reverse("clerk-desk") == DESK
