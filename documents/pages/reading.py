"""A document's text for the screen, in the order of the printed page; every word is escaped."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from documents.text.van_ban import Block, Cell, Content, Row, Run

_STYLES: Final = ("b", "i", "u", "sup", "sub")
_HEADINGS: Final = {1: "h3", 2: "h4", 3: "h5"}


def as_html(content: Content, public_id: UUID) -> SafeString:
    """Give the whole text: header, addressees, blocks, signature block, Nơi nhận.

    `public_id` is that of the document, whose pictures the text shows.
    """
    above, blocks, below = in_parts(content, public_id)
    parts = [above, *(text for _, text in blocks), below]
    return format_html('<div class="reading stack">{}</div>', _joined(parts))


def in_parts(
    content: Content, public_id: UUID
) -> tuple[SafeString, list[tuple[str, SafeString]], SafeString]:
    """Give what stands above the body, each block with its id, and what stands below."""
    blocks = [(block["id"], _block(block, public_id)) for block in content["body"]]
    return _above(content), blocks, _below(content)


def _above(content: Content) -> SafeString:
    issuer = content["issuer"]
    parts = [
        _lines([issuer["parent"], issuer["name"]], strong=issuer["name"]),
        format_html("<h3>{} – {}</h3>", content["title"], _runs(content["subject"])),
    ]
    if content["addressees"]:
        parts.append(_list("Kính gửi:", content["addressees"]))
    return _joined(parts)


def _below(content: Content) -> SafeString:
    signature = content["signature"]
    lines = [signature["authority"], signature["title"], signature["name"]]
    parts = [_lines(lines, strong=signature["name"])]
    if content["recipients"]:
        parts.append(_list("Nơi nhận:", content["recipients"]))
    return _joined(parts)


def _block(block: Block, public_id: UUID) -> SafeString:
    place = f"doan-{block['id']}"
    if block["t"] == "image":
        return format_html('<figure id="{}">{}</figure>', place, _image(block, public_id))
    if block["t"] == "table":
        return format_html('<div class="table-wrap" id="{}">{}</div>', place, _table(block))
    text = _runs(block["x"])
    if block["t"] == "h":
        tag = SafeString(_HEADINGS[block["lvl"]])
        return format_html('<{0} id="{1}">{2}{3}</{0}>', tag, place, _number(block), text)
    if block["t"] == "basis":
        return format_html('<p id="{}"><i>{}</i></p>', place, text)
    return format_html('<p id="{}">{}{}</p>', place, _number(block), text)


def _image(block: Block, public_id: UUID) -> SafeString:
    # The size keeps the room while the picture comes; on a phone a narrow one would show nothing.
    shown = format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        reverse("picture-file", args=[public_id, block["sha256"]]),
        block["alt"] or "Hình chưa có mô tả",
        *block["px"],
    )
    caption = _runs(block["x"])
    return shown + format_html("<figcaption>{}</figcaption>", caption) if caption else shown


def _number(block: Block) -> str:
    """What stands before the words: «I. », «a) », «- »."""
    if block["t"] == "li":
        return f"{block['mark']} "
    if "num" not in block:
        return ""
    lettered = block["t"] == "point" or block.get("lvl") == max(_HEADINGS)
    return f"{block['num']}{')' if lettered else '.'} "


def _table(block: Block) -> SafeString:
    head = _rows(block.get("head", []), "th")
    return format_html(
        '<table class="table">{}<tbody>{}</tbody></table>',
        format_html("<thead>{}</thead>", head) if head else "",
        _rows(block["rows"], "td"),
    )


def _rows(rows: Iterable[Row], tag: str) -> SafeString:
    return _joined(
        format_html("<tr>{}</tr>", _joined(_cell(cell, SafeString(tag)) for cell in row))
        for row in rows
    )


def _cell(cell: str | Cell, tag: SafeString) -> SafeString:
    if isinstance(cell, str):
        return format_html("<{0}>{1}</{0}>", tag, cell)
    spans = {"colspan": cell.get("cs", 1), "rowspan": cell.get("rs", 1)}
    marks = format_html_join("", ' {}="{}"', ((key, n) for key, n in spans.items() if n > 1))
    if cell.get("al") == "r":
        marks += SafeString(' class="number"')
    return format_html("<{0}{1}>{2}</{0}>", tag, marks, _runs(cell["x"]))


def _runs(runs: Sequence[Run]) -> SafeString:
    return _joined(_run(run) for run in runs)


def _run(run: Run) -> SafeString:
    text = format_html("{}", run["s"])
    for style in _STYLES:
        if run.get(style):
            text = format_html("<{0}>{1}</{0}>", SafeString(style), text)
    return text


def _lines(lines: Iterable[str | None], *, strong: str | None) -> SafeString:
    shown = (
        format_html("<b>{}</b>", line) if line == strong else format_html("{}", line)
        for line in lines
        if line
    )
    broken = format_html_join(SafeString("<br>"), "{}", ([line] for line in shown))
    return format_html("<p>{}</p>", broken)


def _list(title: str, lines: Iterable[str]) -> SafeString:
    items = format_html_join("", "<br>- {}", ([line] for line in lines))
    return format_html("<p><b>{}</b>{}</p>", title, items)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ([part] for part in parts))
