"""What the search box finds: one row a document, written with it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from agencies.models import Agency

from .document import Document


class SearchEntry(models.Model):
    """Folded words and word pairs of a document's text (see documents/search.py)."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="search_entry")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5)
    year = models.PositiveSmallIntegerField()
    dated_on = models.DateField()
    number = models.PositiveIntegerField(null=True)
    notation = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=600)
    grams = SearchVectorField()

    class Meta:
        verbose_name = "mục tìm kiếm"
        indexes = [
            GinIndex(fields=["grams"], name="search_grams", fastupdate=False),
            models.Index(fields=["-dated_on", "-id"], name="search_by_date"),
            models.Index(
                fields=["agency", "year", "kind", "-dated_on", "-id"], name="search_by_agency"
            ),
            models.Index(fields=["number", "notation"], name="search_by_number"),
        ]

    def __str__(self) -> str:
        return self.title
