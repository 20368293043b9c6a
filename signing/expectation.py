"""What the register says of a document, to be found again in its file."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from signing.fields import DATE, NUMBER, SEAL


@dataclass(frozen=True)
class Expectation:
    """The fields that must be there, who signed which, and what number and date say.

    `certificates` maps a signature field to the SHA-256 (hexadecimal) of its certificate. What
    is None or empty is not asked for, so that a document can be checked before it is issued.
    """

    fields: tuple[str, ...] = ()
    certificates: Mapping[str, str] = field(default_factory=dict)
    number: int | None = None
    notation: str = ""
    issued_on: dt.date | None = None

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Read the description of an issued document; raises ValueError where it is none."""
        try:
            issued_on, number = document.get("issued_on"), document.get("number")
            return cls(
                fields=tuple(str(name) for name in document["fields"].values()),
                certificates={
                    str(name): str(sha256).lower()
                    for name, sha256 in document["certificates"].items()
                },
                number=None if number is None else int(number),
                notation=str(document.get("notation") or ""),
                issued_on=dt.date.fromisoformat(issued_on) if issued_on else None,
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("not the description of a document") from error

    def number_line(self) -> str:
        """The number line, numbers below ten with a zero (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
        return f"Số: {self.number:02d}/{self.notation}"

    def says_date(self, line: str) -> bool:
        """Whether a line gives the day of issue: a zero before days below ten, months 1 and 2."""
        if self.issued_on is None:
            return True
        day, month, year = self.issued_on.day, self.issued_on.month, self.issued_on.year
        shown = f"{month:02d}" if month < 3 else str(month)
        said = re.escape(f", ngày {day:02d} tháng {shown} năm {year}")
        return re.fullmatch(rf"[^,]+{said}", line) is not None


@dataclass(frozen=True)
class Signer:
    """A signature as found: its field and its certificate's SHA-256; a timestamp has no person."""

    field: str
    certificate_sha256: str
    is_timestamp: bool


def missed(
    expect: Expectation, *, names: set[str], signers: Sequence[Signer], values: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return what is not as expected: codes with the names of fields, in order."""
    found: list[tuple[str, str]] = []
    by_field = {signer.field: signer for signer in signers}
    wanted = dict.fromkeys((*expect.fields, *expect.certificates))
    found += [("field-missing", name) for name in wanted if name not in names]
    for name, sha256 in expect.certificates.items():
        signer = by_field.get(name)
        if signer is None and name in names:
            found.append(("not-signed", name))
        elif signer is not None and signer.certificate_sha256 != sha256.lower():
            found.append(("wrong-signer", name))
    if expect.number is not None and values.get(NUMBER) != expect.number_line():
        found.append(("number-mismatch", NUMBER))
    if not expect.says_date(values.get(DATE, "")):
        found.append(("date-mismatch", DATE))
    people = [signer.field for signer in signers if not signer.is_timestamp]
    if SEAL in wanted and SEAL in by_field and people[-1] != SEAL:
        found.append(("seal-not-last", SEAL))
    return found
