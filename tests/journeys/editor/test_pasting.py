"""What is pasted: Word's lists become our structure, foreign pages become words."""

from pathlib import Path

import pytest

from tests.journeys.editor.bench import EMPTY, Mount, block

WORD = Path(__file__).with_name("word.html").read_text(encoding="utf-8")


def test_a_plan_from_word_keeps_its_structure_and_loses_its_signs(mount: Mount):
    bench = mount(EMPTY).at("b1").paste(WORD)
    assert bench.lines() == [
        "basis Căn cứ Luật Tổ chức ngày 19 tháng 6 năm 2025;",
        "h1 I MỤC ĐÍCH, YÊU CẦU",
        "num 1 Nâng cao chất lượng phục vụ tại Đà Nẵng.",
        "point a Rà soát thủ tục;",
        "point b Công khai <b>kết quả</>, m<sup>2</>;",
        "li1 Ý thứ nhất",
        "li2 Ý nhỏ",
        "num 2 Gõ tay số hai",
        "li1 Gạch gõ tay",
        "p dòng sau",
        "p Đoạn <u>gạch chân</> và <i>nghiêng</> cuối.",
        "table head: rs2 alc TT | cs2 Nội dung / head: A | B / row: 1 | Dòng một dòng hai | ",
        "h1 II TỔ CHỨC THỰC HIỆN",
        "h2 1 Văn phòng",
    ]
    assert bench.accepted()["body"] == bench.blocks()


LIST_PARAGRAPH = (
    "<p class=MsoListParagraph style='margin-left:36.0pt;mso-list:l0 level{level} lfo1'>"
    "<![if !supportLists]><span style='mso-list:Ignore'>{sign}<span style='font:7.0pt \"Times New "
    "Roman\"'>&nbsp;&nbsp; </span></span><![endif]><span lang=VI>{words}<o:p></o:p></span></p>"
)


@pytest.mark.parametrize(
    ("sign", "level", "words", "line"),
    [
        ("I.", 1, "Mục", "h1 I Mục"),
        ("XIV.", 1, "Mục", "h1 I Mục"),
        ("A.", 1, "Phần", "h1 I Phần"),
        ("1.", 1, "Khoản", "num 1 Khoản"),
        ("12.", 1, "Khoản", "num 1 Khoản"),
        ("3)", 1, "Khoản", "num 1 Khoản"),
        ("2.", 1, "<b>Có tên</b>", "h2 1 Có tên"),
        ("1.1.", 2, "Nhỏ", "point a Nhỏ"),
        ("a)", 2, "Điểm", "point a Điểm"),
        ("đ)", 2, "Điểm", "point a Điểm"),
        ("b.", 2, "Điểm", "point a Điểm"),
        ("iv.", 3, "Điểm", "point a Điểm"),
        ("-", 1, "Ý", "li1 Ý"),
        ("-", 3, "Ý", "li1 Ý"),
        ("+", 2, "Ý nhỏ", "li2 Ý nhỏ"),
        ("·", 1, "Ý", "li1 Ý"),
        ("o", 2, "Ý nhỏ", "li2 Ý nhỏ"),
        ("\uf0a7", 3, "Ý nhỏ", "li2 Ý nhỏ"),
        ("\uf0b7", 1, "Ý", "li1 Ý"),
        ("-", 1, "1. Số trong chữ", "li1 1. Số trong chữ"),
    ],
)
def test_each_sign_of_word_has_its_kind(mount: Mount, sign: str, level: int, words: str, line: str):
    html = LIST_PARAGRAPH.format(sign=sign, level=level, words=words)
    assert mount(EMPTY).at("b1").paste(f"<p>Trước</p>{html}").lines() == ["p Trước", line]


def test_a_hostile_page_becomes_plain_words(mount: Mount):
    hostile = """<h2 onclick="alert(1)">Tên <a href="javascript:alert(1)">nối</a></h2>
        <script>window.hurt = 1</script><img src=x onerror="window.hurt = 1">
        <style>p { color: red }</style><iframe src="javascript:1">khung</iframe>
        <svg onload="window.hurt = 1"><text>vẽ</text></svg>
        <p style="background: url(//x)">Đoạn <strong>đậm</strong></p>
        <div style="display: none">ẩn</div><textarea>bí mật</textarea>
        <custom-x data-t=h>Lạ</custom-x><p data-t="h" data-lvl="99">giả</p>
        <p title='> onclick="x"'>1\u202f000 đồng\u200b, e\u0301, \u00a0 xa\u00ad</p>"""
    bench = mount(EMPTY).at("b1").paste(hostile)
    body = ["h2 1 Tên nối", "p Đoạn <b>đậm</>", "p Lạ", "p giả", "p 1 000 đồng, é, xa"]
    assert bench.lines() == body
    assert bench.page.evaluate("window.hurt === undefined")
    assert bench.accepted()["body"] == bench.blocks()


