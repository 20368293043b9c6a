"""The figures for an operator's monitoring, read off the database when it asks.

They are the whole installation's, not this process's: ask one web server, not each of them.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

from cryptography import x509
from django.conf import settings
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from documents import figures
from jobs import figures as queues

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
STATEMENTS = 16  # of SQL at most, however large the installation is; a test counts them


def text() -> bytes:
    """Return all figures in the text format of Prometheus."""
    return generate_latest(_registry())


@cache
def _registry() -> CollectorRegistry:
    registry = CollectorRegistry(auto_describe=True)
    registry.register(_Figures())
    return registry


class _Figures(Collector):
    """Asks the database at every reading."""

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        now = timezone.now()
        yield from _jobs()
        yield from _documents()
        yield from _expiry(now)
        yield from _safekeeping()


def _jobs() -> Iterable[Metric]:
    count = GaugeMetricFamily("dauson_jobs", "Jobs", labels=("queue", "job", "state"))
    oldest = GaugeMetricFamily(
        "dauson_jobs_oldest_seconds", "Age of the oldest job", labels=("queue", "job", "state")
    )
    for one in queues.waiting():
        labels = (one.queue, one.name, one.state)
        count.add_metric(labels, one.count)
        oldest.add_metric(labels, one.oldest)
    yield count
    yield oldest
    yield _gauge("workers", "Queues that a living worker works on", queues.living_workers())


def _documents() -> Iterable[Metric]:
    yield _by("documents", "Documents", "status", figures.documents_by_status())
    yield _by("signatures", "Signatures", "level", figures.signatures())
    yield _by("debts", "Owed: timestamps, archive revisions, locks", "kind", figures.debts())
    yield _by("deliveries", "Deliveries", "state", figures.deliveries())
    yield _by(
        "obstacles", "Documents that wait for a part that is away", "job", figures.obstacles()
    )
    yield _gauge("search_lag", "Documents that the search box cannot find", figures.unindexed())


def _expiry(now: datetime) -> Iterable[Metric]:
    credentials = figures.expiring(at=now)
    yield _by("credentials_expiring", "Credentials: end in 30 days, ended", "when", credentials)
    if ends := [(_end_of(one) - now).total_seconds() for one in _roots()]:
        yield _gauge("trust_root_seconds", "Until the first trusted root ends", min(ends))


def _safekeeping() -> Iterable[Metric]:
    if audit := figures.last_audit():
        yield _gauge("fixity_audit_timestamp", "The last audit began", audit.begun_at.timestamp())
        yield _gauge("fixity_objects", "Files that it read", audit.objects_read)
        yield _gauge("fixity_faults", "Files that it found damaged or unlocked", audit.faults)
    if backup := figures.last_backup():
        yield _gauge("backup_timestamp", "The last whole backup began", backup.timestamp())
    closed = figures.books_closed_since() is not None
    yield _gauge("books_closed", "1 while the books wait to be reconciled", float(closed))


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(f"dauson_{name}", about, value=value)


def _by(name: str, about: str, label: str, counts: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(f"dauson_{name}", about, labels=(label,))
    for value, count in counts.items():
        family.add_metric((value,), count)
    return family


@cache
def _roots() -> tuple[x509.Certificate, ...]:
    if not settings.TRUST_ROOTS:
        return ()
    return tuple(x509.load_pem_x509_certificates(Path(settings.TRUST_ROOTS).read_bytes()))


def _end_of(certificate: x509.Certificate) -> datetime:
    return certificate.not_valid_after_utc
