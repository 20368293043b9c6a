"""Passkeys (WebAuthn): made by the official's device, shown by it, checked here.

Each begins with a challenge, which stands in the session and is good once.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from agencies.actions import second_factors
from agencies.errors import PasskeyCopied, PasskeyRefused, PasskeyThere, TooManyPasskeys
from agencies.models import Official, Passkey

MOST: Final = 10
GOOD_FOR: Final = timedelta(minutes=5)
CHALLENGE: Final = "passkey-challenge"  # in the session
LONGEST_ANSWER: Final = 20_000  # letters
# The device asks for its PIN, finger or face: a stolen one opens nothing.
ASKS: Final = UserVerificationRequirement.REQUIRED

Keeps = Any  # a session: what `begin` left there, `finish` takes out


def begin_to_make(
    official: Official, session: Keeps, *, origin: str, at: datetime
) -> dict[str, Any]:
    """Return what the device is asked to make, as WebAuthn's JSON."""
    options, state = _server(origin).register_begin(
        PublicKeyCredentialUserEntity(
            id=official.public_id.bytes,
            name=official.username,
            display_name=official.full_name,
        ),
        credentials=[_attested(one) for one in official.passkeys.all()],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=ASKS,
    )
    _keep(session, "make", state, at=at)
    return dict(options.public_key)


def make(
    official: Official, session: Keeps, *, name: str, answer: str, origin: str, at: datetime
) -> list[str]:
    """Keep the passkey that the device made; return new recovery codes, if it is the first."""
    state = _taken(session, "make", at=at)
    try:
        made = _server(origin).register_complete(state, _read(answer))
    except (ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused from error
    attested = made.credential_data
    if attested is None:
        raise PasskeyRefused
    if official.passkeys.count() >= MOST:
        raise TooManyPasskeys
    passkey = Passkey(
        official=official,
        name=name,
        credential_id=attested.credential_id,
        attested=bytes(attested),
        times_used=made.counter,
        enrolled_at=at,
    )
    try:
        with transaction.atomic():
            return second_factors.keep_passkey(passkey)
    except IntegrityError as error:
        raise PasskeyThere from error


def begin_to_show(session: Keeps, *, origin: str, at: datetime) -> dict[str, Any]:
    """Return what the device is asked to sign. No passkey is named: nobody learns who has one."""
    options, state = _server(origin).authenticate_begin(user_verification=ASKS)
    _keep(session, "show", state, at=at)
    return dict(options.public_key)


def show(
    session: Keeps, *, answer: str, origin: str, at: datetime, of: Official | None = None
) -> Official:
    """Return whose passkey signed the challenge; ``of``: it must be this official's."""
    state = _taken(session, "show", at=at)
    read = _read(answer)
    passkey = _passkey(read)
    if passkey is None or (of is not None and passkey.official_id != of.pk):
        raise PasskeyRefused
    try:
        _server(origin).authenticate_complete(state, [_attested(passkey)], read)
        counted = _counted(read)
    except (ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused from error
    _count(passkey, counted, at=at)
    return passkey.official


def _count(passkey: Passkey, counted: int, *, at: datetime) -> None:
    """Refuse a device whose counter goes back: somebody uses a copy. Many devices never count."""
    with transaction.atomic():
        locked = Passkey.objects.select_for_update(of=["self"]).get(pk=passkey.pk)
        if (counted or locked.times_used) and counted <= locked.times_used:
            raise PasskeyCopied
        locked.times_used, locked.used_at = counted, at
        locked.save(update_fields=["times_used", "used_at"])


def _counted(answer: Mapping[str, Any]) -> int:
    data = websafe_decode(answer["response"]["authenticatorData"])
    return int.from_bytes(data[33:37], "big")


def _passkey(answer: Mapping[str, Any]) -> Passkey | None:
    try:
        credential_id = websafe_decode(answer["rawId"])
    except (ValueError, KeyError, TypeError):
        return None
    return (
        Passkey.objects.filter(credential_id=credential_id, official__is_active=True)
        .select_related("official")
        .first()
    )


def _server(origin: str) -> Fido2Server:
    """Return what checks for one origin, «https://vanban.example.gov.vn»: this very one."""
    host = origin.split("://", 1)[-1].rsplit(":", 1)[0]
    party = PublicKeyCredentialRpEntity(name="Dấu Son", id=host)
    return Fido2Server(party, attestation=None, verify_origin=lambda said: said == origin)


def _attested(passkey: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(bytes(passkey.attested))


def _keep(session: Keeps, what: str, state: Any, *, at: datetime) -> None:
    session[CHALLENGE] = {"for": what, "state": state, "until": (at + GOOD_FOR).timestamp()}


def _taken(session: Keeps, what: str, *, at: datetime) -> Any:
    """Take the challenge out of the session: whatever comes of it, it is spent."""
    kept = session.pop(CHALLENGE, None)
    if not kept or kept["for"] != what or kept["until"] < at.timestamp():
        raise PasskeyRefused
    return kept["state"]


def _read(answer: str) -> Mapping[str, Any]:
    try:
        read = json.loads(answer) if len(answer) <= LONGEST_ANSWER else None
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise PasskeyRefused
    return read
