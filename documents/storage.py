"""The object store: the only door to S3.

Every object is kept under the SHA-256 of its bytes, sent with that checksum, and named in
PostgreSQL by key and version. Bytes first, facts second: an object that no row names is swept,
one that a row names is never missing.
"""

import base64
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from urllib.parse import urlsplit

import urllib3
from django.conf import settings
from django.utils.http import content_disposition_header
from minio import Minio
from minio.commonconfig import COMPLIANCE
from minio.error import InvalidResponseError, S3Error, ServerError
from minio.retention import Retention

from documents.errors import ObjectDamaged, StoreUnavailable
from documents.models import StoredObject

_ONE_PUT = 64 * 1024 * 1024  # a checksum of the whole object is only taken in one PUT


@dataclass(frozen=True)
class Stored:
    """An object that lies in the store, not yet named by a row."""

    key: str
    version_id: str
    sha256: str
    size: int

    @classmethod
    def of(cls, row: StoredObject) -> "Stored":
        return cls(key=row.key, version_id=row.version_id, sha256=row.sha256, size=row.size)

    def named(self) -> StoredObject:
        """Name the object in the database; from now on it may not go missing."""
        return StoredObject.objects.get_or_create(
            key=self.key,
            version_id=self.version_id,
            defaults={"sha256": self.sha256, "size": self.size},
        )[0]


@dataclass(frozen=True)
class Lying:
    """A version that lies in the store, whoever put it there."""

    key: str
    version_id: str
    size: int
    since: datetime | None
    is_marker: bool


@cache
def _client() -> Minio:
    return _reached(urllib3.Timeout(connect=2.0, read=10.0), tries=1)


@cache
def _impatient_client() -> Minio:
    return _reached(urllib3.Timeout(connect=0.5, read=1.0), tries=0)


def _reached(timeout: urllib3.Timeout, *, tries: int) -> Minio:
    url = urlsplit(settings.S3_ENDPOINT)
    return Minio(
        url.netloc,
        access_key=settings.S3_ACCESS_KEY,
        secret_key=settings.S3_SECRET_KEY,
        secure=url.scheme == "https",
        region="us-east-1",  # named, so that the client does not ask for it before each request
        http_client=urllib3.PoolManager(
            timeout=timeout,
            retries=urllib3.Retry(total=tries, backoff_factor=0.2, raise_on_status=False),
            maxsize=16,
        ),
    )


def key_of(sha256: str) -> str:
    """Return the key under which bytes of this hash (hexadecimal) lie."""
    return f"{sha256[:2]}/{sha256}"


def put(data: bytes, *, content_type: str) -> Stored:
    """Store bytes. Raises StoreUnavailable."""
    digest = hashlib.sha256(data)
    key = key_of(digest.hexdigest())
    try:
        result = _client().put_object(
            settings.S3_BUCKET,
            key,
            io.BytesIO(data),
            len(data),
            content_type=content_type,
            # The store compares: over plain HTTP nothing else would notice a changed body.
            metadata={
                "x-amz-checksum-sha256": base64.b64encode(digest.digest()).decode(),
                "x-amz-sdk-checksum-algorithm": "SHA256",
            },
            part_size=_ONE_PUT,
        )
    except (urllib3.exceptions.HTTPError, S3Error, ServerError, InvalidResponseError) as error:
        raise StoreUnavailable from error
    return Stored(
        key=key,
        version_id=result.version_id or "",
        sha256=digest.hexdigest(),
        size=len(data),
    )


def read(stored: StoredObject) -> bytes:
    """Return the bytes, proved by their hash. Raises StoreUnavailable, ObjectDamaged."""
    return read_stored(Stored.of(stored))


def read_stored(stored: Stored) -> bytes:
    """Return the bytes of an object that no row names yet, or no more. Raises as `read`."""
    try:
        response = _client().get_object(
            settings.S3_BUCKET, stored.key, version_id=stored.version_id or None
        )
        try:
            data: bytes = response.read()
        finally:
            response.close()
            response.release_conn()
    except S3Error as error:
        if error.code in ("NoSuchKey", "NoSuchVersion"):
            raise ObjectDamaged from error
        raise StoreUnavailable from error
    except (urllib3.exceptions.HTTPError, ServerError, InvalidResponseError) as error:
        raise StoreUnavailable from error
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise ObjectDamaged
    return data


