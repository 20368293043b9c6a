import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.text import letters, limits, van_ban
from documents.text.json_file import LARGEST_FILE
from documents.text.problems import SHOWN
from documents.text.shape import SCHEMA
from documents.typesetting import fonts
from tests.documents.drafts import a_plan, a_report, paragraph, report_as_typed

SHARED = Path(__file__).resolve().parents[3] / "shared/examples/typesetting"
FORMAT = Path(__file__).resolve().parents[2] / "docs/reference/draft-format.md"


def raw(draft: object) -> bytes:
    return json.dumps(draft).encode()


def refused(draft: object) -> list[tuple[str, str]]:
    with pytest.raises(van_ban.BadDraft) as caught:
        van_ban.read(draft if isinstance(draft, bytes) else raw(draft))
    return [(problem.place, problem.message) for problem in caught.value.problems]


# ---- what is taken


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "demo2", "wild"])
def test_a_shared_sample_is_read(name: str) -> None:
    file = SHARED / f"{name}.json"
    if not file.exists():
        pytest.skip("the shared samples are not on this machine")
    given_body = json.loads(file.read_text(encoding="utf-8"))["body"]
    content = van_ban.read(file.read_bytes())
    without_ids = [{key: value for key, value in b.items() if key != "id"} for b in content["body"]]
    assert without_ids == given_body
    assert van_ban.read(van_ban.canonical(content)) == content


def test_a_bare_draft_is_made_complete() -> None:
    bare = {
        "schema": "vbhc/1",
        "type": "KH",
        "issuer": {"name": "VĂN PHÒNG", "abbr": "VP", "place": "An Hòa"},
        "subject": [{"s": "Trực lễ"}],
        "body": [{"id": "mot", "t": "p", "x": [{"s": "Nội dung./."}]}],
    }
    assert van_ban.read(raw(bare)) == {
        "schema": "vbhc/1",
        "type": "KH",
        "title": "KẾ HOẠCH",
        "issuer": {"parent": None, "name": "VĂN PHÒNG", "abbr": "VP", "place": "An Hòa"},
        "number": {"value": None, "symbol": "KH-VP"},
        "place": "An Hòa",
        "date": {"d": None, "m": None, "y": None},
        "subject": [{"s": "Trực lễ"}],
        "addressees": [],
        "body": [{"id": "mot", "t": "p", "x": [{"s": "Nội dung./."}]}],
        "signature": {"authority": None, "title": None, "name": None},
        "recipients": [],
    }


def test_the_abbreviation_comes_from_the_notation_where_it_is_missing() -> None:
    assert a_report(number={"symbol": "BC-BQL-VP"})["issuer"]["abbr"] == "BQL-VP"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("KT.TRƯỞNG BAN", "KT. TRƯỞNG BAN"),
        ("TUQ.  TRƯỞNG BAN", "TUQ. TRƯỞNG BAN"),
        ("KT. TRƯỞNG BAN ", "KT. TRƯỞNG BAN"),
        ("Q. TRƯỞNG BAN", "Q. TRƯỞNG BAN"),
        ("TRƯỞNG BAN", "TRƯỞNG BAN"),
    ],
)
def test_the_capacity_is_written_with_one_blank(typed: str, read: str) -> None:
    assert a_report(signature={"authority": typed})["signature"]["authority"] == read


def test_text_is_composed_at_the_door() -> None:
    apart = unicodedata.normalize("NFD", "Kế hoạch số một")
    assert a_report(body=[paragraph(apart)])["body"][0]["x"] == [{"s": "Kế hoạch số một"}]


def test_a_dash_typed_before_a_recipient_is_left_to_the_page() -> None:
    content = a_report(recipients=["- Sở Nội vụ;", "Lưu: VT."], addressees=[" – Bộ Nội vụ"])
    assert content["recipients"] == ["Sở Nội vụ;", "Lưu: VT."]
    assert content["addressees"] == ["Bộ Nội vụ"]


# ---- the ids of blocks


