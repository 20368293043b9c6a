from uuid import UUID

from documents.pages.reading import as_html
from tests.documents.drafts import a_plan, a_report

DOCUMENT = UUID(int=7)


def test_every_block_is_shown_as_it_is_numbered_on_paper():
    html = as_html(a_plan(), DOCUMENT)
    assert "<h3" in html
    assert ">I. Mục đích</h3>" in html
    assert ">1. Nâng cao chất lượng phục vụ.</p>" in html
    assert ">a) Rà soát thủ tục trong tháng 5./.</p>" in html
    assert "><i>Căn cứ Kế hoạch số 12/KH-UBND của UBND tỉnh An Hòa.</i></p>" in html


def test_header_addressees_signature_and_recipients_are_shown():
    html = as_html(a_report(addressees=["UBND tỉnh An Hòa"]), DOCUMENT)
    for said in (
        "UBND TỈNH AN HÒA<br><b>BAN QUẢN LÝ KHU KINH TẾ</b>",
        "<h3>BÁO CÁO – Kết quả công tác quý I năm 2026</h3>",
        "Kính gửi:</b><br>- UBND tỉnh An Hòa",
        "TRƯỞNG BAN<br><b>Lê Thị Hạnh</b>",
        "<br>- Lưu: VT, TH.",
    ):
        assert said in html


def test_every_word_is_escaped():
    bad = "<script>x</script>{{ x }}"
    table = {
        "t": "table",
        "head": [[bad]],
        "rows": [[{"x": [{"s": bad}], "cs": 1}], [bad]],
    }
    html = as_html(
        a_report(
            subject=[{"s": bad, "b": True}],
            body=[{"t": "p", "x": [{"s": bad, "i": True}]}, table],
            addressees=[bad],
            signature={"authority": f"KT. {bad}", "title": bad, "name": bad},
            recipients=[bad],
            issuer={"parent": bad, "name": bad, "abbr": "BQL", "place": "An Hòa"},
        ),
        DOCUMENT,
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 12


def test_styles_nest_and_spans_stay():
    runs = [{"s": "a", "b": True, "i": True}, {"s": "2", "sup": True}]
    table = {
        "t": "table",
        "head": [["Cột", {"x": [{"s": "Số"}], "al": "r"}]],
        "rows": [[{"x": runs, "cs": 2}], ["b", {"x": [{"s": "7"}], "al": "r"}]],
    }
    html = as_html(a_report(body=[table]), DOCUMENT)
    assert '<td colspan="2"><i><b>a</b></i><sup>2</sup></td>' in html
    assert '<th class="number">Số</th>' in html
    assert '<td class="number">7</td>' in html
    assert html.index("<thead>") < html.index("<tbody>")


def test_an_image_is_shown_from_its_document_with_its_words():
    image = {
        "t": "image",
        "id": "h1",
        "sha256": "ab" * 32,
        "px": [1200, 600],
        "w": 75,
        "alt": 'Cột <b>"cao"</b>',
        "x": [{"s": "Hình 1", "b": True}],
    }
    html = as_html(a_report(body=[image]), DOCUMENT)
    address = f"/van-ban/00000000-0000-0000-0000-000000000007/hinh/{'ab' * 32}/"
    shown = (
        f'<figure id="doan-h1"><img src="{address}" alt="Cột &lt;b&gt;&quot;cao&quot;&lt;/b&gt;" '
        'width="1200" height="600" loading="lazy">'
        "<figcaption><b>Hình 1</b></figcaption></figure>"
    )
    assert shown in html