def test_a_forged_copy_of_our_own_is_held_to_the_schema(mount: Mount):
    forged = """<div data-pm-slice="0 0 []"><p data-t="h" data-lvl="99" data-id="b1">Mục</p>
        <p data-t="li" data-lvl="2" data-mark="*">Ý</p><script>window.hurt = 1</script>
        <table data-cols="1 -5"><tr><td rowspan="-3" colspan="x" data-al="q">Ô</td></tr></table>"""
    bench = mount(EMPTY).at("b1").paste(forged)
    assert bench.lines() == ["p Mục", "p Ý", "table row: Ô"]
    assert bench.accepted()["body"] == bench.blocks()


def test_lists_of_a_page_become_items_and_numbers(mount: Mount):
    lists = """<ol><li>Một<ol type=a><li>con</li><li>con</li></ol></li><li><p>Hai</p><p>thêm</p>
        </li></ol><ul><li>Gạch<ul><li>nhỏ</li></ul></li></ul><ol type=I><li>Mục</li></ol>"""
    bench = mount(EMPTY).at("b1").paste(lists)
    assert bench.lines() == [
        *("num 1 Một", "point a con", "point b con", "num 2 Hai", "p thêm"),
        *("li1 Gạch", "li2 nhỏ", "h1 I Mục"),
    ]


def test_plain_text_becomes_a_block_a_line(mount: Mount):
    text = "I. Một\r\n1. Hai\na) Ba\n\n- Bốn\n+ Năm\n\tSáu  bảy"
    bench = mount(EMPTY).at("b1").paste(text=text)
    assert bench.lines() == [
        "h1 I Một",
        "num 1 Hai",
        "point a Ba",
        "li1 Bốn",
        "li2 Năm",
        "p Sáu bảy",
    ]


def test_words_of_one_line_go_where_the_caret_is(mount: Mount):
    bench = mount(block("b1", "Trước sau", "num", num="1")).at("b1").press(*["ArrowLeft"] * 3)
    bench.paste("<p>giữa <b>đậm</b></p>").paste(text=" 2. chữ ")
    assert bench.lines() == ["num 1 Trước giữa <b>đậm</> 2. chữ sau"]


def test_words_out_of_a_line_keep_the_blanks_at_their_ends(mount: Mount):
    bench = mount(block("b1", "Trướcsau")).at("b1").press(*["ArrowLeft"] * 3)
    bench.paste("<span> 1. <b>giữa</b>&nbsp;\n</span>")
    assert bench.lines() == ["p Trước 1. <b>giữa</> sau"]


def test_several_blocks_part_the_one_that_they_come_into(mount: Mount):
    bench = mount(block("b1", "Trước sau")).at("b1").press(*["ArrowLeft"] * 3)
    bench.paste("<p>A</p><p>1. B</p><p>C</p>")
    assert bench.lines() == ["p Trước A", "num 1 B", "p Csau"]


def test_our_own_blocks_are_copied_whole_and_under_new_names(mount: Mount):
    table = {"t": "table", "id": "t", "cols": [1, 3], "head": [["A", "B"]]}
    table["rows"] = [[{"x": [{"s": "x", "u": True}], "al": "c", "cs": 2}]]
    blocks = [block("m", "Mục", "h", lvl=1, num="V"), table, block("z", "Ý", "li", lvl=2, mark="+")]
    bench = mount(*blocks).at("z").press("Control+a", "Control+c").at("z").press("Enter")
    bench.press("Control+v")
    first, second = bench.blocks()[:3], bench.blocks()[3:]
    assert first == blocks
    assert [{**one, "id": ""} for one in second] == [
        {**one, "id": ""} for one in [{**blocks[0], "num": "VI"}, *blocks[1:]]
    ]
    assert len({one["id"] for one in bench.blocks()}) == 6


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<table><tr><td>Một ô</td></tr></table>", ["p Một ô"]),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td></tr></table>",
            "head: A | B / row: 1 | ",
        ),
        (
            "<table><tr><td rowspan=9 colspan=2>A</td><td>B</td></tr><tr><td>C</td></tr></table>",
            "row: cs2 rs2 A | B / row: C",
        ),
        (
            "<table><tr><td>A<td><table><tr><td>b<td>c</table></table>",
            "row: A | b c",
        ),
        (f"<table><tr>{'<td>x' * 21}</table>", [f"p {'; '.join('x' * 21)}"]),
        ("<table></table><p>Sau</p>", ["p Sau"]),
    ],
)
def test_foreign_tables_fill_their_grid(mount: Mount, html: str, lines: list[str] | str):
    bench = mount(EMPTY).at("b1").paste(f"<div>{html}</div>")
    assert bench.lines() == ([f"table {lines}"] if isinstance(lines, str) else lines)
    assert bench.accepted()["body"] == bench.blocks()


def test_a_cell_takes_all_blocks_in_one_line_and_a_table_cell_by_cell(mount: Mount):
    table = {"t": "table", "id": "t", "rows": [["a", "b"], ["c", ""]]}
    bench = mount(table).at("t").paste("<p>Một</p><ul><li>Hai</li></ul>")
    assert bench.lines() == ["table row: a | b / row: c | Một Hai"]
    bench.paste("<table><tr><td>1</td><td>2</td></tr></table>")
    assert bench.lines() == ["table row: a | b |  / row: c | 1 | 2"]
    assert bench.accepted()["body"] == bench.blocks()