def test_the_same_file_gives_the_same_ids_and_no_id_twice() -> None:
    draft = raw(report_as_typed(body=[paragraph("Như trên.")] * 3 + [paragraph("Khác.")]))
    first, second = van_ban.read(draft), van_ban.read(draft)
    ids = [block["id"] for block in first["body"]]
    assert ids == [block["id"] for block in second["body"]]
    assert len(set(ids)) == 4


def test_a_block_put_in_between_leaves_the_other_ids_alone() -> None:
    before = a_report(body=[paragraph("Một."), paragraph("Hai.")])["body"]
    after = a_report(body=[paragraph("Một."), paragraph("Mới."), paragraph("Hai.")])["body"]
    assert [before[0]["id"], before[1]["id"]] == [after[0]["id"], after[2]["id"]]


def test_an_id_that_was_given_stays_even_where_one_would_be_made_like_it() -> None:
    made = a_report(body=[paragraph("Một.")])["body"][0]["id"]
    body = a_report(body=[paragraph("Một."), paragraph("Hai.") | {"id": made}])["body"]
    assert body[1]["id"] == made
    assert body[0]["id"] != made


# ---- what is refused, and in which words

IMAGE: dict[str, Any] = {"sha256": "ab" * 32, "px": [4, 3], "w": 50, "alt": "", "x": []}
BLOCK = {"t": "p", "x": [{"s": "Chữ."}]}
NO_FILE = "Tệp dự thảo"


@pytest.mark.parametrize(
    ("file", "place", "message"),
    [
        (b" ", NO_FILE, "Tệp rỗng; hãy chọn tệp dự thảo có nội dung."),
        (
            b"\xef\xbb\xbf{}",
            NO_FILE,
            "Tệp bắt đầu bằng dấu BOM; hãy lưu lại bằng mã UTF-8 không có BOM.",
        ),
        (
            '{"a":\n "số \xff"'.encode("latin-1", "replace"),
            NO_FILE,
            "Dòng 2, cột 6: byte FF không thuộc mã UTF-8; hãy lưu lại tệp bằng mã UTF-8.",
        ),
        (
            b'{"a": 1,\n "b" 2}',
            NO_FILE,
            "Dòng 2, cột 6: tệp không phải JSON hợp lệ: thiếu dấu hai chấm sau tên khóa.",
        ),
        (
            b'{"a": 1',
            NO_FILE,
            "Dòng 1, cột 8: tệp không phải JSON hợp lệ: thiếu dấu phẩy.",
        ),
        (b'{"a": NaN}', NO_FILE, "Tệp không phải JSON hợp lệ: NaN không phải là số."),
        (
            b'{"a": ' + b"9" * 5000 + b"}",
            NO_FILE,
            "Tệp không phải JSON hợp lệ: có một số quá dài.",
        ),
        (
            b"[" * 100_000,
            NO_FILE,
            "Tệp lồng nhau quá sâu; một dự thảo có nhiều nhất 16 tầng.",
        ),
        (
            b'{"body":' + b"[" * 20 + b"]" * 20 + b"}",
            "Đoạn 1",
            "Đoạn 1 lồng nhau quá sâu; hãy bỏ bớt các tầng lồng nhau.",
        ),
        (
            b'{"issuer": {"name": "A", "name": "B"}}',
            "Cơ quan ban hành",
            "Cơ quan ban hành: khóa “name” ghi hai lần; hãy bỏ một.",
        ),
        (b"[]", "Dự thảo", "Dự thảo phải là một nhóm khóa { }."),
        (
            b"x" * (LARGEST_FILE + 1),
            NO_FILE,
            "Tệp lớn 10,0 MB; một dự thảo lớn nhất 10 MB.",
        ),
        (
            b"[" + b"0," * 150_000 + b"0]",
            "Dự thảo",
            "Dự thảo có quá nhiều phần tử; nhiều nhất 150.000 phần tử.",
        ),
    ],
)
def test_a_file_that_is_no_draft_is_refused(file: bytes, place: str, message: str) -> None:
    assert refused(file) == [(place, message)]


