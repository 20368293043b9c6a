"""What a program may send, value by value: bounded, and never something else than it looks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final

from annotated_types import GroupedMetadata, MaxLen, MinLen
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

LARGEST_KEY: Final = 2**63 - 1
LARGEST_NUMBER: Final = 2**31 - 1
MOST_ON_A_PAGE: Final = 100
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T", re.ASCII)
_FIGURES: Final = re.compile(r"\d{1,19}", re.ASCII)


def _figures(value: Any) -> Any:
    """Read a number of an address; Python reads «+1», «1_0» and « 1» too, which none writes."""
    if isinstance(value, str) and not _FIGURES.fullmatch(value):
        raise PydanticCustomError("int_type", "Cần một số nguyên.")
    return int(value) if isinstance(value, str) else value


def _day(value: Any) -> Any:
    """Read a day; pydantic would take seconds since 1970 for one."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise PydanticCustomError("date_type", "Cần một ngày, như 2026-11-25.")
    return value


def _moment(value: Any) -> Any:
    """Read a moment; pydantic would take seconds since 1970 for one."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _MOMENT.match(value):
        raise PydanticCustomError("datetime_type", "Cần một thời điểm.")
    return value


def _printable(text: str) -> str:
    if "\0" in text:
        raise PydanticCustomError("string_pattern_mismatch", "Có ký tự không in được.")
    return text


@dataclass(frozen=True, slots=True)
class Text(GroupedMetadata):
    """A text that is at most so long, and holds no NUL, which no column takes."""

    most: int
    least: int = 0

    def __iter__(self) -> Iterator[object]:
        yield MinLen(self.least)
        yield MaxLen(self.most)
        yield AfterValidator(_printable)
        said = {"minLength": self.least, "maxLength": self.most, "pattern": r"^[^\u0000]*$"}
        yield WithJsonSchema({"type": "string", **said})


def _flag(value: Any) -> Any:
    """Read true or false of an address; pydantic would take «yes», «on» and «1» too."""
    if isinstance(value, str) and value not in ("true", "false"):
        raise PydanticCustomError("bool_type", "Cần true hoặc false.")
    return value


# In an address, and in a body, where a text or a truth value is no number.
Key = Annotated[int, Field(ge=1, le=LARGEST_KEY), BeforeValidator(_figures)]
Limit = Annotated[int, Field(ge=1, le=MOST_ON_A_PAGE), BeforeValidator(_figures)]
Year = Annotated[int, Field(ge=1945, le=2199), BeforeValidator(_figures)]
Month = Annotated[int, Field(ge=1, le=12), BeforeValidator(_figures)]
Nth = Annotated[int, Field(ge=1, le=LARGEST_NUMBER), BeforeValidator(_figures)]
Flag = Annotated[bool, BeforeValidator(_flag)]
BodyKey = Annotated[int, Field(strict=True, ge=1, le=LARGEST_KEY)]
BodyNumber = Annotated[int, Field(strict=True, ge=1, le=LARGEST_NUMBER)]
BodyFlag = Annotated[bool, Field(strict=True)]
Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]
Pin = Annotated[str, Text(64, least=1)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Cursor = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,18}$")]


class Given(BaseModel):
    """A body, or the filters of a list: a name that is none of ours is refused."""

    model_config = ConfigDict(extra="forbid")


class Shown(BaseModel):
    """What an answer holds."""


class Paged(Given):
    """Which page of a list: the rows after a place, and how many of them."""

    after: Cursor | None = Field(None, description="Giá trị next của trang trước.")
    limit: Limit = 50

    @property
    def place(self) -> int | None:
        return int(self.after) if self.after is not None else None
