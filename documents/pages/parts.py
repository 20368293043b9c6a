"""The parts of a document's own page: what the templates in documents/parts/ are given."""

from datetime import datetime
from operator import attrgetter
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext

from agencies.models import Official
from agencies.moments import vn_day
from documents import access, overtaken, verification
from documents.actions.drafting import latest_revision
from documents.dossiers import dossiers_of
from documents.errors import ObjectDamaged, StoreUnavailable
from documents.models import (
    Document,
    FilingLine,
    RegisterEntry,
    Rendition,
    Revision,
    Signature,
    Stage,
)
from documents.pages import journal_words, opinions, receipts, relations, verdicts, verifying
from ui.parts import Check, File
from ui.writing import day, moment

# Until the seal a file holds no validation data: that is how it should be, and is told so.
BEFORE_SEAL: Final = (
    "Chữ ký được bổ sung dữ liệu thu hồi chứng thư khi đóng dấu; trước đó chưa kết luận được."
)


def context(
    document: Document, *, official: Official, at: datetime, view: str = ""
) -> dict[str, Any]:
    """Return what every part needs, as far as the official may know it.

    `view` is the tab that was asked for: «in», the page as printed; «doc», the text to read.

    For `document` from `access.document_for`. Reads the object store unless the verdict of the
    last minute is still kept; a store that is away is said on the page, never raised.
    """
    on = vn_day(at)
    inside = access.is_inside(official, document, on=on)
    revision = latest_revision(document)
    files = [
        _file(document, one)
        for one in access.renditions_for(official, document, on=on)
        .filter(revision=revision)
        .select_related("object", "revision")
        .order_by("pk")
    ]
    shown: dict[str, Any] = {
        "document": document,
        "is_inside": inside,
        "facts": _facts(document, revision, inside=inside),
        "verification_code": verification_code(document),
        "content": revision.content,
        "files": files,
        "paper": files[-1] if files else None,
        "view": "in" if files and view != "doc" else "doc",
        "verification_url": verification.short_url(document) if document.is_issued else "",
        "dossiers": list(
            dossiers_of(official, on=on).filter(items__document=document).order_by("pk")
        ),
        "overtaken": overtaken.by_what(document),
        "relations": relations.lines(document, official=official, on=on),
        "recipients": receipts.lines(document, on=on) if inside else [],
        "attachments": access.attachments_for(official, document, on=on),
        "printed_recipients": revision.content["recipients"],
        "revisions": _revisions(document, latest=revision) if inside else [],
        "entries": journal_words.entries(document) if inside else [],
    }
    return shown | _signatures(document, inside=inside, at=at)


def verification_code(document: Document) -> str:
    """Return the code as printed, 7F3K-91QD; "" before issue, when nobody could verify by it."""
    code = document.verification_code
    return f"{code[:4]}-{code[4:]}" if document.is_issued else ""


def _facts(document: Document, revision: Revision, *, inside: bool) -> list[tuple[str, str]]:
    entry = RegisterEntry.objects.filter(document=document).first()
    told = [
        ("Số, ký hiệu", entry.code if entry else "Chưa cấp"),
        ("Ngày ban hành", day(entry.issued_on) if entry else ""),
        ("Tên loại", document.get_kind_display()),
        ("Cơ quan ban hành", str(document.agency)),
        ("Người ký", _signer(revision)),
        ("Độ khẩn", document.get_urgency_display() if document.urgency else ""),
        ("Phạm vi lưu hành", document.get_circulation_display() if document.circulation else ""),
        *(_facts_of_the_house(document) if inside else ()),
    ]
    return [(label, value) for label, value in told if value]


def _facts_of_the_house(document: Document) -> list[tuple[str, str]]:
    filing = FilingLine.objects.filter(document=document).first()
    return [
        ("Đơn vị soạn thảo", str(document.department)),
        ("Người soạn", document.drafter.full_name),
        ("Bắt đầu lúc", moment(document.begun_at)),
        ("Lưu", filing.text.removeprefix("Lưu:").strip() if filing else ""),
    ]


