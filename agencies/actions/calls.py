"""Acts asked for under an Idempotency-Key: asked again, the same answer and no second effect.

An act that is one transaction has its call's row in that transaction: both are there or neither.
An act that works outside of transactions too (signing, sealing, storing a file) has the row first.
Whoever finds such a row without an answer, and nobody working on it, finds a server that died: the
act is done again, and says itself what of it was done already.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from agencies.errors import KeyUsedOtherwise, SameCallUnderWay
from agencies.models import ApiCall, ApiToken

KEPT_FOR: Final = timedelta(days=1)
LOCK_NOT_AVAILABLE: Final = "55P03"  # PostgreSQL: the lock_timeout ran out
_CALLS: Final = 0x0DA7 << 48  # our part of PostgreSQL's one space of advisory locks


def mac_of(body: bytes) -> str:
    return salted_hmac("agencies.api-call", body, algorithm="sha256").hexdigest()


@contextmanager
def in_one(token: ApiToken, key: str, *, body_mac: str, at: datetime) -> Iterator[ApiCall]:
    """Give the call's row, in a transaction that its act is part of; the answer is kept with it.

    A twin waits until the first is through, and then finds its answer.
    """
    with transaction.atomic():
        yield _begun(token, key, body_mac=body_mac, at=at)


@contextmanager
def by_steps(token: ApiToken, key: str, *, body_mac: str, at: datetime) -> Iterator[ApiCall]:
    """Give the call's row, which stands from now on, to one at a time. Raises SameCallUnderWay.

    An act that is refused had no effect: its row goes, and the key is free for another try.
    """
    call = _begun(token, key, body_mac=body_mac, at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_CALLS | call.pk])
        if not cursor.fetchone()[0]:
            raise SameCallUnderWay
        try:
            again = ApiCall.objects.filter(pk=call.pk).first()
            if again is None:  # refused a moment ago, by who held the lock
                raise SameCallUnderWay
            yield again
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_CALLS | call.pk])


def keep(call: ApiCall, answer: str) -> None:
    """Keep the answer of an act that was done."""
    ApiCall.objects.filter(pk=call.pk).update(answer=answer)


def drop(call: ApiCall) -> None:
    ApiCall.objects.filter(pk=call.pk).delete()


def forget_calls() -> None:
    """Delete what is kept no longer; the keys are free again."""
    ApiCall.objects.filter(begun_at__lt=timezone.now() - KEPT_FOR).delete()


def _begun(token: ApiToken, key: str, *, body_mac: str, at: datetime) -> ApiCall:
    """Return the row of a key, made now or found; whoever makes it at one moment waits for it."""
    ApiCall.objects.filter(token=token, key=key, begun_at__lt=at - KEPT_FOR).delete()
    try:
        with transaction.atomic():
            return ApiCall.objects.create(token=token, key=key, body_mac=body_mac, begun_at=at)
    except IntegrityError:
        call = ApiCall.objects.filter(token=token, key=key).first()
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE:
            raise SameCallUnderWay from error
        raise
    if call is None:
        raise SameCallUnderWay
    if call.body_mac != body_mac:
        raise KeyUsedOtherwise
    return call
