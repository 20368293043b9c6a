"""From a day, to a day: how names, posts and mandates hold for a time."""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models


class DateRange(models.Func):
    """The days from one column up to, not including, another; an empty end is open."""

    function = "daterange"
    output_field = DateRangeField()


def none_at_one_time(name: str, *fields: str) -> ExclusionConstraint:
    """Rows that agree in these fields never hold on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in fields),
            (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
        ],
    )


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
    )


def holds_on(day: date, prefix: str = "") -> models.Q:
    """Select what holds on a day. `valid_to` is the first day on which it no longer does."""
    return models.Q(**{f"{prefix}valid_from__lte": day}) & (
        models.Q(**{f"{prefix}valid_to__isnull": True}) | models.Q(**{f"{prefix}valid_to__gt": day})
    )


class Period(models.Model):
    """Something that holds from a day on, until another."""

    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    class Meta:
        abstract = True

    def holds(self, day: date) -> bool:
        """Tell of a row in hand what `holds_on` asks of the database."""
        return self.valid_from <= day and (self.valid_to is None or self.valid_to > day)

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds; none while its end is open."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None