def _signer(revision: Revision) -> str:
    if revision.signer is None:
        return "Chưa xác định"
    block = revision.content["signature"]
    lines = [block["authority"], block["title"]]
    return f"{revision.signer.full_name} ({' / '.join(line for line in lines if line)})"


def _file(document: Document, rendition: Rendition) -> File:
    told = [
        gettext("%(pages)s trang, lập lúc %(made_at)s")
        % {"pages": rendition.pages, "made_at": moment(rendition.made_at)}
    ]
    if rendition.object.locked_until:
        told.append(
            gettext("không ai xóa được trước %(locked_until)s")
            % {"locked_until": moment(rendition.object.locked_until)}
        )
    stage = rendition.get_stage_display()
    sealed = rendition.stage in (Stage.ISSUED, Stage.ARCHIVED)
    return File(
        label=stage if sealed else f"{stage} {rendition.revision.n}",
        url=reverse("rendition-file", args=[document.public_id, rendition.pk]),
        size=rendition.object.size,
        sha256=rendition.object.sha256,
        detail="; ".join(told),
    )


def _signatures(document: Document, *, inside: bool, at: datetime) -> dict[str, Any]:
    """Judge the signed file now, tell what its signatures still owe, and which count no more."""
    rendition = verifying.signed_rendition(document) if inside or document.is_issued else None
    shown: dict[str, Any] = {
        "judgement": None,
        "cannot_judge": "",
        "debts": _debts(rendition) if rendition else [],
        "voided": _voided(document) if inside else [],
    }
    if rendition is None:
        return shown
    try:
        shown["judgement"] = verdicts.in_words(verifying.verdict_on(document, rendition, at=at))
    except (StoreUnavailable, ObjectDamaged) as refusal:
        shown["cannot_judge"] = refusal.message
    return shown


def _debts(rendition: Rendition) -> list[str]:
    owing = Signature.objects.filter(
        rendition__revision=rendition.revision_id, voiding=None
    ).exclude(debt="")
    debts = [_debt(one) for one in owing.select_related("official", "agency").order_by("pk")]
    return debts if rendition.stage != Stage.SIGNED else [*debts, BEFORE_SEAL]


def _debt(signature: Signature) -> str:
    why = signature.why_unproved
    return gettext(
        "Chữ ký của %(signature)s chưa có dấu thời gian vì %(why)s; hệ thống sẽ tự bổ sung."
    ) % {"signature": signature, "why": why}


def _voided(document: Document) -> list[Check]:
    gone = (
        Signature.objects.filter(rendition__revision__document=document, voiding__isnull=False)
        .select_related("official", "voiding__by", "rendition__revision")
        .order_by("-pk")
    )
    return [
        Check(
            gettext("Chữ ký của %(one)s trên bản %(n)s đã mất hiệu lực")
            % {"one": one, "n": one.rendition.revision.n},
            "bad",
            f"{one.voiding.by}, {moment(one.voiding.at)}: {one.voiding.reason}",
        )
        for one in gone
    ]


def _revisions(document: Document, *, latest: Revision) -> list[dict[str, Any]]:
    """Say what each revision went through; the latest one's files have their own part."""
    rows = (
        document.revisions.defer("content")
        .select_related("author", "typesetting_fault")
        .prefetch_related("renditions__object")
        .order_by("-n")
    )
    said = opinions.by_revision(document)
    return [
        {
            "n": row.n,
            "author": row.author,
            "at": row.at,
            "sha256": row.sha256,
            "fault": getattr(getattr(row, "typesetting_fault", None), "message", ""),
            "files": [_file(document, one) for one in _in_order(row) if row != latest],
            "opinions": said.get(row.n, []),
        }
        for row in rows
    ]


def _in_order(revision: Revision) -> list[Rendition]:
    return sorted(revision.renditions.all(), key=attrgetter("pk"))
