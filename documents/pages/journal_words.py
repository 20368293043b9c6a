"""The journal as officials read it: one sentence an act."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any, Final

from documents.models import Document, Event
from ui.parts import Entry, Tone
from ui.writing import day

Facts = dict[str, Any]
Words = Callable[[Facts], str]

_SENTENCES: Final[dict[str, Words]] = {
    "DRAFT_BEGUN": lambda _: "Lập dự thảo, bản 1",
    "REVISED": lambda f: f"Lưu bản {f['revision']}",
    "SUBMITTED": lambda f: _submitted(f),
    "WITHDRAWN": lambda _: "Rút văn bản về để sửa",
    "CANCELLED": lambda _: "Hủy dự thảo",
    "REVIEW_AGREED": lambda f: f"{f['department']} đồng ý với bản {f['revision']}",
    "REVIEW_SENT_BACK": lambda f: f"{f['department']} trả lại bản {f['revision']}",
    "INITIAL_AGREED": lambda f: f"Ký nháy bản {f['revision']}",
    "INITIAL_SENT_BACK": lambda f: f"Trả lại bản {f['revision']} khi trình ký nháy",
    "FORM_CHECK_AGREED": lambda f: f"Kiểm tra thể thức bản {f['revision']}, đạt",
    "FORM_CHECK_SENT_BACK": lambda f: f"Trả lại bản {f['revision']} khi kiểm tra thể thức",
    "SET_DRAFT": lambda f: f"Dàn trang bản dự thảo {f['revision']}",
    "SET_PREPARED": lambda f: f"Dàn trang bản trình ký {f['revision']}",
    "SENT_BACK_BY_SIGNER": lambda f: f"Trả lại bản {f['revision']} khi trình ký",
    "SIGNED": lambda f: f"Ký số bản {f['revision']}",
    "SIGNATURE_VOIDED": lambda _: "Chữ ký của người có thẩm quyền mất hiệu lực",
    "NUMBER_TAKEN": lambda f: f"Cấp số {f['code']}, ngày {_day(f['issued_on'])}",
    "SEALED": lambda f: f"Đóng dấu {f['code']}",
    "RECIPIENT_SETTLED": lambda f: f"Xác định nơi nhận «{f['line']}»: {f['means']}",
    "ISSUED": lambda f: f"Phát hành đến {len(f['recipients'])} nơi nhận",
    "SENT_AGAIN": lambda f: f"Gửi lại đến {', '.join(f['recipients'])}",
    "DELIVERED": lambda f: f"Đã chuyển đến {f['to']}",
    "ARCHIVED": lambda _: "Thêm dữ liệu xác minh và dấu thời gian lưu trữ",
    "INCOMING_RECEIVED": lambda f: f"{f['agency']} đã tiếp nhận, số đến {f['number']}",
    "INCOMING_RETURNED": lambda f: f"{f['agency']} trả lại",
    "INCOMING_ASSIGNED": lambda f: _assigned(f),
    "INCOMING_GIVEN_ON": lambda f: f"{f['agency']} giao lại việc của {f['before']} cho {f['to']}",
    "INCOMING_TAKEN_BACK": lambda f: f"{f['agency']} rút lại phân công {f['to']} xử lý",
    "INCOMING_BEGUN": lambda f: f"{f['agency']}: {f['to']} bắt đầu xử lý",
    "INCOMING_DONE": lambda f: f"{f['agency']}: {f['to']} đã xử lý xong",
    "INCOMING_ANSWERED": lambda f: f"{f['agency']} trả lời bằng {f['code']}",
    "ATTACHED": lambda f: f"Thêm tệp kèm theo «{f['name']}»",
    "DETACHED": lambda f: f"Bỏ tệp kèm theo «{f['name']}»",
    "FILED": lambda f: f"Đưa vào hồ sơ {f['dossier']}",
    "TAKEN_OUT": lambda f: f"Đưa ra khỏi hồ sơ {f['dossier']}",
    "OVERTAKING_NAMED": lambda f: f"Ghi văn bản này {f['kind']} {f['other']}",
    "OVERTAKING_DROPPED": lambda f: f"Bỏ ghi văn bản này {f['kind']} {f['other']}",
    "OVERTOOK": lambda f: f"{f['kind'].capitalize()} {f['other']} từ khi phát hành",
    "RECALLED": lambda f: f"Bị thu hồi bằng {f['code']}",
    "REPLACED": lambda f: f"Được thay thế bằng {f['code']}",
    "CORRECTED": lambda f: f"Được đính chính bằng {f['code']}",
    "RELATED": lambda f: f"{f['kind'].capitalize()} {f['other']}",
}
_TONES: Final[dict[str, Tone]] = {
    "REVIEW_SENT_BACK": "bad",
    "INITIAL_SENT_BACK": "bad",
    "FORM_CHECK_SENT_BACK": "bad",
    "SENT_BACK_BY_SIGNER": "bad",
    "SIGNATURE_VOIDED": "bad",
    "INCOMING_RETURNED": "bad",
    "CANCELLED": "bad",
    "RECALLED": "bad",
    "REPLACED": "warn",
    "CORRECTED": "warn",
    "WITHDRAWN": "warn",
    "SIGNED": "good",
    "SEALED": "good",
    "ISSUED": "good",
    "INCOMING_RECEIVED": "good",
    "INCOMING_DONE": "good",
    "INCOMING_ANSWERED": "good",
}
_BY_ITSELF: Final = "Hệ thống"


def known_acts() -> set[str]:
    """Return the acts that have a sentence."""
    return set(_SENTENCES)


def entries(document: Document) -> list[Entry]:
    """Return the whole journal in words, the newest act first.

    A draft is saved at every pause: revisions saved in a row by one person are one line.
    """
    events = document.events.select_related("by").order_by("-n")
    return [_run(list(run)) for _, run in groupby(events, key=_run_of)]


def _run_of(event: Event) -> tuple[int, int | None]:
    """Return what the events of one line share; other acts share nothing."""
    alike = event.act == "REVISED" and event.facts.keys() == {"revision"}
    return (0, event.by_id) if alike else (event.n, None)


def _run(events: list[Event]) -> Entry:
    newest, oldest = events[0], events[-1]
    if newest is oldest:
        return entry(newest)
    text = f"Lưu bản {oldest.facts['revision']} đến bản {newest.facts['revision']}"
    return replace(entry(newest), text=text)


def entry(event: Event) -> Entry:
    """Say one act; one that a newer version wrote keeps its name, so that nothing is left out."""
    words = _SENTENCES.get(event.act)
    by = ", ".join(part for part in (str(event.by or _BY_ITSELF), event.as_what) if part)
    return Entry(
        at=event.at,
        text=words(event.facts) if words else f"Việc {event.act}",
        by=by,
        detail=" ".join(_details(event.facts)),
        tone=_TONES.get(event.act, ""),
    )


def _submitted(facts: Facts) -> str:
    revision, departments = facts["revision"], facts["departments"]
    if departments:
        return f"Trình bản {revision}, xin ý kiến {', '.join(departments)}"
    return f"Trình bản {revision}, không qua xin ý kiến"


def _assigned(facts: Facts) -> str:
    until = f", hạn {_day(facts['due_on'])}" if facts["due_on"] else ""
    return f"{facts['agency']} phân công {', '.join(facts['to'])} xử lý{until}"


def _details(facts: Facts) -> Iterable[str]:
    if said := facts.get("opinion") or facts.get("reason"):
        yield f"«{said}»"
    for finding in facts.get("findings", []):
        yield finding["message"]
    if "number_left_blank" in facts:
        yield f"Số {facts['number_left_blank']} gõ trong dự thảo được bỏ trống để văn thư cấp."
    if "date_left_blank" in facts:
        yield "Ngày gõ trong dự thảo được bỏ trống để văn thư ghi khi ban hành."


def _day(written: str) -> str:
    return day(date.fromisoformat(written))
