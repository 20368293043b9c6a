"""One draft through its whole life, as the officials would take it."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from agencies.models import Agency
from agencies.moments import vn_day
from documents.actions.drafting import Header
from documents.errors import FormRefused
from documents.models import Document, Status
from documents.text import van_ban
from documents.text.van_ban import Content
from rehearsal import describing, loading, newcomers, playing
from rehearsal.describing import Finding
from rehearsal.playing import Clock
from ui.refusal import Refusal
from workflow.actions import reviewing

Tell = Callable[[str], None]


def rehearse(draft: Path, folder: Path, *, clock: Clock, tell: Tell) -> bool:
    """Take a draft to the archive and leave its files in a folder; return whether it got there."""
    describing.clear(folder)
    document: Document | None = None
    refused: list[Finding] = []
    try:
        content = van_ban.read(draft.read_bytes())
        document, refused = _live(content, clock=clock, tell=tell)
    except OSError as error:
        message = f"Không đọc được tệp {draft}: {error.strerror}."
        refused = [{"code": "file_unreadable", "place": "", "message": message}]
    except van_ban.BadDraft as bad:
        refused = [
            {"code": "draft_invalid", "place": problem.place, "message": problem.message}
            for problem in bad.problems
        ]
    describing.write(folder, document, refused=refused)
    for finding in refused:
        tell(f"không qua: {finding['message']}")
    return not refused


def _live(content: Content, *, clock: Clock, tell: Tell) -> tuple[Document, list[Finding]]:
    """Return the document, and why it was refused where it was."""
    at = clock()
    agency = newcomers.issuer_of(content, on=vn_day(at))
    with newcomers.signer_of(content, agency=agency, on=vn_day(at)) as header:
        document = _begin(content, agency, header, at=at)
        try:
            while document.status != Status.ISSUED:
                tell(document.get_status_display().lower())
                playing.advance(document, clock=clock)
            tell("chờ lưu trữ và chờ các nơi nhận")
            playing.await_issued(document)
            playing.receive(document, clock=clock)
        except FormRefused as refusal:
            _send_back(document, refusal, at=clock())
            return document, refusal.findings
        except Refusal as refusal:
            return document, [{"code": _code(refusal), "place": "", "message": refusal.message}]
    tell(f"đã vào lưu trữ, {document.register_entry.code}")
    return document, []


def _begin(content: Content, agency: Agency, header: Header, *, at: datetime) -> Document:
    signers = [header.signer] if header.signer else []
    loading.equip(agency, signers, on=vn_day(at))
    return playing.begin(agency, content=content, header=header, at=at)


def _send_back(document: Document, refusal: FormRefused, *, at: datetime) -> None:
    """Have the form checker send the document back with what was found."""
    for task in playing.open_tasks(document):
        reviewing.send_back(task, reason=refusal.message, by=playing.actor(task, at=at), at=at)


def _code(refusal: Refusal) -> str:
    """Return a refusal's name as a code: NobodyForTask is nobody_for_task."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(refusal).__name__).lower()