def table(*rows: list[Any], **keys: Any) -> dict[str, Any]:
    return {"t": "table", "rows": list(rows), **keys}


def spanning(**span: int) -> dict[str, Any]:
    return {"x": [{"s": "Ô"}], **span}


@pytest.mark.parametrize(
    ("changes", "place", "message"),
    [
        (
            {"type": "QĐ"},
            "Tên loại",
            "Tên loại: chưa soạn được loại “QĐ”; hiện có BC (báo cáo) và KH (kế hoạch).",
        ),
        ({"schema": "vbhc/2"}, "Tên định dạng", "Tên định dạng phải là “vbhc/1”."),
        ({"color": "red"}, "Dự thảo", "Dự thảo: không dùng khóa “color”; hãy bỏ khóa này."),
        ({"issuer": {}}, "Cơ quan ban hành", "Cơ quan ban hành: thiếu khóa “name”."),
        (
            {"issuer": {"name": " "}},
            "Tên cơ quan ban hành",
            "Tên cơ quan ban hành còn trống; hãy ghi chữ hoặc bỏ đi.",
        ),
        (
            {"number": {}},
            "Ký hiệu",
            "Ký hiệu còn thiếu; hãy ghi ký hiệu hoặc chữ viết tắt tên cơ quan.",
        ),
        (
            {"number": {"symbol": "KH-BQL"}},
            "Ký hiệu",
            "Ký hiệu “KH-BQL” phải bắt đầu bằng BC- như tên loại.",
        ),
        (
            {"number": {"symbol": "BC-BQL "}},
            "Ký hiệu",
            (
                "Ký hiệu không nhận “BC-BQL ”; cần chữ in hoa và số, các nhóm nối bằng gạch nối,"
                " không có khoảng trắng."
            ),
        ),
        (
            {"number": {"value": 32, "symbol": "BC-BQL"}},
            "Số văn bản",
            "Số văn bản phải là chữ đặt trong ngoặc kép hoặc null.",
        ),
        ({"place": None}, "Địa danh", "Địa danh còn thiếu; hãy ghi nơi cơ quan đóng trụ sở."),
        (
            {"issuer": {"name": "VĂN PHÒNG", "place": "Bình An"}},
            "Địa danh",
            "Địa danh ghi hai nơi khác nhau: “An Hòa” và “Bình An”; hãy giữ một.",
        ),
        (
            {"date": {"d": 29, "m": 2, "y": 2026}},
            "Ngày ban hành",
            "Ngày ban hành: tháng 2 năm 2026 không có ngày 29.",
        ),
        ({"date": {"m": 13}}, "Tháng ban hành", "Tháng ban hành lớn nhất là 12, không nhận “13”."),
        ({"date": {"d": 1.0}}, "Ngày ban hành", "Ngày ban hành phải là số nguyên hoặc null."),
        (
            {"subject": []},
            "Trích yếu",
            "Trích yếu còn trống; hãy ghi trích yếu nội dung văn bản.",
        ),
        (
            {"subject": [{"s": "dài " * 200}]},
            "Trích yếu",
            "Trích yếu dài 800 ký tự; một trích yếu dài nhất 500 ký tự.",
        ),
        (
            {"recipients": ["Sở Nội vụ;", " "]},
            "Nơi nhận, dòng 2",
            "Nơi nhận, dòng 2 còn trống; hãy ghi chữ hoặc bỏ đi.",
        ),
        (
            {"recipients": ["Sở;"] * 201},
            "Nơi nhận",
            "Nơi nhận có 201 phần tử; nhiều nhất 200 phần tử.",
        ),
        (
            {"addressees": ["a" * 501]},
            "Kính gửi, dòng 1",
            "Kính gửi, dòng 1 dài 501 ký tự; dài nhất 500 ký tự.",
        ),
        ({"body": []}, "Nội dung", "Nội dung còn trống; hãy ghi ít nhất một phần tử."),
        (
            {"body": [BLOCK] * 11 + [paragraph("a" * 25_000)]},
            "Đoạn 12",
            "Đoạn 12 dài 25.000 ký tự; một đoạn dài nhất 20.000 ký tự.",
        ),
        (
            {"body": [{"t": "p", "x": [{"s": "a"}] * 2001}]},
            "Đoạn 1",
            "Đoạn 1 có 2.001 phần tử; nhiều nhất 2.000 phần tử.",
        ),
        (
            {"body": [paragraph("chữ " * 5000)] * 51},
            "Nội dung",
            "Nội dung có 1.020.000 ký tự; một văn bản có nhiều nhất 1.000.000 ký tự.",
        ),
        (
            {"body": [BLOCK, {"t": "script", "x": []}]},
            "Đoạn 2",
            "Đoạn 2 không nhận “script”; chỉ nhận: p, basis, h, num, point, li, table, image.",
        ),
        (
            {"body": [{"t": "image", "src": "../../etc/passwd", **IMAGE}]},
            "Hình 1",
            "Hình 1: không dùng khóa “src”; hãy bỏ khóa này.",
        ),
        (
            {"body": [{"t": "p", "x": [{"s": "a", "href": "javascript:"}]}]},
            "Đoạn 1",
            "Đoạn 1: không dùng khóa “href”; hãy bỏ khóa này.",
        ),
        (
            {"body": [{"t": "h", "lvl": True, "num": "I", "x": []}]},
            "Đoạn 1",
            "Đoạn 1, khóa “lvl” phải là số nguyên.",
        ),
        (
            {"body": [BLOCK | {"id": "một"}]},
            "Đoạn 1",
            (
                "Đoạn 1, khóa “id” không nhận “một”; cần chữ không dấu, số, gạch nối, nhiều nhất"
                " 64 ký tự."
            ),
        ),
        (
            {"body": [BLOCK | {"id": "a"}, BLOCK, BLOCK | {"id": "a"}]},
            "Đoạn 3",
            "Đoạn 3 trùng mã (id) với Đoạn 1; mỗi đoạn có một mã riêng.",
        ),
        (
            {"body": [table(["a"]), BLOCK, table(["a", "b"], ["c"], head=[["x", "y"]])]},
            "Bảng 2, dòng 3",
            "Bảng 2, dòng 3 chỉ có 1 ô; bảng có 2 cột.",
        ),
        (
            {"body": [table(["a", "b"], ["c", "d", "e"])]},
            "Bảng 1, dòng 2",
            "Bảng 1, dòng 2 có các ô vượt quá 2 cột của bảng.",
        ),
        (
            {"body": [table([spanning(cs=3)], ["a"], cols=[1, 2])]},
            "Bảng 1, dòng 1",
            "Bảng 1, dòng 1 có các ô vượt quá 2 cột của bảng.",
        ),
        (
            {"body": [table([spanning(rs=3), "b"], ["c"])]},
            "Bảng 1, dòng 1",
            "Bảng 1, dòng 1: ô gộp 3 dòng nhưng chỉ còn 2 dòng.",
        ),
        (
            {"body": [table(["a", spanning(rs=2), "c"], [spanning(cs=2), "c"])]},
            "Bảng 1, dòng 2",
            "Bảng 1, dòng 2 có các ô vượt quá 3 cột của bảng.",
        ),
        (
            {"body": [table(["a"] * 21)]},
            "Bảng 1",
            "Bảng 1 có 21 cột; một bảng có nhiều nhất 20 cột.",
        ),
        (
            {"body": [table(*[["a"] * 10] * 501)]},
            "Bảng 1",
            "Bảng 1 có 5.010 ô; một bảng có nhiều nhất 5.000 ô.",
        ),
        ({"body": [table([])]}, "Bảng 1", "Bảng 1 không có ô nào; hãy ghi nội dung hoặc bỏ bảng."),
        (
            {"body": [table(["a", "x\u200by"])]},
            "Bảng 1, dòng 1, ô 2",
            "Bảng 1, dòng 1, ô 2, ký tự thứ 2: ký tự ẩn U+200B; hãy xóa ký tự này.",
        ),
    ],
)
def test_a_draft_is_refused_with_its_place(
    changes: dict[str, Any], place: str, message: str
) -> None:
    assert refused(report_as_typed(**changes)) == [(place, message)]


