"""A register as a spreadsheet: true dates and numbers, printed as a book on A4 landscape."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Final, Literal

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST: Final = 32_767  # letters that a cell may hold

Kind = Literal["text", "date", "number"]
Value = str | date | int | None

_FONT, _BOLD = (
    Font(name="Times New Roman", size=12),
    Font(name="Times New Roman", size=12, bold=True),
)
_TITLE = Font(name="Times New Roman", size=14, bold=True)
_LINE = Side(style="thin")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FORMATS: Final[dict[Kind, str]] = {"text": "@", "date": "dd/mm/yyyy", "number": "0"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the book: its heading, how wide in letters, what stands in it."""

    title: str
    width: int
    kind: Kind = "text"


def workbook(
    *,
    agency: str,
    title: str,
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
) -> bytes:
    """Return the file. Text stays text, whatever it begins with: no cell is ever a formula."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet), "a new workbook has its first sheet"
    sheet.title = "Sổ đăng ký"
    head = _heading(sheet, [agency, title, caption], width=len(columns))
    for place, column in enumerate(columns, start=1):
        cell = _cell(sheet, head, place)
        _write(cell, column.title, "text")
        cell.font, cell.border = _BOLD, _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    last = head
    for last, row in enumerate(rows, start=head + 1):
        for place, (column, value) in enumerate(zip(columns, row, strict=True), start=1):
            cell = _cell(sheet, last, place)
            _write(cell, value, column.kind)
            cell.font, cell.border = _FONT, _BOX
            cell.alignment = Alignment(vertical="top", wrap_text=column.kind == "text")
    _set_up(sheet, head=head, last=last, width=len(columns))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _heading(sheet: Worksheet, lines: Sequence[str], *, width: int) -> int:
    """Write the lines above the table; return the row of its headings."""
    for row, text in enumerate(lines, start=1):
        cell = _cell(sheet, row, 1)
        _write(cell, text, "text")
        cell.font = _TITLE if row == 2 else _FONT
        cell.alignment = Alignment(horizontal="left" if row == 1 else "center")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    return len(lines) + 2


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row=row, column=column)
    assert isinstance(cell, Cell), "cells are written before they are merged"
    return cell


def _write(cell: Cell, value: Value, kind: Kind) -> None:
    if isinstance(value, str):
        # Set before the value is read as one: «=1+1» in a subject is a subject, not a formula.
        cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", value)[:LONGEST]
        cell.data_type = "s"
        cell.number_format = _FORMATS["text"]
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    elif value is not None:
        cell.value = value
        cell.number_format = _FORMATS[kind]


def _set_up(sheet: Worksheet, *, head: int, last: int, width: int) -> None:
    """Freeze and repeat the headings; A4 landscape, as wide as one page."""
    sheet.freeze_panes = f"A{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(width)}{last}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "Trang &P/&N"
