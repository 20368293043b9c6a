"""Calling the command `rehearse` as somebody at a terminal does."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import signing
from tests import servers

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Rehearsed:
    """What the command said, and the folder that it filled."""

    out: Path
    status: int
    said: str
    printed: str

    def description(self, stem: str) -> dict[str, Any]:
        described: dict[str, Any] = json.loads((self.out / stem / "document.json").read_bytes())
        return described

    def file(self, stem: str, stage: str) -> bytes:
        return (self.out / stem / f"{stage}.pdf").read_bytes()

    def files(self, stem: str) -> set[str]:
        return {path.name for path in (self.out / stem).iterdir()}

    def verify(self, stem: str, stage: str, *, crls: Sequence[str] = ()) -> signing.Verdict:
        """Judge a file against what the description says; CRLs by their names in the folder."""
        description = self.description(stem)
        return signing.verify(
            self.file(stem, stage),
            trust=signing.Trust.from_pem((self.out / "root.pem").read_bytes()),
            at=datetime.now(UTC),
            expect=None if crls else signing.Expectation.from_json(description),
            crls=[(self.out / name).read_bytes() for name in crls],
        )


def rehearse(drafts: list[Path], out: Path) -> Rehearsed:
    """Call the command without any server named: it starts its own and stops them again."""
    ours = servers.MACHINE.environment
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    done = subprocess.run(
        [sys.executable, "manage.py", "rehearse", *map(str, drafts), "--out", str(out)],
        cwd=ROOT,
        env=environment | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    return Rehearsed(out, done.returncode, done.stderr, done.stdout)
