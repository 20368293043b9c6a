"""Drafts in the shapes that officials bring, and those they gave us where they lie beside us."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from documents.text import van_ban
from tests.rehearsal import shapes
from tests.rehearsal.command import ROOT, Rehearsed, rehearse
from tests.rehearsal.drafts import signed, write

SHARED = ROOT.parent / "shared" / "examples" / "typesetting"
SOURCES = [
    "ours",
    pytest.param(
        "shared",
        marks=pytest.mark.skipif(not SHARED.is_dir(), reason=f"no shared drafts in {SHARED}"),
    ),
]
PASSED = ["000", "001", "002", "titled"]

Drafts = dict[str, dict[str, Any]]


def ours() -> Drafts:
    made: list[Callable[[], dict[str, Any]]] = [
        shapes.on_behalf,
        shapes.head_of_office,
        shapes.issued_before,
        shapes.untitled,
    ]
    return {f"{n:03}": draft() for n, draft in enumerate(made)}


def shared() -> Drafts:
    return {f"{n:03}": json.loads((SHARED / f"{n:03}.json").read_bytes()) for n in range(4)}


@pytest.fixture(scope="module", params=SOURCES)
def drafts(request: pytest.FixtureRequest) -> Drafts:
    """Four drafts, the last without a title, and that one again with authority and title."""
    found = ours() if request.param == "ours" else shared()
    block = signed("KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", found["003"]["signature"]["name"])
    return found | {"titled": found["003"] | {"signature": block}}


@pytest.fixture(scope="module")
def rehearsed(drafts: Drafts, tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    files: list[Path] = write(tmp_path_factory.mktemp("drafts"), **drafts)
    return rehearse(files, tmp_path_factory.mktemp("out"))


@pytest.mark.parametrize("stem", PASSED)
def test_a_draft_of_officials_reaches_the_archive(rehearsed: Rehearsed, stem: str) -> None:
    verdict = rehearsed.verify(stem, "archived")
    assert (verdict.verdict, verdict.problems) == ("valid", ())
    assert [one.covers_whole_file for one in verdict.signatures] == [False, False, True]


@pytest.mark.parametrize("stem", PASSED)
def test_no_word_of_a_draft_is_missing_from_the_archived_pages(
    drafts: Drafts, rehearsed: Rehearsed, stem: str
) -> None:
    content = van_ban.read(json.dumps(drafts[stem], ensure_ascii=False).encode())
    said = van_ban.plain_text(content).casefold().split()
    path = rehearsed.out / stem / "archived.pdf"
    shown = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    letters = "".join(shown.casefold().split())
    assert [word for word in said if word not in letters] == []


def test_a_number_and_a_day_already_typed_are_taken_as_blank(
    drafts: Drafts, rehearsed: Rehearsed
) -> None:
    described = rehearsed.description("002")
    typed = drafts["002"]["number"]["value"]
    assert (described["number"], typed != "1") == (1, True)
    assert typed in str(described["journal"])


def test_a_missing_title_is_refused_and_not_guessed(rehearsed: Rehearsed) -> None:
    described = rehearsed.description("003")
    assert rehearsed.status == 1
    assert [(one["code"], one["place"]) for one in described["refused"]] == [
        ("signer_title_missing", "signature.title")
    ]
    assert rehearsed.files("003") == {"document.json", "draft.pdf"}
