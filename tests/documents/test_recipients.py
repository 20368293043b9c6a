import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.recipients import (
    MAX_LENGTH,
    MAX_LINES,
    Block,
    Filing,
    Kind,
    Problem,
    Recipient,
    UnreadableRecipients,
    is_filing,
    parse_block,
    parse_filing,
    parse_line,
    print_block,
    print_filing,
    print_line,
)

SHARED_DRAFTS = Path("/work/shared/examples/typesetting")

# The lines of real plans and reports, as printed, with what their words suggest.
REAL_LINES = [
    ("Sở Nội vụ", Kind.AGENCY),
    ("Trưởng ban và các Phó TB", Kind.LEADERS),
    ("Các phòng, đơn vị", Kind.UNITS),
    ("Lãnh đạo các Ban HĐND tỉnh", Kind.LEADERS),
    ("Lãnh đạo Văn phòng", Kind.LEADERS),
    ("Các phòng trực thuộc Văn phòng", Kind.UNITS),
    ("UBND tỉnh (b/c)", Kind.AGENCY),
    ("Sở Nội vụ (p/h)", Kind.AGENCY),
    ("Khối trưởng KTĐ20-Quỹ Đầu tư Phát triển (b/c)", Kind.AGENCY),
    ("Lãnh đạo Ban", Kind.LEADERS),
    ("Các tổ chức đoàn thể của cơ quan", Kind.GROUP),
    ("Toàn thể công chức, viên chức và người lao động", Kind.STAFF),
    ("Văn phòng BQL (đăng tin)", Kind.UNITS),
    ("VPUB: CVP, PCVP, các phòng, ban, đơn vị trực thuộc, CBTH", Kind.COMPOSITE),
    ("Như trên", Kind.ABOVE),
    ("Như Điều 3", Kind.ABOVE),
    ("Văn phòng UBND tỉnh", Kind.AGENCY),
    ("UBND các xã, phường", Kind.GROUP),
    ("Các sở, ban, ngành", Kind.GROUP),
    ("TT. HĐND tỉnh", Kind.AGENCY),
    ("Chủ tịch, các PCT UBND tỉnh (để b/c)", Kind.LEADERS),
    ("Ông Nguyễn Văn A", Kind.UNKNOWN),
]

signs = st.characters(exclude_categories=["Cs"])
words = st.sampled_from(
    [
        "Sở",
        "Nội vụ",
        "Lưu:",
        "VT,",
        "(b/c)",
        "-",
        "–",
        ";",
        ".",
        "…",
        ":",
        "ơ\u0323",
        "\u00a0",
        "v.v.",
    ]
)
typed_lines = st.text(signs, max_size=40) | st.lists(words, max_size=8).map(" ".join)
filings = st.sampled_from(
    ["Lưu: VT.", "Lưu: VT, TH.", "Lưu: VT, HCQT(b).", "Lưu: VT, HC (2).", "- Lưu: VT, Hồ sơ"]
)


def problems_of(lines: list[str]) -> tuple[Problem, ...]:
    with pytest.raises(UnreadableRecipients) as caught:
        parse_block(lines)
    return caught.value.problems


@pytest.mark.parametrize(("line", "kind"), REAL_LINES)
def test_the_words_of_a_line_suggest_whom_it_names(line, kind):
    assert parse_line(line).kind is kind


@pytest.mark.parametrize("line", [line for line, _ in REAL_LINES])
@pytest.mark.parametrize("form", ["{}", "{};", "{}.", "- {};", "-{} ;", "– {},", "\t- {};\u00a0"])
def test_dash_and_end_mark_may_be_there_or_not_and_are_printed_as_the_decree_wants(line, form):
    assert print_line(parse_line(form.format(line))) == f"{line};"


def test_a_purpose_is_kept_apart_from_the_name():
    assert parse_line("- UBND tỉnh (b/c);") == Recipient(
        text="UBND tỉnh (b/c)", name="UBND tỉnh", kind=Kind.AGENCY, purpose="b/c"
    )


@pytest.mark.parametrize(
    "purpose",
    ["b/c", "p/h", "t/h", "đ/b", "đăng tin", "để b/c", "để t/h", "theo dõi", "để báo cáo"],
)
def test_the_customary_purposes_are_known(purpose):
    assert parse_line(f"Sở Nội vụ ({purpose})").purpose == purpose


def test_brackets_that_belong_to_a_name_are_no_purpose():
    line = "Cục Kiểm tra văn bản QPPL (Bộ Tư pháp)"

    assert parse_line(line) == Recipient(text=line, name=line, kind=Kind.AGENCY)


def test_an_organ_addressed_in_a_role_is_looked_up_by_its_own_name():
    assert parse_line("Khối trưởng KTĐ20-Quỹ Đầu tư Phát triển (b/c);") == Recipient(
        text="Khối trưởng KTĐ20-Quỹ Đầu tư Phát triển (b/c)",
        name="Quỹ Đầu tư Phát triển",
        kind=Kind.AGENCY,
        purpose="b/c",
        role="Khối trưởng KTĐ20",
    )


def test_a_composite_line_names_its_members():
    assert parse_line("VPUB: CVP, PCVP, các phòng (p/h), CBTH;") == Recipient(
        text="VPUB: CVP, PCVP, các phòng (p/h), CBTH",
        name="VPUB",
        kind=Kind.COMPOSITE,
        members=("CVP", "PCVP", "các phòng (p/h)", "CBTH"),
    )


def test_decomposed_letters_are_composed():
    assert parse_line("So\u031b\u0309 Nội vụ").text == "Sở Nội vụ"


