"""The plain form in which a draft is written, block by block; it needs no script.

What was typed comes back as it was typed, whatever is wrong with it. Tables with merged cells or
styled text cannot be edited here and are kept as they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, cast

from django.http import QueryDict

from documents.text import marks, numbering, van_ban
from documents.text.content import Block, Content, Row, Run
from documents.text.limits import cell_text
from documents.text.problems import BadDraft, Problem
from ui.typed import whole_number

KINDS = (
    ("p", "Đoạn văn"),
    ("basis", "Căn cứ"),
    ("h1", "Mục I"),
    ("h2", "Mục 1"),
    ("h3", "Mục a"),
    ("num", "Khoản 1"),
    ("point", "Điểm a"),
    ("li1", "Gạch đầu dòng –"),
    ("li2", "Dấu cộng +"),
    ("table", "Bảng"),
)
IMAGE = "image"  # a kind that no other block can become
DESCRIBED, CAPTION = "Mô tả: ", "Chú thích: "  # the two lines of an image
NUMBERED = ("h1", "h2", "h3", "num", "point")
GOES_ON = ("basis", "num", "point", "li1", "li2")  # kinds that usually come several in a row
MOST_BLOCKS = 5_000  # as the draft format says
# A paragraph holds 20,000 letters, and each may carry marks; the draft's own limits come after.
LONGEST_LINE = 200_000
TOO_LONG_A_LINE = "Một đoạn dài quá; mỗi đoạn nhiều nhất 20.000 ký tự."
TOO_MANY_BLOCKS = "Nội dung có hơn 5.000 đoạn; hãy chia thành nhiều văn bản."
COLUMN = " | "  # between the cells of a table's row


@dataclass(slots=True)
class BlockRow:
    """One block as the form shows it."""

    id: str
    kind: str
    number: str
    text: str
    kept: bool = False  # a table that is kept as it is

    @property
    def lines(self) -> int:
        """Return how many lines the field shows."""
        return max(2, min(14, len(self.text) // 85 + self.text.count("\n") + 1))

    @property
    def is_image(self) -> bool:
        return self.kind == IMAGE

    @property
    def is_numbered(self) -> bool:
        return self.kind in NUMBERED


@dataclass(slots=True)
class DraftForm:
    """A draft in the fields of the form."""

    kind: str
    subject: str
    addressees: str
    recipients: str
    blocks: list[BlockRow] = field(default_factory=list)

    @classmethod
    def of(cls, content: Content) -> "DraftForm":
        return cls(
            kind=content["type"],
            subject=marks.print_runs(content["subject"]),
            addressees="\n".join(content["addressees"]),
            recipients="\n".join(content["recipients"]),
            blocks=[_row(block) for block in content["body"]],
        )

    @classmethod
    def typed(cls, post: QueryDict, *, base: Content) -> "DraftForm":
        """Return what was typed. Fields of one name come in the order of the blocks."""
        columns = (post.getlist(f"block-{name}") for name in ("id", "kind", "number", "text"))
        kinds = dict(KINDS)
        complex_tables = {block["id"] for block in base["body"] if _is_complex(block)}
        images = {block["id"] for block in base["body"] if block["t"] == IMAGE}
        return cls(
            kind=post.get("kind", ""),
            subject=post.get("subject", ""),
            addressees=post.get("addressees", ""),
            recipients=post.get("recipients", ""),
            blocks=[
                BlockRow(
                    id=block_id,
                    kind=kind if kind in kinds or (kind == IMAGE and block_id in images) else "p",
                    number=number.strip(),
                    text=text.replace("\r\n", "\n"),
                    kept=block_id in complex_tables and kind == "table",
                )
                for block_id, kind, number, text in zip(*columns, strict=False)
            ],
        )

    def do(self, act: str) -> int | None:
        """Insert, move or remove a block («insert-3», counted from 1); return where to look now."""
        name, _, place = act.partition("-")
        if name == "renumber":
            self._renumber()
            return None
        number = whole_number(place)
        if number is None or number > len(self.blocks):
            return None
        at = number - 1
        if name == "insert":
            self.blocks.insert(at + 1, BlockRow("", self._kind_after(at), "", ""))
            return at + 1
        if at < 0:
            return None
        if name == "remove":
            del self.blocks[at]
            return max(at - 1, 0)
        to = {"up": at - 1, "down": at + 1}.get(name, at)
        if not 0 <= to < len(self.blocks):
            return at
        self.blocks[at], self.blocks[to] = self.blocks[to], self.blocks[at]
        return to

    def content(
        self,
        *,
        base: Content,
        signature: Mapping[str, str | None] | None,
        body: object = None,
    ) -> Content:
        """Return the draft with what was typed. Raises BadDraft with each place named.

        `body` is what the editor wrote, in the draft format; without it the rows are read.
        """
        draft: dict[str, Any] = {
            **base,
            "type": self.kind,
            "title": van_ban.TITLES.get(self.kind, base["title"]),
            "number": {"value": None, "symbol": f"{self.kind}-{base['issuer']['abbr']}"},
            "subject": _marked(_one_line(self.subject), "Trích yếu"),
            "addressees": _lines(self.addressees),
            "recipients": _lines(self.recipients),
            "body": self._body(base) if body is None else body,
        }
        if signature is not None:
            draft["signature"] = dict(signature)
        return van_ban.accept(draft)

    def _body(self, base: Content) -> list[dict[str, Any]]:
        # Nobody waits for the numbers of a million pasted lines: what is too long is known early.
        made = list(islice(self._made(base), MOST_BLOCKS + 1))
        if len(made) > MOST_BLOCKS:
            raise BadDraft([Problem("Nội dung", TOO_MANY_BLOCKS)])
        return made

    def _made(self, base: Content) -> Iterator[dict[str, Any]]:
        before = {block["id"]: block for block in base["body"]}
        numbers = numbering.Numbers()
        for row in self.blocks:
            old = before.get(row.id)
            if row.is_image and old is not None:
                yield _image(row, old)
            elif row.kept and old is not None:
                yield dict(old)
            elif row.kind == "table":
                yield _table(row)
            else:
                yield from _paragraphs(row, numbers)

    def _kind_after(self, at: int) -> str:
        kind = self.blocks[at].kind if 0 <= at < len(self.blocks) else "p"
        return kind if kind in GOES_ON else "p"

    def _renumber(self) -> None:
        numbers = numbering.Numbers()
        for row in self.blocks:
            row.number = numbers.after(row.kind)


def _row(block: Block) -> BlockRow:
    kind = numbering.kind_of(block)
    if kind == "table":
        return BlockRow(block["id"], kind, "", _table_text(block), kept=_is_complex(block))
    text = marks.print_runs(block["x"])
    if kind == IMAGE:
        return BlockRow(block["id"], kind, "", f"{DESCRIBED}{block['alt']}\n{CAPTION}{text}")
    return BlockRow(block["id"], kind, block.get("num", ""), text)


def _shape(kind: str) -> dict[str, Any]:
    if kind[:1] == "h" or kind[:2] == "li":
        return {"t": kind[:-1], "lvl": int(kind[-1])}
    return {"t": kind}


def _marked(text: str, place: str) -> list[Run]:
    """Read the marks of a line; one that no page could hold is refused before it is read."""
    if len(text) > LONGEST_LINE:
        raise BadDraft([Problem(place, TOO_LONG_A_LINE)])
    return marks.parse(text)


def _paragraphs(row: BlockRow, numbers: numbering.Numbers) -> Iterator[dict[str, Any]]:
    """Give a block a line: what is pasted with line breaks becomes as many blocks."""
    for at, line in enumerate(_lines(row.text) or [""]):
        block: dict[str, Any] = {**_shape(row.kind), "x": _marked(line, "Nội dung")}
        if row.id and at == 0:
            block["id"] = row.id
        if row.is_numbered:
            counted = numbers.after(row.kind)
            block["num"] = (row.number if at == 0 else "") or counted
        if row.kind[:2] == "li":
            block["mark"] = "-" if row.kind == "li1" else "+"
        yield block


def _image(row: BlockRow, old: Block) -> dict[str, Any]:
    """Give an image as it stood, with what is typed about it: its description, its caption."""
    described, _, caption = row.text.partition("\n")
    return {
        **old,
        "alt": _one_line(described.removeprefix(DESCRIBED.strip())),
        "x": _marked(_one_line(caption.removeprefix(CAPTION.strip())), "Nội dung"),
    }


def _table(row: BlockRow) -> dict[str, Any]:
    lines = [[cell.strip() for cell in line.split("|")] for line in _lines(row.text)]
    table: dict[str, Any] = {"t": "table", "head": lines[:1], "rows": lines[1:]}
    if row.id:
        table["id"] = row.id
    return table


def _table_text(block: Block) -> str:
    rows = [*block.get("head", []), *block["rows"]]
    return "\n".join(COLUMN.join(cell_text(cell) for cell in row) for row in rows)


def _is_complex(block: Mapping[str, Any]) -> bool:
    """Tell whether a table has what its plain text cannot say."""
    if block["t"] != "table":
        return False
    head, rows = block.get("head", []), block["rows"]
    cells = [cell for row in cast("list[Row]", [*head, *rows]) for cell in row]
    plain = all(isinstance(cell, str) and "|" not in cell and "\n" not in cell for cell in cells)
    return not plain or len(head) != 1 or "cols" in block


def _lines(text: str) -> list[str]:
    return [_one_line(line) for line in text.splitlines() if line.strip()]


def _one_line(text: str) -> str:
    return " ".join(text.split())
