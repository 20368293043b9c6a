"""The pages beside the text that is being written: only what changed, and where each block is."""

import pytest

from documents.typesetting import CannotTypeset
from documents.typesetting.page import typeset
from documents.typesetting.preview import preview
from documents.typesetting.worker import Worker
from tests.documents.drafts import a_report, paragraph
from tests.life import now

LONG = [paragraph(f"Đoạn thứ {n}: " + "nội dung công tác " * 30) for n in range(30)]


def test_a_word_on_one_page_changes_that_page_alone() -> None:
    before = preview(a_report(body=LONG), near=1, known=())
    changed = [*LONG[:-1], paragraph("Chữ đã sửa: " + "nội dung công tác " * 30)]
    after = preview(a_report(body=changed), near=1, known=before.sheets)
    differ = [a != b for a, b in zip(before.sheets, after.sheets, strict=True)]
    assert sum(differ) == 1


def test_pages_that_the_reader_has_do_not_travel_again() -> None:
    first = preview(a_report(body=LONG), near=1, known=())
    assert sorted(first.pictures) == sorted(set(first.sheets[:6]))
    assert preview(a_report(body=LONG), near=1, known=first.sheets).pictures == {}


def test_it_follows_the_block_that_is_being_written() -> None:
    content = a_report(body=LONG * 4)
    last = content["body"][-1]["id"]
    seen = preview(content, near=last, known=())
    assert seen.blocks[last].page == len(seen.sheets)
    assert list(seen.pictures) == list(seen.sheets[-2:])


def test_it_breaks_pages_where_the_file_will() -> None:
    content = a_report(body=LONG)
    page = typeset(content, created_at=now(), watermark="DỰ THẢO", print_lines=True)
    assert len(preview(content, near=1, known=()).sheets) == page.pages


def test_every_kind_of_block_has_its_place() -> None:
    table = {"t": "table", "head": [["Chỉ tiêu", "Số"]], "rows": [["Hồ sơ", "12"]]}
    content = a_report()
    content = a_report(body=[*content["body"], table])
    assert set(preview(content, near=1, known=()).blocks) == {one["id"] for one in content["body"]}


def test_a_draft_that_takes_too_long_gets_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    hasty = Worker(seconds=0.05)
    monkeypatch.setattr("documents.typesetting.preview._worker_of", lambda _process: hasty)
    heavy = a_report(body=[{"t": "table", "rows": [["x " * 20] * 20 for _ in range(250)]}])
    with pytest.raises(CannotTypeset, match="hãy rút ngắn văn bản hoặc chia nhỏ bảng"):
        preview(heavy, near=1, known=())
