"""One child process that sets pages: limited in memory and time, killed and replaced at need."""

import json
import os
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL
from typing import Any, Literal

from documents.typesetting import fonts
from documents.typesetting.errors import CannotTypeset, FontsMissing, SetterAway

RENDER = Path(__file__).with_name("render.py")

# 300 pages need 221 MB and 4 s; what needs more is an attack or a mistake.
MEMORY_MB = 1500
SECONDS = 20.0
START_SECONDS = 30.0
PATIENCE = 60.0  # seconds to wait for the documents before this one

IMAGES = "images"  # the folder beside the templates, as body.typ knows it

# Threads and their heaps count against the memory limit, however many cores the machine has.
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "RAYON_NUM_THREADS": "2"}


@dataclass(frozen=True)
class Request:
    """What to set: a template of this folder, its `sys.inputs`, the PDF's standards, its time.

    As "svg" the answer names each page by its hash and holds the pictures of at most `most` pages,
    from the one before `near` (a page from 1, or the id of a block) on, but for those whose hashes
    are among the `known`. `images` are the names of those that the template will open.
    """

    template: str
    inputs: Mapping[str, str]
    standards: Sequence[str]
    timestamp: int
    labels: Sequence[str]
    tagged: bool = True
    format: Literal["pdf", "svg"] = "pdf"
    near: int | str = 1
    most: int = 0
    known: Sequence[str] = ()
    images: Sequence[str] = ()


@dataclass(frozen=True)
class Rendered:
    """A PDF or pictures of pages, and by label what the template left in the document."""

    pdf: bytes
    values: Mapping[str, list[Any]]
    sheets: Sequence[str] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def no_image(name: str) -> bytes:
    """Say of a document that shows no image that there is none."""
    raise KeyError(name)


class _Gone(Exception):
    """The child ended before it answered."""


class _Late(Exception):
    """The child did not answer in time."""


