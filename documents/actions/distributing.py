"""Nơi nhận as the distribution list: laid out at the seal, settled by the clerk, frozen, sent."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

import signing
from agencies.models import Agency, Department, Official
from agencies.roles import LEADERS, group_of_agency, group_of_department
from documents import access, outside, resolving, storage
from documents.actions import filing, journal, obstacles
from documents.actions.archiving import newest_rendition
from documents.errors import NotFound, RecipientsFrozen, RecipientsUnsettled
from documents.models import (
    Channel,
    Dispatch,
    DispatchState,
    Document,
    FilingLine,
    IncomingEntry,
    Receipt,
    ReceiptKind,
    RecipientLine,
    RecipientTarget,
    RegisterEntry,
    Revision,
    Signature,
    Status,
)
from documents.recipients import parse_block
from jobs import later

SIGHT_IN_AN_AGENCY = (LEADERS, "CLERK", "RECEIVE", "ARCHIVE")

MOST_COPIES = 999  # more is a slip of the hand; the line itself is kept as printed


def lay_out(document: Document, *, revision: Revision, on: date) -> None:
    """Write the lines as printed, each with whom the directory of that day says it means."""
    block = parse_block(revision.content["recipients"])
    addressees = revision.content["addressees"]
    for position, recipient in enumerate(block.recipients, start=1):
        line = RecipientLine.objects.create(
            document=document,
            position=position,
            text=recipient.text,
            purpose=recipient.purpose,
            kind=recipient.kind.value,
        )
        meaning = resolving.resolve(recipient, document=document, addressees=addressees, on=on)
        targets = [RecipientTarget(line=line, agency=agency) for agency in meaning.agencies]
        targets += [RecipientTarget(line=line, department=unit) for unit in meaning.departments]
        targets += [RecipientTarget(line=line, official=person) for person in meaning.officials]
        RecipientTarget.objects.bulk_create(targets)
    filing_line = block.filing
    FilingLine.objects.create(
        document=document,
        text=filing_line.text,
        unit=filing_line.unit[:60],
        drafter_mark=filing_line.drafter[:30],
        copies=filing_line.copies if (filing_line.copies or 0) <= MOST_COPIES else None,
    )


@transaction.atomic
def settle(
    line: RecipientLine,
    *,
    agency: Agency | None = None,
    department: Department | None = None,
    outside: bool = False,
    by: Official,
    at: datetime,
) -> RecipientTarget:
    """Say whom a line means, or that it goes outside the system; again until the day of issue."""
    document = Document.objects.select_for_update(of=["self"]).get(pk=line.document_id)
    if document.is_issued:
        raise RecipientsFrozen
    if agency is None and department is None and not outside:
        raise RecipientsUnsettled
    if department is not None and department.agency_id != document.agency_id:
        raise NotFound
    line.targets.all().delete()
    target = RecipientTarget.objects.create(
        line=line,
        agency=agency,
        department=department if agency is None else None,
        outside=line.text if agency is None and department is None else "",
        settled_by=by,
    )
    # Outside, a target is called what the line says: «X»: X would tell nobody anything.
    means = Channel.OUTSIDE.label if target.outside else str(target)
    journal.record(document, "RECIPIENT_SETTLED", by=by, at=at, line=line.text, means=means)
    return target


def unsettled_lines(document: Document) -> list[RecipientLine]:
    """Return the lines that mean nobody yet; nothing leaves while there is one."""
    return list(document.recipient_lines.filter(targets__isnull=True).order_by("position"))


@transaction.atomic
def issue(document: Document, *, by: Official, as_what: str, at: datetime) -> list[Dispatch]:
    """Freeze Nơi nhận, send to everyone on it, file the copy. Under the process's lock."""
    document = Document.objects.select_for_update(of=["self"]).get(pk=document.pk)
    if document.is_issued:
        raise RecipientsFrozen
    if unsettled_lines(document):
        raise RecipientsUnsettled
    dispatches = [
        _dispatch(target, document=document, at=at)
        for target in RecipientTarget.objects.filter(line__document=document)
        .select_related("agency", "department", "official")
        .order_by("line__position", "pk")
    ]
    document.status = Status.ISSUED
    document.save(update_fields=["status"])
    filing.file_issued(document, by=by, at=at)
    access.let_group_see(
        document, *(group_of_agency(document.agency_id, role) for role in SIGHT_IN_AN_AGENCY)
    )
    journal.record(
        document,
        "ISSUED",
        by=by,
        at=at,
        as_what=as_what,
        recipients=[str(dispatch) for dispatch in dispatches],
    )
    return dispatches


