"""An agency's units and their names, who signs for whom, what its documents carry."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from agencies.actions import administering, appointing
from agencies.errors import CannotMandate, CannotRename, NothingToChange, NotOurs
from agencies.models import (
    Agency,
    Department,
    DepartmentName,
    Mandate,
    MandateCapacity,
    Official,
    Post,
)
from agencies.models.periods import holds_on
from agencies.moments import vn_day


@transaction.atomic
def found_unit(
    agency: Agency, *, full_name: str, abbreviation: str, by: Official, at: datetime
) -> Department:
    """Found a unit of the agency, from today on. Raises CannotRename."""
    administering.require(agency, by=by, at=at)
    _require_free(agency, full_name, abbreviation, on=vn_day(at))
    unit = Department.objects.create(agency=agency)
    DepartmentName.objects.create(
        department=unit, full_name=full_name, abbreviation=abbreviation, valid_from=vn_day(at)
    )
    administering.record(agency, "UNIT_FOUNDED", by=by, at=at, unit=full_name)
    return unit


@transaction.atomic
def rename_unit(
    unit: Department,
    *,
    full_name: str,
    abbreviation: str,
    first: date,
    by: Official,
    at: datetime,
) -> None:
    """Let a unit be called otherwise from a day on; what was written before keeps its name.

    Raises CannotRename.
    """
    administering.require(unit.agency, by=by, at=at)
    unit = Department.objects.select_for_update(of=["self"]).get(pk=unit.pk)
    if first < vn_day(at):
        raise CannotRename("Tên mới không bắt đầu từ ngày đã qua.")
    now = unit.names.filter(holds_on(first)).first()
    if now is None or unit.names.filter(valid_from__gte=first).exists():
        raise CannotRename("Đơn vị đã có tên khác bắt đầu từ ngày đó hoặc sau đó.")
    if (now.full_name, now.abbreviation) == (full_name, abbreviation):
        raise NothingToChange
    _require_free(unit.agency, full_name, abbreviation, on=first, beside=unit)
    now.valid_to = first
    now.save(update_fields=["valid_to"])
    DepartmentName.objects.create(
        department=unit, full_name=full_name, abbreviation=abbreviation, valid_from=first
    )
    administering.record(
        unit.agency,
        "UNIT_RENAMED",
        by=by,
        at=at,
        before=now.full_name,
        unit=full_name,
        first=f"{first:%d/%m/%Y}",
    )


@transaction.atomic
def give_mandate(
    agency: Agency,
    *,
    capacity: MandateCapacity,
    grantor: Post,
    holder: Post,
    kinds: Sequence[str],
    subject: str,
    document: str,
    first: date,
    last: date | None,
    by: Official,
    at: datetime,
) -> Mandate:
    """Enter the written order by which one post signs for another.

    Nghị định 30/2020/NĐ-CP, Điều 13: thừa ủy quyền has an end. Raises CannotMandate.
    """
    administering.require(agency, by=by, at=at)
    if grantor.agency_id != agency.pk:
        raise NotOurs
    if last is not None and last < first:
        raise CannotMandate("Ngày cuối phải từ ngày đầu trở đi.")
    try:
        with transaction.atomic():
            made = Mandate.objects.create(
                capacity=capacity,
                grantor=grantor,
                holder=holder,
                kinds=list(kinds),
                subject=subject,
                document=document,
                valid_from=first,
                valid_to=last + timedelta(days=1) if last else None,
            )
    except IntegrityError as error:
        raise CannotMandate from error
    administering.record(
        agency,
        "MANDATED",
        by=by,
        at=at,
        capacity=made.get_capacity_display(),
        grantor=appointing.named(grantor, on=first),
        holder=appointing.named(holder, on=first),
        document=document,
    )
    return made


@transaction.atomic
def end_mandate(mandate: Mandate, *, by: Official, at: datetime) -> None:
    """End a mandate with this day. Raises CannotMandate."""
    agency = mandate.grantor.agency
    administering.require(agency, by=by, at=at)
    mandate = Mandate.objects.select_for_update(of=["self"]).get(pk=mandate.pk)
    tomorrow = vn_day(at) + timedelta(days=1)
    if mandate.valid_to is not None and mandate.valid_to <= tomorrow:
        raise CannotMandate("Việc giao ký này đã hết hiệu lực.")
    if mandate.valid_from >= tomorrow:
        mandate.delete()
    else:
        mandate.valid_to = tomorrow
        mandate.save(update_fields=["valid_to"])
    administering.record(
        agency,
        "MANDATE_ENDED",
        by=by,
        at=at,
        capacity=mandate.get_capacity_display(),
        holder=appointing.named(mandate.holder, on=vn_day(at)),
        document=mandate.document,
    )


@transaction.atomic
def print_verification(agency: Agency, *, prints: bool, by: Official, at: datetime) -> None:
    """Let the agency's documents carry their verification code and QR code, or no longer."""
    administering.require(agency, by=by, at=at)
    agency = Agency.objects.select_for_update(of=["self"], no_key=True).get(pk=agency.pk)
    if agency.prints_verification == prints:
        raise NothingToChange
    agency.prints_verification = prints
    agency.save(update_fields=["prints_verification"])
    administering.record(agency, "PRINTS_VERIFICATION", by=by, at=at, prints=prints)


def _require_free(
    agency: Agency,
    full_name: str,
    abbreviation: str,
    *,
    on: date,
    beside: Department | None = None,
) -> None:
    others = DepartmentName.objects.filter(holds_on(on), department__agency=agency)
    if beside is not None:
        others = others.exclude(department=beside)
    if any(
        one.full_name.casefold() == full_name.casefold()
        or one.abbreviation.casefold() == abbreviation.casefold()
        for one in others
    ):
        raise CannotRename("Cơ quan đã có đơn vị mang tên hoặc tên viết tắt này.")
