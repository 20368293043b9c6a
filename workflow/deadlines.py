"""When work is due: working days, to the end of office hours."""

from datetime import date, datetime, time, timedelta
from typing import Final

from agencies.moments import VIETNAM, vn_day
from documents.models import Urgency

END_OF_OFFICE_HOURS = time(16, 30)
SATURDAY = 5
# Working days in which an arrival is usually dealt with, where its leader says nothing else.
TO_DEAL_WITH: Final = {Urgency.EXPRESS: 1, Urgency.VERY_URGENT: 1, Urgency.URGENT: 2}
USUALLY: Final = 5


def due_after(days: int, *, at: datetime) -> datetime:
    """Return the end of office hours of the n-th working day after a moment."""
    day = at.astimezone(VIETNAM).date()
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            days -= 1
    return datetime.combine(day, END_OF_OFFICE_HOURS, tzinfo=VIETNAM)


def day_to_deal_with(urgency: str, *, at: datetime) -> date:
    """Propose until which working day an arrival of some urgency is dealt with."""
    return vn_day(due_after(TO_DEAL_WITH.get(Urgency(urgency), USUALLY), at=at))
