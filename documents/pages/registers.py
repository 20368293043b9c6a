"""Sổ đăng ký văn bản đi, đến: read on the screen, printed as a book, taken as a spreadsheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.models import Agency
from agencies.moments import vn_day
from documents import register_sheet, registers
from documents.models import DocumentKind
from documents.pages.requests import OfficialRequest
from documents.register_sheet import Column
from documents.registers import Asked, Incoming, Outgoing
from ui.alphabet import name_key, sort_key
from ui.typed import whole_number
from ui.writing import day

PAGE: Final = 50
MONTHS: Final = [(str(month), f"Tháng {month}") for month in range(1, 13)]
ANY: Final = ("", "Tất cả")
REFUSED: Final = {"invalid_choice": "Không có lựa chọn này; hãy chọn lại."}


@dataclass(frozen=True, slots=True)
class Register:
    """What differs between the two registers: its words, its addresses, its columns."""

    name: str
    title: str
    is_incoming: bool
    columns: Sequence[Column]
    cells: Callable[[Any], Sequence[register_sheet.Value]]
    template: str


def _out(line: Outgoing) -> Sequence[register_sheet.Value]:
    return (
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
    )


def _in(line: Incoming) -> Sequence[register_sheet.Value]:
    return (
        line.arrived_on,
        line.number,
        line.sender,
        line.code,
        line.dated_on,
        line.subject,
        line.handler,
        line.moved_on,
        line.receipts,
        line.note,
    )


# Nghị định 30/2020/NĐ-CP, Phụ lục IV: the columns, in their order and words.
OUT: Final = Register(
    "outgoing-register",
    "Sổ đăng ký văn bản đi",
    False,
    (
        Column("Số, ký hiệu văn bản", 18),
        Column("Ngày tháng văn bản", 13, "date"),
        Column("Tên loại và trích yếu nội dung văn bản", 44),
        Column("Người ký", 20),
        Column("Nơi nhận văn bản", 34),
        Column("Đơn vị, người nhận bản lưu", 16),
        Column("Số lượng bản", 9, "number"),
        Column("Ngày chuyển", 13, "date"),
        Column("Ký nhận", 16),
        Column("Ghi chú", 22),
    ),
    _out,
    "documents/outgoing_register.html",
)
IN: Final = Register(
    "incoming-register",
    "Sổ đăng ký văn bản đến",
    True,
    (
        Column("Ngày đến", 13, "date"),
        Column("Số đến", 9, "number"),
        Column("Tác giả", 26),
        Column("Số, ký hiệu văn bản", 18),
        Column("Ngày tháng văn bản", 13, "date"),
        Column("Tên loại và trích yếu nội dung văn bản", 44),
        Column("Đơn vị hoặc người nhận", 22),
        Column("Ngày chuyển", 13, "date"),
        Column("Ký nhận", 12),
        Column("Ghi chú", 22),
    ),
    _in,
    "documents/incoming_register.html",
)


class FilterForm(forms.Form):
    """What narrows a register; each choice stands in the address."""

    coquan = forms.ChoiceField(label="Cơ quan", required=False, error_messages=REFUSED)
    nam = forms.ChoiceField(label="Năm", required=False, error_messages=REFUSED)
    thang = forms.ChoiceField(
        label="Tháng", required=False, choices=[ANY, *MONTHS], error_messages=REFUSED
    )
    loai = forms.ChoiceField(
        label="Loại văn bản",
        required=False,
        choices=[ANY, *DocumentKind.choices],
        error_messages=REFUSED,
    )
    so = forms.ChoiceField(label="Sổ", required=False, error_messages=REFUSED)
    nguoiky = forms.ChoiceField(label="Người ký", required=False, error_messages=REFUSED)
    tacgia = forms.ChoiceField(label="Tác giả", required=False, error_messages=REFUSED)

    def __init__(self, typed: Any, *, agencies: Sequence[Agency], incoming: bool, on: date) -> None:
        super().__init__(typed)
        self.incoming = incoming
        self.agency = _chosen(agencies, typed.get("coquan", ""))
        years = registers.years_of(self.agency, incoming=incoming)
        self.years = years if on.year in years else [on.year, *years]
        self.year = whole_number(typed.get("nam", "")) or on.year
        self._offer("coquan", [(str(one.pk), str(one)) for one in agencies])
        self._offer("nam", [(str(year), str(year)) for year in self.years])
        if len(agencies) < 2:
            del self.fields["coquan"]
        if incoming:
            senders = registers.senders_of(self.agency, year=self.year)
            self._offer("tacgia", [ANY, *((one, one) for one in sorted(senders, key=sort_key))])
            del self.fields["so"], self.fields["nguoiky"]
            return
        books = self.agency.register_books.filter(year=self.year).order_by("series")
        named = [(str(book.pk), str(book)) for book in books]
        people = registers.signers_of(self.agency, year=self.year)
        by_name = sorted(people, key=lambda one: name_key(one.full_name))
        self._offer("so", [ANY, *named])
        self._offer("nguoiky", [ANY, *((str(one.pk), one.full_name) for one in by_name)])
        del self.fields["tacgia"]
        if len(named) < 2:
            del self.fields["so"]

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField), "every filter is a choice"
        field.choices = list(choices)

    def asked(self) -> Asked:
        chosen = self.cleaned_data
        return Asked(
            agency=self.agency,
            year=int(chosen["nam"] or self.year),
            month=whole_number(chosen["thang"]),
            kind=chosen["loai"],
            signer=whole_number(chosen.get("nguoiky", "")),
            book=whole_number(chosen.get("so", "")),
            sender=chosen.get("tacgia", ""),
        )

    @property
    def address(self) -> str:
        """Return the filters as they stand in the address, without those that narrow nothing."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return urlencode(chosen)


