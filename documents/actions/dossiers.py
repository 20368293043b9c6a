"""Dossiers: opened, filled, closed, opened again with a reason, or continued in a sequel.

Lock order: the document before the dossier. That a closed dossier takes nothing is the database's
own rule too; a receipt or a reply is written in the document's journal and never comes here.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from agencies import roles
from agencies.models import Agency, Duty, Official
from agencies.moments import vn_day
from documents.actions import journal
from documents.errors import (
    ArchivistsDuty,
    CancelledNotFiled,
    DossierClosed,
    DossierCodeUsed,
    DossierEmpty,
    DossierHasSequel,
    DossierOpen,
    NotFound,
    NotToBeTakenOut,
    OnlyIssuedInYearSet,
    ReasonMissing,
)
from documents.models import (
    Document,
    Dossier,
    DossierEvent,
    DossierItem,
    RetentionClass,
    Status,
)

# «Tập lưu văn bản đi» of a year, and its further parts.
YEAR_SET: Final = re.compile(r"\d{4}\.VT(\.\d+)?$", re.ASCII)


def is_year_set(dossier: Dossier) -> bool:
    """Tell whether it is the agency's own set of what it issued in a year."""
    return YEAR_SET.match(dossier.code) is not None


@transaction.atomic
def start(
    agency: Agency,
    *,
    code: str,
    title: str,
    retention: RetentionClass | None,
    by: Official,
    at: datetime,
    follows: Dossier | None = None,
) -> Dossier:
    """Open a dossier; with `follows` it is the sequel of a closed one."""
    if not roles.people_of(agency, on=vn_day(at)).filter(pk=by.pk).exists():
        raise NotFound
    return begin(agency, code=code, title=title, retention=retention, by=by, at=at, follows=follows)


@transaction.atomic
def begin(
    agency: Agency,
    *,
    code: str,
    title: str,
    retention: RetentionClass | None,
    by: Official,
    at: datetime,
    follows: Dossier | None = None,
) -> Dossier:
    """Open a dossier for whoever opens it, and write it in both journals; filing does so too.

    Raises DossierCodeUsed; of the dossier it follows, DossierOpen and DossierHasSequel.
    """
    if follows is not None:
        follows = _to_continue(follows)
    try:
        with transaction.atomic():
            dossier = Dossier.objects.create(
                agency=agency,
                code=code,
                title=title,
                retention=retention,
                opened_by=by,
                opened_on=vn_day(at),
                follows=follows,
            )
    except IntegrityError as error:
        raise DossierCodeUsed from error
    record(dossier, "OPENED", by=by, at=at, **({"follows": follows.name} if follows else {}))
    if follows is not None:
        record(follows, "CONTINUED", by=by, at=at, sequel=dossier.name)
    return dossier


@transaction.atomic
def put_in(
    dossier: Dossier, documents: Sequence[Document], *, by: Official, at: datetime
) -> list[Document]:
    """Put documents, which the official may see, into an open dossier; return those not yet there.

    Raises DossierClosed. What lies there already stays as it is.
    """
    if not roles.people_of(dossier.agency, on=vn_day(at)).filter(pk=by.pk).exists():
        raise NotFound
    in_order = _locked_documents(documents)
    dossier = _locked(dossier)
    if dossier.is_closed:
        raise DossierClosed
    if any(one.status == Status.CANCELLED for one in in_order):
        raise CancelledNotFiled
    if is_year_set(dossier) and not all(one.is_issued for one in in_order):
        raise OnlyIssuedInYearSet
    there = set(dossier.items.values_list("document_id", flat=True))
    new = [document for document in in_order if document.pk not in there]
    for document in new:
        DossierItem.objects.create(dossier=dossier, document=document, at=at)
        # How another agency files what it received is its own concern.
        if document.agency_id == dossier.agency_id:
            journal.record(document, "FILED", by=by, at=at, dossier=dossier.name)
    if new:
        record(dossier, "FILLED", by=by, at=at, documents=[one.pk for one in new])
    return new


@transaction.atomic
def take_out(
    dossier: Dossier, documents: Sequence[Document], *, by: Official, at: datetime
) -> list[Document]:
    """Take documents out of an open dossier, where they were put by mistake; return those taken.

    Whoever put a document in takes it out, and so does the archivist. Raises DossierClosed and
    NotToBeTakenOut; what does not lie there is passed over.
    """
    if not roles.people_of(dossier.agency, on=vn_day(at)).filter(pk=by.pk).exists():
        raise NotFound
    in_order = _locked_documents(documents)
    dossier = _locked(dossier)
    if dossier.is_closed:
        raise DossierClosed("Hồ sơ đã đóng nên không đưa văn bản ra được nữa.")
    there = set(dossier.items.values_list("document_id", flat=True))
    gone = [document for document in in_order if document.pk in there]
    if is_year_set(dossier) or not _may_take_out(dossier, gone, by=by, at=at):
        raise NotToBeTakenOut
    dossier.items.filter(document__in=gone).delete()
    for document in gone:
        if document.agency_id == dossier.agency_id:
            journal.record(document, "TAKEN_OUT", by=by, at=at, dossier=dossier.name)
    if gone:
        record(dossier, "TAKEN_OUT", by=by, at=at, documents=[one.pk for one in gone])
    return gone


