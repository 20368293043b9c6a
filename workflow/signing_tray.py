"""What a signer is shown before signing: the tray, what was checked, what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext

from agencies.actions import credentials
from agencies.errors import AgencyError, NoCredential
from agencies.models import Official
from agencies.moments import vn_day
from documents import outside
from documents.checking import rules
from documents.models import (
    Document,
    Reading,
    Rendition,
    Revision,
    Signature,
    Stage,
    Verdict,
)
from documents.text.compare import Comparison
from ui.parts import Check
from ui.writing import day, moment
from workflow import turn
from workflow.flows.issuing import IssuingFlow
from workflow.models import WorkTask

RUNS_OUT: Final = timedelta(days=30)
STILL_NEWS: Final = timedelta(hours=1)  # of the timestamp authority's last answer


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the tray, with the file that would be signed."""

    task: WorkTask
    revision: Revision
    prepared: Rendition | None
    opened: bool  # by the official, this very revision

    @property
    def document(self) -> Document:
        document = self.task.process.document
        assert isinstance(document, Document)
        return document

    @property
    def chosen(self) -> str:
        """What a page sends for this row: the task, and the hash of the file that it shows."""
        return f"{self.task.pk}:{self.prepared.object.sha256}" if self.prepared else ""


def entries(official: Official, *, at: datetime) -> list[Entry]:
    """Return what waits for an official's signature, the earliest due first."""
    tasks = turn.open_tasks(official, on=vn_day(at)).filter(flow_task=IssuingFlow.sign)
    return entries_of(list(tasks), official)


def entries_of(tasks: Sequence[WorkTask], official: Official) -> list[Entry]:
    """Return tasks with what is signed in them, in their order; three queries for them all."""
    documents = [task.process.document_id for task in tasks]
    latest = {
        revision.document_id: revision
        for revision in Revision.objects.filter(document_id__in=documents)
        .order_by("document_id", "-n")
        .distinct("document_id")
        .defer("content")
    }
    prepared = {
        rendition.revision_id: rendition
        for rendition in Rendition.objects.filter(
            revision__in=latest.values(), stage=Stage.PREPARED
        ).select_related("object")
    }
    opened = set(
        Reading.objects.filter(official=official, revision__in=latest.values()).values_list(
            "revision_id", flat=True
        )
    )
    found = []
    for task in tasks:
        revision = latest[task.process.document_id]
        file = prepared.get(revision.pk)
        found.append(Entry(task, revision, file, opened=revision.pk in opened))
    return found


def checks(
    revision: Revision, changed: Comparison | None, official: Official, *, at: datetime
) -> list[Check]:
    """Return what a signer would ask before signing, each with how it stands now."""
    return [
        _form(revision, at=at),
        *_vouched(revision),
        *_figures(changed),
        certificate(official, at=at),
        *_timestamps(at=at),
    ]


def certificate(official: Official, *, at: datetime) -> Check:
    """Say until when the official's certificate is good, or what is wrong with it."""
    try:
        credential = credentials.current(official, at=at)
    except NoCredential as refusal:
        return Check("Chứng thư số", "bad", refusal.message)
    if credential.revoked_at and credential.revoked_at <= at:
        return Check("Chứng thư số", "bad", "đã bị thu hồi; hãy liên hệ người quản trị")
    if credential.is_locked:
        return Check("Chứng thư số", "bad", "đã bị khóa vì sai mã PIN ba lần")
    try:
        credentials.signature_picture(official, at=at)
    except AgencyError as refusal:
        return Check("Hình chữ ký", "bad", refusal.message)
    until = gettext("có hiệu lực đến %(valid_to)s") % {"valid_to": day(credential.valid_to)}
    if credential.valid_to - at < RUNS_OUT:
        return Check("Chứng thư số sắp hết hạn", "warn", until)
    return Check("Chứng thư số", "good", until)


def _form(revision: Revision, *, at: datetime) -> Check:
    found = rules.findings(revision, on=vn_day(at))
    if found:
        return Check("Thể thức chưa đúng", "bad", " ".join(finding.message for finding in found))
    return Check("Thể thức theo Nghị định 30/2020/NĐ-CP", "good", "không có lỗi")


def _vouched(revision: Revision) -> list[Check]:
    """Say who initialled this very revision, and who checked its form."""
    checks = []
    for name, text in (("initial", "Ký nháy"), ("form_check", "Kiểm tra thể thức")):
        opinion = getattr(revision, name, None)
        if opinion is None or opinion.verdict != Verdict.AGREED:
            checks.append(Check(gettext("%(text)s: chưa có cho bản này") % {"text": text}, "bad"))
        else:
            checks.append(Check(text, "good", f"{opinion.by}, {moment(opinion.at)}"))
    return checks


def _figures(changed: Comparison | None) -> list[Check]:
    if changed is None or not changed.figures:
        return []
    return [
        Check(
            "Số liệu thay đổi so với bản trước",
            "warn",
            gettext("%(n)s chỗ") % {"n": len(changed.figures)},
        )
    ]


def _timestamps(*, at: datetime) -> list[Check]:
    """Say how the timestamp authority last answered, when that is news; nobody asks it here."""
    if outside.timestamps() is None:
        return [Check("Dấu thời gian", "warn", "chưa khai báo dịch vụ; hãy báo người quản trị")]
    last = Signature.objects.filter(signed_at__gt=at - STILL_NEWS).order_by("-pk").first()
    if last is None:
        return []
    when = moment(last.signed_at)
    if last.debt:
        detail = gettext("không trả lời lúc %(when)s; vẫn ký được, hệ thống bổ sung sau") % {
            "when": when
        }
        return [Check("Dịch vụ dấu thời gian", "warn", detail)]
    return [
        Check("Dịch vụ dấu thời gian", "good", gettext("trả lời lúc %(when)s") % {"when": when})
    ]
