"""What every act of an administrator has in common: the duty it needs, the line it leaves."""

from datetime import date, datetime
from typing import Any

from agencies import roles
from agencies.errors import NotOurs
from agencies.models import Agency, AgencyEvent, Duty, Official
from agencies.moments import vn_day


def require(agency: Agency, *, by: Official, at: datetime) -> None:
    """Refuse whoever does not administer the agency on that day."""
    if not roles.has_duty(by, agency, Duty.ADMINISTER, on=vn_day(at)):
        raise NotOurs


def require_ours(official: Official, agency: Agency, *, on: date) -> None:
    """Refuse an official who never held a post of the agency, or holds one of another.

    Whoever went to another agency is administered there.
    """
    here = official.appointments.filter(post__agency=agency).exists()
    elsewhere = any(held.post.agency_id != agency.pk for held in roles.posts_held(official, on=on))
    if not here or elsewhere:
        raise NotOurs("Người này không thuộc cơ quan, hoặc đang giữ chức vụ ở cơ quan khác.")


def record(agency: Agency, act: str, *, by: Official, at: datetime, **facts: Any) -> AgencyEvent:
    """Append an act to the agency's journal, inside the act's own transaction."""
    return AgencyEvent.objects.create(agency=agency, act=act, by=by, at=at, facts=facts)
