"""Drafts of an invented agency, small and whole; `changes` replaces keys of the draft."""

from typing import Any

from documents.text import van_ban
from documents.text.van_ban import Content


def report_as_typed(**changes: Any) -> dict[str, Any]:
    """A báo cáo as a file would hold it: some keys that `read` fills in are not there."""
    draft: dict[str, Any] = {
        "schema": "vbhc/1",
        "type": "BC",
        "issuer": {"parent": "UBND TỈNH AN HÒA", "name": "BAN QUẢN LÝ KHU KINH TẾ"},
        "number": {"value": None, "symbol": "BC-BQL"},
        "place": "An Hòa",
        "date": {"d": None, "m": 4, "y": 2026},
        "subject": [{"s": "Kết quả công tác quý I năm 2026"}],
        "body": [
            {"t": "h", "lvl": 1, "num": "I", "x": [{"s": "Tình hình chung"}]},
            {"t": "p", "x": [{"s": "Ban Quản lý báo cáo kết quả thực hiện như sau:"}]},
            {"t": "li", "lvl": 1, "mark": "-", "x": [{"s": "Đã cấp 12 giấy phép;"}]},
            {"t": "p", "x": [{"s": "Kính trình Sở Nội vụ tổng hợp./."}]},
        ],
        "signature": {"title": "TRƯỞNG BAN", "name": "Lê Thị Hạnh"},
        "recipients": ["Sở Nội vụ;", "Lưu: VT, TH."],
    }
    return draft | changes


def a_report(**changes: Any) -> Content:
    """The same báo cáo, read: every key there, every block with its id."""
    return van_ban.accept(report_as_typed(**changes))


def a_plan(**changes: Any) -> Content:
    """A kế hoạch with its căn cứ."""
    body = [
        {"t": "basis", "x": [{"s": "Căn cứ Kế hoạch số 12/KH-UBND của UBND tỉnh An Hòa."}]},
        {"t": "h", "lvl": 1, "num": "I", "x": [{"s": "Mục đích"}]},
        {"t": "num", "num": "1", "x": [{"s": "Nâng cao chất lượng phục vụ."}]},
        {"t": "point", "num": "a", "x": [{"s": "Rà soát thủ tục trong tháng 5./."}]},
    ]
    plan = {"type": "KH", "number": {"symbol": "KH-BQL"}, "body": body}
    return a_report(**(plan | changes))


def paragraph(text: str) -> dict[str, Any]:
    return {"t": "p", "x": [{"s": text}]}
