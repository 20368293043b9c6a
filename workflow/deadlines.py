"""When a task is due: working days, to the end of office hours."""

from datetime import datetime, time, timedelta

from agencies.moments import VIETNAM

END_OF_OFFICE_HOURS = time(16, 30)
SATURDAY = 5


def due_after(days: int, *, at: datetime) -> datetime:
    """Return the end of office hours of the n-th working day after a moment."""
    day = at.astimezone(VIETNAM).date()
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            days -= 1
    return datetime.combine(day, END_OF_OFFICE_HOURS, tzinfo=VIETNAM)
