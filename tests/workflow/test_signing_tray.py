"""The leader's tray without a script: read, choose, one PIN, each row's outcome."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.actions import reading
from documents.actions.drafting import latest_revision
from documents.actions.signing import prepared_rendition
from documents.models import Signature
from tests import life
from tests.cast import PIN
from tests.life import Life
from workflow.actions import drafting
from workflow.models import DocumentProcess, SigningBatch, SigningRow


def a_report(cast, subject: str = "Báo cáo quý I") -> Life:
    return life.begin(cast, subject=[{"s": subject}]).to("sign")


def tray_of(cast, n: int) -> list[Life]:
    return [a_report(cast, f"Báo cáo thứ {i}") for i in range(n)]


def value(report: Life) -> str:
    shown = prepared_rendition(latest_revision(report.document)).object.sha256
    return f"{report.task.pk}:{shown}"


def sent(*reports: Life, pin: str = PIN, key=None, do: str = "sign"):
    chosen = [value(one) for one in reports]
    return {"do": do, "chosen": chosen, "pin": pin, "key": str(key or uuid4())}


@pytest.fixture
def leader(cast, cheap_files, signed_in):
    return signed_in(cast.leader)


def test_the_tray_opens_at_the_document_that_is_due_first(cast, leader):
    first, second = tray_of(cast, 2)
    answer = leader.get(reverse("signing-tray"))
    page = answer.content.decode()
    assert (answer.status_code, answer.context["document"]) == (200, first.document)
    assert [entry.document for entry in answer.context["entries"]] == [
        first.document,
        second.document,
    ]
    assert value(first) in page
    assert re.findall(r"<doc-viewer[^>]*src=\"([^\"]+)\"", page) == [
        reverse(
            "rendition-file",
            args=[
                first.document.public_id,
                prepared_rendition(latest_revision(first.document)).pk,
            ],
        )
    ]


def test_an_empty_tray_says_so(cast, leader):
    assert "Không có văn bản nào chờ bạn ký" in leader.get(reverse("signing-tray")).content.decode()


def test_the_old_address_leads_to_the_document_in_the_tray(cast, leader):
    report = a_report(cast)
    answer = leader.get(f"/viec/{report.task.pk}/ky/")
    assert (answer.status_code, answer["Location"]) == (302, f"/ky/{report.task.pk}/")


def test_the_reflowed_text_is_a_view_of_its_own(cast, leader):
    report = a_report(cast)
    page = leader.get(f"/ky/{report.task.pk}/?xem=doc").content.decode()
    assert "<doc-viewer" not in page
    assert 'class="reading stack"' in page


def test_what_changed_since_the_leader_saw_it_is_shown_with_its_figures(cast, leader):
    report = life.begin(cast).to("sign")
    reading.opened(latest_revision(report.document), by=cast.leader, at=life.now())
    process = DocumentProcess.objects.get(document=report.document, status="NEW")
    drafting.withdraw(process, reason="Sửa", by=cast.drafter, at=life.now())
    body = [
        block | ({"x": [{"s": "Đã cấp 15 giấy phép;"}]} if block["t"] == "li" else {})
        for block in life.content()["body"]
    ]
    report.revise(body=body)
    report.submit()
    report.initial()
    report.pass_form()
    answer = leader.get(f"/ky/{report.task.pk}/?xem=thay-doi")
    page = answer.content.decode()
    assert (answer.context["before"].n, answer.context["comparison"].changes) == (1, 1)
    assert 'aria-label="Thay đổi từ bản 1 đến bản 2"' in page
    assert "<del>12</del><ins>15</ins>" in page
    checks = [(check.text, check.detail) for check in answer.context["checks"]]
    assert ("Số liệu thay đổi so với bản trước", "1 chỗ") in checks


def test_of_a_first_revision_it_is_said_that_nothing_came_before(cast, leader):
    report = life.begin(cast)
    report.revise(subject=[{"s": "Lưu thêm lần nữa khi đang soạn"}])
    report.to("sign")
    page = leader.get(f"/ky/{report.task.pk}/?xem=thay-doi").content.decode()
    assert page.count("Đây là bản trình đầu tiên") == 1
    assert page.count("Thay đổi (") == 0


def test_before_the_pin_the_list_says_exactly_what_is_signed(cast, leader):
    first, _, third = tray_of(cast, 3)
    answer = leader.post(reverse("sign-many"), sent(first, third, do="ask"))
    assert [paper["title"] for paper in answer.context["papers"]] == [
        "Báo cáo: Báo cáo thứ 0",
        "Báo cáo: Báo cáo thứ 2",
    ]
    assert (answer.status_code, SigningBatch.objects.count()) == (200, 0)


def test_what_the_signer_never_opened_is_marked_in_the_tray_and_before_the_pin(cast, leader):
    first, second, third = tray_of(cast, 3)
    reading.opened(latest_revision(second.document), by=cast.leader, at=life.now())
    reading.opened(latest_revision(third.document), by=cast.deputy, at=life.now())
    tray = leader.get(reverse("task-sign", args=[first.task.pk]))
    assert [entry.opened for entry in tray.context["entries"]] == [False, True, False]
    # The one that lies open is not marked: it is being opened.
    assert tray.content.decode().count("Chưa mở") == 1
    answer = leader.post(reverse("sign-many"), sent(first, second, third, do="ask"))
    assert [paper["unopened"] for paper in answer.context["papers"]] == [True, False, True]
    assert answer.content.decode().count("Chưa mở") == 2


def test_chosen_documents_are_signed_and_the_result_is_a_page(cast, leader):
    reports, key = tray_of(cast, 2), uuid4()
    answer = leader.post(reverse("sign-many"), sent(*reports, key=key))
    assert (answer.status_code, answer["Location"]) == (302, reverse("signing-batch", args=[key]))
    page = leader.get(answer["Location"]).content.decode()
    assert "Đã ký 2/2 văn bản" in page
    assert [one.status for one in reports] == ["AWAITING_NUMBER"] * 2


def test_a_changed_document_is_named_beside_the_good_one(cast, leader):
    good, changed = tray_of(cast, 2)
    form = sent(good, changed)
    process = DocumentProcess.objects.get(document=changed.document, status="NEW")
    drafting.withdraw(process, reason="Sửa", by=cast.drafter, at=life.now())
    changed.revise(subject=[{"s": "Báo cáo đã sửa"}])
    changed.submit()
    changed.initial()
    changed.pass_form()
    page = leader.post(reverse("sign-many"), form, follow=True).content.decode()
    assert "Đã ký 1/2 văn bản" in page
    assert "Bản trình đã đổi (bản 2); hãy xem lại trước khi ký." in page
    assert f'href="/ky/{changed.task.pk}/">Xem lại' in page
    assert changed.status == "AWAITING_SIGNATURE"
    # The tray tells of it again, on another day's visit too.
    assert "còn văn bản chưa ký" in leader.get(reverse("signing-tray")).content.decode()


def test_a_wrong_pin_keeps_the_choice_and_counts_once(cast, signed_in):
    reports = tray_of(cast, 2)
    leader = signed_in(cast.leader)
    answer = leader.post(reverse("sign-many"), sent(*reports, pin="000000"))
    page = answer.content.decode()
    assert (answer.status_code, Signature.objects.count()) == (409, 0)
    assert "Mã PIN không đúng; còn 2 lần thử." in page
    assert [paper["value"] for paper in answer.context["papers"]] == [value(one) for one in reports]
    assert "000000" not in page
    assert cast.leader.credentials.get().wrong_pins == 1


def test_without_a_pin_nothing_is_tried(cast, leader):
    report = a_report(cast)
    answer = leader.post(reverse("sign-many"), sent(report, pin=""))
    assert (answer.status_code, report.status) == (422, "AWAITING_SIGNATURE")


def test_nothing_chosen_is_told(leader):
    answer = leader.post(reverse("sign-many"), sent())
    assert answer.status_code == 409
    assert "Chưa chọn văn bản nào để ký" in answer.content.decode()


@pytest.mark.parametrize(
    "chosen", ["1", "1:", "x:y", "99999999999999999999:00", "999999:00", "1:2:3", "\0:1"]
)
def test_what_no_page_sends_is_not_found(leader, chosen):
    answer = leader.post(reverse("sign-many"), {"chosen": chosen, "do": "ask"})
    assert answer.status_code in (404, 409)


@pytest.mark.parametrize("shown", ["a" * 100, "a" * 63, "A" * 64, "g" * 64, "a" * 64 + "\n", ""])
def test_what_is_no_hash_is_not_found_before_the_pin_is_tried(cast, signed_in, shown):
    chosen = [f"{a_report(cast).task.pk}:{shown}"]
    body = sent(pin="000000") | {"chosen": chosen}
    answer = signed_in(cast.leader).post(reverse("sign-many"), body)
    assert (answer.status_code, SigningBatch.objects.count()) == (404, 0)
    assert cast.leader.credentials.get().wrong_pins == 0


@pytest.mark.parametrize(("who", "status"), [("head", 403), ("deputy", 404), ("stranger", 404)])
def test_nobody_else_signs_or_asks(cast, cheap_files, signed_in, who, status):
    report = a_report(cast)
    for do in ("ask", "sign"):
        answer = signed_in(getattr(cast, who)).post(reverse("sign-many"), sent(report, do=do))
        assert answer.status_code == status
    assert (SigningBatch.objects.count(), report.status) == (0, "AWAITING_SIGNATURE")


def test_a_batch_is_shown_to_its_signer_alone(cast, leader, signed_in):
    key = uuid4()
    leader.post(reverse("sign-many"), sent(a_report(cast), key=key))
    url = reverse("signing-batch", args=[key])
    assert leader.get(url).status_code == 200
    assert signed_in(cast.deputy).get(url).status_code == 404


def test_a_page_that_waits_gets_the_rows_alone_or_nothing_yet(cast, leader):
    key = uuid4()
    url = reverse("signing-batch", args=[key]) + "?cho"
    assert leader.get(url).status_code == 204
    leader.post(reverse("sign-many"), sent(a_report(cast), key=key))
    rows = leader.get(url).content.decode()
    assert (rows.count("<html"), rows.count("data-ended"), rows.count("Đã ký</strong>")) == (
        0,
        1,
        1,
    )


def test_a_batch_that_a_killed_server_left_says_what_is_not_signed(cast, leader):
    report = a_report(cast)
    batch = SigningBatch.objects.create(official=cast.leader, key=uuid4(), begun_at=life.now())
    task, sha256 = value(report).split(":")
    SigningRow.objects.create(batch=batch, task_id=task, shown=sha256)
    page = leader.get(reverse("signing-batch", args=[batch.key])).content.decode()
    assert "Đã ký 0/1 văn bản" in page
    assert "Máy chủ dừng giữa chừng nên văn bản này chưa được ký" in page
    assert f'href="/ky/{task}/">Xem lại' in page


def test_a_document_goes_back_with_its_reason_and_the_tray_goes_on(cast, leader):
    report = a_report(cast)
    url = reverse("task-sign", args=[report.task.pk])
    empty = leader.post(url, {"do": "send_back", "reason": ""})
    assert (empty.status_code, report.status) == (422, "AWAITING_SIGNATURE")
    assert '<dialog id="tra-lai" aria-labelledby="tra-lai-h" open>' in empty.content.decode()
    answer = leader.post(url, {"do": "send_back", "reason": "Sai số liệu"})
    assert (answer["Location"], report.status) == (reverse("signing-tray"), "DRAFTING")


def test_the_page_asks_as_much_for_a_long_tray_as_for_a_short_one(cast, leader):
    (first,) = tray_of(cast, 1)
    url = reverse("task-sign", args=[first.task.pk])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            leader.get(url)
        return len(queries)

    asked()
    short = asked()
    tray_of(cast, 5)
    assert asked() == short
