"""What a signer is told before signing: each check as it stands at that moment."""

from datetime import timedelta

import pytest

from documents import outside
from documents.actions.drafting import latest_revision
from documents.models import Signature
from documents.pages import opinions
from tests import life
from tests.cast import TODAY
from workflow import signing_tray
from workflow.actions import reviewing


@pytest.fixture
def report(cast, cheap_files):
    return life.begin(cast).to("sign")


def told(report, text: str) -> list[tuple[str, str]]:
    revision = latest_revision(report.document)
    found = signing_tray.checks(revision, None, report.cast.leader, at=life.now())
    return [(check.tone, check.detail) for check in found if check.text == text]


def test_who_initialled_and_who_checked_this_revision_are_named(report):
    said = [*told(report, "Ký nháy"), *told(report, "Kiểm tra thể thức")]
    assert [(tone, detail.split(",")[0]) for tone, detail in said] == [
        ("good", "Lê Văn Trưởng"),
        ("good", "Phạm Thị Thức"),
    ]


def test_the_form_is_judged_on_the_day_of_the_signature(report):
    assert told(report, "Thể thức theo Nghị định 30/2020/NĐ-CP") == [("good", "không có lỗi")]
    report.cast.leader.appointments.update(valid_to=TODAY)
    ((tone, detail),) = told(report, "Thể thức chưa đúng")
    assert tone == "bad"
    assert "không giữ chức vụ nào" in detail


@pytest.mark.parametrize(
    ("change", "text", "said"),
    [
        ({}, "Chứng thư số", ("good", "có hiệu lực đến 01/01/2040")),
        ({"wrong_pins": 3}, "Chứng thư số", ("bad", "đã bị khóa vì sai mã PIN ba lần")),
        (
            {"revoked_at": life.now()},
            "Chứng thư số",
            ("bad", "đã bị thu hồi; hãy liên hệ người quản trị"),
        ),
        (
            {"valid_to": life.now()},
            "Chứng thư số",
            ("bad", "Chưa có chứng thư chữ ký số còn hiệu lực; hãy liên hệ người quản trị."),
        ),
    ],
    ids=["good", "locked", "revoked", "expired"],
)
def test_the_certificate_says_how_it_stands(report, change, text, said):
    if change:
        report.cast.leader.credentials.update(**change)
    assert told(report, text) == [said]


def test_a_certificate_that_soon_ends_is_a_warning(report):
    report.cast.leader.credentials.update(valid_to=life.now() + timedelta(days=20))
    ((tone, _),) = told(report, "Chứng thư số sắp hết hạn")
    assert tone == "warn"


def test_a_signer_without_a_drawn_signature_is_told_before(report):
    report.cast.leader.signature_images.update(valid_to=TODAY)
    ((tone, _),) = told(report, "Hình chữ ký")
    assert tone == "bad"


def test_the_timestamp_authority_is_news_for_an_hour(report, cast, monkeypatch):
    name = "Dịch vụ dấu thời gian"
    monkeypatch.setattr(outside, "timestamps", lambda: object())
    assert told(report, name) == []
    other = life.begin(cast)
    monkeypatch.setattr(outside, "timestamps", lambda: None)
    other.to("register")
    monkeypatch.setattr(outside, "timestamps", lambda: object())
    ((tone, _),) = told(report, name)
    assert tone == "good"
    Signature.objects.update(debt="Chưa có dấu thời gian: hết giờ chờ.")
    ((tone, detail),) = told(report, name)
    assert tone == "warn"
    assert detail.endswith("vẫn ký được, hệ thống bổ sung sau")
    Signature.objects.update(signed_at=life.now() - timedelta(hours=2))
    assert told(report, name) == []


def test_without_an_authority_the_signer_is_warned(report):
    assert told(report, "Dấu thời gian") == [
        ("warn", "chưa khai báo dịch vụ; hãy báo người quản trị")
    ]


def test_opinions_of_all_stand_the_newest_first(cast, cheap_files):
    report = life.begin(cast)
    report.submit(cast.investment)
    reviewing.review(
        report.task,
        verdict=life.SENT_BACK,
        opinion="Thiếu số liệu",
        by=cast.investment_head,
        at=life.now(),
    )
    report.revise(subject=[{"s": "Đã bổ sung"}])
    report.submit()
    report.initial()
    report.pass_form()
    said = opinions.of(report.document)
    assert [(one.by.full_name, one.tone, one.text) for one in said] == [
        ("Phạm Thị Thức", "good", "Đồng ý."),
        ("Lê Văn Trưởng", "good", "Đồng ý."),
        ("Ngô Thị Đầu", "bad", "Thiếu số liệu"),
    ]
