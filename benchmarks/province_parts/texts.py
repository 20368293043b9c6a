"""What the documents of the province say: sentences of the sample drafts, put together anew.

A few hundred texts are folded for search once; each document adds a person's name and its own
number. So the words are as frequent as in an archive, and a name or a number stays rare.
"""

import json
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.db import connection

from benchmarks.province_parts import people
from documents.text import folding, van_ban

DRAFTS: Final = Path(__file__).parents[2] / "rehearsal/documents"
TEXTS, NAMES = 400, 9_000
PARAGRAPHS: Final = 9
KINDS: Final = {"BC": "Báo cáo", "KH": "Kế hoạch"}


def fill() -> None:
    """Write the texts and the names, folded, into two tables that only this tool knows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE province_text (id int PRIMARY KEY, kind text, subject text,"
            " content jsonb, grams tsvector);"
            "CREATE TABLE province_name (id int PRIMARY KEY, name text, grams tsvector)"
        )
        for key, (kind, subject, content) in enumerate(_texts()):
            title = f"{KINDS[kind]} {subject}"
            grams = folding.grams(f"{title} {van_ban.plain_text(content)}", title=title)
            cursor.execute(
                "INSERT INTO province_text VALUES (%s, %s, %s, %s::jsonb, %s::tsvector)",
                [key, kind, subject, json.dumps(content), folding.tsvector_literal(grams)],
            )
        for key, name in enumerate(islice(people.names(), NAMES)):
            said = f"của {name}"
            grams = folding.grams(said, title=said)
            cursor.execute(
                "INSERT INTO province_name VALUES (%s, %s, %s::tsvector)",
                [key, said, folding.tsvector_literal(grams)],
            )


def _texts() -> Iterator[tuple[str, str, Any]]:
    chance = random.Random(2026)  # noqa: S311 - the same texts every time
    drafts = [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted(DRAFTS.glob("*.json"))
    ]
    pool = [
        "".join(run["s"] for run in block["x"])
        for draft in drafts
        for block in draft["body"]
        if block["t"] in ("p", "li", "num", "point")
    ]
    for _ in range(TEXTS):
        draft = chance.choice(drafts)
        body = [{"t": "p", "x": [{"s": text}]} for text in chance.sample(pool, PARAGRAPHS)]
        subject = "".join(run["s"] for run in draft["subject"])
        yield draft["type"], subject, van_ban.accept(draft | {"body": body})