@require_safe
def outgoing(request: OfficialRequest) -> HttpResponse:
    """Show the outgoing register, the newest number first."""
    return _screen(request, OUT)


@require_safe
def print_outgoing(request: OfficialRequest) -> HttpResponse:
    return _print(request, OUT)


@require_safe
def outgoing_sheet(request: OfficialRequest) -> HttpResponse:
    return _sheet(request, OUT)


@require_safe
def incoming(request: OfficialRequest) -> HttpResponse:
    """Show the incoming register, the newest number first."""
    return _screen(request, IN)


@require_safe
def print_incoming(request: OfficialRequest) -> HttpResponse:
    return _print(request, IN)


@require_safe
def incoming_sheet(request: OfficialRequest) -> HttpResponse:
    return _sheet(request, IN)


def _screen(request: OfficialRequest, register: Register) -> HttpResponse:
    form = _form(request, register)
    if not form.is_valid():
        return _refused(request, register, form)
    after = whole_number(request.GET.get("sau", ""))
    entries: QuerySet[Any] = _entries(request, register, form.asked())
    # Within a book the key grows with the number; over all books it is the order of taking.
    key = "number" if register.is_incoming else "pk"
    shown = entries.order_by(f"-{key}")
    if after is not None:
        shown = shown.filter(**{f"{key}__lt": after})
    lines = _lines(register, list(shown[: PAGE + 1]))
    following = f"{lines[PAGE - 1].key}" if len(lines) > PAGE else ""
    here = f"?{form.address}"
    context = _context(register, form) | {
        "lines": lines[:PAGE],
        "total": entries.order_by().count(),
        "first_url": here if after is not None else "",
        "next_url": f"?{form.address}&sau={following}" if following else "",
    }
    return render(request, register.template, context)


def _print(request: OfficialRequest, register: Register) -> HttpResponse:
    """Show the whole book as it is bound: every line, in the order of the numbers."""
    form = _form(request, register)
    if not form.is_valid():
        return _refused(request, register, form)
    lines = _lines(register, list(_entries(request, register, form.asked())))
    context = _context(register, form) | {
        "rows": [(line.gap, [_written(one) for one in register.cells(line)]) for line in lines]
    }
    return render(request, "documents/print_register.html", context)


