"""A bare page around the editor, served to a real browser without a server behind it."""

import io
import json
import mimetypes
from pathlib import Path
from time import monotonic
from typing import Any, Protocol
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, Route

from documents.text import van_ban
from documents.text.van_ban import Block, Content
from tests.documents.drafts import a_report
from tests.journeys.waiting import until
from ui.csp import PAGE as POLICY

UI = Path(__file__).resolve().parents[3] / "ui"
ADDRESS = "http://dau-son.test/"

PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Soạn thảo</title>
<link rel="stylesheet" href="/static/ui/tokens.css">
<link rel="stylesheet" href="/static/ui/base.css">
<link rel="stylesheet" href="/static/ui/editor.css">
<script type="module" src="/mount.js"></script></head>
<body><main><h1>Soạn thảo</h1><div id="tools"></div><div id="editor"></div>
<button id="after">Sau</button></main></body></html>"""

MOUNT = """import { mount, toolbar } from "/static/ui/built/editor.js";
const blocks = %s;
window.changes = 0;
window.said = [];
// A server that knows every picture by its first byte, and takes none that begins with "x".
const pictures = {
  src: (sha256) => `/hinh/${sha256}/`,
  say: (sentence) => window.said.push(sentence),
  async upload(file, onProgress) {
    const [first] = new Uint8Array(await file.arrayBuffer());
    onProgress(0.5);
    if (first === 120) throw new Error("Tệp hình bị hỏng.");
    return { sha256: first.toString(16).padStart(2, "0").repeat(32), px: [600, 300] };
  },
};
window.editor = mount(document.getElementById("editor"), {
  blocks, readonly: %s, pictures, onChange: () => (window.changes += 1),
});
toolbar(document.getElementById("tools"), window.editor);"""

PASTE = """([html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  const options = { clipboardData: data, bubbles: true, cancelable: true };
  document.querySelector(".writing").dispatchEvent(new ClipboardEvent("paste", options));
}"""


SEND = """([event, names]) => {
  const data = new DataTransfer();
  for (const name of names) data.items.add(new File([name], name, { type: "image/png" }));
  const writing = document.querySelector(".writing");
  const { left, bottom } = writing.lastElementChild.getBoundingClientRect();
  const options = { bubbles: true, cancelable: true, clientX: left + 5, clientY: bottom - 2 };
  writing.dispatchEvent(
    event === "paste"
      ? new ClipboardEvent("paste", { ...options, clipboardData: data })
      : new DragEvent("drop", { ...options, dataTransfer: data }),
  );
}"""


class Bench:
    """The editor on its page, and what an official does with it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.focused_at = 0.0

    @property
    def text(self) -> Locator:
        return self.page.get_by_role("textbox", name="Nội dung văn bản")

    def blocks(self) -> list[Any]:
        blocks: list[Any] = self.page.evaluate("editor.blocks()")
        return blocks

    def lines(self) -> list[str]:
        """The kinds, numbers and words: `num 1 Một đoạn`."""
        return [line_of(block) for block in self.blocks()]

    def do(self, name: str) -> bool:
        done: bool = self.page.evaluate("(name) => editor.run(name)", name)
        return done

    def at(self, block: str) -> "Bench":
        """Put the caret at the end of this block."""
        assert self.page.evaluate("(id) => editor.focusBlock(id)", block)
        self.focused_at = monotonic()
        self.wait(60)
        return self

    def wait(self, milliseconds: int) -> None:
        self.page.evaluate("(ms) => new Promise((done) => setTimeout(done, ms))", milliseconds)

    def type(self, text: str) -> "Bench":
        self.page.keyboard.type(text)
        return self

    def press(self, *keys: str) -> "Bench":
        for key in keys:
            if key == "Home":
                self._let_focus_pass()
            self.page.keyboard.press(key)
            # The browser tells of a moved caret only with its next frame.
            if "Arrow" in key or key in {"Home", "End"}:
                self.wait(20)
        return self

    def _let_focus_pass(self) -> None:
        """Wait out the 200 ms in which ProseMirror takes a caret at the very beginning for an
        accident of the browser's, after a focus, and puts it back; no hand is that quick."""
        left = 250 - int((monotonic() - self.focused_at) * 1000)
        if left > 0:
            self.wait(left)

    def paste(self, html: str = "", *, text: str = "") -> "Bench":
        self.page.evaluate(PASTE, [html, text])
        return self

    def send(self, event: str, *names: str) -> "Bench":
        """Paste or drop picture files of these names; each holds its own name."""
        self.page.evaluate(SEND, [event, names])
        return self

    def said(self) -> list[str]:
        """The sentences that the editor told, but those that take the last one back."""
        said: list[str] = self.page.evaluate("said.filter(Boolean)")
        return said

    def has_images(self, count: int) -> None:
        """Wait until this many stand in the text and none is on its way."""
        until(
            self.page,
            """(count) => !document.querySelector(".writing-wait")
              && document.querySelectorAll(".writing figure").length === count""",
            count,
        )

    def accepted(self) -> Content:
        """The draft around this body, as the server takes it."""
        return van_ban.accept({**a_report(), "body": self.blocks()})


class Mount(Protocol):
    """Opens the editor with some blocks."""

    def __call__(self, *blocks: Any, readonly: bool = False, **options: Any) -> Bench: ...


def block(name: str, words: str, t: str = "p", **more: Any) -> Any:
    return {"t": t, "id": name, "x": [{"s": words}] if words else [], **more}


def _pixel() -> bytes:
    out = io.BytesIO()
    Image.new("L", (2, 1), 128).save(out, "PNG")
    return out.getvalue()


PIXEL = _pixel()
EMPTY = block("b1", "")


def line_of(block: Any) -> str:
    if block["t"] == "table":
        parts = [("head", row) for row in block.get("head", [])]
        rows = [*parts, *(("row", row) for row in block["rows"])]
        return "table " + " / ".join(
            f"{kind}: {' | '.join(map(cell_of, row))}" for kind, row in rows
        )
    kind = f"{block['t']}{block.get('lvl', '')}"
    if block["t"] == "image":
        kind = f"image {block['sha256'][:2]} {block['w']}% «{block['alt']}»"
    words = "".join(styled(run) for run in block["x"])
    return " ".join(part for part in (kind, block.get("num", ""), words) if part)


def cell_of(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    spans = "".join(f"{key}{cell[key]} " for key in ("cs", "rs", "al") if key in cell)
    return spans + "".join(map(styled, cell["x"]))


def styled(run: Any) -> str:
    styles = "".join(style for style in ("b", "i", "u", "sup", "sub") if run.get(style))
    return f"<{styles}>{run['s']}</>" if styles else str(run["s"])


def mounted(
    context: BrowserContext, blocks: list[Block] | list[Any], *, readonly: bool = False
) -> Bench:
    """Open the page with these blocks in the editor."""
    script = MOUNT % (json.dumps(blocks), json.dumps(readonly))

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            headers = {
                "Content-Security-Policy": POLICY,
                "Content-Type": "text/html; charset=utf-8",
            }
            route.fulfill(body=PAGE, headers=headers)
        elif path == "/mount.js":
            route.fulfill(body=script, content_type="text/javascript; charset=utf-8")
        elif path.startswith("/hinh/"):
            route.fulfill(body=PIXEL, content_type="image/png")
        else:
            file = UI / path.lstrip("/")
            route.fulfill(path=file, content_type=mimetypes.guess_type(path)[0])

    context.route("**/*", answer)
    page = context.new_page()
    page.goto(ADDRESS)
    until(page, "Boolean(window.editor)")
    return Bench(page)
