"""The drafts that officials gave us, where they lie beside the checkout."""

import json
import subprocess

import pytest

from documents.text import van_ban
from tests.rehearsal.command import ROOT, Rehearsed, rehearse
from tests.rehearsal.drafts import signed, write

SHARED = ROOT.parent / "shared" / "examples" / "typesetting"
PASSED = ["000", "001", "002", "titled"]

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"no shared drafts in {SHARED}")


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    folder = tmp_path_factory.mktemp("drafts")
    untitled = json.loads((SHARED / "003.json").read_bytes())
    block = signed("KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", untitled["signature"]["name"])
    drafts = [SHARED / f"00{n}.json" for n in range(4)]
    drafts += write(folder, titled=untitled | {"signature": block})
    return rehearse(drafts, tmp_path_factory.mktemp("out"))


@pytest.mark.parametrize("stem", PASSED)
def test_a_shared_draft_reaches_the_archive(rehearsed: Rehearsed, stem: str) -> None:
    verdict = rehearsed.verify(stem, "archived")
    assert (verdict.verdict, verdict.problems) == ("valid", ())
    assert [one.covers_whole_file for one in verdict.signatures] == [False, False, True]


@pytest.mark.parametrize("stem", PASSED)
def test_no_word_of_a_draft_is_missing_from_the_archived_pages(
    rehearsed: Rehearsed, stem: str
) -> None:
    source = SHARED / ("003.json" if stem == "titled" else f"{stem}.json")
    said = van_ban.plain_text(van_ban.read(source.read_bytes())).casefold().split()
    path = rehearsed.out / stem / "archived.pdf"
    shown = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    letters = "".join(shown.casefold().split())
    assert [word for word in said if word not in letters] == []


def test_a_missing_title_is_refused_and_not_guessed(rehearsed: Rehearsed) -> None:
    described = rehearsed.description("003")
    assert rehearsed.status == 1
    assert [(one["code"], one["place"]) for one in described["refused"]] == [
        ("signer_title_missing", "signature.title")
    ]
    assert rehearsed.files("003") == {"document.json", "draft.pdf"}
