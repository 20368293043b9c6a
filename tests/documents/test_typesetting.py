import io
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import segno

from documents import typesetting
from documents.text import van_ban
from documents.typesetting import CannotTypeset, FontsMissing, Page, Verification, fonts
from documents.typesetting.worker import Request, Worker
from tests.documents.drafts import a_plan, a_report, paragraph

SHARED = Path(__file__).resolve().parents[3] / "shared/examples/typesetting"
AT = datetime(2026, 4, 2, 8, 30, tzinfo=UTC)
LINES = {"number", "date"}


def set_page(content: van_ban.Content, **options: Any) -> Page:
    return typesetting.typeset(content, created_at=AT, **options)


def text_of(pdf: bytes) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not on this machine")
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def squeezed(text: str) -> str:
    """The letters alone: where a line breaks is the page's affair."""
    return re.sub(r"\s", "", text)


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


# ---- the page


@pytest.mark.parametrize(
    ("name", "pages"), [("000", 4), ("001", 9), ("002", 7), ("003", 4), ("demo2", 1)]
)
def test_no_word_of_a_shared_sample_is_missing_from_its_page(name: str, pages: int) -> None:
    file = SHARED / f"{name}.json"
    if not file.exists():
        pytest.skip("the shared samples are not on this machine")
    content = van_ban.read(file.read_bytes())
    page = set_page(content)
    # The page puts a notation on one line and a no-break space where a blank was typed: words are
    # compared, upper case as headings are printed.
    printed = text_of(page.pdf).upper().replace("\u00a0", " ").split()
    wanted = van_ban.plain_text(content).upper().split()
    assert [word for word in wanted if word not in printed] == []
    assert len(printed) >= len(wanted)
    assert page.pages == pages


def test_the_body_is_printed_in_order_and_whole() -> None:
    content = a_plan()
    expected = "".join(map(squeezed, van_ban.plain_text(content).split("\n")[4:8])).upper()
    assert expected in squeezed(text_of(set_page(content).pdf)).upper()


def test_number_and_date_are_left_to_their_fields() -> None:
    content = a_report(
        number={"value": "506", "symbol": "BC-BQL"}, date={"d": 22, "m": 3, "y": 2026}
    )
    printed = text_of(set_page(content).pdf)
    assert [word for word in ("506", "BC-BQL", "Số:", "tháng") if word in printed] == []


def test_the_places_are_where_the_decree_has_them() -> None:
    page = set_page(a_report())
    assert set(page.places) == {"number", "date", "leader", "seal"}
    number, date, leader, seal = (page.places[k] for k in ("number", "date", "leader", "seal"))
    assert (number.h, number.base, number.size) == (18.0, 4.2, 13.0)
    assert (date.h, date.base, date.size) == (18.0, 4.2, 14.0)
    assert number.y == date.y
    assert number.x + number.w < date.x
    assert date.x + date.w == pytest.approx(595.28 - 42.52, abs=0.1)
    assert (leader.w, leader.h) == pytest.approx((127.56, 73.7), abs=0.01)
    assert (seal.w, seal.h) == pytest.approx((102.05, 102.05), abs=0.01)
    # The seal lies over the left third of the signature, level with it (Phụ lục I, mục II.8).
    assert seal.x + seal.w == pytest.approx(leader.x + leader.w / 3, abs=0.02)
    assert seal.y + seal.h / 2 == pytest.approx(leader.y + leader.h / 2, abs=0.02)


def test_the_seal_touches_neither_the_title_nor_the_name() -> None:
    signer = {"authority": "KT. TRƯỞNG BAN", "title": "PHÓ TRƯỞNG BAN", "name": "Lê Thị Hạnh"}
    page = set_page(a_report(signature=signer))
    seal, millimetre = page.places["seal"], 72 / 25.4
    done = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=page.pdf, capture_output=True, check=True
    )
    box = r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">'
    found = [re.search(f"{box}{word}<", done.stdout.decode()) for word in ("PHÓ", "Thị")]
    title, name = (match.groups() for match in found if match)
    assert float(title[1]) <= seal.y - millimetre + 0.1
    assert float(name[0]) >= seal.y + seal.h + millimetre - 0.1