@pytest.mark.parametrize(
    ("text", "index", "reason"),
    [
        ("a\tb", 2, "dấu tab; hãy thay bằng khoảng trắng"),
        ("a\nb", 2, "dấu xuống dòng; hãy tách thành đoạn riêng"),
        ("a\x07", 2, "ký tự điều khiển hoặc mã hỏng U+0007; hãy xóa ký tự này"),
        ("\ufffe", 1, "ký tự điều khiển hoặc mã hỏng U+FFFE; hãy xóa ký tự này"),
        ("\ud800", 1, "ký tự điều khiển hoặc mã hỏng U+D800; hãy xóa ký tự này"),
        ("a\u202eb", 2, "ký tự ẩn U+202E; hãy xóa ký tự này"),
        ("a\u202fb", 2, "khoảng trắng lạ U+202F; hãy thay bằng khoảng trắng thường"),
        ("\uf0b7 a", 1, "ký hiệu riêng của một phông chữ (U+F0B7); hãy thay bằng dấu thường"),
        ("họ 漢", 4, "ký tự “漢” (U+6F22) mà phông chữ của văn bản không có"),
        ("😀", 1, "ký tự “😀” (U+1F600) mà phông chữ của văn bản không có"),
        ("x" + "\u0301" * 20_0, 2, "nhiều dấu chồng lên một chữ; hãy gõ lại chữ đó"),
        ("\ufffd", 1, "dấu thay cho một chữ đã hỏng khi chuyển mã; hãy gõ lại chữ đó"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_its_place(
    text: str, index: int, reason: str
) -> None:
    expected = [("Đoạn 1", f"Đoạn 1, ký tự thứ {index}: {reason}.")]
    assert refused(report_as_typed(body=[paragraph(text)])) == expected


def test_marks_stacked_over_several_runs_are_refused_too() -> None:
    body = [{"t": "p", "x": [{"s": "x"}, {"s": "\u0301", "b": True}, {"s": "\u0301"}]}]
    [(_, message)] = refused(report_as_typed(body=body))
    assert message == "Đoạn 1, ký tự thứ 2: nhiều dấu chồng lên một chữ; hãy gõ lại chữ đó."


def test_every_field_is_looked_at() -> None:
    bad = "a\x00"
    draft = report_as_typed(
        issuer={"parent": bad, "name": bad},
        place=bad,
        title=bad,
        subject=[{"s": bad}],
        addressees=[bad],
        body=[paragraph(bad), table([bad])],
        signature={"authority": bad, "title": bad, "name": bad},
        recipients=[bad],
    )
    assert [place for place, _ in refused(draft)] == [
        "Tên loại in trên văn bản",
        "Tên cơ quan chủ quản",
        "Tên cơ quan ban hành",
        "Địa danh",
        "Trích yếu",
        "Kính gửi, dòng 1",
        "Đoạn 1",
        "Bảng 1, dòng 1, ô 1",
        "Quyền hạn của người ký",
        "Chức vụ của người ký",
        "Họ tên người ký",
        "Nơi nhận, dòng 1",
    ]


def test_a_fault_of_shape_hides_no_other_fault() -> None:
    draft = report_as_typed(
        place=5, subject=[], body=[{"t": "?"}, paragraph("\x00"), {"t": "h", "x": []}]
    )
    assert [place for place, _ in refused(draft)] == [
        "Địa danh",
        "Trích yếu",
        "Đoạn 1",
        "Đoạn 2",
        "Đoạn 3",
        "Đoạn 3",
    ]


def test_a_draft_with_faults_everywhere_names_the_first_ones() -> None:
    problems = refused(report_as_typed(body=[{"t": "?"}] * 5000))
    assert len(problems) == SHOWN + 1
    assert problems[SHOWN - 1][0] == f"Đoạn {SHOWN}"
    assert problems[-1][1] == "Dự thảo còn nhiều chỗ khác cần sửa; hãy sửa các chỗ trên trước."


def test_what_is_quoted_from_a_draft_is_short() -> None:
    [(_, message)] = refused(report_as_typed(type="X" * 100_000))
    assert len(message) < 150


# ---- what is known before issue


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"d": 26, "m": 8, "y": 2019}, {"d": None, "m": None, "y": 2019}),
        ({"d": None, "m": 4, "y": 2022}, {"d": None, "m": 4, "y": 2022}),
        ({"d": 5, "m": None, "y": None}, {"d": None, "m": None, "y": None}),
        ({"d": None, "m": None, "y": None}, {"d": None, "m": None, "y": None}),
    ],
)
def test_number_and_day_are_left_to_the_issue(typed: Any, kept: Any) -> None:
    content = a_report(number={"value": "32", "symbol": "BC-BQL"}, date=typed)
    expected = content | {"number": {"value": None, "symbol": "BC-BQL"}, "date": kept}
    assert van_ban.without_issue_facts(content) == expected


