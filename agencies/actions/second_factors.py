"""Second factors: enrolled, tried, removed. Each change is told to the machine's log."""

import logging
import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction
from django.db.models import Exists, OuterRef

from agencies.actions import wrapping
from agencies.actions.throttling import Tries
from agencies.errors import CodeWrong, TooManyCodes
from agencies.models import CodeProgram, Official, Passkey, RecoveryCode

INTERVAL: Final = 30  # seconds, as every program of this kind has it (RFC 6238)
DIGITS: Final = 6
SECRET_BYTES: Final = 20
MOST_TRIES: Final = 5
RECOVERY_CODES: Final = 10
# Without 0, 1, i, l, o, u: what is copied by hand is not mistaken, and 10 letters are 50 bits.
LETTERS: Final = "23456789abcdefghjkmnpqrstvwxyz"
_log = logging.getLogger(__name__)


def is_enrolled(official: Official) -> bool:
    """Tell whether an official has something to show beside the password; in one query."""
    programs = CodeProgram.objects.filter(official=OuterRef("pk"))
    passkeys = Passkey.objects.filter(official=OuterRef("pk"))
    mine = Official.objects.filter(pk=official.pk)
    return mine.filter(Exists(programs) | Exists(passkeys)).exists()


def secret_to_be(official: Official, nonce: str) -> bytes:
    """Return the secret that a code program gets, the same for one sitting: nothing is kept yet."""
    key = wrapping.mark(f"{official.pk} {nonce}", purpose="code-program")
    return bytes.fromhex(key)[:SECRET_BYTES]


def address_of(official: Official, secret: bytes) -> str:
    """Return what a QR code tells the program: an otpauth:// address."""
    address = _codes(secret).get_provisioning_uri(official.username, "Dấu Son")
    return address.replace("+", "%20")  # programs show a blank written as + as it stands


def enrol_program(official: Official, *, secret: bytes, code: str, at: datetime) -> list[str]:
    """Keep a code program that shows the right code; return new recovery codes, if first."""
    _take_try(official)
    interval = _interval_of(code, secret, at=at)
    if interval is None:
        raise CodeWrong
    with transaction.atomic():
        first = not _locked_and_enrolled(official)
        CodeProgram.objects.update_or_create(
            official=official,
            defaults={
                "wrapped_secret": wrapping.wrap(secret, purpose=_purpose(official)),
                "enrolled_at": at,
                "last_interval": interval,
            },
        )
        codes = _new_codes(official) if first else []
    _tries(official).forget()
    _log.info("Official %s enrolled a code program.", official.pk)
    return codes


def show(official: Official, code: str, *, at: datetime) -> None:
    """Accept a code, of the program or from the paper, once. Raises CodeWrong, TooManyCodes."""
    _take_try(official)
    typed = _plain(code)
    with transaction.atomic():
        Official.objects.select_for_update(of=["self"]).get(pk=official.pk)
        accepted = _show_program(official, typed, at=at) or _show_paper(official, typed, at=at)
    if not accepted:
        raise CodeWrong
    _tries(official).forget()


def renew_codes(official: Official) -> list[str]:
    """Give new recovery codes; the old ones are void."""
    with transaction.atomic():
        codes = _new_codes(official)
    _log.info("Official %s renewed the recovery codes.", official.pk)
    return codes


def codes_left(official: Official) -> int:
    return official.recovery_codes.filter(used_at=None).count()


def remove_program(official: Official) -> None:
    with transaction.atomic():
        _locked_and_enrolled(official)
        CodeProgram.objects.filter(official=official).delete()
        _drop_codes_of_none(official)
    _log.info("Official %s removed the code program.", official.pk)


def remove_passkey(official: Official, pk: int) -> str:
    """Remove one passkey; return its name, empty where there is none any more."""
    with transaction.atomic():
        _locked_and_enrolled(official)
        passkey = official.passkeys.filter(pk=pk).first()
        if passkey is None:
            return ""
        passkey.delete()
        _drop_codes_of_none(official)
    _log.info("Official %s removed a passkey.", official.pk)
    return passkey.name


def keep_passkey(passkey: Passkey) -> list[str]:
    """Keep a passkey that was just made; return recovery codes where it is the first factor."""
    official = passkey.official
    with transaction.atomic():
        first = not _locked_and_enrolled(official)
        passkey.save(force_insert=True)
        codes = _new_codes(official) if first else []
    _log.info("Official %s enrolled a passkey.", official.pk)
    return codes


def forget_all(official: Official, *, by: str) -> None:
    """Remove every second factor of an official who lost them; ``by`` runs the machine."""
    with transaction.atomic():
        _locked_and_enrolled(official)
        CodeProgram.objects.filter(official=official).delete()
        official.passkeys.all().delete()
        official.recovery_codes.all().delete()
        official.sessions.all().delete()
    _tries(official).forget()
    _log.info("The second factors of official %s are removed by %s.", official.pk, by)


def _show_program(official: Official, code: str, *, at: datetime) -> bool:
    program = CodeProgram.objects.filter(official=official).first()
    if program is None:
        return False
    secret = wrapping.unwrap(bytes(program.wrapped_secret), purpose=_purpose(official))
    interval = _interval_of(code, secret, at=at)
    if interval is None or interval <= program.last_interval:
        return False
    program.last_interval = interval
    program.save(update_fields=["last_interval"])
    return True


def _show_paper(official: Official, code: str, *, at: datetime) -> bool:
    unused = official.recovery_codes.filter(mark=_mark(official, code), used_at=None)
    return bool(unused.update(used_at=at))


def _interval_of(code: str, secret: bytes, *, at: datetime) -> int | None:
    """Return of which interval a code is; clocks may be wrong by one."""
    for shift in (0, -1, 1):
        moment = at + timedelta(seconds=shift * INTERVAL)
        expected = _codes(secret).generate(int(moment.timestamp())).decode()
        if secrets.compare_digest(expected.encode(), _plain(code).encode()):
            return int(moment.timestamp()) // INTERVAL
    return None


def _codes(secret: bytes) -> TOTP:
    # SHA-1 by the standard: some programs silently know nothing else, and HMAC is not harmed.
    return TOTP(secret, DIGITS, SHA1(), INTERVAL)  # noqa: S303


def _plain(code: str) -> str:
    """Return a code as it is compared: without blanks and hyphens, in small letters."""
    folded = unicodedata.normalize("NFKC", code).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def _new_codes(official: Official) -> list[str]:
    official.recovery_codes.all().delete()
    codes = ["".join(secrets.choice(LETTERS) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(official=official, mark=_mark(official, code)) for code in codes
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _drop_codes_of_none(official: Official) -> None:
    """Void the paper of who has nothing else left: it stood in for something."""
    if not is_enrolled(official):
        official.recovery_codes.all().delete()


def _locked_and_enrolled(official: Official) -> bool:
    Official.objects.select_for_update(of=["self"]).get(pk=official.pk)
    return is_enrolled(official)


def _mark(official: Official, code: str) -> str:
    return wrapping.mark(f"{official.pk} {code}", purpose="recovery-code")


def _purpose(official: Official) -> str:
    return f"code-program of {official.pk}"


def _tries(official: Official) -> Tries:
    return Tries("second-factor", str(official.pk), MOST_TRIES)


def _take_try(official: Official) -> None:
    if not _tries(official).take():
        raise TooManyCodes