def lines_of(pdf: bytes) -> list[str]:
    return text_of(pdf).replace("\u00a0", " ").split("\n")


def test_the_issuer_parts_before_its_province_and_no_compound() -> None:
    content = a_report(
        issuer={"parent": None, "name": "ỦY BAN NHÂN DÂN TỈNH SƠN HÀ"},
        place="Sơn Hà",
    )
    printed = lines_of(set_page(content).pdf)
    assert printed[:2] == ["ỦY BAN NHÂN DÂN", "TỈNH SƠN HÀ"]


@pytest.mark.parametrize("before", range(8, 14))
def test_a_title_parts_no_compound(before: int) -> None:
    subject = " ".join([*["số"] * before, "thu hút đầu tư " * 6])
    printed = lines_of(set_page(a_report(subject=[{"s": subject}])).pdf)
    broken = [line for line in printed if line.endswith((" thu", " đầu"))]
    assert broken == []


def test_a_table_head_keeps_a_unit_whole_where_it_has_room() -> None:
    head = [["Vốn đăng ký thêm (tỷ đồng)", "Việc"]]
    for widths, wanted in (([3, 17], True), ([1, 19], False)):
        table = {"t": "table", "cols": widths, "head": head, "rows": [["1", "2"]]}
        page = set_page(a_report(body=[table, paragraph("Hết./.")]))
        assert ("(tỷ đồng)" in lines_of(page.pdf)) == wanted


def elements(pdf: bytes) -> list[tuple[str, str]]:
    """The structure tree in reading order: (kind, /Alt)."""
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append((str(node.S), str(node.get("/Alt", ""))))
            walk(node.get("/K"))

    with opened(pdf) as document:
        walk(document.Root.StructTreeRoot.K)
    return found


def test_each_field_to_come_stands_in_the_reading_order() -> None:
    tree = elements(set_page(a_report()).pdf)
    assert [alt for kind, alt in tree if kind == "/Figure"] == ["number", "date", "leader", "seal"]


def test_headings_skip_no_level_whatever_the_drafter_skipped() -> None:
    levels = [3, 2, 1, 3, 3, 1]
    body = [{"t": "h", "lvl": level, "num": "1", "x": [{"s": "Mục"}]} for level in levels]
    tree = elements(set_page(a_report(body=[*body, paragraph("Hết./.")])).pdf)
    headings = [kind for kind, _ in tree if re.fullmatch(r"/H\d", kind)]
    assert headings == ["/H1", "/H2", "/H1", "/H2", "/H3", "/H1"]


