"""Reconciling the books with the issued files after the database came back from a backup.

A number given after the backup stands on a file that the store still holds, often under lock. The
file itself says number, notation and day, and its seal says whose it is; nothing else is believed.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

import signing
from agencies.models import Agency, Credential
from documents import outside, storage
from documents.actions import numbering
from documents.errors import DocumentError, ObjectDamaged
from documents.models import (
    Document,
    DocumentKind,
    FoundNumber,
    RegisterBook,
    RegisterEntry,
    Restoration,
    Signature,
    Stage,
)

_KEY = re.compile(r"[0-9a-f]{2}/([0-9a-f]{64})")
_NUMBER = re.compile(r"Số: (\d+)/(\S+)")
_DATE = re.compile(r".*, ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})")


class NothingToReconcile(DocumentError):
    message = "Sổ đang mở: hệ thống không có lần khôi phục nào chờ đối chiếu."


@dataclass(frozen=True)
class Sealed:
    """What a sealed file of the store says of itself."""

    stored: storage.Stored
    certificate_sha256: str
    number: int
    notation: str
    issued_on: date
    document: Document | None  # whose signed file it goes on from

    @property
    def code(self) -> str:
        return f"{self.number:02d}/{self.notation}"

    @property
    def kind(self) -> str:
        return self.notation.partition("-")[0]


@dataclass
class Report:
    """What was found: numbers that the books now know, and files that nobody can place."""

    found: list[FoundNumber] = field(default_factory=list)
    unplaced: list[Sealed] = field(default_factory=list)
    is_open: bool = False


def reconcile(*, at: datetime, despite_unplaced: bool = False) -> Report:
    """Compare the books with every sealed file that no row names; then open the books.

    They stay closed while a file's seal belongs to no agency that the database knows, unless the
    operator has seen to those. Slow: reads what was stored since the backup.
    Raises NothingToReconcile, StoreUnavailable.
    """
    if not Restoration.objects.filter(reconciled_at=None).exists():
        raise NothingToReconcile
    agencies = _agencies_by_seal()
    sealed = list(_sealed_files(at=at))
    originals = _originals(sealed)
    report = Report(unplaced=[one for one in sealed if one.certificate_sha256 not in agencies])
    with transaction.atomic():
        restorations = Restoration.objects.select_for_update().filter(reconciled_at=None)
        newest = restorations.order_by("pk").last()
        if newest is None:
            raise NothingToReconcile
        for one in sealed:
            if agency := agencies.get(one.certificate_sha256):
                document = one.document if one in originals else None
                report.found += _entered(one, agency, document, restoration=newest)
        if not report.unplaced or despite_unplaced:
            restorations.update(reconciled_at=at)
            report.is_open = True
    return report


def _agencies_by_seal() -> dict[str, Agency]:
    seals = Credential.objects.filter(agency__isnull=False).select_related("agency")
    return {
        hashlib.sha256(bytes(one.certificate)).hexdigest(): one.agency
        for one in seals
        if one.agency is not None
    }


def _sealed_files(*, at: datetime) -> Iterable[Sealed]:
    for lying in storage.unnamed():
        key = _KEY.fullmatch(lying.key)
        if key is None or lying.is_marker:
            continue
        stored = storage.Stored(lying.key, lying.version_id, key[1], lying.size)
        try:
            data = storage.read_stored(stored)
        except ObjectDamaged:
            continue  # no file of ours, whatever it is
        if data.startswith(b"%PDF") and (sealed := _read(stored, data, at=at)):
            yield sealed


def _read(stored: storage.Stored, data: bytes, *, at: datetime) -> Sealed | None:
    """Return what a file says, or None for one without a seal that holds."""
    verdict = signing.verify(data, trust=outside.trust(), at=at)
    seal = next((one for one in verdict.signatures if one.field == signing.SEAL), None)
    number = _NUMBER.fullmatch(verdict.values.get(signing.NUMBER, ""))
    day = _DATE.fullmatch(verdict.values.get(signing.DATE, ""))
    if verdict.verdict == "invalid" or seal is None or number is None or day is None:
        return None
    return Sealed(
        stored,
        seal.certificate_sha256,
        int(number[1]),
        number[2],
        date(int(day[3]), int(day[2]), int(day[1])),
        _document_of(data),
    )


def _originals(files: Iterable[Sealed]) -> list[Sealed]:
    """Return of each document the file that was issued: locked, and the shortest of those.

    Others of it are its archive revision, which goes on from it, or what a refused act left.
    """
    of_each: dict[int, list[Sealed]] = {}
    for one in files:
        if one.document is not None:
            of_each.setdefault(one.document.pk, []).append(one)
    return [min(group, key=_precedence) for group in of_each.values()]


def _precedence(one: Sealed) -> tuple[bool, int]:
    return storage.lock_of(one.stored) is None, one.stored.size


def _entered(
    one: Sealed, agency: Agency, document: Document | None, *, restoration: Restoration
) -> list[FoundNumber]:
    """Let the book know a number that it did not give; nothing where it gave it itself."""
    known = RegisterEntry.objects.filter(
        book__agency=agency, book__year=one.issued_on.year, number=one.number, notation=one.notation
    )
    if known.exists():
        return []
    series = numbering.series_of(agency, one.kind) if one.kind in DocumentKind.values else ""
    RegisterBook.objects.get_or_create(agency=agency, year=one.issued_on.year, series=series)
    book = RegisterBook.objects.select_for_update(of=["self"]).get(
        agency=agency, year=one.issued_on.year, series=series
    )
    book.last_number = max(book.last_number, one.number)
    book.last_issued_on = max(book.last_issued_on or one.issued_on, one.issued_on)
    book.save(update_fields=["last_number", "last_issued_on"])
    found, _ = FoundNumber.objects.get_or_create(
        object=one.stored.named(),
        defaults={
            "restoration": restoration,
            "agency": agency,
            "number": one.number,
            "notation": one.notation,
            "issued_on": one.issued_on,
            "document": document,
        },
    )
    return [found]


def _document_of(data: bytes) -> Document | None:
    """Return the document whose signed file begins this one, where the backup still knows it."""
    signed = Signature.objects.filter(
        rendition__stage=Stage.SIGNED,
        rendition__object__size__lt=len(data),
        rendition__revision__document__register_entry=None,
        voiding=None,
    ).select_related("rendition__object", "rendition__revision__document")
    for signature in signed:
        before = signature.rendition.object
        if hashlib.sha256(data[: before.size]).hexdigest() == before.sha256:
            return signature.rendition.revision.document
    return None
