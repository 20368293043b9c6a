"""One draft through its whole life, as the officials would take it."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from agencies.models import Agency
from agencies.moments import vn_day
from documents import importing
from documents.actions.drafting import Header
from documents.errors import FormRefused
from documents.importing import Brought
from documents.models import Document, Status
from documents.text import van_ban
from rehearsal import describing, loading, newcomers, playing
from rehearsal.describing import Finding
from rehearsal.playing import Clock
from ui.refusal import Refusal
from workflow.actions import reviewing

Tell = Callable[[str], None]


class FileUnreadable(Refusal):
    """The draft's file is not there, or may not be read."""


def rehearse(draft: Path, folder: Path, *, clock: Clock, tell: Tell) -> bool:
    """Take a draft to the archive and leave its files in a folder; return whether it got there."""
    describing.clear(folder)
    document: Document | None = None
    refused: list[Finding] = []
    try:
        brought = importing.read(_bytes_of(draft))
        content = brought.content
        at = clock()
        agency = newcomers.issuer_of(content, on=vn_day(at))
        with newcomers.signer_of(content, agency=agency, on=vn_day(at)) as header:
            document = _begin(brought, agency, header, at=at)
            _live(document, clock=clock, tell=tell)
    except (van_ban.BadDraft, Refusal) as refusal:
        refused = _findings(refusal)
    describing.write(folder, document, refused=refused)
    for finding in refused:
        tell(f"không qua: {finding['message']}")
    return not refused


def _bytes_of(draft: Path) -> bytes:
    try:
        return draft.read_bytes()
    except OSError as error:
        raise FileUnreadable(f"Không đọc được tệp {draft}: {error.strerror}.") from error


def _begin(brought: Brought, agency: Agency, header: Header, *, at: datetime) -> Document:
    signers = [header.signer] if header.signer else []
    loading.equip(agency, signers, on=vn_day(at))
    return playing.begin(
        agency, content=brought.content, header=header, brought=brought.pictures, at=at
    )


def _live(document: Document, *, clock: Clock, tell: Tell) -> None:
    """Take a document from its first draft to the archive and to those who get it."""
    try:
        while document.status != Status.ISSUED:
            tell(document.get_status_display().lower())
            playing.advance(document, clock=clock)
    except FormRefused as refusal:
        _send_back(document, refusal, at=clock())
        raise
    tell("chờ lưu trữ, chờ các nơi nhận")
    playing.await_issued(document)
    playing.receive(document, clock=clock)
    tell(f"đã vào lưu trữ, {document.register_entry.code}")


def _send_back(document: Document, refusal: FormRefused, *, at: datetime) -> None:
    """Have the form checker send the document back with what was found."""
    for task in playing.open_tasks(document):
        reviewing.send_back(task, reason=refusal.message, by=playing.actor(task, at=at), at=at)


def _findings(refusal: van_ban.BadDraft | Refusal) -> list[Finding]:
    match refusal:
        case van_ban.BadDraft():
            return [
                {"code": "draft_invalid", "place": problem.place, "message": problem.message}
                for problem in refusal.problems
            ]
        case FormRefused():
            return refusal.findings
        case _:
            return [{"code": _code(refusal), "place": "", "message": refusal.message}]


def _code(refusal: Refusal) -> str:
    """Return a refusal's name as a code: NobodyForTask is nobody_for_task."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(refusal).__name__).lower()
