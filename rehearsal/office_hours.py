"""A clock of the past: when officials did what the samples say happened before today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from agencies.moments import VIETNAM

_MORNING: Final = time(8, 12)
_EVENING: Final = time(16, 30)
_BETWEEN_ACTS: Final = timedelta(hours=2, minutes=34)
_SATURDAY: Final = 5


@dataclass(slots=True)
class OfficeHours:
    """Each moment asked for lies some office hours after the one before."""

    moment: datetime

    @classmethod
    def days_before(cls, now: datetime, days: int) -> "OfficeHours":
        """Return a clock that begins in the morning of the n-th working day before a moment."""
        day = now.astimezone(VIETNAM).date()
        for _ in range(days):
            day = _working_day_from(day - timedelta(days=1), step=-1)
        return cls(_morning_of(day))

    def __call__(self) -> datetime:
        moment = self.moment
        self.moment += _BETWEEN_ACTS
        if self.moment.time() > _EVENING:
            self.moment = _morning_of(_working_day_from(moment.date() + timedelta(days=1), step=1))
        return moment


def _morning_of(day: date) -> datetime:
    return datetime.combine(day, _MORNING, tzinfo=VIETNAM)


def _working_day_from(day: date, *, step: int) -> date:
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=step)
    return day
