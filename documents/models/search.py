"""What the search box finds: one row a document, written with it."""

from django.conf import settings
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
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
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
            models.Index(fields=["signer", "-dated_on", "-id"], name="search_by_signer"),
        ]

    def __str__(self) -> str:
        return self.title


class SavedSearch(models.Model):
    """A search that an official asks again and again: its name, its address."""

    official = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_searches"
    )
    name = models.CharField("tên", max_length=80)
    query = models.TextField("điều kiện tìm")
    saved_at = models.DateTimeField("lưu lúc")

    class Meta:
        verbose_name = "tìm kiếm đã lưu"
        constraints = [
            models.UniqueConstraint(name="saved_search_named_once", fields=["official", "name"])
        ]

    def __str__(self) -> str:
        return self.name
