"""Drafts in the shapes that officials bring, in words of our own: of agencies nobody knows."""

from typing import Any

from tests.rehearsal.drafts import signed

Draft = dict[str, Any]


def text(words: str, **style: bool) -> list[dict[str, Any]]:
    return [{"s": words, **style}]


def block(kind: str, words: str, **more: Any) -> dict[str, Any]:
    return {"t": kind, "x": text(words), **more}


def on_behalf() -> Draft:
    """A report of a deputy: KT. written close, no symbol, leaders and units as groups."""
    return {
        "schema": "vbhc/1",
        "type": "BC",
        "title": "BÁO CÁO",
        "issuer": {
            "parent": "UBND TỈNH LAM GIANG",
            "name": "BAN QUẢN LÝ KHU CÔNG NGHỆ",
            "place": "Lam Giang",
            "abbr": "BQL",
        },
        "number": {"value": None, "symbol": None},
        "place": "Lam Giang",
        "date": {"d": None, "m": None, "y": None},
        "subject": text("Kết quả trồng cây xanh quanh các nhà xưởng năm 2025"),
        "addressees": [],
        "body": [
            block("h", "Tình hình chung", lvl=1, num="I"),
            block("p", "Toàn khu có 42 nhà xưởng; đã trồng 1.860 cây, đạt 93% kế hoạch năm."),
            block("h", "Kết quả theo từng phân khu", lvl=1, num="II"),
            {
                "t": "table",
                "cols": [1, 6, 3],
                "head": [["TT", "Phân khu", "Số cây"]],
                "rows": [
                    [
                        "1",
                        {"x": text("Phân khu phía Bắc", b=True)},
                        {"x": text("1.140"), "al": "r"},
                    ],
                    ["2", "Phân khu ven sông", {"x": text("720"), "al": "r"}],
                    [{"x": text("Cộng", i=True), "cs": 2}, {"x": text("1.860"), "al": "r"}],
                ],
            },
            block("p", "Trên đây là báo cáo của Ban Quản lý./."),
        ],
        "signature": signed("KT.TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Hoàng Thử Lâm"),
        "recipients": [
            "Sở Nội vụ;",
            "Trưởng ban và các Phó TB;",
            "Các phòng, đơn vị;",
            "Lưu: VT, TH.",
        ],
    }


def head_of_office() -> Draft:
    """A report of an office, its month and year typed, with every kind of list."""
    return on_behalf() | {
        "issuer": {
            "parent": "HỘI ĐỒNG NHÂN DÂN TỈNH LAM GIANG",
            "name": "VĂN PHÒNG",
            "place": "Lam Giang",
            "abbr": "VP",
        },
        "number": {"value": None, "symbol": "BC-VP"},
        "date": {"d": None, "m": 4, "y": 2026},
        "subject": text("Sơ kết việc sắp xếp kho tài liệu giấy"),
        "body": [
            block("h", "Việc đã làm", lvl=1, num="I"),
            block("h", "Tại kho số 2", lvl=2, num="1"),
            block("li", "(1) Lau sạch 64 giá, thay 12 giá đã mọt;", lvl=1, mark="-"),
            block("li", "Riêng giá 17: chờ thợ mộc.", lvl=2, mark="+"),
            block("num", "Đánh số lại 3.205 hộp tài liệu “cũ” và “mới”.", num="2"),
            block("point", "Hộp hỏng nắp: 41 hộp, đã thay.", num="đ"),
            block("h", "Kiến nghị", lvl=1, num="II"),
            block("p", "Đề nghị cấp thêm máy hút ẩm (02 máy)./."),
        ],
        "signature": signed(None, "CHÁNH VĂN PHÒNG", "Ngô Thử Giang"),
        "recipients": [
            "Sở Nội vụ;",
            "Lãnh đạo các Ban HĐND tỉnh;",
            "Lãnh đạo Văn phòng;",
            "Các phòng trực thuộc Văn phòng;",
            "Lưu: VT.",
        ],
    }


def issued_before() -> Draft:
    """A plan typed off an issued paper: number and day stand there; purposes beside the lines."""
    return on_behalf() | {
        "type": "KH",
        "title": "KẾ HOẠCH",
        "number": {"value": "57", "symbol": "KH-BQL"},
        "date": {"d": 14, "m": 5, "y": 2021},
        "subject": text("Thi đua giữ gìn lối đi chung giai đoạn 2021 - 2025"),
        "body": [
            block("basis", "Căn cứ Kế hoạch số 18/KH-UBND ngày 02/3/2021 của UBND tỉnh;"),
            block("basis", "Theo đề nghị của Công đoàn cơ quan,"),
            block("h", "Mục đích, yêu cầu", lvl=1, num="I"),
            block("li", "Lối đi sạch, thoáng, đủ ánh sáng;", lvl=1, mark="-"),
            block("h", "Tổ chức thực hiện", lvl=1, num="II"),
            block("num", "Mỗi phòng nhận một đoạn, ghi tên lên bảng chung.", num="1"),
            block("num", "Hằng quý tự chấm điểm, gửi Văn phòng tổng hợp./.", num="2"),
        ],
        "signature": signed(None, "TRƯỞNG BAN", "Phan Thử Hà"),
        "recipients": [
            "UBND tỉnh (b/c);",
            "Sở Nội vụ (p/h);",
            "Khối trưởng Khối thi đua số 9 - Quỹ Bảo trợ (b/c);",
            "Lãnh đạo Ban;",
            "Các tổ chức đoàn thể của cơ quan;",
            "Toàn thể công chức, viên chức và người lao động;",
            "Văn phòng BQL (đăng tin);",
            "Lưu: VT.",
        ],
    }


def untitled() -> Draft:
    """A report typed off an issued paper, its signer without a title, offices in one line."""
    return head_of_office() | {
        "number": {"value": "208", "symbol": "BC-VP"},
        "date": {"d": 9, "m": 10, "y": 2024},
        "subject": text("Kết quả kiểm kê bàn ghế hội trường"),
        "signature": signed(None, None, "Lý Thử Vân"),
        "recipients": [
            "Sở Nội vụ;",
            "VPUB: CVP, PCVP, các phòng, ban, đơn vị trực thuộc, CBTH;",
            "Lưu: VT, HCQT(b).",
        ],
    }
