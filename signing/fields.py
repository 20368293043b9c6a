"""The four fields of a document: made and tagged before the first signature, filled at issue."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from signing import objects
from signing.errors import CannotPrepare, CannotSign

NUMBER: Final = "SoKyHieu"
DATE: Final = "NgayBanHanh"
LEADER: Final = "KyLanhDao"
SEAL: Final = "DauCoQuan"


@dataclass(frozen=True)
class Place:
    """A rectangle on a page: points, origin top left, pages counted from 1."""

    page: int
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True)
class _Field:
    name: str
    meaning: str  # what a screen reader says
    locks: tuple[str, ...] = ()  # signature fields: what may not change once this one is signed
    permits: int = 0  # and what else may: 1 nothing, 2 filling in (ISO 32000-2, table 237)


# By the name of the place. The order is that of painting: the seal lies over the signature,
# as Nghị định 30/2020/NĐ-CP, Điều 33 wants it. The locks name fields (Include): Exclude and
# All would also forbid the field of the archive's own timestamp.
FIELDS: Final = {
    "number": _Field(NUMBER, "Số, ký hiệu văn bản"),
    "date": _Field(DATE, "Địa danh và ngày, tháng, năm ban hành"),
    "leader": _Field(LEADER, "Chữ ký của người có thẩm quyền", (LEADER,), 2),
    "seal": _Field(SEAL, "Dấu, chữ ký số của cơ quan", (NUMBER, DATE, LEADER, SEAL), 1),
}

_PRINT_LOCKED: Final = 132  # annotation flags Print and Locked
_READ_ONLY: Final = 1


def prepare(pdf: bytes, places: Mapping[str, Place], *, blank_lines: bytes) -> bytes:
    """Make, lock and tag the four fields of a typeset document, in one revision.

    `places` has the keys number, date, leader and seal; for each the tagged page holds an empty
    Figure of that name (`/Alt`), standing where the field is read out. `blank_lines` is a PDF of
    two pages: the number line and the date line as they look before issue.
    """
    try:
        document, lines = pikepdf.open(io.BytesIO(pdf)), pikepdf.open(io.BytesIO(blank_lines))
    except pikepdf.PdfError as error:
        raise CannotPrepare("Tệp không phải là bản PDF đọc được.") from error
    missing = FIELDS.keys() - places.keys()
    if missing:
        raise CannotPrepare(f"Trang chưa chừa chỗ cho: {', '.join(sorted(missing))}.")
    with document, lines:
        looks = dict(zip(("number", "date"), lines.pages, strict=True))
        tags = _Tags(document)
        widgets = Array()
        for key, field in FIELDS.items():
            widget = _widget(document, field, places[key])
            look = looks.get(key)
            if look is not None:
                _make_text(document, widget, look)
            else:
                _make_signature(document, widget, field)
            tags.adopt(widget, key)
            widgets.append(widget)
        tags.finish()
        document.Root.AcroForm = document.make_indirect(Dictionary(Fields=widgets, SigFlags=1))
        out = io.BytesIO()
        document.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=False,
            deterministic_id=True,
        )
    return out.getvalue()


def _widget(document: pikepdf.Pdf, field: _Field, place: Place) -> Any:
    page = document.pages[place.page - 1].obj
    left, bottom, right, top = (float(edge) for edge in page.MediaBox)
    if left or bottom or place.x + place.w > right or place.y + place.h > top:
        raise CannotPrepare(f"Chỗ của «{field.meaning}» nằm ngoài trang.")
    corners = (place.x, top - place.y - place.h, place.x + place.w, top - place.y)
    # No /DA and no /AA: nothing may make a viewer draw or run anything of its own.
    widget = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            T=String(field.name),
            TU=String(field.meaning),
            F=_PRINT_LOCKED,
            Rect=Array([round(corner, 2) for corner in corners]),
            P=page,
        )
    )
    page.Annots = page.get("/Annots", Array())
    page.Annots.append(widget)
    page.Tabs = Name.S
    return widget


def _make_text(document: pikepdf.Pdf, widget: Any, look: pikepdf.Page) -> None:
    widget.FT, widget.Ff = Name.Tx, _READ_ONLY
    # Indirect from the start: filling it later is then one change, of a kind that is allowed.
    widget.V = document.make_indirect(String(""))
    widget.AP = Dictionary(N=document.copy_foreign(look.as_form_xobject()))


def _make_signature(document: pikepdf.Pdf, widget: Any, field: _Field) -> None:
    widget.FT = Name.Sig
    widget.Lock = document.make_indirect(
        Dictionary(
            Type=Name.SigFieldLock,
            Action=Name.Include,
            Fields=Array(map(String, field.locks)),
            P=field.permits,
        )
    )
    # The empty look has the very keys of the one that takes its place (appearance.py):
    # a strict validator calls anything else an undefined change. Not an empty stream, at
    # which some viewers warn.
    left, bottom, right, top = (float(edge) for edge in widget.Rect)
    empty = document.make_stream(
        b"q Q",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, round(right - left, 2), round(top - bottom, 2)]),
        Resources=Dictionary(),
    )
    widget.AP = Dictionary(N=empty)


class _Tags:
    """The structure tree of a tagged PDF, as far as fields are concerned (PDF/UA-1, 7.18)."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        if "/StructTreeRoot" not in document.Root:
            raise CannotPrepare("Trang chưa được gắn thẻ cấu trúc.")
        self._tree = document.Root.StructTreeRoot
        self._anchors = _empty_figures(self._tree)
        self._next = int(self._tree.ParentTreeNextKey)
        self._marks = self._tree.ParentTree
        while "/Nums" not in self._marks:
            self._marks = self._marks.Kids[-1]

    def adopt(self, widget: Any, key: str) -> None:
        """Turn the empty figure of that name into the form element of a field."""
        element = self._anchors.get(key)
        if element is None:
            raise CannotPrepare(f"Trang chưa có thẻ cấu trúc cho: {key}.")
        element.S = Name.Form
        element.Pg = widget.P
        element.K = Dictionary(Type=Name.OBJR, Obj=widget, Pg=widget.P)
        # What is read out is the field's meaning and value, not a fixed text.
        for fixed in ("/Alt", "/A"):
            if fixed in element:
                del element[fixed]
        widget.StructParent = self._next
        self._marks.Nums.extend(Array([self._next, element]))
        self._next += 1

    def finish(self) -> None:
        if "/Limits" in self._marks:
            self._marks.Limits[1] = self._next - 1
        self._tree.ParentTreeNextKey = self._next


