"""The registers on the screen, on paper and as a spreadsheet."""

import re
from datetime import date, datetime, timedelta, timezone
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from agencies.moments import vn_day
from documents import register_sheet
from documents.actions import receiving
from documents.models import Document, IncomingEntry, RegisterBook, RegisterEntry
from documents.pages import registers
from tests import life
from workflow.actions import registering

pytestmark = pytest.mark.django_db

UTC_7 = timezone(timedelta(hours=7))
OUT, IN = "/so/di/", "/so/den/"
TODAY = vn_day(life.now())
SUBJECT = "Báo cáo: Kết quả công tác quý I năm 2026"


@pytest.fixture
def clerk(cast, signed_in):
    return signed_in(cast.clerk)


def text(answer) -> str:
    return answer.content.decode()


def codes(answer) -> list[str]:
    return [line.code for line in answer.context["lines"]]


def issued(cast, **changes):
    return life.begin(cast, **changes).to("receive")


def test_the_ten_columns_of_an_issued_document(cast, clerk, cheap_files):
    issued(cast)
    (line,) = clerk.get(OUT).context["lines"]
    assert (
        line.code,
        line.dated_on,
        line.subject,
        line.signer,
        line.recipients,
        line.filed_with,
        line.copies,
        line.sent_on,
        line.receipts,
        line.note,
    ) == (
        "01/BC-BQLKKT",
        TODAY,
        SUBJECT,
        "Nguyễn Văn Ký",
        "Sở Nội vụ (b/c); Các phòng, đơn vị",
        "VT, TCHC",
        4,
        TODAY,
        "Điện tử, đã đến 4/4",
        "",
    )


def test_a_number_taken_and_a_document_sealed_but_not_sent_say_so(
    cast, clerk, cheap_files, monkeypatch
):
    life.begin(cast).to("issue")
    report = life.begin(cast).to("register")

    def killed(*_, **__):
        raise SystemExit

    monkeypatch.setattr(registering.sealing, "make", killed)
    with pytest.raises(SystemExit):
        report.seal()

    lines = clerk.get(OUT).context["lines"]
    assert [(line.code, line.note, line.sent_on) for line in lines] == [
        ("02/BC-BQLKKT", "Đã cấp số, chưa đóng dấu", None),
        ("01/BC-BQLKKT", "Đã đóng dấu, chưa phát hành", None),
    ]


def test_what_came_back_is_noted(cast, clerk, cheap_files):
    report = issued(cast)
    receiving.send_back(report.arrival, reason="Thiếu phụ lục", by=cast.receiver, at=life.now())
    (line,) = clerk.get(OUT).context["lines"]
    assert line.note == f"Sở Nội vụ tỉnh Sơn Hà trả lại ngày {TODAY:%d/%m/%Y}"


def test_no_gap_is_hidden_whatever_the_filter(cast, clerk, cheap_files):
    book = RegisterBook.objects.create(
        agency=cast.agency, year=TODAY.year, series="BC", last_number=3
    )
    life.begin(cast).to("issue")
    life.begin(cast).to("issue")
    for address in (OUT, f"{OUT}?thang={TODAY.month}", f"{OUT}?loai=BC"):
        lines = clerk.get(address).context["lines"]
        assert [(line.code, line.gap) for line in lines] == [
            ("05/BC-BQLKKT", ""),
            ("04/BC-BQLKKT", "Số 01 đến 03"),
        ]
    assert "Số 01 đến 03: Không có lượt đăng ký nào mang số này trong sổ." in text(clerk.get(OUT))
    RegisterBook.objects.filter(pk=book.pk).update(last_number=7)
    assert clerk.get(OUT).context["ahead"] == [
        f"Sổ BC, {TODAY.year}: bộ đếm đã đến số 07, lượt đăng ký cuối là số 05."
    ]


def test_filters_are_addresses(cast, clerk, cheap_files):
    life.begin(cast).to("issue")
    this = RegisterEntry.objects.get()
    other = TODAY.month % 12 + 1
    found = {
        query: codes(clerk.get(f"{OUT}?{query}"))
        for query in (
            f"nam={TODAY.year}",
            f"nam={TODAY.year}&thang={TODAY.month}&loai=BC&nguoiky={cast.leader.pk}",
            f"thang={other}",
            "loai=KH",
        )
    }
    assert list(found.values()) == [[this.code], [this.code], [], []]


