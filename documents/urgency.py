"""Which documents stand first in a list of work: the most urgent."""

from django.db.models import Case, IntegerField, Value, When

from documents.models import Urgency

MOST_URGENT_FIRST = (Urgency.EXPRESS, Urgency.VERY_URGENT, Urgency.URGENT)


def rank(field: str) -> Case:
    """Return what sorts rows by the urgency in a field; what has none, or no document, is last."""
    ranks = [
        When(**{field: urgency}, then=Value(place))
        for place, urgency in enumerate(MOST_URGENT_FIRST)
    ]
    return Case(*ranks, default=Value(len(ranks)), output_field=IntegerField())
