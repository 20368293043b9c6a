"""The lines above a signature, as they are printed."""

from datetime import UTC, datetime
from subprocess import run

from documents import typesetting
from tests.documents.drafts import a_report


def test_a_capacity_of_two_lines_is_printed_as_two_lines(tmp_path):
    block = {
        "authority": "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH",
        "title": "PHÓ CHỦ TỊCH",
        "name": "Lê Thị Hạnh",
    }
    page = typesetting.typeset(
        a_report(signature=block), created_at=datetime(2026, 1, 5, tzinfo=UTC)
    )
    (tmp_path / "page.pdf").write_bytes(page.pdf)

    text = run(
        ["pdftotext", "-raw", tmp_path / "page.pdf", "-"], capture_output=True, text=True
    ).stdout
    lines = [line.strip() for line in text.splitlines()]
    assert [line for line in lines if line in ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")] == [
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
    ]
    assert "/ KT" not in text
