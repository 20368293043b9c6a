"""A province to measure in: N documents over 126 agencies and 5,200 officials, in one database.

Run as `python -m benchmarks.province 100000` (that is also the usual size). What is there already
stays: an interrupted run goes on where it was. What is under way (drafts, trays, arrivals that
wait) is as much in a large province as in a small one; what grows is the archive.
"""

import argparse
import re
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction

from benchmarks import servers

USUAL: Final = 100_000
BATCH: Final = 5_000
LIVE, FRESH = 4_000, 2_000  # documents under way; issued ones that wait at their receivers
BEGAN: Final = datetime(2014, 1, 1, tzinfo=UTC)
ROWS: Final = Path(__file__).parent / "province_parts/rows.sql"
_NAME: Final = re.compile(r"(?<!:):([a-z]+)\b")


def name_of(size: int) -> str:
    """Return the name of the database that holds a province of this size."""
    return f"province_{size}"


def fill(size: int) -> None:
    """Fill the database that Django is led to, from where the last run was interrupted."""
    from benchmarks.province_parts import people, texts  # noqa: PLC0415 (models need Django set up)

    servers.migrate()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # an index of a million rows takes its time
    if _one("SELECT to_regclass('province_text')") is None:
        with transaction.atomic():
            people.fill()
            texts.fill()
    if _one("SELECT count(*) FROM documents_document") < size:
        _strip_tables()
        _rows(size)
    if _put_back():
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _rows(size: int) -> None:
    values = _values(size)
    statements = _statements(ROWS.read_text(encoding="utf-8"))
    done = _one("SELECT coalesce(max(id), 0) FROM documents_document")
    began, at_first = time.monotonic(), done
    for first in range(done + 1, size + 1, BATCH):
        last = min(first + BATCH - 1, size)
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, values | {"first": first, "last": last})
        rate = (last - at_first) / (time.monotonic() - began)
        _say(f"{last:>9,} of {size:,} documents, {rate:,.0f} a second")
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
            )


def _values(size: int) -> dict[str, Any]:
    from django.contrib.auth.models import Permission  # noqa: PLC0415
    from viewflow.workflow.fields import get_flow_ref  # noqa: PLC0415

    from workflow.flows.issuing import IssuingFlow  # noqa: PLC0415

    live = min(LIVE, size // 3)
    return {
        "size": size,
        "live": live,
        "fresh": min(FRESH, size // 6),
        "began": BEGAN,
        "today": datetime.now(UTC),
        "flow": get_flow_ref(IssuingFlow),
        "sight": Permission.objects.get(
            content_type__app_label="documents", codename="view_document"
        ).pk,
    }


def _statements(text: str) -> list[str]:
    """Part the file at its semicolons; `:name` becomes what the driver fills in."""
    code = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    parts = [part.strip("; \n") for part in re.split(r";\n", code) if part.strip()]
    return [_NAME.sub(r"%(\1)s", part.replace("%", "%%")) for part in parts]


def _tables() -> list[str]:
    text = ROWS.read_text(encoding="utf-8")
    return sorted(set(re.findall(r"INSERT INTO (\w+)", text)))


def _strip_tables() -> None:
    """Take indexes and constraints between tables away, until all rows are written.

    What was taken is kept in a table: a run that is interrupted never comes to the end.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS province_taken"
            " (name text PRIMARY KEY, kind text, back text NOT NULL)"
        )
        for name, kind, away, back in _to_take():
            with transaction.atomic():
                cursor.execute("INSERT INTO province_taken VALUES (%s, %s, %s)", [name, kind, back])
                cursor.execute(away)


def _put_back() -> bool:
    """Build again what was taken; tell whether there was any."""
    if _one("SELECT to_regclass('province_taken')") is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, back FROM province_taken ORDER BY kind DESC, name")
        taken = cursor.fetchall()
        for n, (name, back) in enumerate(taken):
            if n % 20 == 0:
                _say(f"{n:>9} of {len(taken)} indexes and constraints")
            with transaction.atomic():
                cursor.execute(back)
                cursor.execute("DELETE FROM province_taken WHERE name = %s", [name])
    return bool(taken)


def _to_take() -> list[tuple[str, str, str, str]]:
    """Return each index and constraint: its name, kind, what takes it away, what puts it back.

    A foreign key comes back as not validated: the rows are ours, and no plan differs by it.
    """
    query = """
        SELECT conname, contype::text,
            format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
            format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s%%s', conrelid::regclass, conname,
                pg_get_constraintdef(oid), CASE contype WHEN 'f' THEN ' NOT VALID' ELSE '' END)
        FROM pg_constraint
        WHERE contype IN ('f', 'u') AND conrelid::regclass::text = ANY(%(tables)s)
        UNION ALL
        SELECT index.relname, 'x', format('DROP INDEX %%I', index.relname),
            pg_get_indexdef(indexrelid)
        FROM pg_index JOIN pg_class AS index ON index.oid = indexrelid
        WHERE indrelid::regclass::text = ANY(%(tables)s)
            AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
        ORDER BY 2, 1
    """
    with connection.cursor() as cursor:
        cursor.execute(query, {"tables": _tables()})
        return list(cursor.fetchall())


def _one(query: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return row[0] if row else None


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def main() -> None:
    """Fill the province that the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=int, nargs="?", default=USUAL)
    size = parser.parse_args().documents
    with servers.running():
        servers.use_database(name_of(size))
        fill(size)


if __name__ == "__main__":
    main()