@pytest.mark.parametrize(
    "query", ["nam=x", "nam=1", "thang=13", "loai=XX", "nguoiky=999999999999", "thang=%00"]
)
def test_a_filter_that_is_none_is_refused_in_words(clerk, query):
    for address in (OUT, f"{OUT}in/", f"{OUT}so.xlsx"):
        answer = clerk.get(f"{address}?{query}")
        assert (answer.status_code, "hãy chọn lại" in text(answer)) == (422, True)


def test_pages_follow_by_key_and_cost_the_same_however_long(cast, clerk, cheap_files, monkeypatch):
    monkeypatch.setattr(registers, "PAGE", 2)
    counts = []
    for _ in range(2):
        for _ in range(3):
            issued(cast)
        with CaptureQueriesContext(connection) as queries:
            answer = clerk.get(OUT)
        counts.append(len(queries))
    assert counts[0] == counts[1]

    seen = []
    while True:
        seen += codes(answer)
        if not answer.context["next_url"]:
            break
        answer = clerk.get(OUT + answer.context["next_url"])
    assert seen == [f"0{n}/BC-BQLKKT" for n in range(6, 0, -1)]
    assert answer.context["total"] == 6


def test_on_paper_stands_the_whole_book_in_the_order_of_numbers(
    cast, clerk, cheap_files, monkeypatch
):
    monkeypatch.setattr(registers, "PAGE", 1)
    for _ in range(3):
        life.begin(cast).to("issue")
    answer = clerk.get(f"{OUT}in/?thang={TODAY.month}")
    assert [cells[0] for _, cells in answer.context["rows"]] == [
        f"0{n}/BC-BQLKKT" for n in (1, 2, 3)
    ]
    assert [column.title for column in answer.context["columns"]] == [
        "Số, ký hiệu văn bản",
        "Ngày tháng văn bản",
        "Tên loại và trích yếu nội dung văn bản",
        "Người ký",
        "Nơi nhận văn bản",
        "Đơn vị, người nhận bản lưu",
        "Số lượng bản",
        "Ngày chuyển",
        "Ký nhận",
        "Ghi chú",
    ]
    assert answer.context["caption"] == f"Năm {TODAY.year}, tháng {TODAY.month}"


def sheet_of(answer):
    return load_workbook(BytesIO(answer.content)).active


def test_the_spreadsheet_holds_true_dates_and_numbers(cast, clerk, cheap_files):
    issued(cast)
    answer = clerk.get(f"{OUT}so.xlsx")
    assert answer["Content-Disposition"] == (
        f'attachment; filename="so-van-ban-di-{TODAY.year}.xlsx"'
    )
    sheet = sheet_of(answer)
    row = [cell.value for cell in sheet[6]]
    midnight = datetime(TODAY.year, TODAY.month, TODAY.day)  # noqa: DTZ001 (as a sheet keeps days)
    assert row[:3] == ["01/BC-BQLKKT", midnight, SUBJECT]
    assert (row[6], row[7]) == (4, midnight)
    assert (sheet["B6"].number_format, sheet["B6"].is_date) == ("dd/mm/yyyy", True)
    assert [sheet.cell(row=n, column=1).value for n in (1, 2, 3)] == [
        "Ban Quản lý Khu kinh tế tỉnh Sơn Hà",
        "SỔ ĐĂNG KÝ VĂN BẢN ĐI",
        f"Năm {TODAY.year}",
    ]


def test_the_spreadsheet_is_printed_as_a_book(cast, clerk, cheap_files):
    life.begin(cast).to("issue")
    sheet = sheet_of(clerk.get(f"{OUT}so.xlsx"))
    assert sheet.freeze_panes == "A6"
    assert sheet.auto_filter.ref == "A5:J6"
    assert sheet.print_title_rows == "$5:$5"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert {(cell.font.name, cell.font.size) for row in sheet["A5:J6"] for cell in row} == {
        ("Times New Roman", 12)
    }


