"""The shape of a draft in `vbhc/1`, once read: every key is there, every block has its id."""

from typing import Literal, NotRequired, TypedDict


class Run(TypedDict):
    """A stretch of text in one style."""

    s: str
    b: NotRequired[bool]
    i: NotRequired[bool]
    u: NotRequired[bool]
    sup: NotRequired[bool]
    sub: NotRequired[bool]


class Cell(TypedDict):
    """A table's cell that spans others, is aligned or has styled text; else it is a string."""

    x: list[Run]
    cs: NotRequired[int]
    rs: NotRequired[int]
    al: NotRequired[Literal["l", "c", "r"]]


Row = list[str | Cell]


class Block(TypedDict):
    """A paragraph, heading, item, table or image: `t` says which, and so which keys it has."""

    id: str
    t: Literal["p", "basis", "h", "num", "point", "li", "table", "image"]
    x: NotRequired[list[Run]]
    lvl: NotRequired[int]
    num: NotRequired[str]
    mark: NotRequired[str]
    cols: NotRequired[list[float]]
    head: NotRequired[list[Row]]
    rows: NotRequired[list[Row]]
    sha256: NotRequired[str]
    px: NotRequired[list[int]]
    w: NotRequired[int]
    alt: NotRequired[str]


class Issuer(TypedDict):
    """The agency in the header: `place` is where it sits, `abbr` what the notation calls it."""

    parent: str | None
    name: str
    abbr: str
    place: str


class Number(TypedDict):
    """`value` is what the draft typed; the register gives the true one."""

    value: str | None
    symbol: str


class Date(TypedDict):
    """Day, month and year as far as the drafter typed them."""

    d: int | None
    m: int | None
    y: int | None


class Signatory(TypedDict):
    """The signature block: capacity line, title and name; any may still be missing in a draft."""

    authority: str | None
    title: str | None
    name: str | None


class Content(TypedDict):
    """A whole draft."""

    schema: Literal["vbhc/1"]
    type: Literal["BC", "KH"]
    title: str
    issuer: Issuer
    number: Number
    place: str
    date: Date
    subject: list[Run]
    addressees: list[str]
    body: list[Block]
    signature: Signatory
    recipients: list[str]
