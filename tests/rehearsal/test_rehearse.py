"""The command `rehearse`, on its own servers: files in, signed and archived files out."""

import hashlib
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import signing
from agencies.moments import VIETNAM
from rehearsal import cast
from tests.rehearsal.command import Rehearsed, rehearse
from tests.rehearsal.drafts import COMMITTEE, COMMITTEE_ELSEWHERE, ZONE, a_draft, signed, write

STAGES = ["draft", "prepared", "signed", "issued", "archived"]
PASSED = ["deputy", "collective", "acting", "mandate", "stranger_in_office", "office_again"]
REFUSED = ["untitled", "no_mandate", "no_filing_line", "head_of_others", "torn", "misshapen"]


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    folder = tmp_path_factory.mktemp("drafts")
    head = cast.ECONOMIC_ZONE.people[8]
    office = cast.OFFICE.people[5]
    drafts = write(
        folder,
        deputy=a_draft(
            number={"value": "32"}, date={"d": 26, "m": 8, "y": 2019}, addressees=["UBND tỉnh"]
        ),
        collective=a_draft(
            type="KH",
            issuer=COMMITTEE_ELSEWHERE,
            signature=signed("TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Thử Thay"),
        ),
        acting=a_draft(signature=signed(None, "Q. TRƯỞNG BAN", "Đỗ Thử Quyền")),
        mandate=a_draft(
            issuer=COMMITTEE,
            signature=signed("TL. CHỦ TỊCH", office.title.upper(), office.full_name),
        ),
        stranger_in_office=a_draft(
            issuer=ZONE, signature=signed(None, head.title.upper(), "Vũ Thử Mới")
        ),
        office_again=a_draft(
            issuer=ZONE, signature=signed(None, head.title.upper(), head.full_name)
        ),
        untitled=a_draft(signature=signed(None, None, "Trần Thử Ký")),
        no_mandate=a_draft(signature=signed("TL. TRƯỞNG BAN", "TRƯỞNG PHÒNG", "Trần Thử Lệnh")),
        no_filing_line=a_draft(recipients=["Sở Nội vụ;"]),
        head_of_others=a_draft(issuer=ZONE, signature=signed(None, "GIÁM ĐỐC", "Vũ Thử Nhầm")),
        torn=b'{"schema": "vbhc/1", "type": "BC",',
        misshapen=a_draft(body=[]),
    )
    return rehearse([*drafts, folder / "missing.json"], tmp_path_factory.mktemp("out"))


def test_the_status_says_that_some_were_refused(rehearsed: Rehearsed) -> None:
    assert rehearsed.status == 1
    assert rehearsed.said.splitlines()[-1] == (
        f"CommandError: 7/13 dự thảo không qua: {', '.join([*REFUSED, 'missing'])}."
    )


def test_progress_goes_to_standard_error_alone(rehearsed: Rehearsed) -> None:
    assert rehearsed.printed == ""


@pytest.mark.parametrize("stem", PASSED)
def test_a_draft_reaches_the_archive(rehearsed: Rehearsed, stem: str) -> None:
    assert rehearsed.files(stem) == {"document.json", *(f"{stage}.pdf" for stage in STAGES)}
    verdict = rehearsed.verify(stem, "archived")
    assert (verdict.verdict, verdict.problems) == ("valid", ())


def test_a_signed_file_is_judged_with_the_lists_beside_it(rehearsed: Rehearsed) -> None:
    verdict = rehearsed.verify("deputy", "signed", crls=["root.crl", "issuing.crl"])
    assert (verdict.verdict, verdict.problems) == ("valid", ())


def test_every_stage_begins_with_the_one_before(rehearsed: Rehearsed) -> None:
    files = [rehearsed.file("deputy", stage) for stage in STAGES[1:]]
    assert [after[: len(before)] == before for before, after in pairwise(files)] == [True] * 3


def test_the_description_says_number_fields_and_signers(rehearsed: Rehearsed) -> None:
    described = rehearsed.description("deputy")
    signers = rehearsed.verify("deputy", "issued").signatures
    assert described["fields"] == {
        "number": signing.NUMBER,
        "date": signing.DATE,
        "leader": signing.LEADER,
        "seal": signing.SEAL,
    }
    assert described["certificates"] == {
        signer.field: signer.certificate_sha256 for signer in signers
    }
    assert (described["code"], described["number"], described["notation"]) == (
        "01/BC-BQLKDL",
        1,
        "BC-BQLKDL",
    )
    assert date.fromisoformat(described["issued_on"]) <= datetime.now(VIETNAM).date()