@pytest.mark.parametrize("text_", ["=1+1", "+CMD|x", "-2+3", "@SUM(A1)", '=HYPERLINK("x")'])
def test_a_subject_is_never_a_formula(text_):
    file = register_sheet.workbook(
        agency=text_,
        title=text_,
        caption=text_,
        columns=[register_sheet.Column(text_, 10), register_sheet.Column("Ngày", 10, "date")],
        rows=[(text_, date(2026, 1, 5)), ("\x00chữ\x0b", None)],
    )
    sheet = load_workbook(BytesIO(file)).active
    cells = [sheet["A1"], sheet["A2"], sheet["A3"], sheet["A5"], sheet["A6"]]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [
        (text_, "s", True)
    ] * 5
    assert sheet["A7"].value == " chữ "


def test_the_ten_columns_of_a_received_document(cast, signed_in, cheap_files):
    report = issued(cast)
    browser = signed_in(cast.receiver)
    assert browser.get(IN).context["lines"] == []  # what is not received has no number yet
    entry = report.receive()
    answer = browser.get(IN)
    (line,) = answer.context["lines"]
    assert (line.arrived_on, line.number, line.sender, line.code, line.dated_on, line.subject) == (
        TODAY,
        1,
        "Ban Quản lý Khu kinh tế tỉnh Sơn Hà",
        "01/BC-BQLKKT",
        TODAY,
        SUBJECT,
    )
    assert f'href="/van-ban-den/{entry.pk}/"' in text(answer)
    assert [column.title for column in answer.context["columns"]] == [
        "Ngày đến",
        "Số đến",
        "Tác giả",
        "Số, ký hiệu văn bản",
        "Ngày tháng văn bản",
        "Tên loại và trích yếu nội dung văn bản",
        "Đơn vị hoặc người nhận",
        "Ngày chuyển",
        "Ký nhận",
        "Ghi chú",
    ]
    sheet = sheet_of(browser.get(f"{IN}so.xlsx"))
    assert [sheet["B6"].value, sheet["C6"].value] == [1, "Ban Quản lý Khu kinh tế tỉnh Sơn Hà"]
    assert codes(browser.get(f"{IN}?tacgia=Ban Quản lý Khu kinh tế tỉnh Sơn Hà")) == [line.code]


def test_month_and_year_are_those_of_the_day_of_receiving(cast, signed_in, cheap_files):
    entry, browser = issued(cast).arrival, signed_in(cast.receiver)
    arrived, received = datetime(2026, 12, 31, 23, tzinfo=UTC_7), datetime(2027, 1, 4, tzinfo=UTC_7)
    IncomingEntry.objects.filter(pk=entry.pk).update(arrived_at=arrived)
    receiving.receive(entry, by=cast.receiver, at=received)
    asked = {
        (year, month): [
            line.arrived_on
            for line in browser.get(f"{IN}?nam={year}&thang={month}").context["lines"]
        ]
        for year, month in ((2026, 12), (2027, 1), (2027, 12))
    }
    assert asked == {(2026, 12): [], (2027, 1): [date(2027, 1, 4)], (2027, 12): []}


def test_only_an_answer_that_has_its_number_is_noted(cast, signed_in, cheap_files):
    entry = issued(cast).receive()
    numbered, draft = life.begin(cast).to("receive").document, life.begin(cast).document
    Document.objects.filter(pk__in=[numbered.pk, draft.pk]).update(answers=entry)
    (line,) = signed_in(cast.receiver).get(IN).context["lines"]
    assert line.note == "Trả lời: 02/BC-BQLKKT"


def test_registers_are_read_by_those_who_keep_them_and_by_leaders(cast, signed_in):
    found = {
        address: {
            name
            for name, one in cast.everyone().items()
            if signed_in(one).get(address).status_code == 200
        }
        for address in (OUT, f"{OUT}in/", f"{OUT}so.xlsx", IN, f"{IN}in/", f"{IN}so.xlsx")
    }
    ours = {"clerk", "archivist", "leader", "deputy", "receiving_leader"}
    assert set(map(frozenset, list(found.values())[:3])) == {frozenset(ours)}
    assert set(map(frozenset, list(found.values())[3:])) == {frozenset({*ours, "receiver"})}


def test_nobody_reads_another_agencys_register_by_its_key(cast, clerk, signed_in, cheap_files):
    life.begin(cast).to("issue")
    other = signed_in(cast.receiving_leader).get(f"{OUT}?coquan={cast.agency.pk}")
    assert codes(other) == []
    assert re.search("Ban Quản lý", text(other)) is None
