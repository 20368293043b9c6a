"""The form check: each fault by its code, at its place; what is in order passes."""

import pytest

from agencies.capacity_words import Capacity
from agencies.errors import NoNameThen
from documents.actions import drafting
from documents.actions.drafting import Header
from documents.checking import rules
from documents.models import TypesettingFault
from tests import life
from tests.cast import TODAY, Cast
from tests.jobs_now import run_jobs


def findings(cast: Cast, *, signer="leader", **changes) -> list[tuple[str, str]]:
    document = drafting.begin(
        cast.unit,
        content=life.content(**changes),
        header=Header(signer=signer and getattr(cast, signer), capacity=Capacity.NONE),
        by=cast.drafter,
        at=life.now(),
    )
    revision = drafting.latest_revision(document)
    run_jobs()
    revision.refresh_from_db()
    return [(one.code, one.place) for one in rules.findings(revision, on=TODAY)]


def block(authority: str | None, title: str | None, name: str | None) -> dict[str, str | None]:
    return {"authority": authority, "title": title, "name": name}


def test_a_report_in_order_has_no_findings(cast):
    assert findings(cast) == []


def test_a_deputys_block_is_in_order_too(cast):
    signature = block("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Vũ Thị Phó")
    assert findings(cast, signer="deputy", signature=signature) == []


@pytest.mark.parametrize(
    ("signature", "expected"),
    [
        (block(None, "TRƯỞNG BAN", None), ("signer_name_missing", "signature.name")),
        (block(None, None, "Nguyễn Văn Ký"), ("signer_title_missing", "signature.title")),
        (
            block("KT. TRƯỞNG BAN", None, "Nguyễn Văn Ký"),
            ("signer_title_missing", "signature.title"),
        ),
        (
            block("THAY MẶT BAN", "TRƯỞNG BAN", "Nguyễn Văn Ký"),
            ("capacity_unreadable", "signature.authority"),
        ),
        (
            block("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Nguyễn Văn Ký"),
            ("may_not_sign", "signature.authority"),
        ),
        (block(None, "GIÁM ĐỐC", "Nguyễn Văn Ký"), ("may_not_sign", "signature.authority")),
        (block(None, "TRƯỞNG BAN", "Vũ Thị Phó"), ("signer_differs", "signature.name")),
    ],
)
def test_each_fault_of_the_signature_block_has_its_code_and_place(cast, signature, expected):
    assert findings(cast, signature=signature) == [expected]


def test_the_name_may_be_typed_in_capitals_or_with_two_blanks(cast):
    assert findings(cast, signature=block(None, "Trưởng ban", "NGUYỄN VĂN  KÝ")) == []


def test_a_signer_whom_nobody_chose_is_not_guessed_from_the_name(cast):
    assert findings(cast, signer=None) == [("signer_unknown", "signature.name")]


def test_a_signer_whose_appointment_ended_may_not_sign(cast):
    cast.leader.appointments.update(valid_to=TODAY)
    assert findings(cast) == [("may_not_sign", "signature.authority")]


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        (["Sở Nội vụ (b/c);"], ["recipients"]),
        ([], ["recipients"]),
        (["Lưu: VT.", "Sở Nội vụ;"], ["recipients[0]", "recipients"]),
    ],
)
def test_recipients_that_cannot_be_read_are_named_by_their_line(cast, lines, places):
    found = findings(cast, recipients=lines)
    assert {code for code, _ in found} == {"recipients_unreadable"}
    assert {place for _, place in found} <= {*places, "recipients[1]"}


def test_the_header_must_be_that_of_the_agency_on_the_day(cast):
    issuer = {**life.ISSUER, "name": "SỞ NỘI VỤ"}
    assert findings(cast, issuer=issuer) == [("issuer_differs", "issuer.name")]


def test_an_agency_without_a_name_on_the_day_issues_nothing_and_says_so(cast):
    cast.agency.names.update(valid_to=TODAY)
    with pytest.raises(NoNameThen) as refused:
        findings(cast)
    assert refused.value.message == (
        "Ban Quản lý Khu kinh tế tỉnh Sơn Hà không có tên cho ngày "
        f"{TODAY:%d/%m/%Y}; hãy báo quản trị."
    )


@pytest.mark.parametrize("symbol", ["BC-SNV", "BC-BQL"])
def test_the_notation_must_be_that_of_the_kind_and_the_agency(cast, symbol):
    number = {"value": None, "symbol": symbol}
    assert findings(cast, number=number) == [("notation_differs", "number.symbol")]


def test_pages_that_cannot_be_set_are_a_fault_of_form(cast):
    document = life.begin(cast).document
    revision = drafting.latest_revision(document)
    TypesettingFault.objects.create(revision=revision, message="Bảng quá lớn.", at=life.now())
    found = rules.findings(drafting.latest_revision(document), on=TODAY)
    assert [rules.as_json(one) for one in found] == [
        {"code": "cannot_be_set", "place": "body", "message": "Bảng quá lớn."}
    ]


def test_all_faults_are_told_at_once_in_whole_sentences(cast):
    document = drafting.begin(
        cast.unit,
        content=life.content(
            issuer={**life.ISSUER, "name": "SỞ NỘI VỤ"},
            number={"value": None, "symbol": "BC-SNV"},
            signature=block(None, None, "Nguyễn Văn Ký"),
            recipients=["Sở Nội vụ"],
        ),
        header=Header(signer=None, capacity=Capacity.NONE),
        by=cast.drafter,
        at=life.now(),
    )
    found = rules.findings(drafting.latest_revision(document), on=TODAY)

    assert [one.code for one in found][:3] == [
        "issuer_differs",
        "notation_differs",
        "signer_title_missing",
    ]
    for one in found:
        assert one.message[0].isupper() or one.message[0] == "«"
        assert one.message.endswith(".")


@pytest.mark.parametrize(
    "blocks",
    [
        [{"t": "p", "x": [{"s": "…"}]}],
        [{"t": "h", "lvl": 1, "num": "I", "x": [{"s": " - "}]}, {"t": "p", "x": [{"s": ""}]}],
        [{"t": "table", "rows": [["", "…"]]}],
    ],
)
def test_a_body_without_a_word_goes_to_no_leader(cast, blocks):
    assert ("body_is_empty", "body") in findings(cast, body=blocks)


@pytest.mark.parametrize(
    "blocks", [[{"t": "p", "x": [{"s": "Có"}]}], [{"t": "table", "rows": [["", "7"]]}]]
)
def test_one_word_or_figure_is_a_body(cast, blocks):
    assert findings(cast, body=blocks) == []
