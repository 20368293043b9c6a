"""What became of one text in another: block by block, word by word, figure by figure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from documents.text import figures, limits, pairing
from documents.text.content import Block, Content, Row, Run
from documents.text.figures import Figure
from documents.text.word_diff import Piece, Work, edits, pieces

How = Literal["same", "renumbered", "retyped", "moved", "changed", "added", "removed"]
QUIET: Final = ("same", "renumbered")
_KINDS: Final = {
    "p": "đoạn văn",
    "basis": "căn cứ",
    "h": "đề mục",
    "num": "khoản đánh số",
    "point": "điểm",
    "li": "gạch đầu dòng",
    "table": "bảng",
    "image": "hình",
}


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table, a sequence of pieces a cell."""

    how: Literal["same", "changed", "added", "removed"]
    cells: tuple[tuple[Piece, ...], ...]
    is_head: bool


@dataclass(frozen=True, slots=True)
class BlockChange:
    """What became of one block: a paragraph has pieces, a table rows; `notes` say the rest.

    Of an image the pieces are its caption, and `notes` say what became of the picture itself.
    """

    id: str
    how: How
    kind: str
    number: str
    pieces: tuple[Piece, ...] = ()
    rows: tuple[TableRow, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeaderChange:
    """A fact outside the body that changed, in lines of pieces."""

    label: str
    lines: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring blocks that changed, or neighbours that did not and may be folded."""

    is_quiet: bool
    blocks: tuple[BlockChange, ...]

    @property
    def renumbered(self) -> int:
        return sum(block.how == "renumbered" for block in self.blocks)

    @property
    def same(self) -> int:
        return len(self.blocks) - self.renumbered


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two texts, in the order of the newer one."""

    blocks: tuple[BlockChange, ...]
    figures: tuple[Figure, ...]
    header: tuple[HeaderChange, ...]

    @property
    def changes(self) -> int:
        """How many places differ; numbers that only moved on are none."""
        return len(self.header) + sum(block.how not in QUIET for block in self.blocks)

    @property
    def is_same(self) -> bool:
        return not self.changes

    @property
    def stretches(self) -> list[Stretch]:
        """The blocks in runs of changed and of unchanged ones."""
        runs = groupby(self.blocks, key=lambda block: block.how in QUIET)
        return [Stretch(quiet, tuple(blocks)) for quiet, blocks in runs]


def compare(old: Content, new: Content) -> Comparison:
    """Tell what became of `old` in `new`; the work is bounded, whatever the two say."""
    work = Work()
    blocks = tuple(_blocks(old["body"], new["body"], work))
    header = tuple(_header(old, new, work))
    found = [
        *(one for fact in header for line in fact.lines for one in figures.in_line("", line)),
        *(one for block in blocks for one in _figures(block)),
    ]
    return Comparison(blocks, tuple(found), header)


def _blocks(old: Sequence[Block], new: Sequence[Block], work: Work) -> Iterator[BlockChange]:
    partner = pairing.partners(old, new)
    in_order = pairing.stayed([partner[at] for at in sorted(partner)])
    gone: dict[int, list[Block]] = {}
    place_of = {before: at for at, before in partner.items()}
    last = -1
    for before, block in enumerate(old):
        if before not in place_of:
            gone.setdefault(last, []).append(block)
        elif before in in_order:
            last = place_of[before]
    yield from (_whole(block, "removed") for block in gone.get(-1, ()))
    for at, block in enumerate(new):
        if at in partner:
            yield _became(old[partner[at]], block, partner[at] not in in_order, work)
        else:
            yield _whole(block, "added")
        yield from (_whole(removed, "removed") for removed in gone.get(at, ()))


def _whole(block: Block, how: Literal["added", "removed"]) -> BlockChange:
    if block["t"] == "table":
        rows = tuple(
            TableRow(how, tuple(_piece(how, limits.cell_text(cell)) for cell in row), is_head)
            for is_head, row in _rows(block)
        )
        return BlockChange(block["id"], how, block["t"], "", rows=rows)
    text = _piece(how, limits.joined(block["x"]))
    notes = (_picture(block),) if block["t"] == "image" else ()
    return BlockChange(block["id"], how, block["t"], _number(block), text, notes=notes)


def _became(old: Block, new: Block, is_moved: bool, work: Work) -> BlockChange:
    notes = ["Chuyển từ chỗ khác đến đây."] if is_moved else []
    retyped = _kind(old) != _kind(new)
    if retyped:
        notes.append(f"Đổi từ {_KINDS[old['t']]} thành {_KINDS[new['t']]}.")
    renumbered = _number(old) != _number(new) and not retyped
    if renumbered and _number(old) and _number(new):
        notes.append(f"Số thứ tự {_number(old)} thành {_number(new)}")
    rows: tuple[TableRow, ...] = ()
    text: tuple[Piece, ...] = ()
    if "rows" in old and "rows" in new:
        rows = _table(old, new, work)
        changed = any(row.how != "same" for row in rows)
    else:
        text = pieces(pairing.text_of(old), pairing.text_of(new), work)
        changed = any(piece.change != "same" for piece in text)
    redrawn = _redrawn(old, new)
    notes += redrawn
    restyled = not (changed or retyped or redrawn) and _style(old) != _style(new)
    if restyled:
        notes.append("Đổi cách trình bày, chữ giữ nguyên.")
    told: list[tuple[bool, How]] = [
        (changed or bool(redrawn), "changed"),
        (retyped or restyled, "retyped"),
        (is_moved, "moved"),
        (renumbered, "renumbered"),
        (True, "same"),
    ]
    how = next(how for holds, how in told if holds)
    return BlockChange(new["id"], how, new["t"], _number(new), text, rows, tuple(notes))


def _picture(block: Block) -> str:
    """Say in words which picture stands there."""
    described = f"«{block['alt']}»" if block["alt"].strip() else "chưa có mô tả"
    return f"Hình {described}, rộng {block['w']}% khổ chữ."


def _redrawn(old: Block, new: Block) -> list[str]:
    """Say what became of an image beside its caption."""
    if old["t"] != "image" or new["t"] != "image":
        return []
    said = []
    if old["sha256"] != new["sha256"]:
        said.append("Thay bằng hình khác.")
    if old["w"] != new["w"]:
        said.append(f"Độ rộng {old['w']}% thành {new['w']}% khổ chữ.")
    if old["alt"] != new["alt"]:
        said.append(f"Mô tả hình «{old['alt']}» thành «{new['alt']}».")
    return said


def _kind(block: Block) -> tuple[str, int]:
    return block["t"], block.get("lvl", 0)


def _number(block: Block) -> str:
    if block["t"] == "li":
        return block["mark"]
    if "num" not in block:
        return ""
    return f"{block['num']}{')' if block['t'] == 'point' or block.get('lvl') == 3 else '.'}"


def _style(block: Block) -> object:
    """Return what a block looks like beside its words: styles of letters, shape of a table."""
    if block["t"] != "table":
        return _looks(block["x"])
    shape = [
        [
            (cell.get("cs"), cell.get("rs"), cell.get("al"), _looks(cell["x"]))
            if isinstance(cell, dict)
            else None
            for cell in row
        ]
        for row in [*block.get("head", []), *block["rows"]]
    ]
    return block.get("cols"), len(block.get("head", [])), shape


def _looks(runs: Sequence[Run]) -> list[tuple[tuple[str, ...], int]]:
    """Return how many letters stand in which style: however the text is cut into runs."""
    styled = [
        (tuple(sorted(key for key in run if key != "s" and run.get(key))), len(run["s"]))
        for run in runs
    ]
    return [
        (style, sum(length for _, length in run))
        for style, run in groupby(styled, key=lambda one: one[0])
    ]


def _rows(block: Block) -> list[tuple[bool, Row]]:
    return [(True, row) for row in block.get("head", [])] + [(False, row) for row in block["rows"]]


def _table(old: Block, new: Block, work: Work) -> tuple[TableRow, ...]:
    """Compare two tables: the rows that stayed hold them together, those between are paired."""
    before = [(head, tuple(map(limits.cell_text, row))) for head, row in _rows(old)]
    after = [(head, tuple(map(limits.cell_text, row))) for head, row in _rows(new)]
    rows: list[TableRow] = []
    runs = groupby(edits(before, after, work), key=lambda edit: edit[0] == "same")
    for is_same, run in runs:
        edited = list(run)
        if is_same:
            rows += [_row("same", row) for _, row in edited]
            continue
        went = [row for change, row in edited if change == "removed"]
        came = [row for change, row in edited if change == "added"]
        rows += _between(went, came, work)
    return tuple(rows)


_Texts = tuple[bool, tuple[str, ...]]


def _between(went: list[_Texts], came: list[_Texts], work: Work) -> Iterator[TableRow]:
    """Pair rows by what they are called, else by their order where as many came as went."""
    named = Counter(_called(row) for row in [*went, *came])
    by_name = {_called(row): row for row in went if named[_called(row)] == 2}
    left = list(went)
    for at, row in enumerate(came):
        partner = by_name.get(_called(row))
        if partner is None and len(went) == len(came):
            partner = went[at]
        if partner is None or partner not in left or len(partner[1]) != len(row[1]):
            yield _row("added", row)
            continue
        while left[0] != partner and left[0] in left and len(left) > len(came) - at:
            yield _row("removed", left.pop(0))
        left.remove(partner)
        cells = tuple(pieces(a, b, work) for a, b in zip(partner[1], row[1], strict=True))
        yield TableRow("changed", cells, row[0])
    yield from (_row("removed", row) for row in left)


def _called(row: _Texts) -> str:
    """Return the first cell that holds a word: the name of a row, whatever its number is."""
    return next((text for text in row[1] if any(map(str.isalpha, text))), "")


def _row(how: Literal["same", "added", "removed"], row: _Texts) -> TableRow:
    is_head, texts = row
    return TableRow(how, tuple(_piece(how, text) for text in texts), is_head)


def _piece(how: Literal["same", "added", "removed"], text: str) -> tuple[Piece, ...]:
    return (Piece(how, text),) if text else ()


def _figures(block: BlockChange) -> Iterator[Figure]:
    if block.how == "changed":
        yield from figures.in_line(block.id, block.pieces)
    heads = [row for row in block.rows if row.is_head]
    for row in block.rows:
        if row.how == "changed" and not row.is_head:
            yield from figures.in_row(block.id, row.cells, heads[-1].cells if heads else ())


def _header(old: Content, new: Content, work: Work) -> Iterator[HeaderChange]:
    for (label, before), (_, after) in zip(_facts(old), _facts(new), strict=True):
        if before != after:
            yield HeaderChange(label, tuple(_lines(before, after, work)))


def _facts(content: Content) -> Iterator[tuple[str, tuple[str, ...]]]:
    issuer, signature = content["issuer"], content["signature"]
    yield "Tên loại", (content["title"],)
    yield "Trích yếu", (limits.joined(content["subject"]),)
    yield "Cơ quan ban hành", (issuer["parent"] or "", issuer["name"])
    yield "Ký hiệu", (content["number"]["symbol"],)
    yield "Địa danh", (content["place"],)
    yield "Kính gửi", tuple(content["addressees"])
    yield "Người ký", tuple(signature[key] or "" for key in ("authority", "title", "name"))
    yield "Nơi nhận", tuple(content["recipients"])


def _lines(old: tuple[str, ...], new: tuple[str, ...], work: Work) -> Iterator[tuple[Piece, ...]]:
    """Compare word by word where as many lines stand, else line by line."""
    if len(old) == len(new):
        yield from (pieces(before, after, work) for before, after in zip(old, new, strict=True))
        return
    for change, line in edits(old, new, work):
        yield (Piece(change, line),)
