"""The code of the house as text and as trees, for tests that read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "agencies",
    "config",
    "documents",
    "exchange",
    "jobs",
    "local",
    "rehearsal",
    "signing",
    "ui",
    "workflow",
)


def modules(*rooms: str) -> list[Path]:
    """Return the Python files of rooms, without migrations, which Django writes."""
    return sorted(
        path
        for room in rooms or ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts
    )


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls_by_function(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call with the outermost function or class that it stands in, "" for none."""
    for node in tree(path).body:
        where = getattr(node, "name", "")
        for inner in ast.walk(node):
            if isinstance(inner, ast.Call):
                yield where, inner


def imported(path: Path) -> set[str]:
    """Return the dotted names of all modules that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names