def _sheet(request: OfficialRequest, register: Register) -> HttpResponse:
    form = _form(request, register)
    if not form.is_valid():
        return _refused(request, register, form)
    lines = _lines(register, list(_entries(request, register, form.asked())))
    file = register_sheet.workbook(
        agency=str(form.agency),
        title=register.title.upper(),
        caption=_caption(form),
        columns=register.columns,
        rows=[row for line in lines for row in _rows(register, line)],
    )
    name = f"so-van-ban-{'den' if register.is_incoming else 'di'}-{form.asked().year}.xlsx"
    answer = HttpResponse(file, content_type=register_sheet.CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _written(value: register_sheet.Value) -> str:
    if isinstance(value, date):
        return day(value)
    return "" if value is None else str(value)


def _rows(register: Register, line: Any) -> list[Sequence[register_sheet.Value]]:
    """Return a line's row, with a row of its own for the gap before it."""
    row = register.cells(line)
    if not line.gap:
        return [row]
    blank: list[register_sheet.Value] = [None] * len(row)
    blank[1 if register.is_incoming else 0] = line.gap
    blank[-1] = registers.NO_ENTRY
    return [blank, row]


def _form(request: OfficialRequest, register: Register) -> FilterForm:
    on = vn_day(timezone.now())
    incoming = register.is_incoming
    agencies = registers.agencies_of(request.user, incoming=incoming, on=on)
    if not agencies:
        raise Http404
    return FilterForm(request.GET, agencies=agencies, incoming=incoming, on=on)


def _chosen(agencies: Sequence[Agency], key: str) -> Agency:
    return next((one for one in agencies if str(one.pk) == key), agencies[0])


def _entries(request: OfficialRequest, register: Register, asked: Asked) -> QuerySet[Any]:
    on = vn_day(timezone.now())
    if register.is_incoming:
        return registers.incoming(asked, official=request.user, on=on)
    return registers.outgoing(asked, official=request.user, on=on)


def _lines(register: Register, entries: Sequence[Any]) -> Sequence[Any]:
    return registers.lines_in(entries) if register.is_incoming else registers.lines_out(entries)


def _context(register: Register, form: FilterForm) -> dict[str, Any]:
    asked = form.asked()
    ahead = (
        [] if register.is_incoming else registers.books_that_say_more(form.agency, year=asked.year)
    )
    return {
        "form": form,
        "title": register.title,
        "agency": form.agency,
        "caption": _caption(form),
        "columns": register.columns,
        "no_entry": registers.NO_ENTRY,
        "ahead": ahead,
        "screen_url": f"{reverse(register.name)}?{form.address}",
        "print_url": f"{reverse(f'{register.name}-print')}?{form.address}",
        "sheet_url": f"{reverse(f'{register.name}-sheet')}?{form.address}",
    }


def _caption(form: FilterForm) -> str:
    """Say in words which part of the register this is: «Năm 2026, tháng 11, Báo cáo»."""
    asked = form.asked()
    words = [f"Năm {asked.year}", f"tháng {asked.month}" if asked.month else ""]
    for name in ("loai", "so", "nguoiky", "tacgia"):
        if value := form.cleaned_data.get(name):
            field = form.fields[name]
            assert isinstance(field, forms.ChoiceField), "every filter is a choice"
            chosen = dict(field.choices)  # type: ignore[arg-type]
            words.append(f"{str(field.label).lower()} {chosen[value]}")
    return ", ".join(word for word in words if word)


def _refused(request: OfficialRequest, register: Register, form: FilterForm) -> HttpResponse:
    context = {"form": form, "title": register.title, "agency": form.agency}
    return render(request, "documents/register_refused.html", context, status=422)
