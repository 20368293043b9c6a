"""What a search may be narrowed by, counted over what the asker may see.

Counted are the newest matches, COUNTED at most: so a facet costs as much for a word that stands
in every document as for a rare one.
"""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count

from agencies.models import AgencyName, Official
from agencies.models.periods import holds_on
from documents import search
from documents.dossiers import dossiers_of
from documents.models import DocumentKind, DossierItem, Status
from documents.search import COUNTED, Asked

SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One value, how it is called, and how many of the counted documents have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow: its name in the address, its title, the most frequent values."""

    name: str
    title: str
    choices: list[Choice]


def facets(asked: Asked, *, official: Official, on: date) -> list[Facet]:
    """Count what the newest matches are. Raises TooBroad."""
    with search.bounded():
        rows = list(
            search.matching(asked, official=official, on=on)
            .order_by("-dated_on", "-pk")
            .values_list(
                "kind", "year", "agency_id", "signer_id", "document__status", "document_id"
            )[:COUNTED]
        )
        if not rows:
            return []
        kinds, years, agencies, signers, statuses, documents = zip(*rows, strict=True)
        filed = (
            DossierItem.objects.filter(
                document__in=documents, dossier__in=dossiers_of(official, on=on)
            )
            .values_list("dossier_id", "dossier__code", "dossier__title")
            .annotate(number=Count("pk"))
            .order_by("-number", "dossier_id")[:SHOWN]
        )
        in_dossiers = [
            Choice(str(key), f"{code} {title}", number) for key, code, title, number in filed
        ]
    named = AgencyName.objects.filter(holds_on(on), agency__in=set(agencies))
    people = Official.objects.filter(pk__in=set(signers) - {None})
    return [
        _facet("loai", "Loại văn bản", kinds, dict(DocumentKind.choices)),
        _facet("nam", "Năm", years, {year: str(year) for year in years}),
        _facet("coquan", "Cơ quan", agencies, dict(named.values_list("agency_id", "full_name"))),
        _facet("nguoiky", "Người ký", signers, dict(people.values_list("pk", "full_name"))),
        Facet("hoso", "Hồ sơ", in_dossiers),
        _facet("tinhtrang", "Tình trạng", statuses, dict(Status.choices)),
    ]


def _facet(
    name: str, title: str, values: tuple[Hashable, ...], labels: Mapping[Hashable, str]
) -> Facet:
    counted = Counter(value for value in values if value in labels)
    in_order = sorted(counted.items(), key=lambda one: (-one[1], labels[one[0]]))
    return Facet(
        name,
        title,
        [Choice(str(value), str(labels[value]), number) for value, number in in_order[:SHOWN]],
    )