@dataclass
class Worker:
    """A child and the limits it lives in; calls wait for each other."""

    memory_mb: int = MEMORY_MB
    seconds: float = SECONDS
    patience: float = PATIENCE
    typst: str = field(default="", init=False)
    _status: int | None = field(default=None, init=False)
    _child: "subprocess.Popen[bytes] | None" = field(default=None, init=False)
    _folder: Path | None = field(default=None, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def render(self, request: Request, image: Callable[[str], bytes] = no_image) -> Rendered:
        """Set one document; CannotTypeset says why not. Another document may follow either way.

        `image` gives the bytes of an image by its name; it is asked for those only that the child
        does not have from the time before.
        """
        if not self._lock.acquire(timeout=self.patience):
            raise SetterAway(_BUSY)
        try:
            return self._twice_if_killed(request, image)
        except _Gone:
            raise CannotTypeset(_ENDED) from None
        finally:
            self._lock.release()

    def stop(self) -> None:
        """End the child; the next call starts another."""
        with self._lock:
            self._stop()

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    def _twice_if_killed(self, request: Request, image: Callable[[str], bytes]) -> Rendered:
        try:
            return self._render(request, image)
        except _Gone:
            # A child that was killed from outside did not fail over this document.
            if self._status != -SIGKILL:
                raise
        return self._render(request, image)

    def _render(self, request: Request, image: Callable[[str], bytes]) -> Rendered:
        child, answered = self._started(), False
        self._lay_out(request.images, image)
        deadline = time.monotonic() + self.seconds
        try:
            _write(child, json.dumps(vars(request)).encode() + b"\n", deadline)
            head = _head(child, deadline)
            body = _read(child, head.get("size", 0), deadline)
            answered = True
        except _Late:
            raise CannotTypeset(_TOO_SLOW.format(seconds=int(self.seconds))) from None
        finally:
            if not answered:  # what is left of this answer must not be taken for the next
                self._status = self._stop()
        if head["last"]:
            self._stop()
        if "warning" in head:
            raise CannotTypeset(
                f"Trang in chưa đạt, chương trình dàn trang báo: {head['warning']}."
            )
        if "error" in head:
            raise CannotTypeset(_sentence(head["error"]))
        if request.format == "svg":
            pictures = _parted(body, head["pictures"])
            return Rendered(b"", head["values"], head["sheets"], pictures)
        return Rendered(body, head["values"])

    def _lay_out(self, names: Sequence[str], image: Callable[[str], bytes]) -> None:
        """Put the images of one document where the child finds them, and no others."""
        assert self._folder is not None
        folder = self._folder / IMAGES
        for there in folder.iterdir():
            if there.name not in names:
                there.unlink()
        for name in names:
            if not (folder / name).exists():
                (folder / name).write_bytes(image(name))

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._child is None or self._child.poll() is not None:
            self._stop()
            self._start()
        assert self._child is not None
        return self._child

    def _start(self) -> None:
        faces = fonts.folder()
        self._folder = folder = _furnished()
        limits = (str(self.memory_mb), str(int(self.seconds * 4)))
        child = subprocess.Popen(
            [sys.executable, "-I", str(RENDER), str(folder), str(faces), *limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            cwd=folder,
        )
        assert child.stdin is not None
        os.set_blocking(child.stdin.fileno(), False)
        self._child = child
        try:
            hello = _head(child, time.monotonic() + START_SECONDS)
        except (_Gone, _Late):
            self._stop()
            raise SetterAway(_NOT_STARTED) from None
        if not hello["faces"]:
            self._stop()
            raise FontsMissing(fonts.missing(faces))
        self.typst = hello["typst"]

    def _stop(self) -> int | None:
        """End the child if there is one -> the status with which it ended."""
        child, self._child = self._child, None
        folder, self._folder = self._folder, None
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        if child is None:
            return None
        child.kill()
        for pipe in (child.stdin, child.stdout):
            assert pipe is not None
            pipe.close()
        return child.wait()


def _furnished() -> Path:
    """Make the folder that is all a child sees: the templates, and room for images."""
    folder = Path(tempfile.mkdtemp(prefix="dauson-pages-"))
    for template in RENDER.parent.glob("*.typ"):
        shutil.copy(template, folder)
    (folder / IMAGES).mkdir()
    return folder


def _parted(body: bytes, sizes: Sequence[tuple[str, int]]) -> dict[str, bytes]:
    parts, at = {}, 0
    for name, size in sizes:
        parts[name] = body[at : at + size]
        at += size
    return parts


def _head(child: "subprocess.Popen[bytes]", deadline: float) -> dict[str, Any]:
    (length,) = struct.unpack(">I", _read(child, 4, deadline))
    head: dict[str, Any] = json.loads(_read(child, length, deadline))
    return head


def _write(child: "subprocess.Popen[bytes]", data: bytes, deadline: float) -> None:
    assert child.stdin is not None
    pipe, left = child.stdin.fileno(), memoryview(data)
    while left:
        if not select.select([], [pipe], [], max(0.0, deadline - time.monotonic()))[1]:
            raise _Late
        try:
            left = left[os.write(pipe, left) :]
        except BrokenPipeError:
            raise _Gone from None


def _read(child: "subprocess.Popen[bytes]", size: int, deadline: float) -> bytes:
    assert child.stdout is not None
    pipe, parts, left = child.stdout.fileno(), [], size
    while left:
        if not select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
            raise _Late
        part = os.read(pipe, min(left, 1 << 20))
        if not part:
            raise _Gone
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


_NOT_STARTED = "Chương trình dàn trang không khởi động được; hãy báo người quản trị hệ thống."
_TOO_SLOW = (
    "Văn bản quá nặng, dàn trang quá {seconds} giây chưa xong;"
    " hãy rút ngắn văn bản hoặc chia nhỏ bảng."
)
_BUSY = "Hệ thống đang dàn trang nhiều văn bản cùng lúc; hãy thử lại sau ít phút."
_ENDED = (
    "Chương trình dàn trang đã dừng giữa chừng, có thể vì văn bản cần quá nhiều bộ nhớ;"
    " hãy rút ngắn văn bản hoặc chia nhỏ bảng."
)
_ASSERTED = "assertion failed: "


def _sentence(error: str) -> str:
    """The template's own sentence, or the engine's words in one of ours."""
    if error.startswith(_ASSERTED):
        return error.removeprefix(_ASSERTED)
    return f"Không dàn được trang, chương trình dàn trang báo: {error}."
