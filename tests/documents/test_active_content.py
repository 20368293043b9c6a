"""Files that would act by themselves, or never end, are not taken beside a document."""

import io
import zipfile
import zlib

import pytest

from documents import active_content

HEAD = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog "
INDEX = "[Content_Types].xml"
ENDLESS = "được nén bất thường"
ACTS = "có mã tự chạy (JavaScript hoặc lệnh mở chương trình)"


def packed(objects: bytes, *, kind: bytes = b"/ObjStm") -> bytes:
    stream = zlib.compress(objects)
    length = str(len(stream)).encode()
    return (
        HEAD + b">>\nendobj\n2 0 obj\n<< /Type " + kind + b" /Filter /FlateDecode /Length "
        b"" + length + b" >>\nstream\n" + stream + b"\nendstream\nendobj\n"
    )


def office(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        HEAD + b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>",
        HEAD + b"/OpenAction << /S /J#61va#53cript >> >>",
        HEAD + b"/AA << /O << /S /Launch /F (cmd.exe) >> >> >>",
        packed(b"3 0 << /S /JavaScript >>"),
        packed(b"3 0 << /S /#4aavaScript >>"),
    ],
    ids=["script", "script by another name", "program", "packed script", "packed, another name"],
)
def test_a_pdf_that_acts_by_itself_is_told(data):
    assert active_content.in_pdf(data) == ACTS


@pytest.mark.parametrize(
    "data",
    [
        HEAD + b"/Title (JavaScript /Launchpad) >>",
        packed(b"3 0 << /Type /Page >>"),
        packed(b"q /JS Do Q /Launch", kind=b"/XObject"),
        HEAD + b">>\n<< /Length 9 >>\nstream\n/JS /Launch\nendstream",
    ],
    ids=["words", "packed page", "picture", "plain picture"],
)
def test_a_pdf_to_read_is_taken(data):
    assert active_content.in_pdf(data) == ""


def test_a_pdf_with_a_password_is_not_taken_for_nobody_sees_what_is_in_it():
    assert active_content.in_pdf(HEAD + b">>\ntrailer << /Encrypt 5 0 R >>") == "có mật khẩu"


@pytest.mark.parametrize(
    "data",
    [packed(bytes(64 * 1024 * 1024)), packed(b"x").replace(zlib.compress(b"x"), b"no zlib")],
    ids=["endless", "not packed as it says"],
)
def test_a_pdf_that_unpacks_without_end_is_told(data):
    assert active_content.in_pdf(data) == ENDLESS


def test_an_office_file_that_becomes_enormous_is_told_without_unpacking_it():
    bomb = office({INDEX: b"<Types/>", "word/document.xml": bytes(active_content.MOST_UNPACKED)})
    assert (len(bomb) < 1024 * 1024, active_content.in_office(bomb)) == (True, ENDLESS)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({INDEX: b"<Types/>", "word/document.xml": b""}, ""),
        ({"word/document.xml": b""}, "thiếu danh mục bên trong"),
        ({INDEX: b"<Types/>", "../../etc/cron": b""}, "có đường dẫn bất thường bên trong"),
        ({INDEX: b"<Types/>", "C:/a": b""}, "có đường dẫn bất thường bên trong"),
        ({INDEX: b"<Types/>", "word/VBAProject.bin": b""}, "có macro hoặc chương trình nhúng"),
        ({INDEX: b'ContentType="x.macroEnabled.main"'}, "có macro hoặc chương trình nhúng"),
        ({INDEX: "x.vbaProject".encode("utf-16")}, "có macro hoặc chương trình nhúng"),
        ({INDEX: b"<Types/>", "word/activeX/x.xml": b""}, "có macro hoặc chương trình nhúng"),
    ],
)
def test_an_office_file_is_taken_when_it_is_only_to_be_read(parts, told):
    assert active_content.in_office(office(parts)) == told
