"""What a new document says at first: nothing yet, what another one says, or whom it answers."""

from datetime import date
from typing import Any

from agencies.models import Department
from documents.actions.drafting import subject_of
from documents.models import DocumentKind, IncomingEntry
from documents.text import van_ban
from documents.text.van_ban import Content
from ui.writing import day

LONGEST_SUBJECT = 500


def blank(department: Department, *, kind: str, subject: str, on: date) -> Content:
    """Return a draft that says only what it is about, in the agency's own header."""
    return van_ban.accept(_frame(department, kind=kind, subject=subject, on=on))


def from_document(
    source: Content, department: Department, *, kind: str, subject: str, own: bool, on: date
) -> Content:
    """Return a draft with the structure and text of another document.

    Number, day and signer are left open; whom it is addressed to is kept where the other one is
    of the agency's `own`.
    """
    frame = _frame(department, kind=kind, subject=subject, on=on)
    said: dict[str, Any] = {"body": source["body"]}
    if subject == subject_of(source):
        said["subject"] = source["subject"]  # with its letters in italics
    if own:
        kept = [line for line in source["recipients"] if not line.startswith("Lưu")]
        said["recipients"] = [*kept, *frame["recipients"]]
        said["addressees"] = source["addressees"]
    return van_ban.accept(frame | said)


def answer_to(
    entry: IncomingEntry, department: Department, *, kind: str, subject: str, on: date
) -> Content:
    """Return a draft that is addressed to the sender of what arrived."""
    frame = _frame(department, kind=kind, subject=subject, on=on)
    said = {"addressees": [entry.sender], "recipients": ["Như trên;", *frame["recipients"]]}
    return van_ban.accept(frame | said)


def subject_of_answer(entry: IncomingEntry) -> str:
    """Suggest what an answer is about, as reports on a plan and answers to a report say it."""
    asked = entry.document.kind if entry.document else ""
    what = DocumentKind(asked).label if asked else "văn bản"
    about = "Kết quả thực hiện" if asked == DocumentKind.PLAN else "Trả lời"
    said = f"{about} {what} số {entry.code} ngày {day(entry.dated_on)} của {entry.sender}"
    return said[:LONGEST_SUBJECT]


def _frame(department: Department, *, kind: str, subject: str, on: date) -> dict[str, Any]:
    name, unit = department.agency.name_on(on), department.name_on(on)
    return {
        "schema": "vbhc/1",
        "type": kind,
        "issuer": {
            "parent": name.parent_line or None,
            "name": name.issuer_line,
            "abbr": name.abbreviation,
        },
        "place": name.place,
        "subject": [{"s": subject}],
        "body": [{"t": "p", "x": []}],  # the format wants a block, the drafter has none yet
        "recipients": [f"Lưu: VT, {unit.abbreviation}."],
    }
