"""The log on stderr: one JSON object a line, without people's words and without secrets.

An error is told by its kind and by where it happened. Its own message may quote what somebody
typed, and what the database says of a row may name people: neither is written.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any, Final

from jobs.errand import reference

FRAMES: Final = 12  # of a traceback, from where it happened upwards
LONGEST: Final = 2000  # characters of a message
_QUOTED: Final = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|«[^»]*»|“[^”]*”|\(\S+\)=\([^)]*\)")


class JsonLines(logging.Formatter):
    """Write a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage()[:LONGEST],
        }
        if name := reference.get():
            line["reference"] = name
        facts = getattr(record, "facts", None)
        if isinstance(facts, dict):
            line |= facts
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def told(error: BaseException) -> list[dict[str, Any]]:
    """Return an error and what caused it, each with its kind, its cause in words, and its place."""
    chain: list[dict[str, Any]] = []
    one: BaseException | None = error
    while one is not None and len(chain) < 5:
        frames = traceback.extract_tb(one.__traceback__)[-FRAMES:]
        chain.append(
            {
                "kind": f"{type(one).__module__}.{type(one).__qualname__}",
                "says": without_values(str(one)),
                "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
            }
        )
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return chain


def without_values(text: str) -> str:
    """Return the first line of a message, with … for everything that it quotes."""
    first = text.partition("\n")[0]
    return _QUOTED.sub("…", first)[:300]