@transaction.atomic
def start_with(
    agency: Agency,
    documents: Sequence[Document],
    *,
    code: str,
    title: str,
    retention: RetentionClass | None,
    by: Official,
    at: datetime,
    follows: Dossier | None = None,
) -> tuple[Dossier, list[Document]]:
    """Open a dossier and put documents into it at once; return both."""
    _locked_documents(documents)
    dossier = start(
        agency, code=code, title=title, retention=retention, by=by, at=at, follows=follows
    )
    return dossier, put_in(dossier, documents, by=by, at=at)


@transaction.atomic
def reopen_with(
    dossier: Dossier, documents: Sequence[Document], *, reason: str, by: Official, at: datetime
) -> list[Document]:
    """Open a closed dossier again and put documents into it at once; return those not yet there."""
    _locked_documents(documents)
    dossier = reopen(dossier, reason=reason, by=by, at=at)
    return put_in(dossier, documents, by=by, at=at)


@transaction.atomic
def close(dossier: Dossier, *, by: Official, at: datetime) -> Dossier:
    """Close a dossier: nothing is put in any more."""
    _require_archivist(dossier, by=by, at=at)
    dossier = _locked(dossier)
    if dossier.is_closed:
        raise DossierClosed("Hồ sơ đã được đóng rồi.")
    if not dossier.items.exists():
        raise DossierEmpty
    dossier.closed_on, dossier.closed_by = vn_day(at), by
    dossier.save(update_fields=["closed_on", "closed_by"])
    record(dossier, "CLOSED", by=by, at=at, documents=dossier.items.count())
    return dossier


@transaction.atomic
def reopen(dossier: Dossier, *, reason: str, by: Official, at: datetime) -> Dossier:
    """Open a closed dossier again, with the reason in its journal."""
    _require_archivist(dossier, by=by, at=at)
    if not reason.strip():
        raise ReasonMissing("Mở lại hồ sơ thì phải nêu lý do.")
    dossier = _locked(dossier)
    if not dossier.is_closed:
        raise DossierOpen
    if Dossier.objects.filter(follows=dossier).exists():
        raise DossierHasSequel("Hồ sơ đã có hồ sơ tiếp theo nên không mở lại nữa.")
    dossier.closed_on = dossier.closed_by = None
    dossier.save(update_fields=["closed_on", "closed_by"])
    record(dossier, "REOPENED", by=by, at=at, reason=reason.strip())
    return dossier


def record(dossier: Dossier, act: str, *, by: Official, at: datetime, **facts: Any) -> DossierEvent:
    """Append an act to the dossier's journal; the caller holds the dossier's row, or made it."""
    last = dossier.events.order_by("-n").first()
    return DossierEvent.objects.create(
        dossier=dossier, n=last.n + 1 if last else 1, act=act, by=by, at=at, facts=facts
    )


def _to_continue(dossier: Dossier) -> Dossier:
    dossier = _locked(dossier)
    if not dossier.is_closed:
        raise DossierOpen("Hồ sơ còn mở nên chưa cần hồ sơ tiếp theo.")
    if Dossier.objects.filter(follows=dossier).exists():
        raise DossierHasSequel
    return dossier


def _locked_documents(documents: Sequence[Document]) -> list[Document]:
    keys = [one.pk for one in documents]
    return list(Document.objects.select_for_update(of=["self"]).filter(pk__in=keys).order_by("pk"))


def _locked(dossier: Dossier) -> Dossier:
    return (
        Dossier.objects.select_for_update(of=["self"]).select_related("agency").get(pk=dossier.pk)
    )


def _may_take_out(
    dossier: Dossier, documents: Sequence[Document], *, by: Official, at: datetime
) -> bool:
    if roles.has_duty(by, dossier.agency_id, Duty.ARCHIVE, on=vn_day(at)):
        return True
    filled = dossier.events.filter(act="FILLED").order_by("n").values_list("facts", "by")
    put_by = {key: who for facts, who in filled for key in facts["documents"]}
    return all(put_by.get(one.pk) == by.pk for one in documents)


def _require_archivist(dossier: Dossier, *, by: Official, at: datetime) -> None:
    if not roles.has_duty(by, dossier.agency_id, Duty.ARCHIVE, on=vn_day(at)):
        raise ArchivistsDuty
