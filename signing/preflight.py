"""Before a file is judged: whether it can be read at all, and within which limits."""

import io
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import (
    DEFAULT_PURPOSE_LIMITS,
    DecodeLimits,
    DecodePurpose,
    DocumentDecodeBudget,
    StreamDecodeLimits,
)
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.structure import TooComplex, entry, target

LARGEST_FILE: Final = 64 * 1024 * 1024
MOST_REVISIONS: Final = 50
_MOST_NODES: Final = 500_000
_DEEPEST_NESTING: Final = 100
# Ours takes some 60,000, most of them for the hexadecimal digits of the signatures.
_MOST_READS: Final = 3_000_000
_MIB: Final = 1024 * 1024
_LIMITS: Final = DecodeLimits(
    per_purpose={
        **DEFAULT_PURPOSE_LIMITS,
        DecodePurpose.OBJECT_STREAM: StreamDecodeLimits(100, _MIB, 4 * _MIB),
    },
    document_budget=DocumentDecodeBudget(base_allowance=32 * _MIB, max_ratio=4),
)
_OUR_ATTACHMENT: Final = "van-ban.json"

_ACTIONS: Final = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition"),
    *("/Movie", "/Sound", "/Trans", "/RichMediaExecute", "/Hide", "/SetOCGState", "/Thread"),
}
_ANNOTATIONS: Final = {
    *("/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D", "/Redact"),
}
_CATALOG: Final = ("/AA", "/OCProperties", "/Collection", "/Requirements")


class _Counted(io.BytesIO):
    """A file that can be read so many times: a parser's loops, and what it builds, end with it."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self._left = _MOST_READS

    def read(self, size: int | None = -1, /) -> bytes:
        self._left -= 1
        if self._left < 0:
            raise TooComplex
        return super().read(size)


def refused(pdf: bytes) -> str:
    """Return the code of what forbids even opening the file, or an empty string."""
    if not pdf.startswith(b"%PDF-"):
        return "not-a-pdf"
    if len(pdf) > LARGEST_FILE:
        return "too-large"
    return "too-complex" if pdf.count(b"startxref") > 2 * MOST_REVISIONS else ""


def open_reader(pdf: bytes) -> Any:
    """Open a file strictly; raises whatever pyHanko raises, and TooComplex."""
    reader = PdfFileReader(_Counted(pdf), strict=True, decode_limits=_LIMITS)
    if reader.xrefs.total_revisions > MOST_REVISIONS:
        raise TooComplex
    return reader


def content_problems(reader: Any) -> set[str]:
    """Return the codes of what a document has no business to contain; raises TooComplex."""
    root, found = reader.root, set()
    opens, form = entry(root, "/OpenAction", None), entry(root, "/AcroForm", {})
    opens_action = isinstance(opens, generic.DictionaryObject) and opens["/S"] != "/GoTo"
    if opens_action or any(key in root for key in _CATALOG) or "/XFA" in form:
        found.add("active-content")
    for item in _everything(reader):
        found |= _of_dictionary(item)
    return found


def _of_dictionary(item: Any) -> set[str]:
    found = set()
    external = isinstance(item, generic.StreamObject) and ("/F" in item or "/FFilter" in item)
    acts = "/JS" in item or "/AA" in item or _in(_ACTIONS, item, "/S")
    if external or acts or ("/Rect" in item and _in(_ANNOTATIONS, item, "/Subtype")):
        found.add("active-content")
    if "/EF" in item and str(entry(item, "/UF", entry(item, "/F", ""))) != _OUR_ATTACHMENT:
        found.add("attached-file")
    return found


def _in(names: set[str], item: Any, key: str) -> bool:
    value = entry(item, key, None)
    return isinstance(value, generic.NameObject) and value in names


def _everything(reader: Any) -> Any:
    """Yield every dictionary that can be reached, each object once."""
    seen, waiting, nodes = set(), [(reader.trailer_view, 0)], 0
    while waiting:
        item, depth = waiting.pop()
        nodes += 1
        if nodes > _MOST_NODES or depth > _DEEPEST_NESTING:
            raise TooComplex
        if isinstance(item, generic.IndirectObject):
            if item.reference in seen:
                continue
            seen.add(item.reference)
            # A chain of objects is no nesting: what counts is depth within one.
            item, depth = target(item), 0
        if isinstance(item, generic.DictionaryObject):
            yield item
            waiting.extend((item.raw_get(key), depth + 1) for key in item)
        elif isinstance(item, generic.ArrayObject):
            waiting.extend((item.raw_get(index), depth + 1) for index in range(len(item)))