def test_the_plain_text_has_all_that_the_page_says() -> None:
    plan = a_plan(recipients=["Lưu: VT."], addressees=["Sở Nội vụ"])
    assert van_ban.plain_text(plan).split("\n") == [
        "UBND TỈNH AN HÒA",
        "BAN QUẢN LÝ KHU KINH TẾ",
        "KẾ HOẠCH",
        "Kết quả công tác quý I năm 2026",
        "Sở Nội vụ",
        "Căn cứ Kế hoạch số 12/KH-UBND của UBND tỉnh An Hòa.",
        "I. Mục đích",
        "1. Nâng cao chất lượng phục vụ.",
        "a) Rà soát thủ tục trong tháng 5./.",
        "TRƯỞNG BAN",
        "Lê Thị Hạnh",
        "Lưu: VT.",
    ]


def test_the_plain_text_of_a_table_parts_its_cells() -> None:
    content = a_report(
        body=[table(["1", {"x": [{"s": "Tập "}, {"s": "thể"}]}], head=[["TT", "Tên"]])]
    )
    assert van_ban.plain_text(content).split("\n")[4:6] == ["TT\tTên", "1\tTập thể"]


# ---- properties

WORDS = st.text(st.sampled_from("aăâđêôơưĐáạẫỳ 09.,;:/-()“”…%\u0301\u00a0"), max_size=30)
FILLED = WORDS.filter(str.strip)
RUNS = st.lists(
    st.fixed_dictionaries(
        {"s": WORDS}, optional={key: st.booleans() for key in ("b", "i", "u", "sup", "sub")}
    ),
    max_size=4,
)
ORDER = st.from_regex(r"[0-9A-Za-zĐđ]{1,3}", fullmatch=True)
CELLS = WORDS | st.fixed_dictionaries({"x": RUNS}, optional={"al": st.sampled_from("lcr")})
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.fixed_dictionaries(
        {
            "t": st.just("table"),
            "rows": st.lists(
                st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=3
            ),
        },
        optional={"cols": st.lists(st.floats(0.01, 100), min_size=width, max_size=width)},
    )
)
BLOCKS = st.one_of(
    st.fixed_dictionaries({"t": st.sampled_from(["p", "basis"]), "x": RUNS}),
    st.fixed_dictionaries({"t": st.just("h"), "lvl": st.integers(1, 3), "num": ORDER, "x": RUNS}),
    st.fixed_dictionaries({"t": st.sampled_from(["num", "point"]), "num": ORDER, "x": RUNS}),
    st.fixed_dictionaries(
        {"t": st.just("li"), "lvl": st.integers(1, 2), "mark": st.sampled_from("-+"), "x": RUNS}
    ),
    TABLES,
)
DRAFTS = st.fixed_dictionaries(
    {"body": st.lists(BLOCKS, min_size=1, max_size=6), "recipients": st.lists(FILLED, max_size=4)},
    optional={
        "addressees": st.lists(FILLED, max_size=3),
        "signature": st.fixed_dictionaries({}, optional={"authority": FILLED, "name": FILLED}),
        "date": st.fixed_dictionaries(
            {}, optional={"d": st.integers(1, 28), "m": st.integers(1, 12), "y": st.just(2026)}
        ),
    },
)


