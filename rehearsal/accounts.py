"""The table of sample accounts that a rehearsal prints."""

from collections.abc import Iterator, Sequence
from typing import Final

from agencies.models import Duty
from rehearsal import cast
from rehearsal.cast import Body, Person

COLUMNS: Final = ("Vai trò", "Cơ quan", "Tên đăng nhập", "Mật khẩu", "PIN")
_NO_PIN: Final = "–"


def table() -> str:
    """Return every account in columns, an empty line between agencies."""
    groups = [[_row(body, person) for person in body.people] for body in cast.BODIES]
    rows = [COLUMNS, *(row for group in groups for row in group)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    blocks = [[COLUMNS, tuple("─" * width for width in widths), *groups[0]], *groups[1:]]
    return "\n\n".join("\n".join(_lines(block, widths)) for block in blocks)


def _row(body: Body, person: Person) -> tuple[str, ...]:
    # Who signs, and who seals: the clerk unlocks the agency's credential.
    signs = person.is_leader or Duty.CLERK in person.duties
    return (
        _role(person),
        body.abbreviation,
        person.username,
        cast.PASSWORD,
        cast.PIN if signs else _NO_PIN,
    )


def _role(person: Person) -> str:
    """Return the post and, where the title does not say it, the work: «Chuyên viên (soạn thảo)»."""
    work = [Duty(duty).label for duty in person.duties]
    told = [label for label in work if label not in person.title.casefold()]
    title = f"{person.title} {person.unit}".rstrip()
    return f"{title} ({', '.join(told)})" if told else title


def _lines(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()