def _dispatch(target: RecipientTarget, *, document: Document, at: datetime) -> Dispatch:
    here = target.agency is not None and target.agency_id != document.agency_id
    channel = Channel.HERE if here else Channel.OUTSIDE if target.outside else Channel.INTERNAL
    dispatch, new = Dispatch.objects.get_or_create(
        document=document,
        agency=target.agency,
        department=target.department,
        official=target.official,
        outside=target.outside,
        defaults={
            "channel": channel,
            "state": DispatchState.PENDING if here else DispatchState.SENT,
            "sent_at": None if here else at,
        },
    )
    target.dispatch = dispatch
    target.save(update_fields=["dispatch"])
    if new and here:
        later("deliver", dispatch_id=dispatch.pk)
    if new and channel == Channel.INTERNAL:
        _show_inside(dispatch, at=at)
    return dispatch


def _show_inside(dispatch: Dispatch, *, at: datetime) -> None:
    """Internal units and leaders find the document in their list at once."""
    document = dispatch.document
    if dispatch.department is not None:
        access.let_group_see(document, group_of_department(dispatch.department))
    if dispatch.official is not None:
        access.let_official_see(document, dispatch.official)
    Receipt.objects.create(dispatch=dispatch, kind=ReceiptKind.ARRIVED, at=at)


def deliver(dispatch_id: int) -> None:
    """Lay the sealed file before the receiving agency, with the verdict on it at arrival."""
    dispatch = Dispatch.objects.select_related("document__agency", "agency").get(pk=dispatch_id)
    if dispatch.state == DispatchState.SENT or dispatch.agency is None:
        return
    document, at = dispatch.document, timezone.now()
    rendition = newest_rendition(document)
    assert rendition is not None, "an issued document has a sealed file"
    with obstacles.told(document, f"deliver {dispatch.pk}"):
        pdf = storage.read(rendition.object)
    verdict = signing.verify(
        pdf,
        trust=outside.trust(),
        at=at,
        expect=expectation(document),
    )
    entry = document.register_entry
    with transaction.atomic():
        locked = Dispatch.objects.select_for_update(of=["self"]).get(pk=dispatch.pk)
        if locked.state == DispatchState.SENT:
            return
        IncomingEntry.objects.create(
            agency=dispatch.agency,
            document=document,
            dispatch=locked,
            object=rendition.object,
            sender=document.agency.name_on(entry.issued_on).full_name,
            code=entry.code,
            dated_on=entry.issued_on,
            subject=document.subject,
            verdict=verdict.as_json(),
            arrived_at=at,
        )
        locked.state, locked.sent_at, locked.attempts = DispatchState.SENT, at, locked.attempts + 1
        locked.save(update_fields=["state", "sent_at", "attempts"])
        Receipt.objects.create(dispatch=locked, kind=ReceiptKind.ARRIVED, at=at)
        access.let_group_see(
            document, *(group_of_agency(dispatch.agency, role) for role in SIGHT_IN_AN_AGENCY)
        )
        journal.record(document, "DELIVERED", by=None, at=at, to=str(dispatch.agency))


def expectation(document: Document) -> signing.Expectation:
    """Return what must be true of an issued document's file: fields, signers, number, date."""
    entry = RegisterEntry.objects.get(document=document)
    signatures = Signature.objects.filter(rendition__revision__document=document, voiding=None)
    return signing.Expectation(
        fields=(signing.NUMBER, signing.DATE, signing.LEADER, signing.SEAL),
        certificates={one.field: one.certificate_sha256 for one in signatures},
        number=entry.number,
        notation=entry.notation,
        issued_on=entry.issued_on,
    )