@given(changes=DRAFTS)
@settings(max_examples=150, deadline=None)
def test_what_was_read_is_read_again_as_it_is(changes: dict[str, Any]) -> None:
    try:
        content = van_ban.read(raw(report_as_typed(**changes)))
    except van_ban.BadDraft as bad:
        # The alphabet can stack two marks; nothing else in these drafts may be refused.
        assert all("nhiều dấu" in problem.message for problem in bad.problems)  # noqa: PT017
        return
    assert van_ban.read(van_ban.canonical(content)) == content
    van_ban.check(content)


@given(file=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_refused_in_words(file: bytes) -> None:
    assert all(place and message.endswith(".") for place, message in refused(file))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["t", "x", "s", "id", "lvl", "num", "rows", "head", "cols", "cs", "d"])
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@given(key=st.sampled_from(sorted(a_report())), value=JSON)
@settings(max_examples=300, deadline=None)
def test_any_value_in_any_key_is_taken_or_refused_in_words(key: str, value: Any) -> None:
    try:
        content = van_ban.accept(report_as_typed(**{key: value}))
    except van_ban.BadDraft as bad:
        assert all(problem.message.endswith(".") for problem in bad.problems)  # noqa: PT017
        return
    assert van_ban.read(van_ban.canonical(content)) == content


