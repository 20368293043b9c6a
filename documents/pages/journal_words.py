"""The journal as officials read it: one sentence an act."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any, Final

from django.utils.translation import gettext

from documents.models import Document, Event
from ui.parts import Entry, Tone
from ui.writing import day

Facts = dict[str, Any]
Words = Callable[[Facts], str]

_SENTENCES: Final[dict[str, Words]] = {
    "DRAFT_BEGUN": lambda _: "Lập dự thảo, bản 1",
    "REVISED": lambda f: gettext("Lưu bản %(revision)s") % {"revision": f["revision"]},
    "SUBMITTED": lambda f: _submitted(f),
    "WITHDRAWN": lambda _: "Rút văn bản về để sửa",
    "CANCELLED": lambda _: "Hủy dự thảo",
    "REVIEW_AGREED": lambda f: (
        gettext("%(department)s đồng ý với bản %(revision)s")
        % {"department": f["department"], "revision": f["revision"]}
    ),
    "REVIEW_SENT_BACK": lambda f: (
        gettext("%(department)s trả lại bản %(revision)s")
        % {"department": f["department"], "revision": f["revision"]}
    ),
    "INITIAL_AGREED": lambda f: gettext("Ký nháy bản %(revision)s") % {"revision": f["revision"]},
    "INITIAL_SENT_BACK": lambda f: (
        gettext("Trả lại bản %(revision)s khi trình ký nháy") % {"revision": f["revision"]}
    ),
    "FORM_CHECK_AGREED": lambda f: (
        gettext("Kiểm tra thể thức bản %(revision)s, đạt") % {"revision": f["revision"]}
    ),
    "FORM_CHECK_SENT_BACK": lambda f: (
        gettext("Trả lại bản %(revision)s khi kiểm tra thể thức") % {"revision": f["revision"]}
    ),
    "SET_DRAFT": lambda f: (
        gettext("Dàn trang bản dự thảo %(revision)s") % {"revision": f["revision"]}
    ),
    "SET_PREPARED": lambda f: (
        gettext("Dàn trang bản trình ký %(revision)s") % {"revision": f["revision"]}
    ),
    "SENT_BACK_BY_SIGNER": lambda f: (
        gettext("Trả lại bản %(revision)s khi trình ký") % {"revision": f["revision"]}
    ),
    "SIGNED": lambda f: gettext("Ký số bản %(revision)s") % {"revision": f["revision"]},
    "SIGNATURE_VOIDED": lambda _: "Chữ ký của người có thẩm quyền mất hiệu lực",
    "NUMBER_TAKEN": lambda f: (
        gettext("Cấp số %(code)s, ngày %(day)s") % {"code": f["code"], "day": _day(f["issued_on"])}
    ),
    "SEALED": lambda f: gettext("Đóng dấu %(code)s") % {"code": f["code"]},
    "RECIPIENT_SETTLED": lambda f: (
        gettext("Xác định nơi nhận «%(line)s»: %(means)s")
        % {"line": f["line"], "means": f["means"]}
    ),
    "ISSUED": lambda f: gettext("Phát hành đến %(n)s nơi nhận") % {"n": len(f["recipients"])},
    "SENT_AGAIN": lambda f: gettext("Gửi lại đến %(join)s") % {"join": ", ".join(f["recipients"])},
    "DELIVERED": lambda f: gettext("Đã chuyển đến %(to)s") % {"to": f["to"]},
    "ARCHIVED": lambda _: "Thêm dữ liệu xác minh và dấu thời gian lưu trữ",
    "INCOMING_RECEIVED": lambda f: (
        gettext("%(agency)s đã tiếp nhận, số đến %(number)s")
        % {"agency": f["agency"], "number": f["number"]}
    ),
    "INCOMING_RETURNED": lambda f: gettext("%(agency)s trả lại") % {"agency": f["agency"]},
    "INCOMING_ASSIGNED": lambda f: _assigned(f),
    "INCOMING_GIVEN_ON": lambda f: (
        gettext("%(agency)s giao lại việc của %(before)s cho %(to)s")
        % {"agency": f["agency"], "before": f["before"], "to": f["to"]}
    ),
    "INCOMING_TAKEN_BACK": lambda f: (
        gettext("%(agency)s rút lại phân công %(to)s xử lý")
        % {"agency": f["agency"], "to": f["to"]}
    ),
    "INCOMING_BEGUN": lambda f: (
        gettext("%(agency)s: %(to)s bắt đầu xử lý") % {"agency": f["agency"], "to": f["to"]}
    ),
    "INCOMING_DONE": lambda f: (
        gettext("%(agency)s: %(to)s đã xử lý xong") % {"agency": f["agency"], "to": f["to"]}
    ),
    "INCOMING_ANSWERED": lambda f: (
        gettext("%(agency)s trả lời bằng %(code)s") % {"agency": f["agency"], "code": f["code"]}
    ),
    "ATTACHED": lambda f: gettext("Thêm tệp kèm theo «%(name)s»") % {"name": f["name"]},
    "DETACHED": lambda f: gettext("Bỏ tệp kèm theo «%(name)s»") % {"name": f["name"]},
    "FILED": lambda f: gettext("Đưa vào hồ sơ %(dossier)s") % {"dossier": f["dossier"]},
    "TAKEN_OUT": lambda f: gettext("Đưa ra khỏi hồ sơ %(dossier)s") % {"dossier": f["dossier"]},
    "OVERTAKING_NAMED": lambda f: (
        gettext("Ghi văn bản này %(kind)s %(other)s") % {"kind": f["kind"], "other": f["other"]}
    ),
    "OVERTAKING_DROPPED": lambda f: (
        gettext("Bỏ ghi văn bản này %(kind)s %(other)s") % {"kind": f["kind"], "other": f["other"]}
    ),
    "OVERTOOK": lambda f: (
        gettext("%(capitalize)s %(other)s từ khi phát hành")
        % {"capitalize": f["kind"].capitalize(), "other": f["other"]}
    ),
    "RECALLED": lambda f: gettext("Bị thu hồi bằng %(code)s") % {"code": f["code"]},
    "REPLACED": lambda f: gettext("Được thay thế bằng %(code)s") % {"code": f["code"]},
    "CORRECTED": lambda f: gettext("Được đính chính bằng %(code)s") % {"code": f["code"]},
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
    text = gettext("Lưu bản %(revision)s đến bản %(revision_2)s") % {
        "revision": oldest.facts["revision"],
        "revision_2": newest.facts["revision"],
    }
    return replace(entry(newest), text=text)


def entry(event: Event) -> Entry:
    """Say one act; one that a newer version wrote keeps its name, so that nothing is left out."""
    words = _SENTENCES.get(event.act)
    by = ", ".join(part for part in (str(event.by or _BY_ITSELF), event.as_what) if part)
    return Entry(
        at=event.at,
        text=words(event.facts) if words else gettext("Việc %(act)s") % {"act": event.act},
        by=by,
        detail=" ".join(_details(event.facts)),
        tone=_TONES.get(event.act, ""),
    )


def _submitted(facts: Facts) -> str:
    revision, departments = facts["revision"], facts["departments"]
    if departments:
        return gettext("Trình bản %(revision)s, xin ý kiến %(join)s") % {
            "revision": revision,
            "join": ", ".join(departments),
        }
    return gettext("Trình bản %(revision)s, không qua xin ý kiến") % {"revision": revision}


def _assigned(facts: Facts) -> str:
    until = gettext(", hạn %(day)s") % {"day": _day(facts["due_on"])} if facts["due_on"] else ""
    return gettext("%(agency)s phân công %(join)s xử lý%(until)s") % {
        "agency": facts["agency"],
        "join": ", ".join(facts["to"]),
        "until": until,
    }


def _details(facts: Facts) -> Iterable[str]:
    if said := facts.get("opinion") or facts.get("reason"):
        yield f"«{said}»"
    for finding in facts.get("findings", []):
        yield finding["message"]
    if "number_left_blank" in facts:
        yield gettext("Số %(number_left_blank)s gõ trong dự thảo được bỏ trống để văn thư cấp.") % {
            "number_left_blank": facts["number_left_blank"]
        }
    if "date_left_blank" in facts:
        yield "Ngày gõ trong dự thảo được bỏ trống để văn thư ghi khi ban hành."


def _day(written: str) -> str:
    return day(date.fromisoformat(written))
