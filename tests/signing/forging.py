"""What others do to a signed file: each function returns the file that they send us."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic

import signing
from rehearsal.authority import Authority
from signing import fields, objects
from signing.signer import QuietWriter
from tests.signing import paper


def append(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    """Append one revision that nobody signs."""
    writer = QuietWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_lines(pdf: bytes, **values: str) -> bytes:
    """Write on the number line, the date line, or both."""
    named = {getattr(signing, name.upper()): value for name, value in values.items()}
    pages = paper.lines(*(list(named.values()) * 2)[:2])
    return append(pdf, lambda writer: fields.fill(writer, pages, named))


def with_flags(pdf: bytes, field: str, flags: int) -> bytes:
    def change(writer: Any) -> None:
        reference = fields.find(writer, field)
        reference.get_object()[objects.name("/F")] = objects.number(flags)
        writer.mark_update(reference)

    return append(pdf, change)


def with_flags_from_the_start(prepared: bytes, field: str, flags: int) -> bytes:
    with pikepdf.open(io.BytesIO(prepared)) as document:
        for each in document.Root.AcroForm.Fields:
            if str(each.T) == field:
                each.F = flags
        return _saved(document)


def with_page_text(pdf: bytes) -> bytes:
    def change(writer: Any) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        contents = page.raw_get("/Contents")
        old = contents.get_object().data
        stream = objects.stream({}, old + b"\nq 1 0 0 rg 90 500 200 40 re f Q")
        page[objects.name("/Contents")] = writer.add_object(stream)
        writer.update_container(page)

    return append(pdf, change)


def with_stamp(pdf: bytes) -> bytes:
    """A stamp of arrival, as software of a receiving office might put it."""

    def change(writer: Any) -> None:
        page = writer.root["/Pages"].raw_get("/Kids")[0]
        stamp = objects.dictionary(
            {
                "/Type": objects.name("/Annot"),
                "/Subtype": objects.name("/FreeText"),
                "/Rect": objects.numbers((400, 700, 500, 740)),
                "/Contents": objects.text("ĐẾN"),
                "/DA": objects.text("/Helv 12 Tf"),
                "/F": objects.number(4),
            }
        )
        annotations = page["/Annots"]
        annotations.append(writer.add_object(stamp))
        writer.update_container(annotations)

    return append(pdf, change)


def with_xmp(pdf: bytes) -> bytes:
    def change(writer: Any) -> None:
        metadata = writer.root["/Metadata"]
        text = metadata.data.replace("Báo cáo thử".encode(), "Quyết định".encode())
        assert text != metadata.data
        new = objects.stream(
            {"/Type": objects.name("/Metadata"), "/Subtype": objects.name("/XML")}, text
        )
        writer.root[objects.name("/Metadata")] = writer.add_object(new)
        writer.update_root()

    return append(pdf, change)


def with_info(pdf: bytes) -> bytes:
    def change(writer: Any) -> None:
        title = objects.dictionary({"/Title": objects.text("Quyết định")})
        writer.set_info(writer.add_object(title))

    return append(pdf, change)


def with_need_appearances(pdf: bytes) -> bytes:
    def change(writer: Any) -> None:
        form = writer.root["/AcroForm"]
        form[objects.name("/NeedAppearances")] = generic.BooleanObject(True)
        writer.update_container(form)

    return append(pdf, change)


def without_field(pdf: bytes, field: str) -> bytes:
    def change(writer: Any) -> None:
        listed = writer.root["/AcroForm"]["/Fields"]
        kept = [
            listed.raw_get(index) for index in range(len(listed)) if listed[index]["/T"] != field
        ]
        writer.root["/AcroForm"][objects.name("/Fields")] = objects.array(*kept)
        writer.update_container(writer.root["/AcroForm"])

    return append(pdf, change)


def without_value(pdf: bytes, field: str) -> bytes:
    def change(writer: Any) -> None:
        reference = fields.find(writer, field)
        del reference.get_object()["/V"]
        writer.mark_update(reference)

    return append(pdf, change)


def with_value_of(pdf: bytes, field: str, other: str) -> bytes:
    """Let one field show the signature of another."""

    def change(writer: Any) -> None:
        reference = fields.find(writer, field)
        borrowed = fields.find(writer, other).get_object().raw_get("/V")
        reference.get_object()[objects.name("/V")] = borrowed
        writer.mark_update(reference)

    return append(pdf, change)


def with_field_twice(pdf: bytes, field: str) -> bytes:
    def change(writer: Any) -> None:
        form = writer.root["/AcroForm"]
        form["/Fields"].append(fields.find(writer, field))
        writer.update_container(form)

    return append(pdf, change)


def with_unknown_subfilter(pdf: bytes) -> bytes:
    """Overwrite, in place, what kind of signature the seal is."""
    known, last = b"/ETSI.CAdES.detached", pdf.rindex(b"/ETSI.CAdES.detached")
    return pdf[:last] + b"/ETSI.CAdES.detacheX" + pdf[last + len(known) :]


def with_action(pdf: bytes) -> bytes:
    """A typeset page that runs a script when it is opened."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
        )
        return _saved(document)


def with_attachment(pdf: bytes, name: str) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.attachments[name] = b"{}"
        return _saved(document)


def encrypted(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return _saved(document, encryption=pikepdf.Encryption(owner="x", user=""))


def hybrid(pdf: bytes) -> bytes:
    """Append a cross-reference table whose trailer points to a second, hidden one."""
    size = int(re.findall(rb"/Size (\d+)", pdf)[-1]) if b"/Size" in pdf else 1
    previous = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    root = re.findall(rb"/Root (\d+ \d+ R)", pdf)[-1]
    hidden = len(pdf)
    entries = b"\x01" + hidden.to_bytes(4, "big") + b"\x00"
    stream = (
        b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 1]/Index[%d 1]/Root %s/Length %d>>stream\n%s\n"
        b"endstream\nendobj\n" % (size, size + 1, size, root, len(entries), entries)
    )
    table = hidden + len(stream)
    return (
        pdf
        + stream
        + b"xref\n0 0\ntrailer\n<</Size %d/Root %s/Prev %d/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (size + 1, root, previous, hidden, table)
    )


def _saved(document: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    document.save(out, **options)
    return out.getvalue()


def other_root(folder: Path) -> bytes:
    """The root of an authority that nobody here trusts, as PEM."""
    return Authority(folder, "http://127.0.0.1:9").root_pem
