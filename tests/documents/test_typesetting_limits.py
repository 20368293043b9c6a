import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from documents.text import van_ban
from documents.typesetting import CannotTypeset
from documents.typesetting.worker import Request, Worker
from tests.documents.drafts import a_report, paragraph

TOO_SLOW = (
    "Văn bản quá nặng, dàn trang quá {} giây chưa xong; hãy rút ngắn văn bản hoặc chia nhỏ bảng."
)
ENDED = (
    "Chương trình dàn trang đã dừng giữa chừng, có thể vì văn bản cần quá nhiều bộ nhớ;"
    " hãy rút ngắn văn bản hoặc chia nhỏ bảng."
)


@pytest.fixture
def worker() -> Iterator[Worker]:
    one = Worker()
    yield one
    one.stop()


def straight(**changes: Any) -> Request:
    """A document sent past the door, as if no limit had been checked."""
    content = a_report() | changes
    return Request(
        "van_ban.typ",
        {"document": json.dumps(content), "options": "{}"},
        ("a-3a", "ua-1"),
        0,
        ("pages",),
    )


def pages(worker: Worker, **changes: Any) -> int:
    return int(worker.render(straight(**changes)).values["pages"][0])


def refusal(worker: Worker, **changes: Any) -> str:
    with pytest.raises(CannotTypeset) as caught:
        worker.render(straight(**changes))
    return caught.value.message


# ---- a hostile text takes nothing down


def test_twenty_thousand_combining_marks_end_the_child_and_nothing_else(worker: Worker) -> None:
    worker.memory_mb = 600
    marks = {"id": "a", **paragraph("a" + "\u0301" * 20_000)}
    assert refusal(worker, body=[marks]) == ENDED
    assert pages(worker) == 1


def test_a_table_of_a_hundred_thousand_cells_is_stopped(worker: Worker) -> None:
    worker.seconds = 3
    table = {"id": "a", "t": "table", "rows": [["x"] * 20 for _ in range(5000)]}
    assert refusal(worker, body=[table]) in (TOO_SLOW.format(3), ENDED)
    assert pages(worker) == 1


def test_a_document_too_slow_is_stopped_at_its_time(worker: Worker) -> None:
    pages(worker)
    worker.seconds = 0.2
    runs = [{"s": "a ", "b": number % 2 == 0} for number in range(20_000)]
    assert refusal(worker, body=[{"id": "a", "t": "p", "x": runs}]) == TOO_SLOW.format(0)
    assert worker.pid is None
    worker.seconds = 20
    assert pages(worker) == 1


@pytest.mark.parametrize("sent", ["{", '{"subject": 1}', "[]"])
def test_a_document_of_the_wrong_shape_is_an_answer_in_words(worker: Worker, sent: str) -> None:
    request = Request("van_ban.typ", {"document": sent}, ("1.7",), 0, ())
    with pytest.raises(CannotTypeset) as caught:
        worker.render(request)
    assert caught.value.message.startswith("Không dàn được trang, chương trình dàn trang báo: ")
    assert pages(worker) == 1


def test_a_letter_that_no_font_has_is_refused_by_the_file_format(worker: Worker) -> None:
    message = refusal(worker, body=[{"id": "a", **paragraph("漢")}])
    assert message == (
        "Không dàn được trang, chương trình dàn trang báo: PDF/A-3a, PDF/UA-1 error:"
        ' the text `"漢"` could not be displayed with font `"Tinos"`.'
    )


# ---- the child is replaced


def test_a_killed_child_is_replaced_without_a_word(worker: Worker) -> None:
    pages(worker)
    first = worker.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert pages(worker) == 1
    assert worker.pid not in (None, first)


def test_a_child_killed_at_work_is_replaced_and_the_work_done(worker: Worker) -> None:
    body = [{"id": str(i), **paragraph("Nội dung công việc. " * 900)} for i in range(40)]
    pages(worker)
    first = worker.pid
    assert first is not None
    killer = threading.Timer(0.3, os.kill, (first, signal.SIGKILL))
    killer.start()
    assert pages(worker, body=body) > 100
    killer.join()
    assert not Path(f"/proc/{first}").exists()