def _empty_figures(tree: Any) -> dict[str, Any]:
    """Return the figures that stand for a field, by name; one with content is a real picture."""
    found: dict[str, Any] = {}
    waiting = [tree.K]
    while waiting:
        element = waiting.pop()
        if isinstance(element, Array):
            waiting.extend(element)
        elif isinstance(element, Dictionary) and "/S" in element:
            children = element.get("/K", Array())
            name = str(element.get("/Alt", ""))
            if not isinstance(children, Array) or len(children):
                waiting.append(children)
            elif str(element.S) == "/Figure" and name in FIELDS:
                found[name] = element
    return found


def fill(writer: IncrementalPdfFileWriter, lines: bytes, values: Mapping[str, str]) -> None:
    """Fill text fields, in order, with the pages of `lines` as their look."""
    pages = PdfFileReader(io.BytesIO(lines))
    for index, (name, value) in enumerate(values.items()):
        _fill(writer, name, value, writer.import_page_as_xobject(pages, page_ix=index))


def _fill(writer: IncrementalPdfFileWriter, name: str, value: str, line: Any) -> None:
    """Draw a line in a field: the old look keeps every key and resource, and draws the new line.

    For a validator that is a filled field; a look put in its place would be an undefined change.
    """
    reference = find(writer, name)
    field = reference.get_object()
    old = field["/AP"]["/N"]
    own = {"/Length", "/Filter", "/DecodeParms", "/Resources"}
    keys = {key: old.raw_get(key) for key in old if key not in own}
    resources = _raw(old["/Resources"])
    drawn = _raw(old["/Resources"]["/XObject"]) if "/XObject" in resources else {}
    resources["/XObject"] = objects.dictionary({**drawn, "/Dong": line})
    keys["/Resources"] = objects.dictionary(resources)
    make = objects.compressed if "/Filter" in old else objects.stream
    look = writer.add_object(make(keys, b"/Dong Do"))
    field[objects.name("/AP")] = objects.dictionary({"/N": look})
    field[objects.name("/V")] = writer.add_object(objects.text(value))
    writer.mark_update(reference)


def _raw(dictionary: Any) -> dict[str, Any]:
    """The entries of a dictionary, references unresolved."""
    return {key: dictionary.raw_get(key) for key in dictionary}


def find(writer: IncrementalPdfFileWriter, name: str) -> Any:
    """Return the reference of a field; raises CannotSign where there is none."""
    fields: Any = writer.root["/AcroForm"]["/Fields"] if "/AcroForm" in writer.root else []
    for index in range(len(fields)):
        if fields[index].get("/T") == name:
            return fields.raw_get(index)
    raise CannotSign(f"Tệp không có trường {name}.")