def is_there(stored: Stored) -> bool:
    """Tell whether this very version lies in the store, as large as it should be."""
    try:
        found = _client().stat_object(
            settings.S3_BUCKET, stored.key, version_id=stored.version_id or None
        )
    except S3Error as error:
        # SeaweedFS and MinIO differ in what they call a version that they do not know.
        if error.code in ("NoSuchKey", "NoSuchVersion", "NoSuchObject", "InvalidArgument"):
            return False
        raise StoreUnavailable from error
    except (urllib3.exceptions.HTTPError, ServerError, InvalidResponseError) as error:
        raise StoreUnavailable from error
    return found.size == stored.size


def answers() -> bool:
    """Tell whether the store answers at all, within a second or so."""
    try:
        return bool(_impatient_client().bucket_exists(settings.S3_BUCKET))
    except (urllib3.exceptions.HTTPError, S3Error, ServerError, InvalidResponseError):
        return False


def is_empty() -> bool:
    """Tell whether the bucket holds nothing of ours: no version of any object."""
    return next(_lying(), None) is None


def address(stored: StoredObject, *, name: str, valid_for: timedelta) -> str:
    """Return an address at which the store itself gives the object to whoever holds it."""
    url: str = _client().presigned_get_object(
        settings.S3_BUCKET,
        stored.key,
        expires=valid_for,
        version_id=stored.version_id or None,
        response_headers={
            "response-content-disposition": content_disposition_header(
                as_attachment=True, filename=name
            )
            or "attachment"
        },
    )
    return url


def proves_locks(probe: Stored, *, until: datetime) -> bool:
    """Lock a version and try to remove it; tell whether the store refused."""
    lock(probe, until=until)
    return not _removed(Lying(probe.key, probe.version_id, probe.size, None, is_marker=False))


def lock(stored: StoredObject | Stored, *, until: datetime) -> None:
    """Let nobody remove or change a version before a moment, not even us (COMPLIANCE).

    Only what a row names is locked: an act that was refused leaves nothing that cannot be swept.
    """
    try:
        _client().set_object_retention(
            settings.S3_BUCKET,
            stored.key,
            Retention(COMPLIANCE, until),
            version_id=stored.version_id,
        )
    except (urllib3.exceptions.HTTPError, S3Error, ServerError, InvalidResponseError) as error:
        raise StoreUnavailable from error


def lock_of(stored: StoredObject | Stored) -> datetime | None:
    """Return until when the store itself holds the version under COMPLIANCE lock."""
    try:
        retention = _client().get_object_retention(
            settings.S3_BUCKET, stored.key, version_id=stored.version_id
        )
    except S3Error as error:
        # How SeaweedFS says of an object that it has no lock; what others say the client knows.
        if error.code == "ObjectLockConfigurationNotFoundError":
            return None
        raise StoreUnavailable from error
    except (urllib3.exceptions.HTTPError, ServerError, InvalidResponseError) as error:
        raise StoreUnavailable from error
    return retention.retain_until_date if retention else None


def unnamed() -> Iterator[Lying]:
    """Yield the versions that no row names: what a refused act left, or a lost row named once.

    Raises StoreUnavailable.
    """
    lying = _lying()
    while batch := list(islice(lying, 1000)):
        keys = {one.key for one in batch}
        rows = StoredObject.objects.filter(key__in=keys)
        named = set(rows.values_list("key", "version_id"))
        yield from (one for one in batch if (one.key, one.version_id) not in named)


def _lying() -> Iterator[Lying]:
    try:
        for one in _client().list_objects(settings.S3_BUCKET, recursive=True, include_version=True):
            yield Lying(
                key=one.object_name or "",
                version_id=one.version_id or "",
                size=one.size or 0,
                since=one.last_modified,
                is_marker=bool(one.is_delete_marker),
            )
    except (urllib3.exceptions.HTTPError, S3Error, ServerError, InvalidResponseError) as error:
        raise StoreUnavailable from error


def sweep(*, older_than: datetime, most: int = 1000) -> int:
    """Remove versions that no row names and that are older than a moment; return how many.

    They are left where an act was refused after its file was stored. What is locked stays.
    """
    removed = 0
    for found in unnamed():
        if removed == most:
            break
        if found.since is not None and found.since < older_than:
            removed += _removed(found)
    return removed


def _removed(found: Lying) -> bool:
    try:
        _client().remove_object(settings.S3_BUCKET, found.key, version_id=found.version_id or None)
    except S3Error as error:
        # Stores differ in how they refuse to remove a locked version.
        if error.code in ("AccessDenied", "InvalidRequest"):
            return False
        raise StoreUnavailable from error
    except (urllib3.exceptions.HTTPError, ServerError, InvalidResponseError) as error:
        raise StoreUnavailable from error
    return True
