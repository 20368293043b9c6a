"""The child process: one document set per line read, until the input ends.

It runs by its path in an isolated interpreter and imports nothing of ours, so that a text which
exhausts memory takes nothing else down. Protocol (see worker.py): a JSON line in; out, a 4-byte
big-endian length, a JSON head of that length, and the body whose size the head names: the PDF, or
for a preview the pictures of those pages that were asked for and are not known yet.
The folder that it is given holds the templates and the images of the document; it is its whole
world.
"""

import hashlib
import json
import math
import resource
import shutil
import struct
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst

FACES = {("normal", 400), ("normal", 700), ("italic", 400), ("italic", 700)}

# Times New Roman stands first in the templates' font list, and most machines lack it.
EXPECTED_WARNING = "unknown font family: times new roman"


def main(folder: str, font_folder: str, memory_mb: str, cpu_seconds: str) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (int(memory_mb) << 20,) * 2)
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder]
    )
    found = {(font.style, font.weight) for font in fonts.fonts() if font.family == "Tinos"}
    answer({"typst": version("typst"), "faces": found >= FACES})
    compilers: dict[str, Any] = {}
    for line in sys.stdin.buffer:
        limit_processor(int(cpu_seconds))
        request = json.loads(line)
        template = request["template"]
        if template not in compilers:
            path = str(Path(folder) / template)
            compilers[template] = typst.Compiler(path, root=folder, font_paths=fonts)
        head, body = rendered(compilers[template], request)
        spent = most_memory() > int(memory_mb) << 10 >> 2
        answer(head | {"last": spent}, body)
        if spent:  # what Typst remembers of large documents would starve the next one
            return


def most_memory() -> int:
    """Return the most memory that this program held at one time, in KiB.

    Not getrusage's figure: that begins with what our parent held when it started us.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split(maxsplit=1)[0])


def limit_processor(seconds: int) -> None:
    """A job that outlives its parent must end by itself."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def rendered(compiler: Any, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    as_pdf = {"pdf_standards": request["standards"], "pdf_tags": request["tagged"]}
    try:
        made, warnings = compiler.compile_with_warnings(
            format=request["format"],
            sys_inputs=request["inputs"],
            timestamp=request["timestamp"],
            **(as_pdf if request["format"] == "pdf" else {}),
        )
    except typst.TypstError as error:
        return {"error": error.message}, b""
    unexpected = [it.message for it in warnings if it.message != EXPECTED_WARNING]
    if unexpected:
        return {"warning": unexpected[0]}, b""
    # Straight after a compile this asks the document that is still there: 0.1 ms.
    values = {
        label: json.loads(compiler.eval(f"query(<{label}>).map(it => it.value)"))
        for label in request["labels"]
    }
    if request["format"] == "pdf":
        return {"values": values, "size": len(made)}, made
    pages = made if isinstance(made, list) else [made]
    sheets, body = pictures(pages, request, values.get("block", []))
    return {"values": values, "size": len(body), **sheets}, body


def pictures(
    pages: list[bytes], request: dict[str, Any], blocks: list[dict[str, Any]]
) -> tuple[dict[str, Any], bytes]:
    """Name every page by its hash, and give those near the reader that he lacks."""
    names = [hashlib.sha256(page).hexdigest()[:32] for page in pages]
    near = request["near"]
    if isinstance(near, str):
        near = next((block["page"] for block in blocks if block["id"] == near), 1)
    first = max(1, min(near, len(pages)) - 1)
    last = first + request["most"] - 1
    lacking = {
        name: page
        for number, (name, page) in enumerate(zip(names, pages, strict=True), start=1)
        if first <= number <= last and name not in request["known"]
    }
    sizes = [[name, len(page)] for name, page in lacking.items()]
    return {"sheets": names, "pictures": sizes}, b"".join(lacking.values())


def answer(head: dict[str, Any], body: bytes = b"") -> None:
    text = json.dumps(head).encode()
    sys.stdout.buffer.write(struct.pack(">I", len(text)) + text + body)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    finally:  # whoever made the folder may have been killed
        shutil.rmtree(sys.argv[1], ignore_errors=True)
