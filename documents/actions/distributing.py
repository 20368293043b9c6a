"""Nơi nhận as the distribution list: laid out at the seal, settled by the clerk, frozen, sent."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

import signing
from agencies import roles
from agencies.models import Agency, Department, Duty, Official
from agencies.moments import vn_day
from agencies.roles import LEADERS, group_of_agency, group_of_department
from documents import access, outside, resolving, storage
from documents.actions import filing, journal, obstacles
from documents.actions.archiving import newest_rendition
from documents.actions.drafting import latest_revision
from documents.errors import (
    DirectoryKnowsNobody,
    DocumentError,
    NotFound,
    NothingFailed,
    NotYourDuty,
    RecipientsFrozen,
    RecipientsUnsettled,
)
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
    Rendition,
    Revision,
    Signature,
    Status,
)
from documents.recipients import parse_block, parse_line
from documents.resolving import Meaning
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
        _aim(line, meaning)
    filing_line = block.filing
    FilingLine.objects.create(
        document=document,
        text=filing_line.text,
        unit=filing_line.unit[:60],
        drafter_mark=filing_line.drafter[:30],
        copies=filing_line.copies if (filing_line.copies or 0) <= MOST_COPIES else None,
    )


def _aim(line: RecipientLine, meaning: Meaning, *, by: Official | None = None) -> None:
    targets = [RecipientTarget(line=line, agency=agency) for agency in meaning.agencies]
    targets += [RecipientTarget(line=line, department=unit) for unit in meaning.departments]
    targets += [RecipientTarget(line=line, official=person) for person in meaning.officials]
    for target in targets:
        target.settled_by = by
    RecipientTarget.objects.bulk_create(targets)


@transaction.atomic
def settle(
    line: RecipientLine,
    *,
    agency: Agency | None = None,
    department: Department | None = None,
    official: Official | None = None,
    outside: bool = False,
    by: Official,
    at: datetime,
) -> RecipientTarget:
    """Say whom a line means, or that it goes outside the system; again until the day of issue."""
    document = _not_issued(line)
    inside = agency or department or official
    if inside is None and not outside:
        raise RecipientsUnsettled
    if department is not None and department.agency_id != document.agency_id:
        raise NotFound
    if official is not None and official not in roles.people_of(document.agency, on=vn_day(at)):
        raise NotFound
    line.targets.all().delete()
    target = RecipientTarget.objects.create(
        line=line,
        agency=agency,
        department=department if inside is department else None,
        official=official if inside is official else None,
        outside="" if inside else line.text,
        settled_by=by,
    )
    # Outside, a target is called what the line says: «X»: X would tell nobody anything.
    means = Channel.OUTSIDE.label if target.outside else str(target)
    journal.record(document, "RECIPIENT_SETTLED", by=by, at=at, line=line.text, means=means)
    return target


@transaction.atomic
def resolve_again(line: RecipientLine, *, by: Official, at: datetime) -> Meaning:
    """Let a line mean again what the directory says, a whole group too; as at the seal."""
    document = _not_issued(line)
    meaning = resolving.resolve(
        parse_line(line.text),
        document=document,
        addressees=latest_revision(document).content["addressees"],
        on=RegisterEntry.objects.get(document=document).issued_on,
    )
    if not meaning:
        raise DirectoryKnowsNobody(
            f"Danh bạ không có nơi nhận nào chắc chắn là «{line.text}»; hãy chọn trong danh sách."
        )
    line.targets.all().delete()
    _aim(line, meaning, by=by)
    means = "; ".join(str(one) for one in meaning.all())
    journal.record(document, "RECIPIENT_SETTLED", by=by, at=at, line=line.text, means=means)
    return meaning


def _not_issued(line: RecipientLine) -> Document:
    document = Document.objects.select_for_update(of=["self"]).get(pk=line.document_id)
    if document.is_issued:
        raise RecipientsFrozen
    return document


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


@transaction.atomic
def send_again(document: Document, *, by: Official, at: datetime) -> list[Dispatch]:
    """Ask at once for every delivery that failed; the clerk's own doing, beside the sweep's."""
    document = Document.objects.select_for_update(of=["self"]).get(pk=document.pk)
    people = [by, *roles.people_stood_in_for(by, on=vn_day(at))]
    if not any(
        roles.has_duty(one, document.agency_id, Duty.CLERK, on=vn_day(at)) for one in people
    ):
        raise NotYourDuty("Việc gửi lại do văn thư của cơ quan ban hành thực hiện.")
    failed = list(failed_dispatches().filter(document=document).order_by("pk"))
    if not failed:
        raise NothingFailed
    for dispatch in failed:
        later("deliver", dispatch_id=dispatch.pk)
    journal.record(
        document, "SENT_AGAIN", by=by, at=at, recipients=[str(dispatch) for dispatch in failed]
    )
    return failed


def failed_dispatches() -> QuerySet[Dispatch]:
    """Return what is still on its way because the last try failed."""
    return Dispatch.objects.filter(state=DispatchState.PENDING).exclude(last_error="")


def deliver(dispatch_id: int) -> None:
    """Lay the sealed file before the receiving agency, with the verdict on it at arrival."""
    dispatch = Dispatch.objects.select_related("document__agency", "agency").get(pk=dispatch_id)
    if dispatch.state == DispatchState.SENT or dispatch.agency is None:
        return
    document, at = dispatch.document, timezone.now()
    rendition = newest_rendition(document)
    assert rendition is not None, "an issued document has a sealed file"
    try:
        with obstacles.told(document, f"deliver {dispatch.pk}"):
            pdf = storage.read(rendition.object)
        verdict = signing.verify(pdf, trust=outside.trust(), at=at, expect=expectation(document))
    except DocumentError as fault:
        _failed(dispatch, fault.message, at=at)
        raise
    _lay_down(dispatch, rendition, verdict, at=at)


def _failed(dispatch: Dispatch, why: str, *, at: datetime) -> None:
    """Count the try and keep its cause; the job, or the sweep of every minute, tries again."""
    Dispatch.objects.filter(pk=dispatch.pk, state=DispatchState.PENDING).update(
        attempts=F("attempts") + 1, last_error=why[:500], tried_at=at
    )


def _lay_down(
    dispatch: Dispatch, rendition: Rendition, verdict: signing.Verdict, *, at: datetime
) -> None:
    document, entry = dispatch.document, dispatch.document.register_entry
    assert dispatch.agency is not None, "only agencies here are delivered to"
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
        locked.state, locked.sent_at, locked.last_error = DispatchState.SENT, at, ""
        locked.attempts, locked.tried_at = locked.attempts + 1, at
        locked.save(update_fields=["state", "sent_at", "last_error", "attempts", "tried_at"])
        Receipt.objects.create(dispatch=locked, kind=ReceiptKind.ARRIVED, at=at)
        access.let_group_see(
            document, *(group_of_agency(dispatch.agency, role) for role in SIGHT_IN_AN_AGENCY)
        )
        where = {"to": str(dispatch.agency), "agency_id": str(dispatch.agency.public_id)}
        journal.record(document, "DELIVERED", by=None, at=at, **where)


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