def test_the_file_is_archival_and_accessible_and_carries_the_draft() -> None:
    content = a_report(number={"value": "9", "symbol": "BC-BQL"})
    with opened(set_page(content).pdf) as pdf:
        metadata = pdf.open_metadata()
        claims = [metadata[key] for key in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")]
        assert claims == ["3", "A", "1"]
        assert list(pdf.attachments) == ["van-ban.json"]
        attached = pdf.attachments["van-ban.json"]
        assert attached.relationship == pikepdf.Name.Source
        data = attached.get_file().read_bytes()
    assert data == van_ban.canonical(van_ban.without_issue_facts(content))
    assert json.loads(data)["number"]["value"] is None


def fonts_in(pdf: bytes) -> set[str]:
    with opened(pdf) as document:
        objects = [it for it in document.objects if isinstance(it, pikepdf.Dictionary)]
    descriptors = [it for it in objects if it.get("/Type") == pikepdf.Name.FontDescriptor]
    return {re.sub(r"^/[A-Z]{6}\+", "", str(it.FontName)) for it in descriptors}


def test_nothing_but_tinos_is_embedded() -> None:
    styled = [
        {"s": "đậm", "b": True},
        {"s": "nghiêng", "i": True},
        {"s": "cả hai", "b": True, "i": True},
    ]
    page = set_page(a_report(body=[{"t": "p", "x": styled}, paragraph("thường")]))
    assert fonts_in(page.pdf) == {"Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}


def test_the_record_names_engine_templates_and_fonts() -> None:
    engine = set_page(a_report()).engine
    assert engine.pop("typst") == version("typst")
    assert sorted(engine) == [
        "Tinos_400Regular.ttf",
        "Tinos_400Regular_Italic.ttf",
        "Tinos_700Bold.ttf",
        "Tinos_700Bold_Italic.ttf",
        "body.typ",
        "closing.typ",
        "header.typ",
        "line.typ",
        "measures.typ",
        "van_ban.typ",
        "words.typ",
    ]
    assert {len(value) for value in engine.values()} == {64}


DIGEST = """
import hashlib, sys
from datetime import datetime, UTC
from documents import typesetting
from tests.documents.drafts import a_report
at = datetime(2026, 4, 2, 8, 30, tzinfo=UTC)
print(hashlib.sha256(typesetting.typeset(a_report(), created_at=at).pdf).hexdigest())
"""


def test_two_processes_make_the_same_bytes() -> None:
    sums = []
    for zone, seed in (("UTC", "1"), ("Asia/Ho_Chi_Minh", "2")):
        environment = {"TZ": zone, "PYTHONHASHSEED": seed, fonts.VARIABLE: str(fonts.folder())}
        done = subprocess.run(
            [sys.executable, "-c", DIGEST],
            env=environment,
            cwd=Path(__file__).resolve().parents[2],
            capture_output=True,
            check=True,
        )
        sums.append(done.stdout)
    assert sums[0] == sums[1]
    assert len(sums[0].strip()) == 64


def test_another_moment_makes_another_file() -> None:
    other = typesetting.typeset(a_report(), created_at=datetime(2026, 4, 3, tzinfo=UTC))
    assert other.pdf != set_page(a_report()).pdf


def test_a_last_page_of_hardly_any_text_is_saved_by_closer_lines() -> None:
    body = [paragraph("Nội dung công việc đã thực hiện trong quý. " * 8)] * 5
    pages = {}
    for more in range(12):
        page = set_page(a_report(body=[*body, *[paragraph("Thêm một dòng.")] * more]))
        pages[more] = (page.pages, page.options)
    closer = [more for more, (_, options) in pages.items() if "line" in options]
    assert closer != []
    assert {pages[more][0] for more in closer} == {1}
    assert all(1.0 <= pages[more][1]["line"] < 1.12 for more in closer)


@pytest.mark.parametrize("lines", range(1, 40, 3))
def test_the_signature_never_stands_alone_on_a_page(lines: int) -> None:
    body = [paragraph("Nội dung công việc đã thực hiện trong quý. " * 6)] * 4
    page = set_page(a_report(body=[*body, *[paragraph("Một dòng.")] * lines, paragraph("Hết./.")]))
    with_signature = text_of(page.pdf).split("\f")[page.places["leader"].page - 1]
    assert "Hết./." in with_signature


def test_a_nơi_nhận_longer_than_the_page_is_printed_whole() -> None:
    lines = [f"Ủy ban nhân dân xã An Bình {number};" for number in range(200)]
    page = set_page(a_report(recipients=lines))
    printed = squeezed(text_of(page.pdf))
    assert [line for line in lines if squeezed(line) not in printed] == []
    assert 0 < page.places["leader"].y < 700


def test_a_word_wider_than_the_page_stays_on_the_paper() -> None:
    word = "https://vi-du.gov.vn/" + "a1" * 150
    page = set_page(a_report(body=[paragraph(word), {"t": "table", "rows": [[word] * 8]}]))
    assert squeezed(text_of(page.pdf)).count(word) >= 1
    done = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=page.pdf, capture_output=True, check=True
    )
    edges = [float(edge) for edge in re.findall(rb'xMax="([\d.]+)"', done.stdout)]
    assert max(edges) < 595.28 - 42.0


def test_kính_gửi_lists_several_addressees_below_each_other() -> None:
    one = text_of(set_page(a_report(addressees=["Sở Nội vụ."])).pdf)
    two = text_of(set_page(a_report(addressees=["Sở Nội vụ;", "Sở Tài chính"])).pdf)
    assert "Kính gửi: Sở Nội vụ\n" in one
    assert [line for line in two.split("\n") if line.startswith("- Sở")] == [
        "- Sở Nội vụ;",
        "- Sở Tài chính.",
        "- Sở Nội vụ;",
    ]


def test_a_table_keeps_its_spans_and_repeats_its_head() -> None:
    head = [["TT", {"x": [{"s": "Kết quả"}], "cs": 2, "al": "c"}]]
    rows = [[{"x": [{"s": "1"}], "rs": 2}, "Tập thể", "12"], ["Cá nhân", "89"]]
    rows += [[str(number), "Việc", "Đạt"] for number in range(2, 80)]
    page = set_page(a_report(body=[{"t": "table", "head": head, "rows": rows}, paragraph("Hết.")]))
    pages = text_of(page.pdf).split("\f")[: page.pages]
    assert [text.count("Kết quả") for text in pages] == [2, 1, 1]
    assert {"/Table", "/TH", "/TD"} <= {kind for kind, _ in elements(page.pdf)}


@pytest.mark.parametrize(
    "body",
    [
        [{"t": "h", "lvl": 1, "num": "I", "x": []}],
        [{"t": "h", "lvl": 3, "num": "a", "x": []}, {"t": "p", "x": []}],
        [{"t": "p", "x": [{"s": " "}]}],
        [{"t": "p", "x": [{"s": "Diện tích 10 m"}, {"s": "2", "sup": True}]}],
        [{"t": "li", "lvl": 2, "mark": "+", "x": [{"s": "x" * 200}]}],
        [{"t": "table", "rows": [[{"x": []}, ""]]}],
        [{"t": "p", "x": [{"s": "theo Quyết định số 733/QĐ-TTg", "i": True}]}],
    ],
)
def test_odd_last_blocks_are_set(body: list[Any]) -> None:
    assert set_page(a_report(body=body)).pages == 1


def test_a_signer_without_a_title_is_shown_as_such() -> None:
    page = set_page(a_report(signature={"name": "Lê Thị Hạnh"}))
    assert "…\n" in text_of(page.pdf)


# ---- previews


def test_a_draft_for_reading_says_so_and_prints_its_two_lines() -> None:
    page = set_page(a_report(), watermark="DỰ THẢO", print_lines=True)
    printed = text_of(page.pdf)
    unmarked = text_of(set_page(a_report(), print_lines=True).pdf)
    # A slanting line comes out of the file letter by letter.
    assert Counter(squeezed(printed)) - Counter(squeezed(unmarked)) == Counter("DỰTHẢO")
    assert "/BC-BQL" in printed
    assert re.search(r"An Hòa, ngày\s+tháng 4 năm 2026", printed)
    assert page.options == {"watermark": "DỰ THẢO", "print_lines": True}
    assert page.places == set_page(a_report()).places
    assert [alt for kind, alt in elements(page.pdf) if kind == "/Figure"] == ["leader", "seal"]


def test_a_quick_preview_is_smaller_and_looks_the_same() -> None:
    whole, quick = set_page(a_report()), set_page(a_report(), tagged=False)
    assert len(quick.pdf) < len(whole.pdf)
    assert (text_of(quick.pdf), quick.places) == (text_of(whole.pdf), whole.places)
    with opened(quick.pdf) as pdf:
        assert (list(pdf.attachments), "/StructTreeRoot" in pdf.Root) == ([], False)


# ---- the two lines

PLACES = {
    "number": typesetting.Place(1, 85.04, 97.18, 181.41, 18.0, 4.2, 13.0),
    "date": typesetting.Place(1, 274.95, 97.18, 277.8, 18.0, 4.2, 14.0),
}


@pytest.mark.parametrize(
    ("number", "day", "month", "says"),
    [
        (5, 5, 1, ("Số: 05/BC-VP", "An Hòa, ngày 05 tháng 01 năm 2026")),
        (9, 9, 2, ("Số: 09/BC-VP", "An Hòa, ngày 09 tháng 02 năm 2026")),
        (10, 10, 3, ("Số: 10/BC-VP", "An Hòa, ngày 10 tháng 3 năm 2026")),
        (99999, 30, 12, ("Số: 99999/BC-VP", "An Hòa, ngày 30 tháng 12 năm 2026")),
        (None, None, 4, ("Số:    /BC-VP", "An Hòa, ngày     tháng 4 năm 2026")),
    ],
)
def test_the_lines_take_a_zero_where_the_decree_wants_one(
    number: int | None, day: int | None, month: int, says: tuple[str, str]
) -> None:
    lines = typesetting.lines(
        PLACES, notation="BC-VP", place="An Hòa", number=number, day=day, month=month, year=2026
    )
    assert (lines.number, lines.date) == says


def test_each_line_is_a_page_of_the_size_of_its_place() -> None:
    lines = typesetting.lines(PLACES, notation="BC-VP", place="An Hòa", number=1)
    with opened(lines.pdf) as pdf:
        sizes = [[float(edge) for edge in page.mediabox][2:] for page in pdf.pages]
    assert sizes == [pytest.approx([181.41, 18.0]), pytest.approx([277.8, 18.0])]
    assert fonts_in(lines.pdf) == {"Tinos-Regular", "Tinos-Italic"}


def test_a_long_place_gets_a_wider_column() -> None:
    page = set_page(a_report(place="Thành phố Hồ Chí Minh", number={"symbol": "BC-BQLKKT"}))
    assert page.places["date"].w > PLACES["date"].w
    lines = typesetting.lines(
        page.places,
        notation="BC-BQLKKT",
        place="Thành phố Hồ Chí Minh",
        number=12345,
        day=30,
        month=12,
        year=2026,
    )
    assert lines.number == "Số: 12345/BC-BQLKKT"


def test_what_will_not_fit_on_the_day_of_issue_is_refused_when_the_draft_is_set() -> None:
    long = a_report(number={"symbol": "BC-BQLKCNKCX"}, place="Thành phố Hồ Chí Minh")
    with pytest.raises(CannotTypeset) as notation:
        set_page(long)
    assert notation.value.message == (
        "Ký hiệu “BC-BQLKCNKCX” quá dài, dòng số không đủ chỗ bên cạnh dòng địa danh"
        " “Thành phố Hồ Chí Minh”."
    )
    with pytest.raises(CannotTypeset) as place:
        set_page(a_report(place="Thành phố " * 6))
    assert place.value.message.startswith("Địa danh “Thành phố")


def test_a_line_wider_than_its_place_is_refused() -> None:
    with pytest.raises(CannotTypeset) as caught:
        typesetting.lines(PLACES, notation="BC-" + "X" * 27, place="An Hòa", number=1)
    assert caught.value.message == (
        f"Dòng “Số: 01/BC-{'X' * 27}” dài hơn chỗ dành cho nó trên trang."
    )


# ---- what a drafter types is text and nothing else

PAYLOADS = [
    '#read("/etc/passwd")',
    '#eval("1+1")',
    '#include "/etc/passwd"',
    "$x^2$",
    "*đậm* _nghiêng_ `mã`",
    "<label> @ref",
    "#sys.inputs",
    "\\u{41} \\",
    "= Heading",
    "// comment /* */",
    '"]#read("van_ban.typ")#["',
    '#image("http://127.0.0.1:1/x.png")',
    '#import "@preview/cetz:0.2.2"',
    "</script><script>alert(1)</script>",
    "%PDF-1.7 endobj stream",
    "~ -- --- ... 'q' \"q\"",
]


def test_typst_code_in_any_field_is_printed_as_typed() -> None:
    runs = [[{"s": payload}] for payload in PAYLOADS]
    content = a_report(
        title=PAYLOADS[0],
        issuer={"parent": PAYLOADS[1].upper(), "name": PAYLOADS[2].upper()},
        subject=[{"s": " ".join(PAYLOADS)}],
        addressees=PAYLOADS,
        body=[
            *({"t": "p", "x": x} for x in runs),
            *({"t": "basis", "x": x} for x in runs),
            *({"t": "h", "lvl": 2, "num": "1", "x": x} for x in runs),
            *({"t": "num", "num": "1", "x": x} for x in runs),
            *({"t": "li", "lvl": 1, "mark": "-", "x": x} for x in runs),
            {"t": "table", "head": [PAYLOADS[:8]], "rows": [PAYLOADS[8:]]},
            paragraph("Hết./."),
        ],
        signature={"authority": PAYLOADS[0], "title": PAYLOADS[1], "name": PAYLOADS[10]},
        recipients=PAYLOADS,
    )
    printed = squeezed(text_of(set_page(content).pdf))
    counts = {payload: printed.count(squeezed(payload)) for payload in PAYLOADS}
    # Subject, addressee, five kinds of block, recipient; a cell breaks its long words anywhere.
    assert [payload for payload, count in counts.items() if count < 8] == []
    assert "root:" not in printed


def test_a_place_name_in_the_lines_is_printed_as_typed() -> None:
    places = PLACES | {"date": typesetting.Place(1, 0, 0, 500, 18, 4.2, 14)}
    lines = typesetting.lines(places, notation="BC-A", place='#read("/etc/passwd")', number=1)
    assert lines.date.startswith('#read("/etc/passwd"), ngày')
    assert '#read("/etc/passwd")' in text_of(lines.pdf)


# ---- fonts


def test_a_folder_without_the_four_faces_is_named_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(fonts.VARIABLE, str(tmp_path))
    expected = (
        f"Thư mục {tmp_path} không có đủ bốn kiểu chữ Tinos; hãy chạy make setup hoặc đặt biến"
        " DAUSON_FONTS trỏ tới thư mục chứa phông chữ Tinos."
    )
    regular = next(path for path in fonts.files(fonts.INSTALLED) if "400Regular." in path.name)
    request = Request("line.typ", {"lines": "[]"}, ("1.7",), 0, ())
    for copied in (None, regular):
        if copied:
            shutil.copy(copied, tmp_path)
        with pytest.raises(FontsMissing) as caught:
            Worker().render(request)
        assert caught.value.message == expected


def test_any_warning_of_the_compiler_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from documents.typesetting import worker  # noqa: PLC0415

    templates = tmp_path / "typesetting"
    shutil.copytree(worker.RENDER.parent, templates)
    line = templates / "line.typ"
    source = line.read_text(encoding="utf-8")
    line.write_text(source.replace('"Tinos")', '"Tinos", "Liberation Serif")'), encoding="utf-8")
    monkeypatch.setattr(worker, "RENDER", templates / "render.py")
    request = Request("line.typ", {"lines": LINE}, ("a-2b",), 0, ("text",))
    changed = Worker()
    with pytest.raises(CannotTypeset) as caught:
        changed.render(request)
    changed.stop()
    assert caught.value.message == (
        "Trang in chưa đạt, chương trình dàn trang báo: unknown font family: liberation serif."
    )


LINE = json.dumps(
    [{"kind": "number", "number": 1, "notation": "BC-A", "w": 200, "h": 18, "base": 4, "size": 13}]
)


VERIFICATION = Verification(
    code="7F3K-91QD",
    address="https://vanban.example.gov.vn/x/7F3K91QD",
    qr=segno.make("https://vanban.example.gov.vn/x/7F3K91QD").svg_inline(svgclass=None),
)


def test_what_verifies_the_paper_stands_in_its_margin_and_moves_nothing() -> None:
    bare, told = set_page(a_report()), set_page(a_report(), verification=VERIFICATION)
    assert (told.places, told.pages) == (bare.places, bare.pages)
    last = [line.strip() for line in text_of(told.pdf).splitlines() if line.strip()][-2:]
    assert last == ["Mã xác thực: 7F3K-91QD", "https://vanban.example.gov.vn/x/7F3K91QD"]


def test_it_stands_on_the_first_page_only() -> None:
    many = a_report(body=[paragraph("Câu dài. " * 40)] * 30)
    page = set_page(many, verification=VERIFICATION)
    assert page.pages > 1
    assert text_of(page.pdf).count("Mã xác thực") == 1