# ---- the published schema, the documentation, the font


def test_the_published_schema_is_a_schema_and_takes_what_was_read() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for content in (a_report(), a_plan()):
        jsonschema.validate(content, schema, jsonschema.Draft202012Validator)


def keys_of(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(keys_of, schema))
    if not isinstance(schema, dict):
        return set()
    named = schema.get("properties", {})
    return set(named).union(*map(keys_of, schema.values()))


def test_the_documentation_names_every_key() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    documented = set(re.findall(r"`([a-z0-9]+)`", FORMAT.read_text(encoding="utf-8")))
    assert keys_of(schema) - documented == set()


def test_the_documentation_gives_every_limit() -> None:
    text = FORMAT.read_text(encoding="utf-8")
    figures = [value for value in vars(limits).values() if isinstance(value, int)]
    written = [figure for figure in figures if f"{figure:,}" in text]
    assert len(figures) == 8
    assert written == figures


def test_the_draft_in_the_documentation_is_one() -> None:
    [example] = re.findall(r"```json\n(.*?)```", FORMAT.read_text(encoding="utf-8"), re.DOTALL)
    assert van_ban.read(example.encode())["type"] == "BC"


def test_the_letters_that_may_stand_are_those_of_the_font() -> None:
    faces = [set(TTFont(path).getBestCmap()) for path in fonts.files(fonts.folder())]
    drawn = set.intersection(*faces)
    taken = {code for code in range(0x110000) if letters.objection(chr(code)) is None}
    assert len(faces) == 4
    assert taken - drawn == set()
    assert {ord(big) for code in taken for big in chr(code).upper()} - drawn == set()
    written = [*range(0x20, 0x250), *range(0x1E00, 0x1F00), *range(0x2010, 0x2028)]
    left_out = {chr(code) for code in written if code in drawn and code not in taken}
    assert {char for char in left_out if unicodedata.category(char) not in {"Cc", "Cf"}} == set()


def test_every_vietnamese_letter_may_stand() -> None:
    plain = "aăâeêioôơuưy"
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    small = [unicodedata.normalize("NFC", vowel + tone) for vowel in plain for tone in tones]
    text = "".join([*small, "bcdđghklmnpqrstvx"])
    assert letters.objection(text + text.upper() + "0123456789 .,;:!?()[]“”‘’…–-/%°²₫&+=<>") is None
