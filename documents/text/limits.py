"""What a page can bear: characters, lengths, tables whose spans stay inside their grid."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from documents.text import letters
from documents.text.content import Block, Cell, Row, Run
from documents.text.problems import Objection, Path, place, spoken

LONGEST_SUBJECT = 500
LONGEST_PARAGRAPH = 20_000
LONGEST_TEXT = 1_000_000
MOST_COLUMNS = 20
MOST_CELLS = 5_000
MOST_CELLS_TOGETHER = 20_000
MOST_RUNS_TOGETHER = 20_000
MOST_IMAGES = 40

_HEADER = (("issuer", "parent"), ("issuer", "name"), ("issuer", "place"), ("place",), ("title",))
_SIGNATURE = (("signature", "authority"), ("signature", "title"), ("signature", "name"))


def objections(draft: Mapping[str, Any], misshapen: set[Path]) -> Iterator[Objection]:
    """What is wrong in those parts of a draft whose shape is right.

    `misshapen` holds the parts to pass over: ("issuer",) for a key of the draft, ("body", 11) for
    one of its blocks.
    """
    for path in (*_HEADER, *_SIGNATURE):
        if path[:1] not in misshapen:
            yield from _field(draft, path)
    if ("subject",) not in misshapen:
        yield from _subject(draft["subject"])
    for key in ("addressees", "recipients"):
        if (key,) not in misshapen:
            yield from _lines(key, draft.get(key, []))
    if ("body",) not in misshapen:
        sound = [it for it in enumerate(draft["body"]) if ("body", it[0]) not in misshapen]
        yield from _body(sound, draft)


def joined(runs: Sequence[Run]) -> str:
    return "".join(run["s"] for run in runs)


def cell_text(cell: str | Cell) -> str:
    return cell if isinstance(cell, str) else joined(cell["x"])


def _field(draft: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[Objection]:
    value: Any = draft
    for key in path:
        value = (value or {}).get(key)
    if value is not None:
        yield from _filled(value, path)


def _filled(text: str, path: Path) -> Iterator[Objection]:
    if not text.strip():
        yield path, " còn trống; hãy ghi chữ hoặc bỏ đi."
    yield from _words(text, path)


def _subject(runs: Sequence[Run]) -> Iterator[Objection]:
    text, path = joined(runs), ("subject",)
    if not text.strip():
        yield path, " còn trống; hãy ghi trích yếu nội dung văn bản."
    yield from _length(text, LONGEST_SUBJECT, "một trích yếu", path)
    yield from _words(text, path)


def _lines(key: str, lines: Sequence[str]) -> Iterator[Objection]:
    for index, line in enumerate(lines):
        yield from _filled(line, (key, index))


def _body(blocks: Sequence[tuple[int, Block]], draft: Mapping[str, Any]) -> Iterator[Objection]:
    named: dict[str, int] = {}
    for index, block in blocks:
        path = ("body", index)
        if block["t"] == "table":
            yield from _table(block, path)
        else:
            yield from _paragraph(block["x"], path)
            yield from _words(block.get("alt", ""), (*path, "alt"))
        if "id" in block:
            first = named.setdefault(block["id"], index)
            if first != index:
                other = place(("body", first), draft)
                yield path, f" trùng mã (id) với {other}; mỗi đoạn có một mã riêng."
    yield from _together([block for _, block in blocks])


def _paragraph(runs: Sequence[Run], path: Path) -> Iterator[Objection]:
    text = joined(runs)
    yield from _length(text, LONGEST_PARAGRAPH, "một đoạn", path)
    yield from _words(text, path)


def _length(text: str, most: int, what: str, path: Path) -> Iterator[Objection]:
    if len(text) > most:
        yield path, f" dài {spoken(len(text))} ký tự; {what} dài nhất {spoken(most)} ký tự."


def _words(text: str, path: Path) -> Iterator[Objection]:
    if found := letters.objection(text):
        index, reason = found
        yield path, f", ký tự thứ {spoken(index + 1)}: {reason}."


def _together(blocks: Sequence[Block]) -> Iterator[Objection]:
    texts = runs = cells = images = 0
    for block in blocks:
        images += block["t"] == "image"
        rows = [*block.get("head", []), *block.get("rows", [])]
        cells += sum(map(len, rows))
        for part in [block.get("x", []), *(_runs(cell) for row in rows for cell in row)]:
            runs += len(part)
            texts += sum(len(run["s"]) for run in part)
    for count, most, what in (
        (texts, LONGEST_TEXT, "ký tự"),
        (runs, MOST_RUNS_TOGETHER, "đoạn chữ đổi kiểu"),
        (cells, MOST_CELLS_TOGETHER, "ô bảng"),
        (images, MOST_IMAGES, "hình"),
    ):
        if count > most:
            allowed = f"một văn bản có nhiều nhất {spoken(most)} {what}"
            yield ("body",), f" có {spoken(count)} {what}; {allowed}."


def _runs(cell: str | Cell) -> Sequence[Run]:
    return [{"s": cell}] if isinstance(cell, str) else cell["x"]


def _table(table: Block, path: Path) -> Iterator[Objection]:
    head, rows = table.get("head", []), table["rows"]
    columns = len(table["cols"]) if "cols" in table else _width([*head, *rows])
    cells = columns * (len(head) + len(rows))
    if not columns:
        yield path, " không có ô nào; hãy ghi nội dung hoặc bỏ bảng."
    elif columns > MOST_COLUMNS:
        yield path, f" có {spoken(columns)} cột; một bảng có nhiều nhất {MOST_COLUMNS} cột."
    elif cells > MOST_CELLS:
        yield path, f" có {spoken(cells)} ô; một bảng có nhiều nhất {spoken(MOST_CELLS)} ô."
    else:
        for key, part in (("head", head), ("rows", rows)):
            yield from _grid(part, columns, (*path, key))
            for row, cells_of_row in enumerate(part):
                for column, cell in enumerate(cells_of_row):
                    yield from _paragraph(_runs(cell), (*path, key, row, column))


def _width(rows: Sequence[Row]) -> int:
    """The columns of a table that does not say: those of its first row, which no span reaches."""
    return sum(_spans(cell)[0] for cell in rows[0])


def _spans(cell: str | Cell) -> tuple[int, int]:
    return (1, 1) if isinstance(cell, str) else (cell.get("cs", 1), cell.get("rs", 1))


def _grid(rows: Sequence[Row], columns: int, path: Path) -> Iterator[Objection]:
    """Every row must be filled exactly: a page engine would push what is left over elsewhere."""
    reach = [0] * columns  # by column: how many rows a cell covers, from this row on
    for number, row in enumerate(rows):
        where, column = (*path, number), 0
        for cell in row:
            across, down = _spans(cell)
            while column < columns and reach[column]:
                column += 1
            left = len(rows) - number
            if down > left:
                yield where, f": ô gộp {spoken(down)} dòng nhưng chỉ còn {spoken(left)} dòng."
                return
            if column + across > columns or any(reach[column : column + across]):
                yield where, f" có các ô vượt quá {columns} cột của bảng."
                return
            reach[column : column + across] = [down] * across
            column += across
        filled = sum(map(bool, reach))
        if filled < columns:
            yield where, f" chỉ có {filled} ô; bảng có {columns} cột."
            return
        reach = [rows_left - 1 for rows_left in reach]
