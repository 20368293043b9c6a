"""An absent official's work goes to a stand-in for named days; every record names both."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from agencies import administration, roles
from agencies.actions import administering
from agencies.errors import CannotDelegate, DelegationOver
from agencies.models import Agency, Delegation, Official
from agencies.moments import vn_day


@transaction.atomic
def delegate(
    agency: Agency,
    *,
    absent: Official,
    stand_in: Official,
    first: date,
    last: date,
    reason: str,
    by: Official,
    at: datetime,
) -> Delegation:
    """Let `stand_in` do the work of `absent` from the first to the last day, both included.

    Raises CannotDelegate: nobody has two stand-ins on one day, and no stand-in is himself away,
    for what is handed on twice is done by nobody.
    """
    administering.require(agency, by=by, at=at)
    if first < vn_day(at):
        raise CannotDelegate("Ủy quyền không bắt đầu từ ngày đã qua.")
    if last < first:
        raise CannotDelegate("Ngày cuối phải từ ngày đầu trở đi.")
    if absent == stand_in:
        raise CannotDelegate("Người xử lý thay phải là người khác.")
    # Locked in one order, so that two who name each other at one moment wait and do not chain.
    people = Official.objects.select_for_update(of=["self"], no_key=True)
    list(people.filter(pk__in=[absent.pk, stand_in.pk]).order_by("pk"))
    if stand_in not in roles.people_of(agency, on=first):
        raise CannotDelegate("Người xử lý thay phải đang giữ chức vụ trong cơ quan.")
    # Whoever has left may have left work behind; somebody takes it on.
    if absent not in administration.officials_of(agency, on=first):
        raise CannotDelegate("Người vắng mặt phải là người của cơ quan, hoặc vừa thôi chức vụ.")
    until = last + timedelta(days=1)
    at_that_time = Delegation.objects.filter(valid_from__lt=until, valid_to__gt=first)
    if at_that_time.filter(Q(absent=stand_in) | Q(stand_in=absent)).exists():
        raise CannotDelegate(
            "Trong những ngày này người xử lý thay cũng vắng, hoặc người vắng đang xử lý thay "
            "người khác; hãy chọn người khác."
        )
    try:
        with transaction.atomic():
            made = Delegation.objects.create(
                absent=absent, stand_in=stand_in, reason=reason, valid_from=first, valid_to=until
            )
    except IntegrityError as error:
        raise CannotDelegate(f"{absent} đã có người xử lý thay trong những ngày này.") from error
    administering.record(
        agency,
        "DELEGATED",
        by=by,
        at=at,
        absent=absent.full_name,
        stand_in=stand_in.full_name,
        first=f"{first:%d/%m/%Y}",
        last=f"{last:%d/%m/%Y}",
        reason=reason,
    )
    return made


@transaction.atomic
def end(agency: Agency, delegation: Delegation, *, by: Official, at: datetime) -> None:
    """End a delegation: one that has not begun is taken back, another ends with this day."""
    administering.require(agency, by=by, at=at)
    today = vn_day(at)
    delegation = Delegation.objects.select_for_update(of=["self"]).get(pk=delegation.pk)
    tomorrow = today + timedelta(days=1)
    if delegation.valid_to is not None and delegation.valid_to <= tomorrow:
        raise DelegationOver
    if delegation.valid_from > today:
        delegation.delete()
    else:
        delegation.valid_to = tomorrow
        delegation.save(update_fields=["valid_to"])
    administering.record(
        agency,
        "DELEGATION_ENDED",
        by=by,
        at=at,
        absent=delegation.absent.full_name,
        stand_in=delegation.stand_in.full_name,
        last=f"{today:%d/%m/%Y}",
    )
