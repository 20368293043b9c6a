"""What is wrong with a draft, in sentences that name the place as its drafter knows it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

SHOWN = 50
LOOKED_AT = 1000

Path = Sequence[str | int]

# Where a key of the header or the foot is found on the page.
_LABELS: dict[Path, str] = {
    (): "Dự thảo",
    ("schema",): "Tên định dạng",
    ("type",): "Tên loại",
    ("title",): "Tên loại in trên văn bản",
    ("issuer",): "Cơ quan ban hành",
    ("issuer", "parent"): "Tên cơ quan chủ quản",
    ("issuer", "name"): "Tên cơ quan ban hành",
    ("issuer", "abbr"): "Chữ viết tắt tên cơ quan",
    ("issuer", "place"): "Địa danh",
    ("number",): "Số và ký hiệu",
    ("number", "value"): "Số văn bản",
    ("number", "symbol"): "Ký hiệu",
    ("place",): "Địa danh",
    ("date",): "Thời gian ban hành",
    ("date", "d"): "Ngày ban hành",
    ("date", "m"): "Tháng ban hành",
    ("date", "y"): "Năm ban hành",
    ("subject",): "Trích yếu",
    ("addressees",): "Kính gửi",
    ("body",): "Nội dung",
    ("signature",): "Khối ký",
    ("signature", "authority"): "Quyền hạn của người ký",
    ("signature", "title"): "Chức vụ của người ký",
    ("signature", "name"): "Họ tên người ký",
    ("recipients",): "Nơi nhận",
}
_ORDER: dict[object, int] = {
    key: rank for rank, key in enumerate(path[0] for path in _LABELS if path)
}


@dataclass(frozen=True)
class Problem:
    """`message` is a whole sentence that names the place; `place` is the place alone.

    `block` is the index of the block of the body that it speaks of, for a page to lead there.
    """

    place: str
    message: str
    block: int | None = field(default=None, compare=False)


# A place in the JSON, and how a sentence about it goes on: ((“body”, 11), " dài 25.000 ký tự; …").
Objection = tuple[Path, str]


class BadDraft(Exception):
    """The draft cannot be taken as it is; `problems` says why, in the order of the page."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        found = list(islice(dict.fromkeys(problems), SHOWN + 1))
        self.problems: tuple[Problem, ...] = tuple(found[:SHOWN])
        if len(found) > SHOWN:
            more = "Dự thảo còn nhiều chỗ khác cần sửa; hãy sửa các chỗ trên trước."
            self.problems += (Problem(_LABELS[()], more),)
        super().__init__(self.message)

    @property
    def message(self) -> str:
        return " ".join(problem.message for problem in self.problems)


def refused(draft: object, objections: Iterable[Objection]) -> BadDraft:
    """The objections in sentences, sorted as their places stand on the page."""
    ordered = sorted(islice(objections, LOOKED_AT), key=lambda it: _rank(it[0]))
    places = ((place(path, draft), rest, _block(path)) for path, rest in ordered)
    return BadDraft(Problem(where, where + rest, block) for where, rest, block in places)


def _block(path: Path) -> int | None:
    at = path[1] if path[:1] == ("body",) and len(path) > 1 else None
    return at if isinstance(at, int) else None


def _rank(path: Path) -> tuple[int, int]:
    first = _ORDER.get(path[0], 0) if path else 0
    return first, path[1] if len(path) > 1 and isinstance(path[1], int) else -1


def place(path: Path, draft: object) -> str:
    """Name the place of a JSON path in a draft of any shape: `("body", 11, "x", 0)` is Đoạn 12."""
    for length in range(min(len(path), 2), -1, -1):
        head = tuple(path[:length])
        if head in _LABELS:
            break
    if head == ("body",) and len(path) > 1:
        return _place_in_body(path, draft)
    line = path[1] if head in {("addressees",), ("recipients",)} and len(path) > 1 else None
    return f"{_LABELS[head]}, dòng {line + 1}" if isinstance(line, int) else _LABELS[head]


def _place_in_body(path: Path, draft: object) -> str:
    blocks = draft.get("body") if isinstance(draft, Mapping) else None
    index = path[1]
    if not isinstance(blocks, list) or not isinstance(index, int):
        return _LABELS[("body",)]
    if _is(blocks[index], "image"):
        name = f"Hình {sum(_is(block, 'image') for block in blocks[: index + 1])}"
        return f"{name}, mô tả" if path[2:] == ("alt",) else name
    if not _is(blocks[index], "table"):
        return f"Đoạn {index + 1}"
    name = f"Bảng {sum(_is(block, 'table') for block in blocks[: index + 1])}"
    if len(path) > 3 and path[2] in {"head", "rows"} and isinstance(path[3], int):
        head = blocks[index].get("head")
        above = len(head) if path[2] == "rows" and isinstance(head, list) else 0
        name += f", dòng {above + path[3] + 1}"
        if len(path) > 4 and isinstance(path[4], int):
            name += f", ô {path[4] + 1}"
    return name


def _is(block: object, kind: str) -> bool:
    return isinstance(block, Mapping) and block.get("t") == kind


def spoken(number: int) -> str:
    """1234567 as officials write it: 1.234.567."""
    return f"{number:,}".replace(",", ".")


def quoted(value: object) -> str:
    """What stands in the draft, short enough to be read in a sentence."""
    text = "".join(char if char.isprintable() else "�" for char in str(value)[:41])
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"