def test_files_are_described_as_the_store_keeps_them(rehearsed: Rehearsed) -> None:
    files = rehearsed.description("deputy")["files"]
    assert list(files) == STAGES
    assert [files[stage]["sha256"] for stage in STAGES] == [
        hashlib.sha256(rehearsed.file("deputy", stage)).hexdigest() for stage in STAGES
    ]
    # Under lock from the seal on: an unsigned or unsealed file may go.
    assert [files[stage]["locked_until"] is not None for stage in STAGES] == [False] * 3 + [
        True
    ] * 2
    assert all(files[stage]["version_id"] and files[stage]["object"] for stage in STAGES)


def test_a_typed_number_and_day_are_left_blank_and_the_journal_says_so(
    rehearsed: Rehearsed,
) -> None:
    begun = rehearsed.description("deputy")["journal"][0]
    assert (begun["act"], begun["facts"]) == (
        "DRAFT_BEGUN",
        {
            "revision": 1,
            "number_left_blank": "32",
            "date_left_blank": {"d": 26, "m": 8, "y": 2019},
        },
    )


def test_the_journal_holds_every_official_act_in_order(rehearsed: Rehearsed) -> None:
    journal = rehearsed.description("deputy")["journal"]
    acts = [entry["act"] for entry in journal if entry["by"]]
    assert acts == [
        "DRAFT_BEGUN",
        "SUBMITTED",
        "REVIEW_AGREED",
        "INITIAL_AGREED",
        "FORM_CHECK_AGREED",
        "SIGNED",
        "NUMBER_TAKEN",
        "SEALED",
        "RECIPIENT_SETTLED",
        "ISSUED",
        "INCOMING_RECEIVED",
    ]
    assert {entry["by"] for entry in journal if entry["act"] == "SIGNED"} == {"Trần Thử Ký"}


def test_recipients_are_received_or_sent_outside(rehearsed: Rehearsed) -> None:
    lines = rehearsed.description("deputy")["recipients"]
    assert [
        (line["line"], line["purpose"], line["resolved_to"], line["state"]) for line in lines
    ] == [
        ("Sở Nội vụ (b/c)", "b/c", "Sở Nội vụ tỉnh Sơn Hà", "RECEIVED"),
        ("Hội Sinh vật cảnh", "", "Hội Sinh vật cảnh", "SENT"),
        ("Lưu: VT, KT (2)", "", f"Tập lưu văn bản đi năm {datetime.now(VIETNAM).year}", "FILED"),
    ]
    assert lines[0]["receipt"]["number"] == 1


def test_whoever_held_a_post_has_it_back(rehearsed: Rehearsed) -> None:
    """A stranger signed as head of the zone; the zone's own head then signs the next document."""
    signers = [
        next(
            entry["by"]
            for entry in rehearsed.description(stem)["journal"]
            if entry["act"] == "SIGNED"
        )
        for stem in ("stranger_in_office", "office_again")
    ]
    assert signers == ["Vũ Thử Mới", cast.ECONOMIC_ZONE.people[8].full_name]


@pytest.mark.parametrize(
    ("stem", "code", "place"),
    [
        ("untitled", "signer_title_missing", "signature.title"),
        ("no_mandate", "may_not_sign", "signature.authority"),
        ("no_filing_line", "recipients_unreadable", "recipients"),
        ("head_of_others", "may_not_sign", "signature.authority"),
        ("torn", "draft_invalid", "Tệp dự thảo"),
        ("misshapen", "draft_invalid", "Nội dung"),
        ("missing", "file_unreadable", ""),
    ],
)
def test_a_draft_is_refused_for_its_reason(
    rehearsed: Rehearsed, stem: str, code: str, place: str
) -> None:
    described = rehearsed.description(stem)
    assert [(one["code"], one["place"]) for one in described["refused"]] == [(code, place)]
    assert all(one["message"].endswith(".") for one in described["refused"])
    assert rehearsed.files(stem) <= {"document.json", "draft.pdf"}


def test_what_the_form_check_refused_is_back_with_its_drafter(rehearsed: Rehearsed) -> None:
    assert rehearsed.description("untitled")["journal"][-1]["act"] == "FORM_CHECK_SENT_BACK"


def test_two_drafts_of_one_name_are_refused_at_once(tmp_path: Path) -> None:
    drafts = ["a/same.json", "b/same.json", "--out", str(tmp_path / "out")]
    with pytest.raises(CommandError, match="Nhiều tệp cùng tên same"):
        call_command("rehearse", *drafts)
    assert not (tmp_path / "out").exists()


def test_a_draft_without_a_name_of_its_own_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Tệp \.\.json không có tên"):
        call_command("rehearse", "..json", "--out", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()
