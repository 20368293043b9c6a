"""The rules that must hold before a leader sees a document; what breaks one is refused."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date

from agencies import capacity_words
from agencies.capacity import require
from agencies.directory import same
from agencies.errors import MayNotSign
from documents.checking.body import body, images
from documents.checking.finding import Finding
from documents.models import Revision, Stage
from documents.recipients import UnreadableRecipients, parse_block


def findings(revision: Revision, *, on: date) -> list[Finding]:
    """Return every fault of form that a revision has on a day; none means it may go on."""
    return [finding for rule in RULES for finding in rule(revision, on)]


def signature_block(revision: Revision, on: date) -> Iterator[Finding]:
    """The block names who signs, as what; and that person may sign so on the day."""
    block = revision.content["signature"]
    if not (block["name"] or "").strip():
        yield Finding("signer_name_missing", "signature.name", "Khối ký thiếu họ tên của người ký.")
        return
    try:
        printed = capacity_words.parse(block["authority"], block["title"])
    except capacity_words.UnreadableCapacity as unreadable:
        yield Finding("capacity_unreadable", "signature.authority", unreadable.message)
        return
    if not printed.title:
        yield Finding(
            "signer_title_missing",
            "signature.title",
            f"Khối ký của {block['name']} thiếu chức vụ; hãy ghi quyền hạn và chức vụ ký.",
        )
        return
    if revision.signer is None:
        yield Finding(
            "signer_unknown",
            "signature.name",
            f"Không xác định được người ký «{block['name']}» trong cơ quan; hãy chọn người ký.",
        )
        return
    if same(block["name"]) != same(revision.signer.full_name):
        yield Finding(
            "signer_differs",
            "signature.name",
            f"Khối ký ghi «{block['name']}», nhưng người ký đã chọn là {revision.signer}.",
        )
        return
    document = revision.document
    try:
        require(revision.signer, printed, agency=document.agency, kind=document.kind, on=on)
    except MayNotSign as refusal:
        yield Finding("may_not_sign", "signature.authority", refusal.message)


def recipient_lines(revision: Revision, _on: date) -> Iterator[Finding]:
    """The lines of Nơi nhận can be read, and the last one files the document."""
    try:
        parse_block(revision.content["recipients"])
    except UnreadableRecipients as unreadable:
        for problem in unreadable.problems:
            yield Finding("recipients_unreadable", problem.place, problem.message)


def header(revision: Revision, on: date) -> Iterator[Finding]:
    """The header is that of the agency on the day; the notation is the kind's and the agency's."""
    name = revision.document.agency.name_on(on)
    issuer = revision.content["issuer"]
    if _words(issuer["name"]) != _words(name.issuer_line):
        yield Finding(
            "issuer_differs",
            "issuer.name",
            f"Tên cơ quan «{issuer['name']}» khác tên đã đăng ký «{name.issuer_line}».",
        )
    expected = f"{revision.document.kind}-{name.abbreviation}"
    if revision.content["number"]["symbol"] != expected:
        yield Finding(
            "notation_differs",
            "number.symbol",
            f"Ký hiệu «{revision.content['number']['symbol']}» không đúng; phải là «{expected}».",
        )


def pages(revision: Revision, _on: date) -> Iterator[Finding]:
    """The pages can be set, and were: what nobody could read yet does not go to its signer."""
    fault = getattr(revision, "typesetting_fault", None)
    if fault is not None:
        yield Finding("cannot_be_set", "body", fault.message)
    elif not revision.renditions.filter(stage=Stage.DRAFT).exists():
        yield Finding(
            "not_set_yet",
            "body",
            "Bản in đang được dàn trang; hãy tải lại trang này sau ít giây rồi kiểm tra.",
        )


def as_json(finding: Finding) -> dict[str, str]:
    return {key: value for key, value in asdict(finding).items() if value or key != "block"}


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


RULES: tuple[Callable[[Revision, date], Iterator[Finding]], ...] = (
    header,
    signature_block,
    recipient_lines,
    body,
    images,
    pages,
)
