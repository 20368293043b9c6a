"""Which characters may stand in a document: those that all four Tinos faces can draw."""

import re
import unicodedata

# The coverage of Tinos 1.340 in hexadecimal ranges, without what is invisible, private to one font
# or written from right to left, and without letters whose capital the font lacks. A test compares
# it with the font files.
_DRAWN = """
    20-7E A0-AC AE-281 283-33F 342 345-34E 350-373 375-377 37A-37D 37F 384-386 388-38A 38C
    38E-3A1 3A3-487 48A-52F 1AB0-1ABD 1C80-1C88 1D00-1D8D
    1D8F-1DF5 1DFB-1F15 1F18-1F1D 1F20-1F45 1F48-1F4D 1F50-1F57 1F59 1F5B 1F5D 1F5F-1F70 1F72
    1F74 1F76 1F78 1F7A 1F7C 1F80-1FB4 1FB6-1FBA 1FBC-1FBD 1FBF-1FC4 1FC6-1FC8 1FCA 1FCC-1FD2
    1FD6-1FDA 1FDD-1FE2 1FE4-1FEA 1FEC-1FED 1FF2-1FF4 1FF6-1FF8 1FFA 1FFC 1FFE 2010-2027
    2030-205E 2070-2071 2074-208E 2090-209C 20A0-20BE 20F0 2100-2125 2127-2129 212C-214F
    2153-2154 215B-215E 2190-2195 21A8 2202 2206 220F 2211-2212 2215 2219-221A 221E-221F 2229
    222B 2248 2260-2261 2264-2265 2302 2310 2320-2321 2500 2502 250C 2510 2514 2518 251C 2524
    252C 2534 253C 2550-256C 2580 2584 2588 258C 2590-2593 25A0-25A1 25AA-25AC 25B2 25BA 25BC
    25C4 25CA-25CC 25CF 25D8-25D9 25E6 263A-263C 2640 2642 2660 2663 2665-2666 266A-266B 266F
    2C60-2C7F 2DE0-2E42 A640-A66F A673-A69F A717-A793 A795-A7AE A7B0-A7B7 A7F7-A7FF AB30-AB65
    FB01-FB04 FE20-FE2F
"""

_HINTS = {
    "\t": "dấu tab; hãy thay bằng khoảng trắng",
    "\n": "dấu xuống dòng; hãy tách thành đoạn riêng",
    "\r": "dấu xuống dòng; hãy tách thành đoạn riêng",
    "\u00ad": "dấu gạch nối ẩn; hãy xóa dấu này",
    "\ufffd": "dấu thay cho một chữ đã hỏng khi chuyển mã; hãy gõ lại chữ đó",
}


def _class(ranges: str) -> str:
    pieces = (piece.partition("-") for piece in ranges.split())
    return "".join(
        f"\\U{int(first, 16):08x}-\\U{int(last or first, 16):08x}" for first, _, last in pieces
    )


def _marks(ranges: str) -> str:
    every = re.findall(f"[{_class(ranges)}]", "".join(map(chr, range(0x300, 0x10000))))
    return "".join(char for char in every if unicodedata.category(char) == "Mn")


_STRANGE = re.compile(f"[^{_class(_DRAWN)}]|[{_marks(_DRAWN)}]{{2}}")


def objection(text: str) -> tuple[int, str] | None:
    """The first character, in NFC text, that cannot be printed: its index from 0, and why."""
    found = _STRANGE.search(text)
    if found is None:
        return None
    char = found.group()[0]
    if len(found.group()) == 2:
        return found.start(), "nhiều dấu chồng lên một chữ; hãy gõ lại chữ đó"
    return found.start(), _HINTS.get(char) or _reason(char)


def _reason(char: str) -> str:
    code = f"U+{ord(char):04X}"
    match unicodedata.category(char):
        case "Cc" | "Cs" | "Cn":
            return f"ký tự điều khiển hoặc mã hỏng {code}; hãy xóa ký tự này"
        case "Cf" | "Zl" | "Zp":
            return f"ký tự ẩn {code}; hãy xóa ký tự này"
        case "Zs":
            return f"khoảng trắng lạ {code}; hãy thay bằng khoảng trắng thường"
        case "Co":
            return f"ký hiệu riêng của một phông chữ ({code}); hãy thay bằng dấu thường"
        case _:
            return f"ký tự “{char}” ({code}) mà phông chữ của văn bản không có"
