"""The sample documents: which text stands at which stage of its way."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from agencies import roles
from agencies.models import Agency, Duty
from agencies.moments import vn_day
from documents import signers
from documents.actions import receiving
from documents.models import Document, Revision, Status, Urgency, Verdict
from documents.text import van_ban
from documents.text.van_ban import Content
from rehearsal import cast, playing
from rehearsal.office_hours import OfficeHours
from rehearsal.playing import Clock
from workflow.actions import reviewing

FOLDER: Final = Path(__file__).with_name("documents")


def _agreed_by_one(document: Document, clock: Clock) -> None:
    task, at = playing.open_tasks(document)[0], clock()
    reviewing.review(
        task,
        verdict=Verdict.AGREED,
        opinion="Phòng thống nhất; đề nghị cập nhật số liệu đến hết ngày 20 của tháng.",
        by=playing.actor(task, at=at),
        at=at,
    )


def _sent_back(document: Document, clock: Clock) -> None:
    task, at = playing.open_tasks(document)[0], clock()
    reviewing.review(
        task,
        verdict=Verdict.SENT_BACK,
        opinion=(
            "Bảng chỉ tiêu chưa nêu căn cứ tính mức giảm điện năng; "
            "đề nghị bổ sung số liệu năm trước của từng phòng."
        ),
        by=playing.actor(task, at=at),
        at=at,
    )


def _received(document: Document, clock: Clock) -> None:
    """Have Sở Nội vụ receive it; elsewhere it still waits."""
    playing.await_issued(document)
    at = clock()
    entry = document.arrivals.get(agency__code=cast.HOME_AFFAIRS.code)
    receiver = roles.holders(entry.agency, Duty.RECEIVE, on=vn_day(at))[0]
    receiving.receive(entry, by=receiver, at=at)


def _returned(document: Document, clock: Clock) -> None:
    """Have Sở Nội vụ return it."""
    playing.await_issued(document)
    at = clock()
    entry = document.arrivals.get(agency__code=cast.HOME_AFFAIRS.code)
    receiver = roles.holders(entry.agency, Duty.RECEIVE, on=vn_day(at))[0]
    reason = "Báo cáo thiếu số liệu hồ sơ nộp lưu của từng phòng; đề nghị bổ sung rồi gửi lại."
    receiving.send_back(entry, reason=reason, by=receiver, at=at)


@dataclass(frozen=True, slots=True)
class Sample:
    """One document: its text, its agency, how far it is brought.

    `changes` makes a second text of a first; `finish` is the last act, where it is not the usual
    one; `days_ago` counts working days since it was begun.
    """

    text: str
    agency: cast.Body
    until: Status
    days_ago: int = 4
    urgency: Urgency = Urgency.NONE
    changes: Mapping[str, str] = field(default_factory=dict)
    finish: Callable[[Document, Clock], None] | None = None

    @property
    def passes_form_check(self) -> bool:
        return self.until in (
            Status.AWAITING_SIGNATURE,
            Status.AWAITING_NUMBER,
            Status.AWAITING_DISPATCH,
            Status.ISSUED,
        )

    def content(self) -> Content:
        written = (FOLDER / f"{self.text}.json").read_text(encoding="utf-8")
        for old, new in self.changes.items():
            written = written.replace(old, new)
        return van_ban.read(written.encode())


SAMPLES: Final = (
    Sample(
        "bao-cao-thu-hut-dau-tu",
        cast.ECONOMIC_ZONE,
        Status.DRAFTING,
        days_ago=2,
        changes={"11 tháng năm 2026": "năm 2026"},
    ),
    Sample(
        "bao-cao-cai-cach-hanh-chinh",
        cast.ECONOMIC_ZONE,
        Status.IN_REVIEW,
        days_ago=7,
        changes={"cải cách hành chính năm 2026": "cải cách hành chính quý IV năm 2026"},
        finish=_agreed_by_one,
    ),
    Sample(
        "ke-hoach-thi-dua",
        cast.ECONOMIC_ZONE,
        Status.IN_REVIEW,
        changes={"Công sở xanh, phục vụ tận tâm": "Tiết kiệm, hiệu quả, vì nhà đầu tư"},
        finish=_sent_back,
    ),
    Sample(
        "ke-hoach-kiem-tra",
        cast.HOME_AFFAIRS,
        Status.INITIALLING,
        changes={"công tác cải cách hành chính năm 2027": "công tác thi đua năm 2027"},
    ),
    Sample("ke-hoach-kiem-tra", cast.HOME_AFFAIRS, Status.FORM_CHECK),
    Sample("bao-cao-cai-cach-hanh-chinh", cast.ECONOMIC_ZONE, Status.AWAITING_SIGNATURE),
    Sample(
        "bao-cao-thu-hut-dau-tu",
        cast.ECONOMIC_ZONE,
        Status.AWAITING_SIGNATURE,
        days_ago=3,
        urgency=Urgency.EXPRESS,
        changes={"11 tháng năm 2026": "quý IV năm 2026"},
    ),
    Sample(
        "ke-hoach-thi-dua",
        cast.ECONOMIC_ZONE,
        Status.AWAITING_SIGNATURE,
        urgency=Urgency.URGENT,
        changes={"Công sở xanh, phục vụ tận tâm": "Một việc, một đầu mối"},
    ),
    Sample("bao-cao-thu-hut-dau-tu", cast.ECONOMIC_ZONE, Status.AWAITING_NUMBER),
    Sample("ke-hoach-chuyen-doi-so", cast.PEOPLES_COMMITTEE, Status.AWAITING_DISPATCH),
    Sample("ke-hoach-thi-dua", cast.ECONOMIC_ZONE, Status.ISSUED, finish=_received),
    Sample("bao-cao-van-thu-luu-tru", cast.OFFICE, Status.ISSUED, finish=_returned),
)


def load_documents(*, clock: Clock) -> Iterator[str]:
    """Bring every sample that is not there yet to its stage; yield what has been done."""
    for sample in SAMPLES:
        if not _is_there(sample):
            document = _bring(sample, clock=clock)
            yield f"{document.get_status_display()}: {document.subject}"


def _bring(sample: Sample, *, clock: Clock) -> Document:
    """Begin a document and bring it to its stage.

    What precedes the form check happened on the working days before today. The rest happens now:
    no signature can be made in the past.
    """
    agency = Agency.objects.get(code=sample.agency.code)
    past, content = OfficeHours.days_before(clock(), sample.days_ago), sample.content()
    at = past()
    header = signers.header_for(content, agency=agency, on=vn_day(at))
    header = replace(header, urgency=sample.urgency)
    document = playing.begin(agency, content=content, header=header, at=at)
    if sample.passes_form_check:
        playing.play(document, until=Status.FORM_CHECK, clock=past)
    last_clock = clock if sample.passes_form_check else past
    playing.play(document, until=sample.until, clock=last_clock)
    if sample.finish is not None:
        sample.finish(document, last_clock)
    playing.await_draft(document)
    document.refresh_from_db()
    return document


def _is_there(sample: Sample) -> bool:
    """Tell whether a document began with this text, whatever became of it since."""
    return Revision.objects.filter(
        n=1,
        document__agency__code=sample.agency.code,
        content__subject=sample.content()["subject"],
    ).exists()
