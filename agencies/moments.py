"""The Vietnamese day of a moment, which ends at midnight in Asia/Ho_Chi_Minh; stored is UTC."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def vn_day(at: datetime) -> date:
    """Return the day that officials write when it is this moment."""
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone has no Vietnamese day")
    return at.astimezone(VIETNAM).date()