@pytest.mark.parametrize(
    ("line", "filing"),
    [
        ("Lưu: VT.", Filing("Lưu: VT", "VT")),
        ("- Lưu: VT, TH.", Filing("Lưu: VT, TH", "VT", "TH")),
        ("Lưu: VT, HCQT(b).", Filing("Lưu: VT, HCQT(b)", "VT", "HCQT", "b")),
        ("Lưu: VT, HC (2).", Filing("Lưu: VT, HC (2)", "VT", "HC", copies=2)),
        ("Lưu: VT, HC (b, 2);", Filing("Lưu: VT, HC (b, 2)", "VT", "HC", "b", 2)),
        ("Lưu: VT, TCCB, 3.", Filing("Lưu: VT, TCCB, 3", "VT", "TCCB", copies=3)),
        ("Lưu: VT, Hồ sơ.", Filing("Lưu: VT, Hồ sơ", "VT", "Hồ sơ")),
        ("Lưu VT, TH, NC.", Filing("Lưu VT, TH, NC", "VT", "TH, NC")),
    ],
)
def test_the_filing_line_says_who_keeps_how_many(line, filing):
    assert parse_filing(line) == filing


def test_a_filing_line_without_the_clerk_is_refused():
    with pytest.raises(UnreadableRecipients) as caught:
        parse_filing("Lưu: HC.")

    assert caught.value.problems == (
        Problem("recipients", "Dòng «Lưu» phải ghi VT trước tiên, ví dụ «Lưu: VT, TH.»."),
    )


def test_another_line_is_not_taken_for_the_filing_line():
    with pytest.raises(UnreadableRecipients) as caught:
        parse_filing("Sở Nội vụ;")

    assert str(caught.value) == "«Sở Nội vụ» không phải là dòng «Lưu: …»."
    assert not is_filing("Lưu trữ lịch sử tỉnh;")


def test_a_block_is_its_recipients_in_order_and_the_filing():
    assert parse_block(["- Sở Nội vụ;", "- Các phòng, đơn vị;", "- Lưu: VT, TH."]) == Block(
        recipients=(
            Recipient("Sở Nội vụ", "Sở Nội vụ", Kind.AGENCY),
            Recipient("Các phòng, đơn vị", "Các phòng, đơn vị", Kind.UNITS),
        ),
        filing=Filing("Lưu: VT, TH", "VT", "TH"),
    )


def test_every_problem_of_a_block_is_told_at_once_with_its_place():
    lines = ["Sở Nội vụ;", " - ;", "Lưu: VT.", "UBND\x00tỉnh;", "a" * (MAX_LENGTH + 1)]

    assert problems_of(lines) == (
        Problem("recipients[1]", "Dòng nơi nhận 2 trống."),
        Problem("recipients[2]", "Dòng «Lưu» phải ở cuối nơi nhận."),
        Problem("recipients[3]", "Dòng nơi nhận 4 có ký tự không in được."),
        Problem("recipients[4]", "Dòng nơi nhận 5 dài 301 ký tự, nhiều hơn 300 ký tự cho phép."),
    )


def test_a_block_without_filing_says_so():
    assert problems_of(["Sở Nội vụ;"]) == (
        Problem("recipients", "Thiếu dòng «Lưu: …» ở cuối nơi nhận."),
    )


def test_an_empty_block_says_so():
    assert problems_of([]) == (Problem("recipients", "Nơi nhận chưa có dòng nào."),)


def test_two_hundred_lines_are_read_and_one_more_is_too_many():
    lines = ["Sở Nội vụ;"] * (MAX_LINES - 1) + ["Lưu: VT."]

    assert len(parse_block(lines).recipients) == MAX_LINES - 1
    assert problems_of(["Sở Nội vụ;", *lines]) == (
        Problem("recipients", "Nơi nhận có 201 dòng, nhiều hơn 200 dòng cho phép."),
    )


@pytest.mark.parametrize("sign", ["\n", "\x00", "\u202e", "\u200b", "\u2028", "\x1f", "\x85"])
def test_a_sign_that_cannot_be_printed_is_refused(sign):
    with pytest.raises(UnreadableRecipients) as caught:
        parse_line(f"Sở{sign}Nội vụ")

    assert str(caught.value) == "Dòng nơi nhận có ký tự không in được."


@given(typed_lines)
def test_a_line_that_was_read_is_printed_and_read_as_the_same(line):
    try:
        recipient = parse_line(line)
    except UnreadableRecipients:
        return
    assert parse_line(print_line(recipient)) == recipient
    assert parse_line(f"- {print_line(recipient)}") == recipient


@given(st.lists(typed_lines, max_size=6), filings)
def test_a_block_that_was_read_is_printed_and_read_as_the_same(lines, filing):
    try:
        block = parse_block([*lines, filing])
    except UnreadableRecipients:
        return
    assert len(block.recipients) == len(lines)
    assert parse_block(print_block(block)) == block


@given(filings, st.text("bVT2 ,()", max_size=12))
def test_a_filing_line_that_was_read_is_printed_and_read_as_the_same(line, more):
    try:
        filing = parse_filing(line.rstrip(".") + more)
    except UnreadableRecipients:
        return
    assert parse_filing(print_filing(filing)) == filing


def test_the_shared_drafts_come_back_word_for_word():
    if not SHARED_DRAFTS.is_dir():
        pytest.skip("the shared example drafts are not on this machine")
    drafts = [json.loads(path.read_text()) for path in SHARED_DRAFTS.glob("00?.json")]

    assert len(drafts) == 4
    for draft in drafts:
        assert print_block(parse_block(draft["recipients"])) == tuple(draft["recipients"])
