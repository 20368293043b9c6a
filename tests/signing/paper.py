"""A tiny document of our own, typeset as the recipe needs it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from signing import Place

SOURCE = Path(__file__).with_name("document.typ")
NUMBER_LINE, DATE_LINE = "Số: 32/BC-VP", "Sao Mai, ngày 05 tháng 01 năm 2026"


@cache
def compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    return typst.Compiler(str(SOURCE), font_paths=fonts)


@cache
def typeset() -> tuple[bytes, dict[str, Place]]:
    pdf = _compiled(["a-3a", "ua-1"], 1_700_000_000, "[]")
    found = json.loads(compiler().eval("query(<place>).map(each => each.value)"))
    places = {
        each["name"]: Place(each["page"], each["x"], each["y"], each["w"], each["h"])
        for each in found
    }
    return pdf, places


@cache
def lines(number: str, date: str) -> bytes:
    return _compiled(["a-2b"], 0, json.dumps([number, date]))


def _compiled(standards: Any, timestamp: int, asked: str) -> bytes:
    pdf = compiler().compile(
        format="pdf",
        pdf_standards=standards,
        timestamp=timestamp,
        sys_inputs={"lines": asked},
    )
    assert isinstance(pdf, bytes)
    return pdf
