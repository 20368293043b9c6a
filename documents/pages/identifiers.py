"""What somebody means who types, pastes or scans something to have a document verified.

The code is read forgivingly. Whatever else stands on a document is recognised and named, so that
nobody is told «không tìm thấy» who only typed the wrong one of several true things.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

LENGTH: Final = 8
LONGEST: Final = 500  # letters that are looked at; a pasted address is far shorter

# The letters of the code leave out what looks alike (Crockford's Base32); read as it was meant.
_MEANT = str.maketrans("OIL", "011")
_ADDRESS = re.compile(r"/(?:xac-thuc|x)/([^/?#\s]+)", re.IGNORECASE)
_LABEL = re.compile(r"^\s*(?:m[ãa]\s+x[áa]c\s+th[ựu]c|m[ãa])(?:\s*[:：])?\s+", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SHA256 = re.compile(r"(?:SHA-?256 ?:? ?)?([0-9a-f]{64})", re.IGNORECASE)
_NUMBER = re.compile(r"(?:số ?:? ?)?\d+[a-z]? ?/ ?[^/\s].*", re.IGNORECASE)
_AGENCY = re.compile(r"[A-Z]\d{2}(?:\.\d{1,3}){1,3}", re.IGNORECASE)
_WEB = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)

WHAT_TO_TYPE: Final = (
    "Nhập mã xác thực gồm tám chữ và số do cơ quan ban hành cung cấp, hoặc chọn tệp PDF."
)
_OTHERS: Final = (
    (_UUID, "Đây là định danh của văn bản bên trong hệ thống, không phải mã xác thực."),
    (_NUMBER, "Đây là số, ký hiệu; nhiều văn bản có thể trùng số nên không xác thực theo số được."),
    (_AGENCY, "Đây là mã định danh của cơ quan, không phải của một văn bản."),
    (_WEB, "Đây là một địa chỉ trang khác, không phải địa chỉ xác thực."),
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A code, or the hash of a file, or a sentence that says what was typed instead."""

    code: str = ""
    sha256: str = ""
    sentence: str = ""

    def address(self) -> str:
        """Return where what was recognised is verified."""
        if self.sha256:
            return f"{reverse('verify-file')}?{urlencode({'sha256': self.sha256})}"
        return reverse("verify-document", args=[self.code])


def recognise(typed: str) -> Recognised:
    """Tell what was typed, pasted or scanned."""
    # Cut and with single blanks: what stands below is then read in one go, whatever was sent.
    text = " ".join(unicodedata.normalize("NFKC", typed[:LONGEST]).split())
    address = _ADDRESS.search(text)
    if address:
        text = unquote(address[1])
    text = _LABEL.sub("", text)
    whole_hash = _SHA256.fullmatch(text)
    if whole_hash:
        return Recognised(sha256=whole_hash[1].lower())
    for pattern, sentence in _OTHERS:
        if pattern.fullmatch(text) or (pattern is _UUID and pattern.search(text)):
            return Recognised(sentence=f"{sentence} {WHAT_TO_TYPE}")
    code = read_code(text)
    fault = _fault(code)
    return Recognised(sentence=fault) if fault else Recognised(code=code)


def read_code(typed: str) -> str:
    """Read a code forgivingly: «7f3k 9lqd» is 7F3K91QD."""
    letters = unicodedata.normalize("NFKC", typed).upper().translate(_MEANT)
    return "".join(letter for letter in letters if letter.isalnum())


def _fault(code: str) -> str:
    if not code.isascii():
        return "Mã xác thực không có dấu; hãy tắt bộ gõ tiếng Việt rồi nhập lại."
    if not code:
        return "Mã xác thực chỉ có chữ và số."
    if len(code) < LENGTH:
        return gettext("Mã xác thực có tám chữ và số; ở đây mới có %(n)s.") % {"n": len(code)}
    if len(code) > LENGTH:
        return gettext("Mã xác thực chỉ có tám chữ và số; ở đây có %(n)s.") % {"n": len(code)}
    if "U" in code:
        return "Mã xác thực không có chữ U; xem lại đó có phải chữ V không."
    return ""