def test_a_child_that_has_grown_large_is_replaced(worker: Worker) -> None:
    pages(worker)
    worker.stop()
    worker.memory_mb = 600
    body = [{"id": str(i), **paragraph("Nội dung công việc. " * 900)} for i in range(40)]
    assert pages(worker, body=body) > 100
    assert worker.pid is None
    assert pages(worker) == 1


def test_a_child_whose_parent_is_gone_ends_by_itself(worker: Worker) -> None:
    pages(worker)
    child = worker._child
    assert child is not None
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(timeout=10) == 0


def test_a_child_lasts_however_much_its_parent_held(worker: Worker) -> None:
    once = b"x" * (worker.memory_mb << 20 >> 1)  # twice what would end a child of its own
    del once
    pages(worker)
    first = worker.pid
    assert first is not None
    pages(worker)
    assert worker.pid == first


def test_a_child_knows_nothing_of_the_application(worker: Worker) -> None:
    pages(worker)
    environment = Path(f"/proc/{worker.pid}/environ").read_bytes().split(b"\0")
    assert {line.partition(b"=")[0] for line in environment if line} == {
        b"LC_ALL",
        b"MALLOC_ARENA_MAX",
        b"RAYON_NUM_THREADS",
    }
    mapped = Path(f"/proc/{worker.pid}/maps").read_text()
    assert ("_typst" in mapped, "psycopg" in mapped) == (True, False)


def test_several_threads_share_a_child_and_each_gets_its_own_page(worker: Worker) -> None:
    found: dict[int, int] = {}

    def work(count: int) -> None:
        body = [{"id": str(i), **paragraph("Nội dung. " * 200)} for i in range(count * 3)]
        found[count] = pages(worker, body=body)

    threads = [threading.Thread(target=work, args=(count,)) for count in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[count] for count in range(1, 7)] == sorted(found.values())
    assert len(set(found.values())) > 3


def test_a_document_that_waits_too_long_for_its_turn_is_told_so(worker: Worker) -> None:
    worker.patience = 0.1
    with worker._lock, pytest.raises(CannotTypeset) as caught:
        worker.render(straight())
    assert caught.value.message == (
        "Hệ thống đang dàn trang nhiều văn bản cùng lúc; hãy thử lại sau ít phút."
    )
    assert pages(worker) == 1


# ---- whatever the door lets in can be set


@pytest.mark.parametrize(
    "changes",
    [
        {"body": [paragraph("Nội dung công việc đã thực hiện. " * 600)] * 50},
        {"body": [{"t": "table", "rows": [["thuyết minh"] * 20] * 250}] * 4},
        {"body": [{"t": "p", "x": [{"s": "a ", "b": n % 2 == 0} for n in range(2000)]}] * 10},
        {"body": [{"t": "h", "lvl": 2, "num": "1", "x": [{"s": "Mục"}]}] * 5000},
        {"body": [paragraph("ngày 12 " * 2500), paragraph("12/QĐ-UBND " * 1800)]},
        {"body": [paragraph("a" * 20_000), paragraph("1-" * 9999), paragraph("(b/c) " * 3000)]},
        {"recipients": ["Văn phòng " * 50] * 200, "addressees": ["Sở Nội vụ " * 50] * 200},
    ],
    ids=["text", "tables", "runs", "headings", "dates", "words", "recipients"],
)
def test_the_largest_drafts_are_set_in_time(worker: Worker, changes: dict[str, Any]) -> None:
    content = van_ban.canonical(a_report(**changes)).decode()
    inputs = {"document": content, "options": "{}"}
    begun = time.monotonic()
    rendered = worker.render(Request("van_ban.typ", inputs, ("a-3a", "ua-1"), 0, ("pages",)))
    assert rendered.values["pages"][0] > 3
    assert time.monotonic() - begun < worker.seconds
