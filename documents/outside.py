"""The authorities outside: timestamps, revocation data, roots. Each may be away at any time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import urllib3
from django.conf import settings

import signing
from documents.errors import OutsideUnavailable

LARGEST_ANSWER = 20 * 1024 * 1024  # bytes; a province's revocation list is far smaller


@cache
def trust() -> signing.Trust:
    """Return the roots that this installation trusts."""
    return signing.Trust.from_pem(Path(settings.TRUST_ROOTS).read_bytes())


def timestamps() -> signing.Timestamps | None:
    """Return the timestamp authorities, asked in their order, or None where none is named."""
    urls = tuple(settings.TIMESTAMP_URLS)
    return _InOrder(urls) if urls else None


@dataclass(frozen=True)
class _InOrder:
    """Asks the next authority where one is unavailable."""

    urls: tuple[str, ...]

    def token(self, imprint: bytes) -> bytes:
        """Raises TimestampsUnavailable, which says of each authority what was wrong."""
        faults: list[str] = []
        for url in self.urls:
            client = signing.timestamp_client(url, timeout=settings.OUTSIDE_TIMEOUT)
            try:
                return client.token(imprint)
            except signing.TimestampsUnavailable as fault:
                faults.append(f"{urlsplit(url).hostname or url}: {fault.cause}")
        raise signing.TimestampsUnavailable("; ".join(faults))


def evidence(certificates: Iterable[bytes], *, at: datetime) -> signing.Evidence:
    """Return the revocation data of certificates that lead to a trusted root.

    Raises OutsideUnavailable when an authority does not answer.
    """
    try:
        return signing.collect(certificates, trust=trust(), fetch=_fetch, at=at)
    except signing.EvidenceUnavailable as error:
        raise OutsideUnavailable(f"Chưa lấy được dữ liệu thu hồi chứng thư: {error}.") from error


def _fetch(url: str) -> bytes:
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError(f"not an http address: {url}")
    timeout = urllib3.Timeout(total=settings.OUTSIDE_TIMEOUT)
    try:
        response = _pool().request("GET", url, timeout=timeout, preload_content=False)
        try:
            data: bytes = response.read(LARGEST_ANSWER)
        finally:
            response.release_conn()
    except urllib3.exceptions.HTTPError as fault:
        raise OSError(f"{url}: {fault}") from fault
    if response.status != 200:
        raise OSError(f"{url} answered {response.status}")
    return data


@cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(retries=False)
