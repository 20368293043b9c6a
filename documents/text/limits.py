"""What a page can bear: characters, lengths, tables whose spans stay inside their grid."""

from collections.abc import Iterator, Sequence

from documents.text import letters
from documents.text.content import Block, Cell, Content, Row, Run
from documents.text.problems import Problem, place, spoken

LONGEST_SUBJECT = 500
LONGEST_PARAGRAPH = 20_000
LONGEST_TEXT = 1_000_000
MOST_COLUMNS = 20
MOST_CELLS = 5_000
MOST_CELLS_TOGETHER = 20_000
MOST_RUNS_TOGETHER = 50_000

_TEXT = "Nội dung"


def objections(content: Content) -> Iterator[Problem]:
    """Problems of a draft of the right shape, top to bottom."""
    yield from _header(content)
    yield from _lines("addressees", content["addressees"], content)
    for index, block in enumerate(content["body"]):
        if block["t"] == "table":
            yield from _table(block, index, content)
        else:
            yield from _paragraph(block["x"], place(("body", index), content))
    yield from _signature(content)
    yield from _lines("recipients", content["recipients"], content)
    yield from _together(content)


def joined(runs: Sequence[Run]) -> str:
    return "".join(run["s"] for run in runs)


def cell_text(cell: str | Cell) -> str:
    return cell if isinstance(cell, str) else joined(cell["x"])


def _header(content: Content) -> Iterator[Problem]:
    issuer = content["issuer"]
    for key in ("parent", "name", "place"):
        yield from _words(issuer[key] or "", place(("issuer", key), content))
    yield from _words(content["title"], place(("title",), content))
    subject, where = joined(content["subject"]), place(("subject",), content)
    if not subject.strip():
        yield Problem(where, f"{where} còn trống; hãy ghi trích yếu nội dung văn bản.")
    yield from _length(subject, LONGEST_SUBJECT, "một trích yếu", where)
    yield from _words(subject, where)


def _signature(content: Content) -> Iterator[Problem]:
    for key in ("authority", "title", "name"):
        yield from _words(content["signature"][key] or "", place(("signature", key), content))


def _lines(key: str, lines: Sequence[str], content: Content) -> Iterator[Problem]:
    for index, line in enumerate(lines):
        yield from _words(line, place((key, index), content))


def _paragraph(runs: Sequence[Run], where: str) -> Iterator[Problem]:
    text = joined(runs)
    yield from _length(text, LONGEST_PARAGRAPH, "một đoạn", where)
    yield from _words(text, where)


def _length(text: str, most: int, what: str, where: str) -> Iterator[Problem]:
    if len(text) > most:
        size = f"{where} dài {spoken(len(text))} ký tự"
        yield Problem(where, f"{size}; {what} dài nhất {spoken(most)} ký tự.")


def _words(text: str, where: str) -> Iterator[Problem]:
    if found := letters.objection(text):
        index, reason = found
        yield Problem(where, f"{where}, ký tự thứ {spoken(index + 1)}: {reason}.")


def _together(content: Content) -> Iterator[Problem]:
    texts = runs = cells = 0
    for block in content["body"]:
        rows = [*block.get("head", []), *block.get("rows", [])]
        cells += sum(map(len, rows))
        for part in [block.get("x", []), *(_runs(cell) for row in rows for cell in row)]:
            runs += len(part)
            texts += sum(len(run["s"]) for run in part)
    for count, most, what in (
        (texts, LONGEST_TEXT, "ký tự"),
        (runs, MOST_RUNS_TOGETHER, "đoạn chữ đổi kiểu"),
        (cells, MOST_CELLS_TOGETHER, "ô bảng"),
    ):
        if count > most:
            size = f"{_TEXT} có {spoken(count)} {what}"
            yield Problem(_TEXT, f"{size}; một văn bản có nhiều nhất {spoken(most)} {what}.")


def _runs(cell: str | Cell) -> Sequence[Run]:
    return [{"s": cell}] if isinstance(cell, str) else cell["x"]


def _table(table: Block, index: int, content: Content) -> Iterator[Problem]:
    path = ("body", index)
    head, rows = table.get("head", []), table["rows"]
    where = place(path, content)
    columns = len(table["cols"]) if "cols" in table else _width([*head, *rows])
    if not columns:
        yield Problem(where, f"{where} không có ô nào; hãy ghi nội dung hoặc bỏ bảng.")
        return
    if columns > MOST_COLUMNS:
        most = f"một bảng có nhiều nhất {MOST_COLUMNS} cột"
        yield Problem(where, f"{where} có {spoken(columns)} cột; {most}.")
        return
    cells = columns * (len(head) + len(rows))
    if cells > MOST_CELLS:
        most = f"một bảng có nhiều nhất {spoken(MOST_CELLS)} ô"
        yield Problem(where, f"{where} có {spoken(cells)} ô; {most}.")
        return
    for key, part in (("head", head), ("rows", rows)):
        yield from _grid(part, columns, (*path, key), content)
        for row, cells_of_row in enumerate(part):
            for column, cell in enumerate(cells_of_row):
                yield from _paragraph(_runs(cell), place((*path, key, row, column), content))


def _width(rows: Sequence[Row]) -> int:
    """The columns of a table that does not say: those of its first row, which no span reaches."""
    return max((sum(_spans(cell)[0] for cell in row) for row in rows[:1]), default=0)


def _spans(cell: str | Cell) -> tuple[int, int]:
    return (1, 1) if isinstance(cell, str) else (cell.get("cs", 1), cell.get("rs", 1))


def _grid(
    rows: Sequence[Row], columns: int, path: tuple[str | int, ...], content: Content
) -> Iterator[Problem]:
    """Every row must be filled exactly: a page engine would push what is left over elsewhere."""
    below = [0] * columns  # rows that a cell above still reaches down, by column
    for number, row in enumerate(rows):
        where = place((*path, number), content)
        column = width = 0
        for cell in row:
            across, down = _spans(cell)
            while column < columns and below[column]:
                column += 1
            if down > len(rows) - number:
                left = len(rows) - number
                message = f"{where}: ô gộp {spoken(down)} dòng nhưng bảng chỉ còn {left} dòng."
                yield Problem(where, message)
                return
            if column + across > columns or any(below[column : column + across]):
                yield Problem(where, f"{where}: các ô vượt quá {columns} cột của bảng.")
                return
            below[column : column + across] = [down] * across
            column += across
        width = sum(1 for reach in below if reach)
        if width < columns:
            yield Problem(where, f"{where} chỉ có {width} ô; bảng có {columns} cột.")
            return
        below = [reach - 1 for reach in below]
