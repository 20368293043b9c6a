"""Hostile drafts by way of the page and of the job: a sentence, nothing kept, and work goes on."""

import json
import subprocess
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from agencies.capacity_words import Capacity
from documents import storage
from documents.actions.drafting import Header
from documents.actions.rendering import keep_revision, set_draft
from documents.models import Document, Event, Rendition, Revision, Stage, TypesettingFault
from tests import life
from tests.cast import Cast
from tests.documents.drafts import paragraph, report_as_typed
from tests.jobs_now import waiting_jobs
from workflow.actions import drafting
from workflow.models import WorkTask

MARKS = "\u0301" * 20_000
# What the page engine would do, were a text ever read as code: read our files, end the page.
CODES = ('#read("/etc/passwd")', '#panic("x") ]) $x$', "*b* _i_ `r` <l> @l \\u{41} //")
PRINTED = 14  # times in `fields`

BIG_TABLE = {"t": "table", "rows": [["x"] * 20 for _ in range(5_000)]}


def as_file(**changes: Any) -> bytes:
    return json.dumps(report_as_typed(**changes), ensure_ascii=False).encode()


def upload(cast: Cast, raw: bytes) -> tuple[int, str]:
    """Bring a draft as the drafter does; return the answer's status and page."""
    drafter = Client()
    drafter.force_login(cast.drafter)
    sent = {
        "kind": "BC",
        "department": cast.unit.pk,
        "file": SimpleUploadedFile("du-thao.json", raw, content_type="application/json"),
    }
    answer = drafter.post(reverse("new-document"), sent)
    return answer.status_code, answer.content.decode()


def kept() -> list[int]:
    return [model.objects.count() for model in (Document, Revision, Event, WorkTask)]


def the_next_good_draft_is_set(cast: Cast) -> None:
    facts = life.content()
    status, page = upload(cast, json.dumps(facts, ensure_ascii=False).encode())
    assert status == 302, page
    revision = Revision.objects.get()
    keep_revision(revision.pk)
    set_draft(revision.pk)
    assert revision.renditions.get().stage == Stage.DRAFT


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "20,000 marks on a letter": (
        lambda: as_file(body=[paragraph("a" + MARKS)]),
        "Đoạn 1, ký tự thứ 2: nhiều dấu chồng lên một chữ; hãy gõ lại chữ đó.",
    ),
    "20,000 marks in the subject": (
        lambda: as_file(subject=[{"s": "a" + MARKS}]),
        "Trích yếu dài 20.000 ký tự; một trích yếu dài nhất 500 ký tự.",
    ),
    "a table of 5,000 × 20": (
        lambda: as_file(body=[BIG_TABLE]),
        "Nội dung có 100.000 ô bảng; một văn bản có nhiều nhất 20.000 ô bảng.",
    ),
    "10 MB": (
        lambda: as_file(body=[paragraph("chữ " * (10 * 1024 * 1024 // 6))]),
        "Tệp lớn 10,5 MB; một dự thảo lớn nhất 10 MB.",
    ),
    "over 11 MB": (lambda: b" " * (12 * 1024 * 1024), "Tệp lớn hơn 10 MB."),
    "empty": (lambda: b"", "Tệp dự thảo không có nội dung."),
    "torn": (
        lambda: b'{"schema": "vbhc/1", "type": "BC',
        "Dòng 1, cột 30: tệp không phải JSON hợp lệ: chuỗi chữ bắt đầu ở đây chưa đóng ngoặc kép.",
    ),
    "not UTF-8": (
        lambda: b"{\n\xff}",
        "Dòng 2, cột 1: byte FF không thuộc mã UTF-8; hãy lưu lại tệp bằng mã UTF-8.",
    ),
    "nested 100,000 deep": (
        lambda: b"[" * 100_000 + b"]" * 100_000,
        "Tệp lồng nhau quá sâu; một dự thảo có nhiều nhất 16 tầng.",
    ),
    "a key twice": (
        lambda: b'{"schema": "vbhc/1", "schema": "vbhc/1"}',
        "Dự thảo: khóa “schema” ghi hai lần; hãy bỏ một.",
    ),
    "not an object": (lambda: b'"vbhc/1"', "Dự thảo phải là một nhóm khóa { }."),
    "a number of 10,000 digits": (
        lambda: b'{"schema": ' + b"9" * 10_000 + b"}",
        "Tệp không phải JSON hợp lệ: có một số quá dài.",
    ),
}


@pytest.mark.parametrize(("raw", "says"), REFUSED.values(), ids=REFUSED)
def test_a_hostile_file_is_refused_in_words_and_leaves_nothing(
    cast: Cast, cheap_files: dict[str, bytes], raw: Callable[[], bytes], says: str
) -> None:
    before = kept()
    status, page = upload(cast, raw())
    assert (status, says in page) == (422, True), page
    assert (kept(), waiting_jobs(), cheap_files) == (before, [], {})


def test_after_every_hostile_file_the_next_good_draft_is_set(cast: Cast) -> None:
    assert [upload(cast, raw())[0] for raw, _ in REFUSED.values()] == [422] * len(REFUSED)
    the_next_good_draft_is_set(cast)


# ---- code of the page engine is only text


def fields(code: str) -> dict[str, Any]:
    """Return a draft's fields, each holding the code once; it stands in the table twice."""
    text = [{"s": code}]
    return {
        "title": code,
        "place": life.ISSUER["place"],
        "subject": text,
        "addressees": [code],
        "body": [
            {"t": "h", "lvl": 1, "num": "I", "x": text},
            {"t": "p", "x": text},
            {"t": "li", "lvl": 1, "mark": "-", "x": text},
            {"t": "table", "head": [[code]], "rows": [[{"x": text}]]},
        ],
        "issuer": life.ISSUER | {"parent": code, "name": code},
        "signature": {"authority": code, "title": code, "name": code},
        "recipients": [f"{code};", "Lưu: VT."],
    }


@pytest.mark.parametrize("code", CODES)
def test_code_in_every_field_is_printed_and_not_run(cast: Cast, code: str) -> None:
    status, page = upload(cast, as_file(**fields(code)))
    assert status == 302, page
    revision = Revision.objects.get()
    set_draft(revision.pk)
    assert not TypesettingFault.objects.exists()
    shown = subprocess.run(
        ["pdftotext", "-raw", "-", "-"],
        input=storage.read(revision.renditions.get().object),
        capture_output=True,
        check=True,
    ).stdout.decode()
    printed = "".join(shown.casefold().split())
    assert printed.count("".join(code.casefold().split())) == PRINTED


# ---- what got past the door all the same


def test_a_text_that_the_page_engine_cannot_bear_is_a_sentence_on_the_page(cast: Cast) -> None:
    content = life.content()
    content["body"] = [{"id": "a", **paragraph("a" + MARKS)}]  # type: ignore[typeddict-item]
    good = life.begin(cast).document
    bad = drafting.begin(
        cast.unit,
        content=content,
        header=Header(signer=cast.leader, capacity=Capacity.NONE),
        by=cast.drafter,
        at=life.now(),
    ).process.document
    set_draft(bad.revisions.get().pk)

    fault = TypesettingFault.objects.get()
    assert fault.message.endswith("hãy rút ngắn văn bản hoặc chia nhỏ bảng.")
    drafter = Client()
    drafter.force_login(cast.drafter)
    page = drafter.get(reverse("document", args=[bad.public_id])).content.decode()
    assert f"Chưa dàn được trang: {fault.message}" in unescape(page)
    assert not Rendition.objects.exists()
    set_draft(good.revisions.get().pk)
    assert Rendition.objects.get().revision.document == good
