"""What in a file would act by itself when somebody opens it: scripts, programs, endless archives.

Nothing is executed, and nothing is unpacked beyond a bound: a hostile file costs its reading.
This finds what programs write; who hides by hand from a reader without a parser may succeed, and
meets the reader's own program, in which files from elsewhere open protected.
"""

import io
import re
import zipfile
import zlib
from typing import Final

MOST_UNPACKED: Final = 300 * 1024 * 1024  # what an Office file says that it becomes
MOST_PARTS: Final = 5_000
MOST_READ: Final = 16 * 1024 * 1024  # of a PDF's object streams, unpacked here
LARGEST_INDEX: Final = 1024 * 1024  # of an Office file's list of parts

_STREAM: Final = re.compile(rb">>\s*stream\r?\n(.*?)endstream", re.DOTALL)
_OBJECTS: Final = re.compile(rb"/Type\s*/ObjStm\b")
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTS: Final = re.compile(
    rb"/(JavaScript|JS|Launch|RichMedia|SubmitForm|ImportData)(?![A-Za-z0-9])"
)
_ENCRYPTED: Final = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_INDEX: Final = "[Content_Types].xml"
_PROGRAMS: Final = re.compile(rb"macroEnabled|vbaProject|vbaData|activeX", re.IGNORECASE)


def in_pdf(data: bytes) -> str:
    """Say what of a PDF acts by itself, or hides; empty where nothing does."""
    plain = _without_streams(data)
    if _ENCRYPTED.search(plain):
        return "có mật khẩu"
    unpacked = _object_streams(data)
    if unpacked is None:
        return "được nén bất thường"
    if any(_ACTS.search(_names_as_read(part)) for part in (plain, *unpacked)):
        return "có mã tự chạy (JavaScript hoặc lệnh mở chương trình)"
    return ""


def in_office(data: bytes) -> str:
    """Say what of an Office file acts by itself, or never ends; empty where nothing does."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            return "được nén bất thường"
        if any(_leads_out(part.filename) for part in parts):
            return "có đường dẫn bất thường bên trong"
        names = "\n".join(part.filename for part in parts).encode(errors="replace")
        try:
            with archive.open(_INDEX) as index:
                listed = index.read(LARGEST_INDEX)
        except (KeyError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
            return "thiếu danh mục bên trong"
    # UTF-16, in which the list may stand too, has a zero byte beside each letter.
    if _PROGRAMS.search(names) or _PROGRAMS.search(listed.replace(b"\x00", b"")):
        return "có macro hoặc chương trình nhúng"
    return ""


def _without_streams(data: bytes) -> bytes:
    """Return what of a PDF is written plainly; in compressed bytes anything may stand by chance."""
    return _names_as_read(_STREAM.sub(b" ", data))


def _object_streams(data: bytes) -> list[bytes] | None:
    """Return the objects that a PDF keeps packed; None where they do not end or cannot be read."""
    found, left = [], MOST_READ
    for stream in _STREAM.finditer(data):
        # The dictionary stands between the beginning of its object and the word `stream`.
        dictionary = data[data.rfind(b" obj", 0, stream.start()) : stream.start()]
        if not _OBJECTS.search(_names_as_read(dictionary)):
            continue
        unpacking = zlib.decompressobj()
        try:
            objects = unpacking.decompress(stream.group(1), left)
        except zlib.error:
            return None
        left -= len(objects)
        if unpacking.unconsumed_tail or left <= 0:
            return None
        found.append(objects)
    return found


def _names_as_read(text: bytes) -> bytes:
    """Return names as a reader reads them: `/J#61vaScript` is one way to write `/JavaScript`."""
    return _ESCAPED.sub(lambda escaped: bytes([int(escaped.group(1), 16)]), text)


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name
